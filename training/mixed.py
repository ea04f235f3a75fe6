"""The bank's texts told of other participants: sentences nobody labelled, to learn from what several networks say of them.

A participant's first full mention is changed for that of a participant of another text with the same kind of first word ("the",
"a", a name, another) and number, so that most sentences stay grammatical. The events of the row are kept where their words are.
"""

import random
import re
from collections.abc import Iterable, Iterator
from typing import Any

Row = dict[str, Any]
KEPT = 0.3  # share of participants that stay
_PRONOUN = re.compile(
    r"(?i)(?:s?he|it|they|them|him|hers?|his|its|theirs?|who|whom|which|that|we|us|i|you|each other|one another)"
)


def mixed(rows: Iterable[Row], *, seed: int = 1) -> Iterator[Row]:
    """Each row once, with most of its participants changed."""
    ready = list(rows)
    pool: dict[tuple[str, bool], list[str]] = {}
    for row in ready:
        for _, _, text in _first_mentions(row):
            pool.setdefault(_shape(text), []).append(text)
    for row in ready:
        rng = random.Random(f"{seed} {row['id']}")
        edits = []
        for start, end, text in _first_mentions(row):
            if rng.random() >= KEPT:
                new = rng.choice(pool[_shape(text)])
                if start == 0:
                    new = new[0].upper() + new[1:]
                elif _shape(new)[0] in ("the", "a"):
                    new = new[0].lower() + new[1:]
                edits.append((start, end, new))
        yield _edited(row, edits)


def _first_mentions(row: Row) -> list[tuple[int, int, str]]:
    """Each participant's first mention that is not a pronoun and neither holds nor touches another mark, in order."""
    marks = [(m["start"], m["end"]) for p in row["participants"] for m in p["mentions"]]
    marks += [(e["trigger"]["start"], e["trigger"]["end"]) for e in row["events"]]
    found = []
    for person in row["participants"]:
        for m in person["mentions"]:
            if not _PRONOUN.fullmatch(m["text"]):
                if sum(a < m["end"] and m["start"] < b for a, b in marks) == 1:
                    found.append((m["start"], m["end"], m["text"]))
                break
    return sorted(found)


def _shape(text: str) -> tuple[str, bool]:
    first = text.split()[0].lower()
    kind = "the" if first == "the" else "a" if first in ("a", "an") else "name" if text[0].isupper() else "other"
    return kind, text.endswith("s")


def _edited(row: Row, edits: list[tuple[int, int, str]]) -> Row:
    def moved(span: Row) -> Row:
        before = sum(len(new) - (b - a) for a, b, new in edits if b <= span["start"])
        inside = sum(len(new) - (b - a) for a, b, new in edits if (a, b) == (span["start"], span["end"]))
        start, end = span["start"] + before, span["end"] + before + inside
        return {"start": start, "end": end, "text": text[start:end]}

    text = row["text"]
    for start, end, new in reversed(edits):
        text = text[:start] + new + text[end:]
    return {
        **row,
        "text": text,
        "participants": [{**p, "mentions": [moved(m) for m in p["mentions"]]} for p in row["participants"]],
        "events": [{**e, "trigger": moved(e["trigger"])} for e in row["events"]],
    }
