"""A sentence told of the same few countries whichever it names, so that names cannot decide what the event model reads.

The first country of a sentence becomes Germany, the second Egypt, and so on, throughout and in each form: country, adjective,
people, capital. The model was trained on sentences told so and is asked about sentences told so.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from dragoman.events.marks import Mark
from dragoman.facts.keys import key
from dragoman.facts.names import Names

# Country, adjective, people and capital; nothing else is told of these than of any other
STANDING = (
    ("Germany", "German", "Germans", "Berlin"),
    ("Egypt", "Egyptian", "Egyptians", "Cairo"),
    ("Mexico", "Mexican", "Mexicans", "Mexico City"),
    ("India", "Indian", "Indians", "Delhi"),
    ("Kenya", "Kenyan", "Kenyans", "Nairobi"),
    ("Norway", "Norwegian", "Norwegians", "Oslo"),
    ("Cuba", "Cuban", "Cubans", "Havana"),
    ("Italy", "Italian", "Italians", "Rome"),
    ("Canada", "Canadian", "Canadians", "Ottawa"),
    ("Hungary", "Hungarian", "Hungarians", "Budapest"),
)
COUNTRY, ADJECTIVE, PEOPLE, CAPITAL = range(4)
FORMS = {"country": COUNTRY, "adjective": ADJECTIVE, "demonym": ADJECTIVE, "capital": CAPITAL}
_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*\.?")
_POSSESSIVE = re.compile(r"['’]s?$")


class Edit(NamedTuple):
    """Characters of the text and what stands for them."""

    start: int
    end: int
    put: str


def neutral(text: str, names: Names) -> tuple[str, list[Edit]]:
    """The sentence told of the standing countries, and what was changed, in order."""
    spans = [(m.start(), m.start() + len(_POSSESSIVE.sub("", m.group()))) for m in _WORD.finditer(text)]
    words = [text[a:b] for a, b in spans]
    keys = [key(w) for w in words]
    standing: dict[str, int] = {}
    edits: list[Edit] = []
    i = 0
    while i < len(words):
        count = names.longest(words, i, keys) if keys[i] and words[i][0].isupper() else 0
        if not count:
            i += 1
            continue
        start, end = spans[i][0], spans[i + count - 1][1]
        if text[end - 1] == "." and "." not in text[start : end - 1]:
            end -= 1  # the full stop of the sentence, not of "U.S."
        senses = names.lookup(text[start:end])
        if senses and senses[0].kind in FORMS and senses[0].code and senses[0].rank <= 1:
            number = standing.setdefault(senses[0].code, len(standing))
            if number < len(STANDING):
                form = FORMS[senses[0].kind]
                form = PEOPLE if senses[0].kind == "demonym" and text[start:end].endswith("s") else form
                edits.append(Edit(start, end, STANDING[number][form]))
        i += count
    for edit in reversed(edits):
        text = text[: edit.start] + edit.put + text[edit.end :]
    return text, edits


def moved(span: Mark, edits: Sequence[Edit]) -> Mark:
    """Where a span of the sentence stands in the changed one."""
    if span is None:
        return None
    start, end = span
    before = sum(len(e.put) - (e.end - e.start) for e in edits if e.end <= start)
    inside = sum(len(e.put) - (e.end - e.start) for e in edits if e.start < end and e.end > start)
    return start + before, end + before + inside
