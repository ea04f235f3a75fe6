"""Trains the event model on the bank: several networks, then the first of them on what the bank and all of them say.

usage: python training/train.py [--epochs N] [--teachers N] [--share PART] [--out FOLDER]

Leaves in FOLDER (src/dragoman/weights) the model as ONNX with 8-bit weights, its configuration with the bank's hash, scores,
temperature and thresholds, and the tokenizer. Needs `pip install "dragoman[train]"`; an hour and more on two cores.
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
from dragoman.events.model import CONFIG, JUDGE, READER, TOKENIZER, opened_tokenizer
from dragoman.events.neutral import moved, neutral
from dragoman.facts.names import Names, load_names
from examples import NONE, Example, Label, Row, examples
from export import export
from mixed import mixed
from network import PINNED, Network, begun, source_file, stacked
from notation import STATUSES

OUT = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "weights"
STATE = Path(__file__).parent / "network.pt"  # what was trained, to export again from; not kept in the repository
EVERY = 12  # one brief in so many is kept for choosing and calibrating, one for testing
BATCH = 16  # sentences
RATE = 1.5e-4  # of the encoder; five times as much for what is new
SMOOTHING = 0.05
TAUGHT = 0.5  # weight of the teachers' chances beside the bank's own labels
PARTS = {"mode": 0.5, "status": 0.4, "background": 0.2, "telling": 1.0}  # weights of the losses beside the type's
IGNORED = -100
LEARNING = 2  # epochs in which the first teacher goes on to learn from all, of twice as many sentences
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
    taught: tuple[Tensor, Tensor] | None = None  # what teachers say: chances of the acts' types (G, n) and of the pieces' (L, n)
    labelled: bool = True  # whether the bank says so too


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
        self.type_chances = _smoothed(self.types, len(labels.types), SMOOTHING)
        self.telling_chances = _smoothed(self.telling, len(labels.types), 0.0)
        for b, sentence in enumerate(found):
            if sentence.taught is not None:
                for chances, right, said in (
                    (self.type_chances[b], self.types[b], sentence.taught[0]),
                    (self.telling_chances[b], self.telling[b], sentence.taught[1]),
                ):
                    n = len(said)
                    agreed = said.argmax(-1) == right[:n]  # where the teachers err, the label stands alone, or nothing
                    chances[:n][agreed] = chances[:n][agreed].lerp(said[agreed].float(), TAUGHT if sentence.labelled else 1.0)
                    if not sentence.labelled:
                        right[:n][~agreed] = IGNORED
                self.modes[b][self.types[b] == IGNORED] = IGNORED


def _smoothed(right: Tensor, count: int, smoothing: float) -> Tensor:
    """The chances to learn, (B, n, count), from numbers (B, n)."""
    chances = functional.one_hot(right.clamp(min=0), count).float()
    return chances * (1 - smoothing) + smoothing / count


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
    kinds, modes, statuses, background, telling = (o.float() for o in out)
    here, read = batch.types >= 0, batch.telling >= 0
    total = PARTS["telling"] * functional.cross_entropy(telling[read], batch.telling_chances[read])
    if not here.any():
        return total
    total = total + functional.cross_entropy(kinds[here], batch.type_chances[here])
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

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        self.reader, self.judging = (
            onnxruntime.InferenceSession(str(folder / name), providers=["CPUExecutionProvider"]) for name in (READER, JUDGE)
        )

    def eval(self) -> None:
        """It knows nothing else."""

    def __call__(self, ids: Tensor, marks: Tensor, missing: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """As `Network`; one sentence after the other, for the exported model takes one."""
        found = []
        for k in range(len(ids)):
            length = int(mask[k].sum())
            told, read = self.reader.run(None, {"ids": ids[k : k + 1, :length].numpy()})
            feed = {"read": read, "marks": marks[k : k + 1, :, :length].numpy(), "missing": missing[k : k + 1].numpy()}
            heads = [torch.from_numpy(o) for o in self.judging.run(None, feed)]
            found.append([*heads, functional.pad(torch.from_numpy(told), (0, 0, 0, ids.shape[1] - length))])
        return tuple(torch.cat(parts) for parts in zip(*found, strict=True))


class Answers:
    """What a network says of some sentences, beside what is right: one row an act, and one a word piece."""

    def __init__(self, network: Network | Exported, found: Sequence[Sentence], labels: Labels) -> None:
        network.eval()
        rows: list[tuple[Tensor, ...]] = []
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            for batch in batches(found, labels, None):
                *heads, told = network(*batch.inputs)
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


def taught(teachers: Sequence[Network], found: Sequence[Sentence], *, labelled: bool) -> Iterator[Sentence]:
    """The sentences with the mean of what the teachers say of them."""
    ready = sorted(found, key=lambda s: len(s.window.ids))
    for begin in range(0, len(ready), BATCH):
        part = ready[begin : begin + BATCH]
        ids, marks_, missing, mask = stacked([(s.window, s.marks) for s in part])
        said: list[list[Tensor]] = [[], []]
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            for network in teachers:
                network.eval()
                kinds, _, _, _, telling = network(ids, marks_, missing, mask)
                said[0].append(kinds.float().softmax(-1))
                said[1].append(telling.float().softmax(-1))
        types, pieces = (torch.stack(chances).mean(0) for chances in said)
        for k, s in enumerate(part):
            own = types[k, : len(s.labels)].half(), pieces[k, : len(s.window.ids)].half()
            yield s._replace(taught=own, labelled=labelled)


def split(rows: list[Row], share: float = 1.0) -> tuple[list[Row], list[Row], list[Row]]:
    """Training, development and test by brief, so that no brief is in two of them; a share of the training briefs."""
    briefs = sorted({r["brief"] for r in rows})
    dev, test = set(briefs[3::EVERY]), set(briefs[9::EVERY])
    kept = [b for b in briefs if b not in dev | test]
    random.Random(0).shuffle(kept)
    train = set(kept[: round(share * len(kept))])
    return (
        [r for r in rows if r["brief"] in train],
        [r for r in rows if r["brief"] in dev],
        [r for r in rows if r["brief"] in test],
    )


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
                out = network(*batch.inputs)
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
    export(network, out / READER, out / JUDGE, random.Random(0).sample(train, min(CALIBRATED, len(train))))
    shutil.copyfile(source_file("tokenizer.json"), out / TOKENIZER)
    config: dict[str, Any] = {
        "types": labels.types, "modes": labels.modes, "statuses": labels.statuses,
        "temperature": {}, "thresholds": {},
        "bank": hashlib.sha256(b"".join(p.read_bytes() for p in sorted(bank.FOLDER.glob("*.jsonl")))).hexdigest(),
        "encoder": PINNED["model.safetensors"],
        "files": {n: hashlib.sha256((out / n).read_bytes()).hexdigest() for n in (READER, JUDGE, TOKENIZER)},
    }  # fmt: skip
    tuned, tested = (Answers(Exported(out), part, labels) for part in (dev, test))
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
    """Train teachers and what learns from them, calibrate, export."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--epochs", type=int, default=6, help="of each teacher")
    options.add_argument("--teachers", type=int, default=3, help="0 for one network trained on the bank alone")
    options.add_argument("--taught-by", type=Path, nargs="+", metavar="FILE", help="teachers trained before, instead of new ones")
    options.add_argument("--share", type=float, default=1.0, help="of the training briefs, for a learning curve")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--out", type=Path, default=OUT)
    args = options.parse_args()
    torch.set_num_threads(2)
    labels = Labels()
    tokenizer, names, parser = opened_tokenizer(source_file("tokenizer.json")), load_names(), Parser(DEFAULT_PARSER)
    rows = split(list(bank.rows()), args.share)
    train, dev, test = (list(sentences(examples(part, parser), tokenizer, names)) for part in rows)
    acts = sum(len(s.labels) for s in train)
    print(f"{len(train)}, {len(dev)} and {len(test)} sentences to train, choose and test; {acts} acts to train", flush=True)

    def trained(seed: int) -> Network:
        torch.manual_seed(seed)
        network = begun(len(labels.types), len(labels.modes), len(labels.statuses))
        return fit(network, train, dev, labels, epochs=args.epochs, seed=seed)

    def loaded(state: Path) -> Network:
        network = begun(len(labels.types), len(labels.modes), len(labels.statuses))
        network.load_state_dict(torch.load(state))
        return network

    if args.taught_by:
        teachers = [loaded(state) for state in args.taught_by]
    else:
        teachers = [trained(args.seed + k) for k in range(max(1, args.teachers))]
    network = teachers[0]
    if args.taught_by or args.teachers:
        unlabelled = list(sentences(examples(mixed(rows[0]), parser), tokenizer, names))
        learnt = [*taught(teachers, train, labelled=True), *taught(teachers, unlabelled, labelled=False)]
        torch.manual_seed(args.seed)
        network = fit(network, learnt, dev, labels, epochs=LEARNING, seed=args.seed)
    write(network, train, dev, test, labels, args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
