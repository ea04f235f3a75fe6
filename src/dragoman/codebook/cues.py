"""Cues of contexts: words and phrases of news that tell what an event is about.

Edited by hand in `resources/contexts.tsv`. A cue of weight 2 alone tells its context; of weight 1 two different ones are needed.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from dragoman.codebook.plover import load_codebook
from dragoman.errors import DataError

WEIGHTS = ("1", "2")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")  # a hyphen parts words, in cues as in texts


@dataclass(frozen=True, slots=True)
class Cue:
    """Words in a row, each exact or, with a star, a beginning."""

    context: str
    words: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues by their first word or its beginning."""

    exact: Mapping[str, tuple[Cue, ...]]
    begun: Mapping[str, tuple[Cue, ...]]
    lengths: tuple[int, ...]  # of the beginnings

    def find(self, text: str) -> Iterator[tuple[Cue, int, int]]:
        """Each cue of a text with its characters, in order of their first words."""
        found = list(_WORD.finditer(text))
        words = [m.group().lower().replace("’", "'") for m in found]
        for at, word in enumerate(words):
            begins = (cue for k in self.lengths for cue in self.begun.get(word[:k], ()))
            for cue in (*self.exact.get(word, ()), *begins):
                last = at + len(cue.words) - 1
                if last < len(words) and all(_fits(c, w) for c, w in zip(cue.words, words[at : last + 1], strict=True)):
                    yield cue, found[at].start(), found[last].end()


def _fits(cue: str, word: str) -> bool:
    return word.startswith(cue[:-1]) if cue.endswith("*") else word == cue


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """The cues of the package.

    Raises:
        DataError: a row names no context or has another weight than 1 and 2.
    """
    exact: dict[str, list[Cue]] = {}
    begun: dict[str, list[Cue]] = {}
    contexts = load_codebook().contexts
    lines = resources.files("dragoman.codebook").joinpath("contexts.tsv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(lines, delimiter="\t"):
        where = f"contexts.tsv: {row['cue']!r}"
        if row["context"] not in contexts:
            raise DataError(where, f"no context is called {row['context']!r}; allowed are {', '.join(contexts)}.")
        if row["weight"] not in WEIGHTS:
            raise DataError(where, f"weight is {row['weight']!r}; allowed are 1 and 2.")
        words = tuple(re.findall(r"[^\W_]+(?:'[^\W_]+)?\*?", row["cue"].lower()))
        cue = Cue(row["context"], words, int(row["weight"]))
        table, key = (begun, words[0][:-1]) if words[0].endswith("*") else (exact, words[0])
        table.setdefault(key, []).append(cue)
    return Cues(
        {k: tuple(v) for k, v in exact.items()}, {k: tuple(v) for k, v in begun.items()}, tuple(sorted({len(k) for k in begun}))
    )
