"""Who held which office when: heads of state, ministers, lawmakers, governors and other public figures since 1990."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from dragoman.facts import tables
from dragoman.facts.keys import key, sound, surnames

# Which of several offices of one day a person is known by: the lower one
PRECEDENCE = {
    "head_of_state": 0, "head_of_government": 1, "international": 2, "vice": 3, "foreign_minister": 4,
    "defence_minister": 5, "interior_minister": 6, "minister": 7, "party_leader": 8, "legislator": 10,
}  # fmt: skip
USER = "facts of the user:"  # how the source of a user's own row begins
LEADING = frozenset({"head_of_state", "head_of_government"})
# How long after the last sight of a person in an office, whose end no source tells, the office is still taken to be held
GRACE = dt.timedelta(days=2 * 365)
ALIKE = 0.8  # least likeness of two spellings that sound the same: "Khurelsukh" and "Khürelsükh" 1, "Morsi" and "Meres" 0.6

# Sources as the table has them: a letter, since 150,000 rows name one
SOURCES = {
    "w": "wikidata-csv-2023-01", "f": "cia-factbook", "o": "own", "i": "ifg-uk-ministers", "u": "ungdc-speakers",
    "r": "reign-2021-03", "c": "congress-legislators", "x": "wikidata-csv-2023-01;congress-legislators",
}  # fmt: skip
FAMILY_NAME_FIRST = frozenset({"CHN", "PRK", "KOR", "TWN", "VNM", "KHM", "HUN"})


@dataclass(frozen=True, slots=True)
class Office:
    """One spell in one office. `start` and `end` are inclusive days; a year or month alone was widened to its bounds.

    `as_of`: the last day on which the source showed the person in an office whose end it does not know.
    """

    name: str
    country: str
    office: str
    office_class: str
    sectors: tuple[str, ...]
    start: dt.date | None
    end: dt.date | None
    as_of: dt.date | None
    id: str
    source: str

    @property
    def why(self) -> str:
        """The reason for a reader: whose office, since when, and how far the source reaches."""
        until = f"to {self.end}" if self.end else f"seen in it on {self.as_of}" if self.as_of else "no end known"
        since = self.start or "unknown"
        return f"{self.name}: {self.office} of {self.country or 'no state'} from {since}, {until} ({self.source})"

    def holds(self, on: dt.date | None) -> bool:
        """Whether the person is in this office on that day, or was seen in it shortly before; without a day, if it has no end."""
        if on is None:
            return self.end is None
        last = self.end or (self.as_of + GRACE if self.as_of else dt.date.max)
        return (self.start is None or self.start <= on) and on <= last

    def ended(self, on: dt.date | None) -> bool:
        """Whether the spell was over before that day; without a day, whether it is known to be over."""
        return self.end is not None and (on is None or self.end < on)


class Officials:
    """The table, by name. Made by `load_officials`."""

    def __init__(self) -> None:
        self._rows = tables.Sorted("officials.tsv")
        self._index = tables.Sorted("officials_index.tsv")
        self._own: dict[str, list[Office]] = {}
        self._own_index: dict[str, set[str]] = {}

    def add(self, names: Iterable[str], office: Office) -> None:
        """Take a user's own spell under all names of the person.

        Without an id of its own it is the person of that name and country whom the facts hold, if there is one.
        """
        named = tuple(names)
        if not office.id:
            ids = {o.id for name in named for o in self._spells(key(name)) if o.country == office.country}
            slug = f"{key(office.name)}.{office.country}".replace(" ", "-").lower().rstrip(".")
            office = replace(office, id=ids.pop() if len(ids) == 1 else slug)
        for name in named:
            self._own.setdefault(key(name), []).append(office)
            for entry in index_keys(name, office.country):
                self._own_index.setdefault(entry, set()).add(key(name))

    def __contains__(self, name_key: str) -> bool:
        return name_key in self._rows or name_key in self._own

    def is_own(self, name_key: str) -> bool:
        """Whether a user's own row has this name, which may then be of one word."""
        return name_key in self._own

    def spells(self, name: str) -> tuple[Office, ...]:
        """All spells in office of the people of this full name or alias."""
        return self._spells(key(name))

    def called(self, surname: str, *, lawmakers: bool = False) -> tuple[Office, ...]:
        """All spells of the people who may be called by this last name alone, with or without those who are lawmakers only."""
        found = self._indexed(f"={key(surname)}")
        if lawmakers:
            found = sorted({*found, *self._indexed(f"+{key(surname)}")})
        return tuple(o for at in found for o in self._spells(at))

    def alike(self, name: str) -> tuple[Office, ...]:
        """All spells of the people, lawmakers aside, whose name is another spelling of this one."""
        wanted = sound(name)
        if len(wanted) < 4 or " " not in wanted:
            return ()
        letters = "".join(sorted(key(name).split()))
        near = (
            at
            for at in self._indexed(f"~{wanted}")
            if SequenceMatcher(None, letters, "".join(sorted(at.split())), autojunk=False).ratio() >= ALIKE
        )
        return tuple(o for at in near for o in self._spells(at))

    def leader(self, surname: str, on: dt.date) -> Office | None:
        """The one head of state or government of this last name on that day ("Putin"); None if there is none, or several."""
        leading = [o for o in self.called(surname) if o.office_class in LEADING and o.holds(on)]
        return min(leading, key=rank) if len({o.country for o in leading}) == 1 else None

    def _spells(self, at: str) -> tuple[Office, ...]:
        own = self._own.get(at)
        return (*own, *map(_office, self._rows.find(at))) if own else tuple(map(_office, self._rows.find(at)))

    def _indexed(self, entry: str) -> list[str]:
        found = {at for line in self._index.find(entry) for at in line.split("|")}
        return sorted(found | self._own_index.get(entry, set()))


def rank(office: Office) -> tuple[int, dt.date]:
    """For sorting: a user's own rows, then the office that a person is known by."""
    own = office.source.startswith(USER)
    return (-1 if own else PRECEDENCE.get(office.office_class, 9), office.start or dt.date.min)


def index_keys(name: str, country: str, *, lawmaker: bool = False) -> Iterator[str]:
    """The entries of the index under which a name is found: its last name after "=", its sound after "~".

    Lawmakers are so many that they stand apart, under their last name after "+" only.
    """
    for surname in sorted(surnames(name, family_first=country in FAMILY_NAME_FIRST)):
        if lawmaker and " " in surname:
            continue
        yield f"+{surname}" if lawmaker else f"={surname}"
    if not lawmaker and " " in sound(name):
        yield f"~{sound(name)}"


@lru_cache(maxsize=1)
def load_officials() -> Officials:
    """The officials that come with the package, opened once."""
    return Officials()


def _office(line: str) -> Office:
    name, country, office, office_class, sectors, start, end, as_of, identifier, source = line.split("\t")
    days = (first_day(start), last_day(end), first_day(as_of))
    return Office(name, country, office, office_class, tuple(sectors.split()), *days, identifier, SOURCES[source])


def first_day(text: str) -> dt.date | None:
    """The first day of a day, month or year."""
    return dt.date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10]) if text else None


def last_day(text: str) -> dt.date | None:
    """The last day of a day, month or year."""
    if len(text) == 4:
        return dt.date(int(text), 12, 31)
    if len(text) == 7:
        year, month = map(int, text.split("-"))
        return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    return dt.date.fromisoformat(text) if text else None
