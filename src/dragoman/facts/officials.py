"""Who held which office when: heads of state and government, ministers and a few world figures since 1990."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from dragoman.facts import tables
from dragoman.facts.keys import key

# Which of several offices of one day a person is known by: the lower one
PRECEDENCE = {
    "head_of_state": 0, "head_of_government": 1, "international": 2, "vice": 3, "foreign_minister": 4,
    "defence_minister": 5, "interior_minister": 6,
}  # fmt: skip
# How long after the last sight of a person in an office, whose end no source tells, the office is still taken to be held
GRACE = dt.timedelta(days=2 * 365)


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

    def holds(self, on: dt.date) -> bool:
        """Whether the person is in this office on that day: known, or seen in it shortly before."""
        last = self.end or (self.as_of + GRACE if self.as_of else dt.date.max)
        return (self.start is None or self.start <= on) and on <= last

    def ended(self, on: dt.date | None) -> bool:
        """Whether the spell was over before that day; without a day, whether it is known to be over."""
        return self.end is not None and (on is None or self.end < on)


class Officials:
    """The table, by name. Made by `load_officials`."""

    def __init__(self) -> None:
        self._leaders: dict[str, set[str]] | None = None  # last name -> full names; made at the first question
        self._rows = tables.Sorted("officials.tsv")

    def offices(self, name: str, on: dt.date | None, *, former: bool) -> tuple[Office, ...]:
        """Offices on that day, the highest first; with `former` those that ended before it, the latest first."""
        every = [_office(line) for line in self._rows.find(key(name))]
        if former:
            return tuple(sorted((o for o in every if o.ended(on)), key=lambda o: o.end or dt.date.min, reverse=True))
        held = [o for o in every if (o.holds(on) if on else o.end is None)]
        return tuple(sorted(held, key=lambda o: (PRECEDENCE.get(o.office_class, 9), o.start or dt.date.min)))

    def leader(self, surname: str, on: dt.date) -> Office | None:
        """The one head of state or government of this last name on that day ("Putin"); None if there is none, or several."""
        if self._leaders is None:
            self._leaders = {}
            for at in self._rows.keys_where("head_of_", column=4):
                for word in (at.rpartition(" ")[2], at.partition(" ")[0]):  # "Xi Jinping" is Xi, "Narendra Modi" Modi
                    self._leaders.setdefault(word, set()).add(at)
        found = [o for at in sorted(self._leaders.get(key(surname), ())) for o in self.offices(at, on, former=False)]
        leading = [o for o in found if o.office_class in ("head_of_state", "head_of_government")]
        leading = [o for o in leading if key(o.name).split()[0 if o.country in FAMILY_NAME_FIRST else -1] == key(surname)]
        return leading[0] if len({o.country for o in leading}) == 1 else None


@lru_cache(maxsize=1)
def load_officials() -> Officials:
    """The officials that come with the package, opened once."""
    return Officials()


def _office(line: str) -> Office:
    name, country, office, office_class, sectors, start, end, as_of, identifier, source = line.split("\t")
    days = (_first(start), _last(end), _first(as_of))
    return Office(name, country, office, office_class, tuple(sectors.split()), *days, identifier, source)


def _first(text: str) -> dt.date | None:
    """The first day of a day, month or year."""
    return dt.date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10]) if text else None


def _last(text: str) -> dt.date | None:
    """The last day of a day, month or year."""
    if len(text) == 4:
        return dt.date(int(text), 12, 31)
    if len(text) == 7:
        year, month = map(int, text.split("-"))
        return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    return dt.date.fromisoformat(text) if text else None
