"""Trains the event model on the bank.

usage: python training/train.py [--epochs N] [--seed N] [--out FOLDER]

Leaves in FOLDER (src/dragoman/weights) the model as ONNX with 8-bit weights, its configuration with the bank's hash, scores,
temperature and thresholds, and the tokenizer. Needs `pip install "dragoman[train]"`; one hour on two cores.
"""

import argparse
import hashlib
import json
import math
import random
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

import bank
from calibration import Floats, Numbers, calibration_error, curve, reliability, softmax, temperature, thresholds
from dragoman.annotate.parse import DEFAULT_PARSER, Parser
from dragoman.codebook import load_codebook
from dragoman.events.marks import Marked, marked
from dragoman.events.model import CONFIG, MODEL, TOKENIZER
from examples import NONE, Example, examples, vocabulary
from export import export
from network import PINNED, Network, begun, source_file, stacked
from notation import STATUSES
from swapped import swapped

OUT = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "weights"
STATE = Path(__file__).parent / "network.pt"  # what was trained, to export again from; not kept in the repository
EVERY = 12  # one brief in so many is kept for choosing and calibrating, one for testing
BATCH = 16  # sentences
RATE = 1.5e-4  # of the encoder; five times as much for what is new
SWAPPED = 0.35  # the share of sentences told of other countries in an epoch
SMOOTHING = 0.05
PARTS = {"mode": 0.5, "status": 0.4, "background": 0.2}  # weights of the losses beside the type's
IGNORED = -100
CALIBRATED = 150  # sentences that fix the scales of the exported model


class Labels:
    """The names of what the heads answer, in order."""

    def __init__(self) -> None:
        types = load_codebook().types
        self.types = [*sorted(types), NONE]
        self.modes = [f"{t}/{m}" for t in sorted(types) for m in ("", *sorted(types[t].modes))]
        self.statuses = list(STATUSES)
        self.of_type = torch.tensor([[m.startswith(f"{t}/") for m in self.modes] for t in self.types])


class Batch:
    """Sentences of one step: what the network reads and what it should answer."""

    def __init__(self, found: Sequence[tuple[Marked, Example]], labels: Labels) -> None:
        self.inputs = stacked([m for m, _ in found])
        acts = self.inputs[1].shape[1] // 3
        shape = (len(found), acts)
        self.types, self.modes, self.statuses = (torch.full(shape, IGNORED) for _ in range(3))
        self.background = torch.zeros(shape)
        for b, (one, example) in enumerate(found):
            for k, number in enumerate(one.acts):
                label = example.labels[number]
                self.types[b, k] = labels.types.index(label.type)
                if label.type != NONE:
                    self.modes[b, k] = labels.modes.index(f"{label.type}/{label.mode or ''}")
                    self.statuses[b, k] = labels.statuses.index(label.status or "occurred")
                    self.background[b, k] = float(label.background)


def batches(found: list[Example], tokenizer: Tokenizer, labels: Labels, rng: random.Random | None) -> Iterator[Batch]:
    """All sentences, those of about one length together; with `rng` in random order and partly told of other countries."""
    ready: list[tuple[Marked, Example]] = []
    for example in found:
        text, acts = example.text, example.acts
        if rng is not None and rng.random() < SWAPPED:
            text, acts = swapped(text, acts, rng)
        ready += [(m, example) for m in marked(tokenizer, text, acts)]
    if rng is not None:
        rng.shuffle(ready)
    pool = BATCH * 40 if rng is not None else len(ready)
    for begin in range(0, len(ready), pool):
        part = sorted(ready[begin : begin + pool], key=lambda r: r[0].ids.shape[1] + r[0].marks.shape[1])
        steps = [part[k : k + BATCH] for k in range(0, len(part), BATCH)]
        if rng is not None:
            rng.shuffle(steps)
        yield from (Batch(step, labels) for step in steps)


def loss(out: tuple[Tensor, ...], batch: Batch, labels: Labels) -> Tensor:
    """Cross-entropy of the type, and of mode, status and background where there is an event."""
    kinds, modes, statuses, background = (o.float() for o in out)
    total = functional.cross_entropy(kinds.flatten(0, 1), batch.types.flatten(), ignore_index=IGNORED, label_smoothing=SMOOTHING)
    told = batch.modes >= 0
    if told.any():
        among = labels.of_type[batch.types[told]]
        total = total + PARTS["mode"] * functional.cross_entropy(modes[told].masked_fill(~among, -1e4), batch.modes[told])
        total = total + PARTS["status"] * functional.cross_entropy(statuses[told], batch.statuses[told])
        total = total + PARTS["background"] * functional.binary_cross_entropy_with_logits(
            background[told].squeeze(-1), batch.background[told]
        )
    return total


class Exported:
    """The exported model, called as a network is."""

    def __init__(self, path: Path) -> None:
        import onnxruntime

        self.session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])

    def eval(self) -> None:
        """It knows nothing else."""

    def __call__(self, ids: Tensor, marks: Tensor, missing: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """As `Network`; one sentence after the other, for the exported model takes one."""
        found = []
        for k in range(len(ids)):
            feed = {
                "ids": ids[k : k + 1, : int(mask[k].sum())],
                "marks": marks[k : k + 1, :, : int(mask[k].sum())],
                "missing": missing[k : k + 1],
            }
            found.append([torch.from_numpy(o) for o in self.session.run(None, {n: v.numpy() for n, v in feed.items()})])
        return tuple(torch.cat(parts) for parts in zip(*found, strict=True))


class Answers:
    """What a network says of all acts of some examples, beside what is right: one row an act."""

    def __init__(self, network: Network | Exported, found: list[Example], tokenizer: Tokenizer, labels: Labels) -> None:
        network.eval()
        rows: list[tuple[Tensor, ...]] = []
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            for batch in batches(found, tokenizer, labels, None):
                out = network(*batch.inputs)
                kept = batch.types >= 0
                rows.append(
                    (*(o[kept].float() for o in out), batch.types[kept], batch.modes[kept], batch.statuses[kept],
                     batch.background[kept], batch.inputs[2][:, 2::3][kept])
                )  # fmt: skip
        parts = [torch.cat(p) for p in zip(*rows, strict=True)]
        self.logits, self.mode_logits, self.status_logits, self.background_logits = parts[:4]
        self.types, self.modes, self.statuses, self.background, missing = parts[4:]
        self.has_word = missing == 0
        self.labels = labels

    def of(self, word: bool) -> tuple[Floats, Numbers]:
        """Logits and right types of the acts with, or without, a telling word."""
        here = self.has_word == word
        return self.logits[here].numpy(), self.types[here].numpy()

    def scores(self, *, word: bool = True) -> dict[str, float]:
        """Accuracy and macro-F1 of acts with, or without, a telling word; mode, status and background where there is an event."""
        here = self.has_word == word
        gold, got = self.types[here], self.logits[here].argmax(-1)
        f1 = []
        for k in range(len(self.labels.types)):
            right = int(((gold == k) & (got == k)).sum())
            f1.append(2 * right / max(1, int((gold == k).sum() + (got == k).sum())))
        event = here & (self.modes >= 0)
        among = self.labels.of_type[self.types[event]]
        modes = self.mode_logits[event].masked_fill(~among, -1e4).argmax(-1)
        values = {
            "acts": int(here.sum()),
            "accuracy": (gold == got).float().mean(),
            "macro_f1": sum(f1) / len(f1),
            "mode": (modes == self.modes[event]).float().mean(),
            "status": (self.status_logits[event].argmax(-1) == self.statuses[event]).float().mean(),
            "background": ((self.background_logits[event].squeeze(-1) > 0) == (self.background[event] > 0)).float().mean(),
        }
        return {k: round(float(v), 4) for k, v in values.items()}


def split(found: list[Example]) -> tuple[list[Example], list[Example], list[Example]]:
    """Training, development and test by brief, so that no brief is in two of them."""
    briefs = sorted({e.brief for e in found})
    dev, test = set(briefs[3::EVERY]), set(briefs[9::EVERY])
    train = [e for e in found if e.brief not in dev | test]
    return train, [e for e in found if e.brief in dev], [e for e in found if e.brief in test]


def fit(
    network: Network, train: list[Example], dev: list[Example], tokenizer: Tokenizer, labels: Labels, *, epochs: int, seed: int
) -> Network:
    """Train, and keep the epoch that does best on the development briefs."""
    rng = random.Random(seed)
    network.words.weight.requires_grad_(False)  # word vectors stay: the bank knows few of the words of news
    old = [p for n, p in network.named_parameters() if n.startswith(("layers", "norm", "places"))]
    new = [p for n, p in network.named_parameters() if n.startswith(("roles", "absent", "joint", "heads"))]
    optimizer = torch.optim.AdamW([{"params": old, "lr": RATE}, {"params": new, "lr": 5 * RATE}], weight_decay=0.01)
    steps = epochs * math.ceil(len(train) / BATCH)
    rise = 0.06 * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, (s + 1) / rise) * max(0.02, 1 - s / steps))
    begin = time.monotonic()
    best: tuple[float, dict[str, Tensor]] = (0.0, {})
    for epoch in range(epochs):
        network.train()
        total = count = 0.0
        for batch in batches(train, tokenizer, labels, rng):
            with torch.autocast("cpu", torch.bfloat16):
                out = network(*batch.inputs)
            step_loss = loss(out, batch, labels)
            optimizer.zero_grad()
            step_loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, count = total + step_loss.item(), count + 1
        answers = Answers(network, dev, tokenizer, labels)
        found = answers.scores()
        print(f"epoch {epoch + 1} of {epochs}: loss {total / count:.3f}, {time.monotonic() - begin:.0f} s, {found}, "
              f"without word {answers.scores(word=False)}", flush=True)  # fmt: skip
        if found["macro_f1"] >= best[0]:
            best = (found["macro_f1"], {k: v.clone() for k, v in network.state_dict().items()})
    network.load_state_dict(best[1])
    return network


def write(
    network: Network,
    train: list[Example],
    dev: list[Example],
    test: list[Example],
    tokenizer: Tokenizer,
    labels: Labels,
    words: list[str],
    out: Path,
) -> None:
    """Calibrate on the development briefs, export, and score what was exported on the test briefs."""
    out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), STATE)
    sample = random.Random(0).sample(train, min(CALIBRATED, len(train)))
    export(network, out / MODEL, [m for e in sample for m in marked(tokenizer, e.text, e.acts)])
    shutil.copyfile(source_file("tokenizer.json"), out / TOKENIZER)
    config: dict[str, Any] = {
        "types": labels.types, "modes": labels.modes, "statuses": labels.statuses,
        "temperature": {"word": 1.0, "pair": 1.0}, "thresholds": {}, "telling": words,
        "bank": hashlib.sha256(b"".join(p.read_bytes() for p in sorted(bank.FOLDER.glob("*.jsonl")))).hexdigest(),
        "encoder": PINNED["model.safetensors"],
        "files": {n: hashlib.sha256((out / n).read_bytes()).hexdigest() for n in (MODEL, TOKENIZER)},
    }  # fmt: skip
    tuned = Answers(Exported(out / MODEL), dev, tokenizer, labels)
    tested = Answers(Exported(out / MODEL), test, tokenizer, labels)
    scores: dict[str, Any] = {}
    for name, word in (("word", True), ("pair", False)):
        logits, right = tuned.of(word)
        heat = config["temperature"][name] = temperature(logits, right)
        test_logits, test_right = tested.of(word)
        chances = softmax(test_logits / heat)
        scores[name] = {
            **tested.scores(word=word),
            "calibration_error": round(calibration_error(chances, test_right), 4),
            "reliability": reliability(chances, test_right),
            "curve": curve(chances, test_right),
        }
        if word:
            both = np.concatenate([logits, test_logits]), np.concatenate([right, test_right])
            config["thresholds"] = thresholds(softmax(both[0] / heat), both[1], labels.types[:-1])
    config["scores"] = scores
    (out / CONFIG).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({k: {n: v for n, v in s.items() if not isinstance(v, list)} for k, s in scores.items()}, indent=1))
    print("thresholds", config["thresholds"], "temperature", config["temperature"])


def main() -> int:
    """Train, calibrate, export."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--epochs", type=int, default=5)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--out", type=Path, default=OUT)
    args = options.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(2)
    labels = Labels()
    tokenizer = Tokenizer.from_file(str(source_file("tokenizer.json")))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    parser = Parser(DEFAULT_PARSER)
    found = list(examples(bank.rows(), parser))
    train, dev, test = split(found)
    print(
        f"{len(train)}, {len(dev)} and {len(test)} sentences to train, choose and test; {sum(len(e.acts) for e in found)} acts",
        flush=True,
    )
    network = fit(
        begun(len(labels.types), len(labels.modes), len(labels.statuses)),
        train,
        dev,
        tokenizer,
        labels,
        epochs=args.epochs,
        seed=args.seed,
    )
    write(network, train, dev, test, tokenizer, labels, vocabulary(bank.rows(), parser), args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
