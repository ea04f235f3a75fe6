"""Trains the event model on the bank.

usage: python training/train.py [--epochs N] [--seed N] [--out FOLDER]

Leaves in FOLDER (src/dragoman/weights) the model as ONNX with 8-bit weights, its configuration with the bank's hash, scores,
temperature and thresholds, and the tokenizer. Needs `pip install "dragoman[train]"`; half an hour on two cores.
"""

import argparse
import hashlib
import json
import math
import random
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

import bank
from calibration import Floats, Numbers, calibration_error, curve, reliability, softmax, temperature, thresholds
from dragoman.annotate.parse import DEFAULT_PARSER, Parser
from dragoman.codebook import load_codebook
from dragoman.events.marks import SPANS, Act, Marks, Window, marks, window_of, windows, within
from dragoman.events.model import CONFIG, MODEL, TOKENIZER, WIDTH, opened_tokenizer
from dragoman.events.neutral import moved, neutral
from dragoman.facts.names import Names, load_names
from examples import NONE, Example, Label, examples
from export import export
from network import PINNED, Network, begun, source_file, stacked
from notation import STATUSES

OUT = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "weights"
STATE = Path(__file__).parent / "network.pt"  # what was trained, to export again from; not kept in the repository
EVERY = 12  # one brief in so many is kept for choosing and calibrating, one for testing
BATCH = 16  # sentences
RATE = 1.5e-4  # of the encoder; five times as much for what is new
SMOOTHING = 0.05
PARTS = {"mode": 0.5, "status": 0.4, "background": 0.2, "telling": 1.0}  # weights of the losses beside the type's
IGNORED = -100
WHAT = ("word", "pair", "reading")  # acts with a telling word, acts without, and what single word pieces tell
CALIBRATED = 150  # sentences that fix the scales of the exported model


class Labels:
    """The names of what the heads answer, in order."""

    def __init__(self) -> None:
        types = load_codebook().types
        self.types = [*sorted(types), NONE]
        self.modes = [f"{t}/{m}" for t in sorted(types) for m in ("", *sorted(types[t].modes))]
        self.statuses = list(STATUSES)
        self.of_type = torch.tensor([[m.startswith(f"{t}/") for m in self.modes] for t in self.types])


class Sentence(NamedTuple):
    """A window of a sentence with the acts that stand in it, all as the network reads them."""

    window: Window
    marks: Marks
    labels: list[Label]
    telling: dict[tuple[int, int], str]


class Batch:
    """Sentences of one step: what the network reads and what it should answer."""

    def __init__(self, found: Sequence[Sentence], labels: Labels) -> None:
        self.inputs = stacked([(s.window, s.marks) for s in found])
        shape = (len(found), self.inputs[1].shape[1] // SPANS)
        self.types, self.modes, self.statuses = (torch.full(shape, IGNORED) for _ in range(3))
        self.background = torch.zeros(shape)
        self.telling = torch.where(self.inputs[3], labels.types.index(NONE), IGNORED)
        for b, sentence in enumerate(found):
            for span, name in sentence.telling.items():
                inside = np.flatnonzero(within(sentence.window, span))
                self.telling[b, inside] = labels.types.index(name)
            for k, label in enumerate(sentence.labels):
                self.types[b, k] = labels.types.index(label.type)
                if label.type != NONE:
                    self.modes[b, k] = labels.modes.index(f"{label.type}/{label.mode or ''}")
                    self.statuses[b, k] = labels.statuses.index(label.status or "occurred")
                    self.background[b, k] = float(label.background)


def sentences(found: Iterable[Example], tokenizer: Tokenizer, names: Names) -> Iterator[Sentence]:
    """What the network reads: told of the standing countries, in windows."""
    for example in found:
        text, edits = neutral(example.text, names)
        acts = [Act(*(moved(span, edits) for span in act)) for act in example.acts]
        telling = {moved(span, edits) or span: name for span, name in example.telling.items()}
        parts = windows(tokenizer, text)
        for number, window in enumerate(parts):
            mine = [k for k, act in enumerate(acts) if window_of(parts, act) == number]
            yield Sentence(window, marks(window, [acts[k] for k in mine]), [example.labels[k] for k in mine], telling)


def batches(found: Sequence[Sentence], labels: Labels, rng: random.Random | None) -> Iterator[Batch]:
    """All sentences, those of about one length together; with `rng` in random order."""
    ready = list(found)
    if rng is not None:
        rng.shuffle(ready)
    pool = BATCH * 40 if rng is not None else len(ready)
    for begin in range(0, len(ready), pool):
        part = sorted(ready[begin : begin + pool], key=lambda s: len(s.window.ids) + len(s.marks.missing))
        steps = [part[k : k + BATCH] for k in range(0, len(part), BATCH)]
        if rng is not None:
            rng.shuffle(steps)
        yield from (Batch(step, labels) for step in steps)


def loss(out: tuple[Tensor, ...], batch: Batch, labels: Labels) -> Tensor:
    """Cross-entropy of the type, and of mode, status and background where there is an event."""
    kinds, modes, statuses, background, telling, _ = (o.float() for o in out)
    total = PARTS["telling"] * functional.cross_entropy(telling.flatten(0, 1), batch.telling.flatten(), ignore_index=IGNORED)
    if not len(batch.types[batch.types >= 0]):
        return total
    total = total + functional.cross_entropy(
        kinds.flatten(0, 1), batch.types.flatten(), ignore_index=IGNORED, label_smoothing=SMOOTHING
    )
    told = batch.modes >= 0
    if told.any():
        among = labels.of_type[batch.types[told]]
        total = total + PARTS["mode"] * functional.cross_entropy(modes[told].masked_fill(~among, -1e4), batch.modes[told])
        total = total + PARTS["status"] * functional.cross_entropy(statuses[told], batch.statuses[told])
        total = total + PARTS["background"] * functional.binary_cross_entropy_with_logits(
            background[told].squeeze(-1), batch.background[told]
        )
    return total


def fresh(batch: Batch) -> Tensor:
    """No memory of an earlier reading."""
    return torch.zeros(len(batch.inputs[0]), 0, WIDTH)


class Exported:
    """The exported model, called as a network is."""

    def __init__(self, path: Path) -> None:
        import onnxruntime

        self.session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])

    def eval(self) -> None:
        """It knows nothing else."""

    def __call__(self, ids: Tensor, marks: Tensor, missing: Tensor, memory: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """As `Network`, without the memory; one sentence after the other, for the exported model takes one."""
        found = []
        for k in range(len(ids)):
            length = int(mask[k].sum())
            feed = {"ids": ids[k : k + 1, :length], "marks": marks[k : k + 1, :, :length], "missing": missing[k : k + 1]}
            *heads, told, _ = (torch.from_numpy(o) for o in self.session.run(
                None, {n: v.numpy() for n, v in {**feed, "memory": memory[k : k + 1]}.items()}
            ))  # fmt: skip
            found.append([*heads, functional.pad(told, (0, 0, 0, ids.shape[1] - length))])
        return (*(torch.cat(parts) for parts in zip(*found, strict=True)), memory)


class Answers:
    """What a network says of some sentences, beside what is right: one row an act, and one a word piece."""

    def __init__(self, network: Network | Exported, found: Sequence[Sentence], labels: Labels) -> None:
        network.eval()
        rows: list[tuple[Tensor, ...]] = []
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            for batch in batches(found, labels, None):
                *heads, told, _ = network(*batch.inputs[:3], fresh(batch), batch.inputs[3])
                kept, read = batch.types >= 0, batch.telling >= 0
                rows.append(
                    (*(o[kept].float() for o in heads), batch.types[kept], batch.modes[kept], batch.statuses[kept],
                     batch.background[kept], batch.inputs[2][:, 2::3][kept], told[read].float(), batch.telling[read])
                )  # fmt: skip
        parts = [torch.cat(p) for p in zip(*rows, strict=True)]
        self.logits, self.mode_logits, self.status_logits, self.background_logits = parts[:4]
        self.types, self.modes, self.statuses, self.background, missing, self.told_logits, self.told = parts[4:]
        self.has_word = missing == 0
        self.labels = labels

    def of(self, what: str) -> tuple[Floats, Numbers]:
        """Logits and right types of acts with a telling word ("word"), without ("pair"), or of word pieces ("reading")."""
        if what == "reading":
            return self.told_logits.numpy(), self.told.numpy()
        here = self.has_word == (what == "word")
        return self.logits[here].numpy(), self.types[here].numpy()

    def scores(self, what: str = "word") -> dict[str, float]:
        """Accuracy and macro-F1; of acts also mode, status and background where there is an event."""
        logits, right = self.of(what)
        got = logits.argmax(-1)
        f1 = []
        for k in range(len(self.labels.types)):
            hits = int(((right == k) & (got == k)).sum())
            f1.append(2 * hits / max(1, int((right == k).sum() + (got == k).sum())))
        values: dict[str, float] = {"n": len(right), "accuracy": float((right == got).mean()), "macro_f1": sum(f1) / len(f1)}
        if what != "reading":
            event = (self.has_word == (what == "word")) & (self.modes >= 0)
            among = self.labels.of_type[self.types[event]]
            modes = self.mode_logits[event].masked_fill(~among, -1e4).argmax(-1)
            background = (self.background_logits[event].squeeze(-1) > 0) == (self.background[event] > 0)
            values["mode"] = float((modes == self.modes[event]).float().mean())
            values["status"] = float((self.status_logits[event].argmax(-1) == self.statuses[event]).float().mean())
            values["background"] = float(background.float().mean())
        return {k: round(v, 4) for k, v in values.items()}


def split(found: list[Example]) -> tuple[list[Example], list[Example], list[Example]]:
    """Training, development and test by brief, so that no brief is in two of them."""
    briefs = sorted({e.brief for e in found})
    dev, test = set(briefs[3::EVERY]), set(briefs[9::EVERY])
    train = [e for e in found if e.brief not in dev | test]
    return train, [e for e in found if e.brief in dev], [e for e in found if e.brief in test]


def fit(
    network: Network, train: Sequence[Sentence], dev: Sequence[Sentence], labels: Labels, *, epochs: int, seed: int
) -> Network:
    """Train, and keep the epoch that does best on the development briefs."""
    rng = random.Random(seed)
    network.words.weight.requires_grad_(False)  # word vectors stay: the bank knows few of the words of news
    begun_with = ("layers", "norm", "places", "words")
    old = [p for n, p in network.named_parameters() if n.startswith(begun_with) and p.requires_grad]
    new = [p for n, p in network.named_parameters() if not n.startswith(begun_with)]
    optimizer = torch.optim.AdamW([{"params": old, "lr": RATE}, {"params": new, "lr": 5 * RATE}], weight_decay=0.01, fused=True)
    steps = epochs * math.ceil(len(train) / BATCH)
    rise = 0.06 * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, (s + 1) / rise) * max(0.02, 1 - s / steps))
    begin = time.monotonic()
    best: tuple[float, dict[str, Tensor]] = (0.0, {})
    for epoch in range(epochs):
        network.train()
        total = count = 0.0
        for batch in batches(train, labels, rng):
            with torch.autocast("cpu", torch.bfloat16):
                out = network(*batch.inputs[:3], fresh(batch), batch.inputs[3])
            step_loss = loss(out, batch, labels)
            optimizer.zero_grad()
            step_loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, count = total + step_loss.item(), count + 1
        answers = Answers(network, dev, labels)
        found = {what: answers.scores(what) for what in WHAT}
        print(f"epoch {epoch + 1} of {epochs}: loss {total / count:.3f}, {time.monotonic() - begin:.0f} s, {found}", flush=True)
        if found["word"]["macro_f1"] >= best[0]:
            best = (found["word"]["macro_f1"], {k: v.clone() for k, v in network.state_dict().items()})
    network.load_state_dict(best[1])
    return network


def write(
    network: Network, train: Sequence[Sentence], dev: Sequence[Sentence], test: Sequence[Sentence], labels: Labels, out: Path
) -> None:
    """Calibrate on the development briefs, export, and score what was exported on the test briefs."""
    out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), STATE)
    export(network, out / MODEL, random.Random(0).sample(train, min(CALIBRATED, len(train))))
    shutil.copyfile(source_file("tokenizer.json"), out / TOKENIZER)
    config: dict[str, Any] = {
        "types": labels.types, "modes": labels.modes, "statuses": labels.statuses,
        "temperature": {}, "thresholds": {},
        "bank": hashlib.sha256(b"".join(p.read_bytes() for p in sorted(bank.FOLDER.glob("*.jsonl")))).hexdigest(),
        "encoder": PINNED["model.safetensors"],
        "files": {n: hashlib.sha256((out / n).read_bytes()).hexdigest() for n in (MODEL, TOKENIZER)},
    }  # fmt: skip
    tuned, tested = (Answers(Exported(out / MODEL), part, labels) for part in (dev, test))
    scores: dict[str, Any] = {}
    for what in WHAT:
        logits, right = tuned.of(what)
        heat = config["temperature"][what] = temperature(logits, right)
        test_logits, test_right = tested.of(what)
        chances = softmax(test_logits / heat)
        scores[what] = {
            **tested.scores(what),
            "calibration_error": round(calibration_error(chances, test_right), 4),
            "reliability": reliability(chances, test_right),
            "curve": curve(chances, test_right),
        }
        if what == "word":
            both = np.concatenate([logits, test_logits]), np.concatenate([right, test_right])
            config["thresholds"] = thresholds(softmax(both[0] / heat), both[1], labels.types[:-1])
    config["scores"] = scores
    (out / CONFIG).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({k: {n: v for n, v in s.items() if not isinstance(v, list)} for k, s in scores.items()}, indent=1))
    print("thresholds", config["thresholds"], "temperature", config["temperature"])


def main() -> int:
    """Train, calibrate, export."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--epochs", type=int, default=8)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--out", type=Path, default=OUT)
    args = options.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(2)
    labels = Labels()
    tokenizer, names = opened_tokenizer(source_file("tokenizer.json")), load_names()
    parts = [list(sentences(part, tokenizer, names)) for part in split(list(examples(bank.rows(), Parser(DEFAULT_PARSER))))]
    train, dev, test = parts
    acts = sum(len(s.labels) for part in parts for s in part)
    print(f"{len(train)}, {len(dev)} and {len(test)} sentences to train, choose and test; {acts} acts", flush=True)
    network = begun(len(labels.types), len(labels.modes), len(labels.statuses))
    write(fit(network, train, dev, labels, epochs=args.epochs, seed=args.seed), train, dev, test, labels, args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
