"""The lexicon: which verbs, nouns and adjectives report which PLOVER type, and where their actor and recipient stand.

Edited by hand in `resources/lexicon/*.tsv`, where each row carries a sentence that it should catch and one that it should not;
`make data` makes `lexicon.json` beside this module, without the sentences.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from dragoman.codebook.ontology import Codebook
from dragoman.codebook.plover import load_codebook
from dragoman.errors import DataError

PREPOSITIONS = frozenset(
    "to with from on against for of at in into over about between by among as under before after toward towards upon "
    "off out through across near around inside onto without up down alongside amid behind beyond despite per via "
    "throughout during round amongst regarding concerning".split()
)
SLOTS = frozenset({"subj", "obj", "iobj", "comp", "acomp", "xcomp", "that", "poss", "mod"}) | PREPOSITIONS
ASKS = frozenset({"both", "actor", "either", "any"})
POS = {"v": "verb", "n": "noun", "a": "adjective"}


@dataclass(frozen=True, slots=True)
class Need:
    """One condition: the head lemma of `slot` is (or, negated, is not) one of `words`; no words: the slot is filled or empty."""

    slot: str
    words: frozenset[str]
    negated: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `type` None marks a frame that is no event. With `symmetric`, recipients' slots hold further actors."""

    id: str
    lemma: str
    pos: str
    type: str | None
    mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    symmetric: bool
    needs: tuple[Need, ...]
    ask: str | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries by (lemma, pos), the most specific first."""

    entries: Mapping[tuple[str, str], tuple[Entry, ...]]
    signature: str

    def find(self, lemmas: Iterable[str], pos: str) -> tuple[Entry, ...]:
        """The entries of these lemmas, in their order ("carry out" before "carry")."""
        return tuple(e for lemma in lemmas for e in self.entries.get((lemma, pos), ()))


def entry_from(
    row: Mapping[str, str], number: int, classes: Mapping[str, frozenset[str]], codebook: Codebook, where: str
) -> Entry:
    """Check one row and read its small languages of `args` and `needs`.

    Raises:
        DataError: naming the file, the row and what is allowed.
    """
    place = f"{where}: {row['lemma']!r} ({row['type']})"
    if row["pos"] not in POS:
        raise DataError(place, f"pos is {row['pos']!r}; allowed are {', '.join(POS)}.")
    name = None if row["type"] == "NONE" else row["type"]
    mode = row["mode"] or None
    if name is not None:
        if name not in codebook.types:
            raise DataError(place, f"no event type is called {name!r}; allowed are {', '.join(codebook.types)} and NONE.")
        if mode is not None and mode not in codebook.types[name].modes:
            raise DataError(place, f"{name} has no mode {mode!r}; it has {', '.join(codebook.types[name].modes) or 'none'}.")
    actors, recipients, symmetric = _args(row["args"] or "->-", place)
    needs, ask = _needs(row["needs"], classes, place)
    return Entry(
        f"{row['lemma']}.{row['pos']}.{number}", row["lemma"], row["pos"], name, mode, actors, recipients, symmetric, needs, ask
    )


def _args(text: str, place: str) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    symmetric = ">" not in text
    left, _, right = text.partition("+" if symmetric else ">")
    sides = []
    for side in (left, right):
        slots = tuple(s for s in side.split(",") if s and s != "-")
        unknown = set(slots) - SLOTS
        if unknown:
            raise DataError(place, f"args {text!r} name unknown slots {sorted(unknown)}; allowed are {', '.join(sorted(SLOTS))}.")
        sides.append(slots)
    return sides[0], sides[1], symmetric


def _needs(text: str, classes: Mapping[str, frozenset[str]], place: str) -> tuple[tuple[Need, ...], str | None]:
    needs, ask = [], None
    for part in text.split():
        if part.startswith("ask="):
            ask = part[4:]
            if ask not in ASKS:
                raise DataError(place, f"{part!r}: allowed are {', '.join(sorted(ASKS))}.")
            continue
        if part.startswith(("has:", "no:")):
            kind, _, slot = part.partition(":")
            needs.append(Need(slot, frozenset(), kind == "no"))
        elif "=" in part:
            slot, _, words = part.partition("=")
            negated = slot.endswith("!")
            needs.append(Need(slot.rstrip("!"), _words(words, classes, place), negated))
        else:
            raise DataError(place, f"cannot read the condition {part!r}; allowed are SLOT=a,b SLOT!=a,b has:SLOT no:SLOT ask=...")
        if needs[-1].slot not in SLOTS:
            raise DataError(place, f"the condition {part!r} names an unknown slot; allowed are {', '.join(sorted(SLOTS))}.")
    return tuple(needs), ask


def _words(text: str, classes: Mapping[str, frozenset[str]], place: str) -> frozenset[str]:
    found: set[str] = set()
    for word in text.split(","):
        if word.startswith("@"):
            if word[1:] not in classes:
                raise DataError(place, f"no word class is called {word!r}; known are @{', @'.join(sorted(classes))}.")
            found |= classes[word[1:]]
        elif word:
            found.add(word.replace("_", " "))
    return frozenset(found)


def lexicon_from(
    rows: Iterable[Mapping[str, str]],
    classes: Mapping[str, frozenset[str]],
    codebook: Codebook,
    signature: str = "",
    where: str = "lexicon",
) -> Lexicon:
    """Build and check a lexicon from rows with lemma, pos, type, mode, args, needs."""
    entries: dict[tuple[str, str], list[Entry]] = {}
    for number, row in enumerate(rows, 1):
        entry = entry_from(row, number, classes, codebook, where)
        entries.setdefault((entry.lemma, entry.pos), []).append(entry)
    ranked = {k: tuple(sorted(v, key=lambda e: -len(e.needs) - (e.ask is not None))) for k, v in entries.items()}
    return Lexicon(ranked, signature)


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon of the package, checked while it is read."""
    raw = resources.files("dragoman.codebook").joinpath("lexicon.json").read_bytes()
    data = json.loads(raw)
    classes = {k.removeprefix("@"): frozenset(v.split()) for k, v in data["classes"].items()}
    rows = [dict(zip(("lemma", "pos", "type", "mode", "args", "needs"), row, strict=True)) for row in data["rows"]]
    return lexicon_from(rows, classes, load_codebook(), hashlib.sha256(raw).hexdigest()[:8], "lexicon.json")
