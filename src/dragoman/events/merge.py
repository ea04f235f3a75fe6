"""Mentions of one happening inside an article become one event with several mentions."""

import datetime as dt
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from dragoman import records
from dragoman.annotate.roles import PERSON
from dragoman.events.classify import SPEECH

REACH = 60  # happenings of one type looked back over; gold articles have at most 20 in all
SAMPLES = 8  # mentions of a happening that a new one is held against
GENERAL = frozenset(
    {
        "attack",
        "assault",
        "strike",
        "raid",
        "operation",
        "incident",
        "talk",
        "talks",
        "meeting",
        "visit",
        "deal",
        "agreement",
        "move",
        "protest",
        "clash",
        "killing",
        "sanction",
        "sanctions",
    }
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An event as one mention tells it. `definite`: a noun that points back ("the attack", "those talks")."""

    event: records.Event
    lemma: str
    definite: bool


def merge(mentions: Iterable[Mention]) -> tuple[records.Event, ...]:
    """Join mentions of the same type whose sides, dates and places do not conflict.

    The fullest mention leads; the others add what it lacks. Order of the first mentions is kept. Each mention is held against the
    last REACH happenings of its type and the first and last mentions of each, so that a text of thousands of events stays linear.
    """
    groups: list[list[Mention]] = []
    of_type: dict[str, deque[list[Mention]]] = {}
    for mention in mentions:
        near = of_type.setdefault(mention.event.type, deque(maxlen=REACH))
        home = next((g for g in near if all(_same_happening(mention, other) for other in _samples(g))), None)
        if home is None and mention.definite:
            home = next((g for g in reversed(near) if _points_back(mention, _samples(g))), None)
        if home is None:
            home = []
            groups.append(home)
            near.append(home)
        home.append(mention)
    return tuple(_join([m.event for m in group]) for group in groups)


def _samples(group: list[Mention]) -> list[Mention]:
    return group if len(group) <= SAMPLES else [group[0], *group[1 - SAMPLES :]]


def _points_back(mention: Mention, group: list[Mention]) -> bool:
    """A definite noun that does not name both sides means what was told before, unless a date says otherwise."""
    event = mention.event
    named = set[str]().union(*_named(event))
    known = set[str]().union(*(side for m in group for side in _named(m.event)))
    if (event.actors and event.recipients) or not named <= known:
        return False
    return any(
        m.event.type == event.type
        and (m.lemma == mention.lemma or mention.lemma in GENERAL)
        and not _dates_conflict(m.event.date, event.date)
        for m in group
    )


def _same_happening(first: Mention, second: Mention) -> bool:
    a, b = first.event, second.event
    if a.type != b.type or (a.mode and b.mode and a.mode != b.mode):
        return False
    if a.status != b.status and not _one_act(a, b):
        return False
    if not (_close(a.actors, b.actors) and _close(a.recipients, b.recipients)):
        return False
    if _dates_conflict(a.date, b.date) or _places_conflict(a.place, b.place):
        return False
    if first.lemma == second.lemma:
        return True
    return _named(a) == _named(b) and bool(_named(a)[0] | _named(a)[1])


def _one_act(a: records.Event, b: records.Event) -> bool:
    """One side's word against another's is one event with both claims; a promise told as made and as to come is one promise."""
    both = {a.status, b.status}
    return both == {"denied", "occurred"} or (both == {"planned", "occurred"} and a.type in SPEECH)


def _named(event: records.Event) -> tuple[set[str], set[str]]:
    return ({e.country for e in event.actors if e.country}, {e.country for e in event.recipients if e.country})


def _close(a: tuple[records.Entity, ...], b: tuple[records.Entity, ...]) -> bool:
    """No conflict: one names nobody, or the countries of one are among those of the other and the roles agree."""
    if not a or not b:
        return True
    ca, cb = {e.country for e in a if e.country}, {e.country for e in b if e.country}
    if ca and cb and not (ca <= cb or cb <= ca):
        return False
    na, nb = _persons(a), _persons(b)
    if na and nb and not na & nb:
        return False
    sa, sb = {s for e in a for s in e.sectors}, {s for e in b for s in e.sectors}
    return not (sa and sb and not sa & sb and not na & nb)


def _persons(entities: tuple[records.Entity, ...]) -> set[str]:
    """Names of people; a country's name, which a capital has too, tells nobody apart."""
    return {e.name for e in entities if e.name and (PERSON in e.why or e.office)}


def _dates_conflict(a: records.EventDate | None, b: records.EventDate | None) -> bool:
    if a is None or b is None or "text" not in (a.basis, b.basis):
        return False
    if a.basis != b.basis:
        return False
    low, high = dt.date.min, dt.date.max
    return (a.to or high) < (b.from_ or low) or (b.to or high) < (a.from_ or low)


def _places_conflict(a: records.Place | None, b: records.Place | None) -> bool:
    return a is not None and b is not None and bool(a.country and b.country) and a.country != b.country


def _join(group: list[records.Event]) -> records.Event:
    lead = max(
        group,
        key=lambda e: (bool(e.actors) + bool(e.recipients), e.date is not None and e.date.basis == "text", -e.trigger.start),
    )
    if len(group) == 1:
        return lead
    others = [e for e in group if e is not lead]

    def first(values: Iterable[object]) -> object:
        return next((v for v in values if v), None)

    mentions = tuple(sorted({m for e in group for m in e.mentions}, key=lambda m: (m.start, m.end)))
    mentions = (lead.mentions[0], *(m for m in mentions if m != lead.mentions[0]))
    dated = (
        lead.date
        if lead.date is not None and lead.date.basis == "text"
        else next((e.date for e in others if e.date is not None and e.date.basis == "text"), lead.date)
    )
    return lead.model_copy(
        update={
            "mentions": mentions,
            "mode": lead.mode or first(e.mode for e in others),
            "actors": lead.actors or first(e.actors for e in others) or (),
            "recipients": lead.recipients or first(e.recipients for e in others) or (),
            "date": dated,
            "place": lead.place or first(e.place for e in others),
            "attribution": None if any(e.attribution is None for e in group) else lead.attribution,
            "why": f"{lead.why}; {len(group)} mentions of one happening",
        }
    )
