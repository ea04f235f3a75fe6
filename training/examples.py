"""What the event model learns from: the bank's sentences, each with all the acts that could be read out of it.

An act is a triple (who, whom, telling word). True are those that a row labels, whole or with one side left out; all others are
NONE, since the bank leaves nothing unlabelled. NONE are drawn where the coder will meet them: the participants of a true act in
wrong places, and other words of the sentence with the participants that stand around them in syntax. Which words tell an act,
whoever acts, is learnt of every word; a pair without a telling word is what `relate` is asked.
"""

import random
import re
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
WRONG = 3  # wrong pairs of sides, and as many wrong sides alone, at each telling word
OTHERS = 2  # other words of a sentence that are asked about
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
    telling: dict[tuple[int, int], str] = field(default_factory=dict)  # the type that the word at a span tells
    acts: list[Act] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def add(self, act: Act, label: Label) -> None:
        """One act more."""
        self.acts.append(act)
        self.labels.append(label)


def examples(rows: Iterable[Row], parser: Parser, *, seed: int = 1) -> Iterator[Example]:
    """The sentences of the bank, in order."""
    for row in rows:
        parsed = parser(row["text"])
        around = list(candidates(parsed))
        for start, end in _sentences(row["text"]):
            rng = random.Random(f"{seed} {row['id']} {start}")
            example = _example(row, start, end, [c for c in around if start <= c.sentence.char(c.trigger) < end], rng)
            yield example


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
        example.telling[trigger] = events[0]["type"]
        for (a, r), label in true.items():
            if a is not None and r is not None:
                between.setdefault((a, r), []).append(label)
        wrong = [(a, r) for a in people for r in people if a != r and (a, r) not in true]
        alone = [pair for n in people for pair in ((n, None), (None, n)) if pair not in true]
        rng.shuffle(wrong)
        rng.shuffle(alone)
        for pair in (*true, *wrong[:WRONG], *alone[:WRONG]):
            actor, recipient = (_near(people, number, trigger) for number in pair)
            example.add(Act(actor, recipient, trigger), true.get(pair, Label(NONE)))
    _other_words(example, around, people, list(told), start, rng)
    _without_words(example, people, between, rng)
    return example


def _true(events: list[Row], people: dict[int, list[tuple[int, int]]]) -> dict[tuple[int | None, int | None], Label]:
    """The pairs of sides that an act joins, and each side alone (None for the other)."""
    true: dict[tuple[int | None, int | None], Label] = {}
    for event in events:
        label = _label(event)
        alike = event["type"] in MUTUAL and label.mode != "visit"
        actors, recipients = ([n for n in event[side] if n in people] for side in ("actors", "recipients"))
        if alike:
            actors = recipients = [*actors, *recipients]
        for a in (*actors, None):
            for r in (*recipients, None):
                if a != r:
                    true.setdefault((a, r), label)
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
    for act in found[:OTHERS]:
        if act.actor is not None or act.recipient is not None:
            example.add(act, Label(NONE))


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
