"""Pairs of participants around a trigger, with the type of what the first does to the second, or NONE: what a model learns from.

Because the bank leaves nothing unlabelled, every pair that no event joins is a sure NONE. Three kinds of NONE are drawn: the
roles of a one-sided act swapped, a bystander in a side's place, and a speaker in the place of the actor whose act he reports.
"""

import random
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

Row = dict[str, Any]
Span = tuple[int, int]
NONE = "NONE"
# Acts of two equal sides: swapped, they are the same act
MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})
_END = re.compile(r"[.!?][\"”’]?\s+")


class Pair(NamedTuple):
    """A sentence with the two sides marked: characters of the sentence, None for a side that it does not name."""

    id: str
    brief: str
    text: str
    actor: Span | None
    recipient: Span | None
    trigger: Span
    type: str
    mode: str | None
    status: str


def pairs(rows: list[Row], *, seed: int = 1, nones: float = 1.0) -> Iterator[Pair]:
    """All pairs of events, and for each event about `nones` pairs that are none."""
    rng = random.Random(seed)
    for row in rows:
        known = {(a, r) for e in row["events"] for a in (*e["actors"],) for r in (*e["recipients"],)}
        known |= {(a, b) for e in row["events"] for a in e["actors"] for b in e["actors"] if a != b}
        for event in row["events"]:
            start, end = _sentence(row["text"], event["trigger"]["start"])
            spans = _spans(row, event, start, end)
            wanted = list(_sides(event))
            for a, r in wanted:
                if a in spans or r in spans:
                    yield _pair(row, event, start, end, spans, a, r, event["type"])
            wrong = list(_wrong(event, spans, known, wanted))
            rng.shuffle(wrong)
            share = int(nones * len(wanted)) + (rng.random() < nones * len(wanted) % 1)
            for a, r in wrong[:share]:
                yield _pair(row, event, start, end, spans, a, r, NONE)


def _sides(event: Row) -> Iterator[tuple[int | None, int | None]]:
    """Actor and recipient numbers of an event; of an act without recipient the actors two by two."""
    if event["recipients"]:
        yield from ((a, r) for a in event["actors"] or [None] for r in event["recipients"])
    elif len(event["actors"]) > 1:
        yield from ((a, b) for k, a in enumerate(event["actors"]) for b in event["actors"][k + 1 :])
    else:
        yield event["actors"][0], None


def _wrong(
    event: Row, spans: dict[int, Span], known: set[tuple[int, int]], wanted: list[tuple[int | None, int | None]]
) -> Iterator[tuple[int, int]]:
    for a, r in wanted:
        if a is not None and r is not None and a in spans and r in spans and event["type"] not in MUTUAL and (r, a) not in known:
            yield r, a
        for other in spans:
            if r is not None and other not in (a, r) and r in spans and (other, r) not in known:
                yield other, r
            if a is not None and other not in (a, r) and a in spans and (a, other) not in known:
                yield a, other


def _pair(
    row: Row, event: Row, start: int, end: int, spans: dict[int, Span], actor: int | None, recipient: int | None, name: str
) -> Pair:
    at = event["trigger"]
    a, r = (spans.get(n) if n is not None else None for n in (actor, recipient))
    mode = event["modes"][0] if event["modes"] else None
    trigger = (at["start"] - start, at["end"] - start)
    return Pair(row["id"], row["brief"], row["text"][start:end], a, r, trigger, name, mode, event["status"])


def _sentence(text: str, at: int) -> Span:
    """The sentence that a character stands in."""
    ends = [m.end() for m in _END.finditer(text)]
    start = max((e for e in ends if e <= at), default=0)
    end = min((e for e in ends if e > at), default=len(text))
    return start, end


def _spans(row: Row, event: Row, start: int, end: int) -> dict[int, Span]:
    """For each participant of the sentence the mention nearest to the trigger."""
    at = event["trigger"]["start"]
    found: dict[int, Span] = {}
    for person in row["participants"]:
        inside = [m for m in person["mentions"] if start <= m["start"] and m["end"] <= end]
        if inside:
            best = min(inside, key=lambda m: abs(m["start"] - at))
            found[person["id"]] = (best["start"] - start, best["end"] - start)
    return found
