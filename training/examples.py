"""What the event model learns from: the bank's sentences, each with all the acts that could be read out of it.

An act is a triple (who, whom, telling word). True are those that a row labels; all others are NONE, since the bank leaves nothing
unlabelled. NONE are drawn where the coder will meet them: the participants of a true act in wrong places, and other words of the
sentence with the participants that stand around them in syntax. A telling word without sides is what is asked first when an
article is coded, a pair without a telling word what `relate` is asked.
"""

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from dragoman.annotate.parse import Parser
from dragoman.events.arguments import ACTOR_SLOTS, RECIPIENT_SLOTS
from dragoman.events.candidates import Candidate, candidates
from dragoman.events.marks import Act, Mark
from pairs import MUTUAL

Row = dict[str, Any]
NONE = "NONE"
WRONG = 2  # wrong pairs for each true one
TOLD = 0.3
OTHERS = 4  # other words of a sentence that are asked about
_END = re.compile(r"[.!?][\"”’]?\s+")


class Label(NamedTuple):
    """What an act is: a type of the codebook or NONE, and, for a type, mode (None: without), status and background."""

    type: str
    mode: str | None = None
    status: str | None = None
    background: bool = False


@dataclass(slots=True)
class Example:
    """One sentence with its acts and what each is."""

    id: str
    brief: str
    text: str
    acts: list[Act] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def add(self, act: Act, label: Label) -> None:
        """One act more."""
        self.acts.append(act)
        self.labels.append(label)


def examples(rows: Iterable[Row], parser: Parser, *, seed: int = 1) -> Iterator[Example]:
    """The sentences of the bank, in order, with at least one act each."""
    for row in rows:
        parsed = parser(row["text"])
        around = list(candidates(parsed))
        for start, end in _sentences(row["text"]):
            rng = random.Random(f"{seed} {row['id']} {start}")
            example = _example(row, start, end, [c for c in around if start <= c.sentence.char(c.trigger) < end], rng)
            if example.acts:
                yield example


def vocabulary(rows: Iterable[Row], parser: Parser) -> list[str]:
    """Lemmas that tell an act in the bank in at least a share TOLD of their places."""
    told, other = Counter[str](), Counter[str]()
    for row in rows:
        triggers = [(e["trigger"]["start"], e["trigger"]["end"]) for e in row["events"]]
        for candidate in candidates(parser(row["text"])):
            at, lemma = candidate.sentence.char(candidate.trigger), candidate.trigger.lemma_.lower()
            tells = any(a < at + len(candidate.trigger) and at < b for a, b in triggers)
            (told if tells else other)[lemma] += 1
    return sorted(lemma for lemma, n in told.items() if n >= TOLD * (n + other[lemma]))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    bounds = sorted({0, len(text), *(m.end() for m in _END.finditer(text))})
    for start, end in pairwise(bounds):
        yield start, start + len(text[start:end].rstrip())


def _example(row: Row, start: int, end: int, around: list[Candidate], rng: random.Random) -> Example:
    example = Example(row["id"], row["brief"], row["text"][start:end])
    people: dict[int, list[tuple[int, int]]] = {}
    for person in row["participants"]:
        inside = [(m["start"] - start, m["end"] - start) for m in person["mentions"] if start <= m["start"] and m["end"] <= end]
        if inside:
            people[person["id"]] = inside
    told: dict[tuple[int, int], list[Row]] = {}
    for event in row["events"]:
        at = event["trigger"]
        if start <= at["start"] < end:
            told.setdefault((at["start"] - start, at["end"] - start), []).append(event)
    between: dict[tuple[int, int], list[Label]] = {}
    for trigger, events in told.items():
        true = _true(events, people)
        example.add(Act(None, None, trigger), _label(events[0]))
        for (a, r), label in true.items():
            example.add(Act(_near(people, a, trigger), _near(people, r, trigger), trigger), label)
            if a is not None and r is not None:
                between.setdefault((a, r), []).append(label)
        wrong = [(a, r) for a in (*people, None) for r in (*people, None) if a != r and (a, r) not in true]
        rng.shuffle(wrong)
        for a, r in wrong[: max(1, WRONG * len(true))]:
            example.add(Act(_near(people, a, trigger), _near(people, r, trigger), trigger), Label(NONE))
    _other_words(example, around, people, list(told), start, rng)
    _without_words(example, people, between, rng)
    return example


def _true(events: list[Row], people: dict[int, list[tuple[int, int]]]) -> dict[tuple[int | None, int | None], Label]:
    """The pairs of sides that an act joins, None for a side that the sentence does not name."""
    true: dict[tuple[int | None, int | None], Label] = {}
    for event in events:
        label = _label(event)
        both_ways = event["type"] in MUTUAL and label.mode != "visit"
        pairs: list[tuple[int | None, int | None]] = [
            (a, r) for a in event["actors"] or [None] for r in event["recipients"] or [None]
        ]
        if not event["recipients"] and len(event["actors"]) > 1:
            pairs = [(a, b) for a in event["actors"] for b in event["actors"] if a != b]
        for a, r in pairs:
            pair = (a if a in people else None, r if r in people else None)
            if pair != (None, None):
                true[pair] = label
                if both_ways and None not in pair:
                    true.setdefault((pair[1], pair[0]), label)
    return true


def _label(event: Row) -> Label:
    return Label(event["type"], event["modes"][0] if event["modes"] else None, event["status"], event["background"])


def _near(people: dict[int, list[tuple[int, int]]], number: int | None, trigger: tuple[int, int]) -> Mark:
    return None if number is None else min(people[number], key=lambda m: abs(m[0] - trigger[0]))


def _other_words(
    example: Example, around: list[Candidate], people: dict[int, list[tuple[int, int]]], told: list[tuple[int, int]], start: int,
    rng: random.Random,
) -> None:  # fmt: skip
    """Words that tell no act, with the participants that stand around them in syntax."""
    taken = [*told, *(m for mentions in people.values() for m in mentions)]
    found = []
    for candidate in around:
        at = candidate.sentence.char(candidate.trigger) - start
        trigger = (at, at + len(candidate.trigger))
        if any(a < trigger[1] and trigger[0] < b for a, b in taken):
            continue
        actors = _filled(candidate, ACTOR_SLOTS[candidate.pos], people, start)
        recipients = _filled(candidate, RECIPIENT_SLOTS[candidate.pos], people, start)
        a = actors[0] if actors else None
        r = next((m for m in recipients if m != a), None)
        if a is None and r is None and people:  # far from all of them: any will do
            a = rng.choice([m for mentions in people.values() for m in mentions])
        found.append(Act(a, r, trigger))
    rng.shuffle(found)
    for number, act in enumerate(found[:OTHERS]):
        example.add(Act(None, None, act.trigger) if number % 2 else act, Label(NONE))


def _filled(
    candidate: Candidate, slots: Iterable[str], people: dict[int, list[tuple[int, int]]], start: int
) -> list[tuple[int, int]]:
    """The mentions that the head words of these slots stand in."""
    found = []
    for slot in slots:
        for token in candidate.slots.get(slot, ()):
            at = candidate.sentence.char(token) - start
            found += [m for mentions in people.values() for m in mentions if m[0] <= at < m[1]]
    return found


def _without_words(
    example: Example, people: dict[int, list[tuple[int, int]]], between: dict[tuple[int, int], list[Label]], rng: random.Random
) -> None:
    """Pairs alone, where all that joins them is of one type, and one pair that nothing joins."""
    for (a, r), labels in between.items():
        if len({label.type for label in labels}) == 1:
            example.add(Act(rng.choice(people[a]), rng.choice(people[r]), None), labels[0])
    strangers = [(a, r) for a in people for r in people if a != r and (a, r) not in between]
    if strangers:
        a, r = rng.choice(strangers)
        example.add(Act(people[a][0], people[r][0], None), Label(NONE))
