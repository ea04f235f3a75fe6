"""Sentences built by hand, so that tests of the rules need no language model and take milliseconds."""

from spacy.lang.en import English
from spacy.tokens import Doc

from dragoman.annotate.parse import Sentence

VOCAB = English().vocab  # with lower-case forms; a bare Vocab has none
POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "PRP": "PRON", "PRP$": "PRON",
    "IN": "ADP", "TO": "PART", "MD": "AUX", "DT": "DET", "JJ": "ADJ", "RB": "ADV",
    "CC": "CCONJ", "POS": "PART", "WDT": "PRON", "WP": "PRON", ".": "PUNCT", ",": "PUNCT",
    "CD": "NUM",
}  # fmt: skip


def sentence(rows: str) -> Sentence:
    """One sentence from lines of `word lemma tag dependency head-number`, heads counted from 0."""
    cells = [line.split() for line in rows.strip().splitlines()]
    words, lemmas, tags, deps, heads = ([c[k] for c in cells] for k in range(5))
    pos = [
        ("AUX" if d in ("aux", "auxpass") else "VERB") if t.startswith("VB") else POS.get(t, "X")
        for t, d in zip(tags, deps, strict=True)
    ]
    starts: list[bool | int | None] = [True, *[False] * (len(words) - 1)]
    doc = Doc(
        VOCAB,
        words=words,
        lemmas=lemmas,
        tags=tags,
        deps=deps,
        pos=pos,
        heads=[int(h) for h in heads],
        sent_starts=starts,
    )
    return Sentence(0, 0, 0, doc[:])
