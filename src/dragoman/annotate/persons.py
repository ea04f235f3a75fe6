"""Which public figure a name means on a day, and in what standing: in office, out of it, or unknown.

A name alone is often not enough: many people share one. The spells of all of them are narrowed by what the phrase and the
article say, and where more than one person remains, nobody is chosen.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from dragoman.facts.officials import LEADING, USER, Office, rank

Standing = Literal["in office", "former", "unknown"]
NON_STATES = frozenset({"UNO", "EUR", "IGO", "NGO", "MNC", "IMG", "ISM"})
# Offices of which there are so many holders that a name alone does not tell one of them
COMMON = frozenset({"legislator", "ambassador", "mayor", "regional", "regional_minister"})
STATE = frozenset({"GOV", "LEG", "MIL", "COP", "JUD", "SPY"})
# Where a private person often shares the name of a lawmaker, the name alone says nothing
# Words of a title that tell which office it is, and words that do not
PORTFOLIOS = {
    "prime": "head_of_government", "premier": "head_of_government", "foreign": "foreign_minister", "defence": "defence_minister",
    "defense": "defence_minister", "interior": "interior_minister", "home": "interior_minister",
}  # fmt: skip
PLAIN = frozenset("minister secretary president chief general deputy vice of for and the state".split())
NEAREST = 2  # countries of the news that make a lawmaker of theirs likely
CROWDED = frozenset({"CHN"})


@dataclass(frozen=True, slots=True)
class Identity:
    """A public figure as of a day. `office` is the spell that decided."""

    office: Office
    standing: Standing

    @property
    def sectors(self) -> tuple[str, ...]:
        """What the person is on that day: the office's sectors, ELI for a former official, () if nobody knows."""
        if self.standing == "in office":
            return self.office.sectors
        if self.standing == "unknown":
            return ()
        return ("ELI",) if STATE.intersection(self.office.sectors) else self.office.sectors

    @property
    def why(self) -> str:
        """The reason, with the row of the facts."""
        if self.standing == "in office":
            return self.office.why
        said = "out of office on that day" if self.standing == "former" else "not known to be in office on that day"
        return f"{said}: {self.office.why}"


@dataclass(frozen=True, slots=True)
class Hints:
    """What the words around a name say of its bearer.

    `countries`: those that the phrase itself names; `near`: those that the news names, the most frequent first; `sectors` and
    `words`: of the role that the phrase gives.
    """

    countries: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """The one person who fits, or None.

    Then `between` names those between whom nothing decides, and `country` is theirs, if it is the same for all.
    """

    identity: Identity | None = None
    between: tuple[str, ...] = ()
    country: str | None = None


def identify(spells: Sequence[Office], on: dt.date | None, hints: Hints) -> Found:
    """Which of the people whose spells these are fits."""
    people: dict[str, list[Office]] = {}
    for spell in spells:
        people.setdefault(spell.id, []).append(spell)
    if hints.countries:
        people = {i: p for i, p in people.items() if any(_may_serve(o.country, hints.countries) for o in p)}
    alone = len(people) == 1
    here = {o.country for p in people.values() for o in p}
    nearest = next((c for c in hints.near if c in here), None)
    tests: tuple[Callable[[Iterable[Office]], bool], ...] = (
        lambda p: any(o.source.startswith(USER) and o.holds(on) for o in p),
        lambda p: any(o.holds(on) for o in p),
        lambda p: any(o.country == nearest for o in p),
        lambda p: any(_fits_role(o, hints) and o.holds(on) for o in p),
        lambda p: any(_fits_role(o, hints) for o in p),
        lambda p: any(o.office_class not in COMMON for o in p),
        lambda p: any(o.office_class in LEADING for o in p),
    )
    for test in tests:
        if len(people) > 1:
            people = {i: p for i, p in people.items() if test(p)} or people
    if len(people) != 1:
        between = tuple(sorted({f"{o.name} ({o.office}, {o.country})" for p in people.values() for o in p[:1]}))
        shared = {o.country for p in people.values() for o in p}
        return Found(None, between, shared.pop() if len(shared) == 1 else None)
    (found,) = people.values()
    identity = _standing(found, on, hints)
    if identity.office.office_class in COMMON and not _supported(identity, hints, alone=alone):
        return Found(None, (f"{identity.office.name} ({identity.office.office}, {identity.office.country})",))
    return Found(identity)


def called(spells: Sequence[Office], on: dt.date | None, hints: Hints) -> Found:
    """As `identify`, for a last name alone behind a title: only for who has such an office, or is of a country that is named."""
    here = (*hints.countries, *hints.near[:NEAREST])
    portfolio = {PORTFOLIOS[w] for w in hints.words if w in PORTFOLIOS}
    fitting = tuple(
        o
        for o in spells
        if (o.country in here or hints.words & _words(o))
        and (not portfolio or o.office_class in portfolio or _words(o) & hints.words - PLAIN)
    )
    return identify(tuple(o for o in fitting if o.holds(on)) or fitting, on, hints)


def _standing(spells: list[Office], on: dt.date | None, hints: Hints) -> Identity:
    held = [o for o in spells if o.holds(on)]
    if all(o.office_class in COMMON and o.end is None for o in held):  # a seat of which only the beginning is known
        seats = held
        held = [o for o in seats if all(e.end is None or not e.start or not o.start or e.start <= o.start for e in spells)]
    led = [o for o in spells if o.office_class in LEADING and o.ended(on)]
    if led and all(o.office_class == "party_leader" for o in held):
        # "former president, now at the head of a party" is a former official first
        return Identity(max(led, key=lambda o: o.end or dt.date.min), "former")
    if held:
        own = [o for o in held if o.source.startswith(USER)]
        return Identity(min(own or held, key=lambda o: (not _fits_role(o, hints), *rank(o))), "in office")
    ended = [o for o in spells if o.ended(on)]
    open_ended = [o for o in spells if not o.ended(on) and (on is None or o.start is None or o.start <= on)]
    if ended and all(o.office_class in COMMON for o in open_ended):
        open_ended = []
    if open_ended:  # seen in an office long ago, whose end no source tells
        return Identity(min(open_ended, key=rank), "unknown")
    if ended:
        return Identity(max(ended, key=lambda o: (_is_of_state(o), o.end or dt.date.min)), "former")
    return Identity(min(spells, key=rank), "unknown")


def _is_of_state(office: Office) -> bool:
    return bool(STATE.intersection(office.sectors)) and office.office_class not in COMMON


def _words(office: Office) -> set[str]:
    return set(office.office.lower().replace("-", " ").split())


def _may_serve(country: str, named: tuple[str, ...]) -> bool:
    """Whether somebody of this office may be called by these countries: a Portuguese may lead the United Nations."""
    return country in named or country in NON_STATES or any(n in NON_STATES for n in named)


def _fits_role(office: Office, hints: Hints) -> bool:
    if hints.words and hints.words & _words(office):
        return True
    return bool(hints.sectors) and hints.sectors[0] in office.sectors


def _supported(identity: Identity, hints: Hints, *, alone: bool) -> bool:
    office = identity.office
    if office.country in hints.countries or office.country in hints.near[:NEAREST] or _fits_role(office, hints):
        return True
    return alone and identity.standing == "in office" and office.country not in CROWDED
