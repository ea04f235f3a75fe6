"""The event model: a small encoder that reads a sentence, and says which words tell an act and what marked acts are, or NONE.

Trained on the bank by `training/train.py`; its card is weights/README.md. One thread, and the same answer whatever stands beside.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import MissingPart
from dragoman.events.marks import Act, marks, window_of, windows, within
from dragoman.events.neutral import moved, neutral
from dragoman.facts.names import load_names

FOLDER = Path(__file__).resolve().parents[1] / "weights"
CONFIG, READER, JUDGE, TOKENIZER = "event.json", "reader.onnx", "judge.onnx", "tokenizer.json"
NONE = "NONE"
REPAIR = "Repair the installation with `pip install --force-reinstall dragoman`."
Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
WIDTH = 384  # of a word piece's vector


class Logits(Mapping[str, float]):
    """Values by name, looked at only when they are asked for."""

    def __init__(self, names: Sequence[str], row: Floats) -> None:
        self.names, self.row = names, row

    def __getitem__(self, name: str) -> float:
        return float(self.row[self.names.index(name)])

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model says of one act. `types`: the chance of each type of the codebook, and of NONE, summing to 1."""

    types: Mapping[str, float]
    modes: Mapping[str, float]  # logits of "TYPE/mode", "TYPE/" for none
    statuses: Mapping[str, float]  # logits
    background: float  # logit

    @property
    def type(self) -> str:
        """The likeliest type of an event, NONE apart."""
        return likeliest(self.types)

    @property
    def none(self) -> float:
        """The chance that there is no such act."""
        return self.types[NONE]

    @property
    def status(self) -> str:
        """The likeliest status."""
        return max(self.statuses, key=lambda s: self.statuses[s])

    def mode(self, name: str) -> tuple[str | None, float]:
        """The likeliest mode of a type, None for none, and its chance among the type's modes."""
        own = {m.partition("/")[2]: self.modes[m] for m in self.modes if m.startswith(f"{name}/")}
        best = max(own, key=lambda m: own[m])
        total = sum(float(np.exp(v - own[best])) for v in own.values())
        return best or None, 1 / total

    def likely_mode(self, name: str) -> str | None:
        """The likeliest mode of a type if it is likelier than not."""
        mode, chance = self.mode(name)
        return mode if chance > 0.5 else None


def likeliest(types: Mapping[str, float], *others: str) -> str:
    """The likeliest type of an event but for the others named."""
    return max((t for t in types if t != NONE and t not in others), key=lambda t: types[t])


class EventModel:
    """The model in a folder of weights.

    Raises:
        MissingPart: a file is not there or is not the one that the configuration names, with its hash and the repair.
    """

    def __init__(self, folder: Path = FOLDER, threads: int = 1) -> None:
        self.config = _config(folder)
        for name, wanted in self.config["files"].items():
            _check(folder / name, wanted)
        self.types: list[str] = self.config["types"]
        self.thresholds: dict[str, float] = self.config["thresholds"]
        self.reader, self.judging = _session(folder / READER, threads), _session(folder / JUDGE, threads)
        self.tokenizer = opened_tokenizer(folder / TOKENIZER)
        self.names = load_names()

    def read(self, text: str) -> "Read":
        """One sentence, read; then ask it of words and acts."""
        return Read(self, text)


class Read:
    """A sentence as the model has read it. All spans are offsets into the sentence as it was given."""

    def __init__(self, model: EventModel, text: str) -> None:
        self._model = model
        plain, self._edits = neutral(text, model.names)
        self._windows = windows(model.tokenizer, plain)
        self._words: list[Floats] = []
        self._read: list[Floats] = []
        for window in self._windows:
            words, read = model.reader.run(None, {"ids": window.ids[None]})
            self._words.append(words[0])
            self._read.append(read)

    def word(self, span: tuple[int, int]) -> dict[str, float]:
        """The chance of each type, and of NONE, that the word at this span tells such an act, whoever acts on whom."""
        told = moved(span, self._edits) or span
        number = window_of(self._windows, Act(None, None, told))
        inside = within(self._windows[number], told)
        if not inside.any():
            return {t: float(t == NONE) for t in self._model.types}
        logits = self._words[number][inside].mean(0) / self._model.config["temperature"]["reading"]
        return dict(zip(self._model.types, _chances(logits).tolist(), strict=True))

    def judge(self, acts: Sequence[Act]) -> list[Judgement]:
        """What each act of the sentence is, in order."""
        found: dict[int, Judgement] = {}
        spans = {span: moved(span, self._edits) for act in acts for span in act}
        asked = [Act(*(spans[span] for span in act)) for act in acts]
        numbers = [window_of(self._windows, act) for act in asked]
        for number in sorted(set(numbers)):
            mine = [k for k, n in enumerate(numbers) if n == number]
            marked = marks(self._windows[number], [asked[k] for k in mine])
            feed = {"read": self._read[number], "marks": marked.shares[None], "missing": marked.missing[None]}
            outputs = self._model.judging.run(None, feed)
            found.update(zip(mine, self._judged([asked[k] for k in mine], outputs), strict=True))
        return [found[k] for k in range(len(acts))]

    def _judged(self, acts: Sequence[Act], outputs: Sequence[Floats]) -> Iterator[Judgement]:
        kinds, modes, statuses, background = (o[0] for o in outputs)
        config, types = self._model.config, self._model.types
        warm = [config["temperature"]["word" if act.trigger is not None else "pair"] for act in acts]
        chances = _chances(kinds / np.array(warm, np.float32)[:, None]).tolist()
        for k, row in enumerate(chances):
            yield Judgement(
                dict(zip(types, row, strict=True)),
                Logits(config["modes"], modes[k]),
                Logits(config["statuses"], statuses[k]),
                float(background[k, 0]),
            )


def configured_signature(folder: Path = FOLDER) -> str:
    """Which model the folder's configuration names, for the signature of events."""
    files = _config(folder)["files"]
    return f"model@{files[READER][:6]}{files[JUDGE][:6]}"


def _config(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MissingPart(f"The event model's configuration {folder / CONFIG} cannot be read: {error}. {REPAIR}") from None
    return found


def _chances(logits: Floats) -> Floats:
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    chances: Floats = shifted / shifted.sum(-1, keepdims=True)
    return chances


def _check(path: Path, wanted: str) -> None:
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise MissingPart(f"The event model's file {path} cannot be read: {error}. {REPAIR}") from None
    if found != wanted:
        raise MissingPart(f"The event model's file {path} has SHA-256 {found}, expected {wanted}. {REPAIR}")


def _session(path: Path, threads: int) -> Any:  # noqa: ANN401 - onnxruntime has no types
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - onnxruntime raises its own kinds, which differ by release
        raise MissingPart(
            f"onnxruntime {onnxruntime.__version__} cannot load {path}: {error}. Install onnxruntime 1.22 or later."
        ) from None


def opened_tokenizer(path: Path) -> Any:  # noqa: ANN401 - tokenizers has no types
    """The tokenizer in a file, that neither pads nor cuts."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
