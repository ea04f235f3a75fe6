"""The event model: a small encoder that reads a sentence with acts marked in it and says of each what it is, or NONE.

Trained on the bank by `training/train.py`; its card is weights/README.md. One thread, and the same answer whatever stands beside.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import MissingPart
from dragoman.events.marks import Act, marked

FOLDER = Path(__file__).resolve().parents[1] / "weights"
CONFIG, MODEL, TOKENIZER = "event.json", "event.onnx", "tokenizer.json"
NONE = "NONE"
REPAIR = "Repair the installation with `pip install --force-reinstall dragoman`."
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model says of one act. `types`: the chance of each type of the codebook, and of NONE, summing to 1."""

    types: Mapping[str, float]
    modes: Mapping[str, float]  # logits of "TYPE/mode", "TYPE/" for none
    statuses: Mapping[str, float]
    background: float

    @property
    def type(self) -> str:
        """The likeliest type of an event, NONE apart."""
        return max((t for t in self.types if t != NONE), key=lambda t: self.types[t])

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
        own = {m.partition("/")[2]: v for m, v in self.modes.items() if m.startswith(f"{name}/")}
        best = max(own, key=lambda m: own[m])
        total = sum(float(np.exp(v - own[best])) for v in own.values())
        return best or None, 1 / total

    def likely_mode(self, name: str) -> str | None:
        """The likeliest mode of a type if it is likelier than not."""
        mode, chance = self.mode(name)
        return mode if chance > 0.5 else None

    def runner_up(self, name: str) -> tuple[str, float]:
        """The likeliest of the other types and its chance."""
        best = max((t for t in self.types if t not in (NONE, name)), key=lambda t: self.types[t])
        return best, self.types[best]


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
        self.telling = frozenset(self.config["telling"])
        self._session = _session(folder / MODEL, threads)
        self._tokenizer = _tokenizer(folder / TOKENIZER)

    def judge(self, text: str, acts: Sequence[Act]) -> list[Judgement]:
        """What each act of a sentence is, in order."""
        found: list[Judgement | None] = [None] * len(acts)
        for part in marked(self._tokenizer, text, acts):
            feed = {"ids": part.ids, "marks": part.marks, "missing": part.missing}
            outputs: list[Floats] = self._session.run(None, feed)
            kinds, modes, statuses, background = (o[0] for o in outputs)
            for k, number in enumerate(part.acts):
                word = acts[number].trigger is not None
                temperature = self.config["temperature"]["word" if word else "pair"]
                found[number] = Judgement(
                    dict(zip(self.types, _chances(kinds[k] / temperature), strict=True)),
                    dict(zip(self.config["modes"], map(float, modes[k]), strict=True)),
                    dict(zip(self.config["statuses"], _chances(statuses[k]), strict=True)),
                    float(1 / (1 + np.exp(-background[k, 0]))),
                )
        return [f for f in found if f is not None]


def configured_signature(folder: Path = FOLDER) -> str:
    """Which model the folder's configuration names, for the signature of events."""
    return f"model@{_config(folder)['files'][MODEL][:8]}"


def _config(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MissingPart(f"The event model's configuration {folder / CONFIG} cannot be read: {error}. {REPAIR}") from None
    return found


def _chances(logits: Floats) -> list[float]:
    shifted = np.exp(logits - logits.max())
    return [float(v) for v in shifted / shifted.sum()]


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


def _tokenizer(path: Path) -> Any:  # noqa: ANN401 - tokenizers has no types
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
