"""Names of countries, peoples, capitals, organisations and armed groups, and the sectors of roles, each as of a date.

`load_names()` opens the tables once. They are kept as text and cut only for the phrases that are asked for, which keeps
opening fast. Officials are a table of their own and opened at the first question about a person.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dragoman.facts import tables
from dragoman.facts.keys import capitals_kept, key, pieces, plain, without_article
from dragoman.facts.officials import Office, Officials, load_officials

POSSESSIVES = ("'s", "’s", "'", "’")
SHOUTED = 4  # words in capitals around an acronym that make a headline of it: there "IS" may be the verb


@dataclass(frozen=True, slots=True)
class Name:
    """What a phrase names. `code` is a country value or ""; `name` the canonical name; the dates are both inclusive.

    `kind`: country, demonym, adjective, capital, metonym, organization, group, or place (parts of countries, and names that
    hold a country's name, such as "New Mexico" and "Gulf of Oman").
    """

    phrase: str
    kind: str
    code: str
    sectors: tuple[str, ...]
    name: str
    id: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    source: str

    def holds(self, on: dt.date | None) -> bool:
        """Whether the row is true on that day; without a day, whether it has not ended."""
        if on is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Country:
    """A country value. `folds_into` names the state that stands for a dependency or a state that is no more.

    `cow` and `gw` are the numbers of Correlates of War and of Gleditsch and Ward; `sectors` is PRE where recognition is partial.
    """

    code: str
    name: str
    cow: int | None
    gw: int | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    folds_into: str | None
    sectors: tuple[str, ...]


class Names:
    """All known names and roles. Made by `load_names`."""

    def __init__(self) -> None:
        self.signature = tables.signature()
        self._rows: dict[str, list[str]] = {}
        self._longest: dict[str, int] = {}  # first piece of a key -> the most pieces of a key that starts with it
        for line in tables.lines("names.tsv"):
            at, _, rest = line.partition("\t")
            self._rows.setdefault(at, []).append(rest)
            first = at.partition(" ")[0]
            self._longest[first] = max(self._longest.get(first, 0), at.count(" ") + 1)
        self._titles = {at: (tuple(sectors.split()), yields == "1") for at, sectors, yields in tables.rows("titles.tsv")}
        self._countries = {row[0]: _country(row) for row in tables.rows("countries.tsv")}
        self._officials: Officials | None = None

    def lookup(self, phrase: str, on: dt.date | None = None) -> tuple[Name, ...]:
        """The rows of this phrase that hold on that day, the likeliest first; without a day, those that have not ended."""
        return tuple(name for name in self._matching(phrase) if name.holds(on))

    def longest(self, words: Sequence[str], i: int) -> int:
        """How many words the longest known name that starts at word i has, whatever the day; 0 if there is none."""
        parts = pieces(words[i])
        most = self._longest.get(parts[0], 0) if parts else 0
        found, end, at = 0, i + 1, parts
        while most and len(at) <= most:
            if " ".join(at) in self._rows and pieces(words[end - 1]) and self._is_name(words, i, end):
                found = end - i
            if end == len(words):
                break
            at = at + pieces(words[end])
            end += 1
        return found

    def title(self, phrase: str) -> tuple[str, ...] | None:
        """The sectors of a role ("defence minister", "gunmen"), () if it takes those of its modifier, None if it is no role."""
        found = self._title(phrase)
        return found[0] if found else None

    def yields(self, phrase: str) -> bool:
        """Whether a role's sectors give way to those of the body it belongs to: a "Hamas official" is no GOV of a state."""
        found = self._title(phrase)
        return found is not None and (found[1] or not found[0])

    def country(self, code: str) -> Country | None:
        """The country value, dependency or former state of this code."""
        return self._countries.get(code)

    def officials(self, name: str, on: dt.date | None = None, *, former: bool = False) -> tuple[Office, ...]:
        """The offices that a person of this full name or alias holds on that day, or with `former` held before it."""
        if self._officials is None:
            self._officials = load_officials()
        return self._officials.offices(name, on, former=former)

    def leader(self, surname: str, on: dt.date | None) -> Office | None:
        """The one head of state or government who is known by this last name on that day."""
        if on is None:
            return None
        self._officials = self._officials or load_officials()
        return self._officials.leader(surname, on)

    def _title(self, phrase: str) -> tuple[tuple[str, ...], bool] | None:
        at = key(without_article(phrase))
        return next((self._titles[s] for s in (at, *_singulars(at)) if s in self._titles), None)

    def _matching(self, phrase: str) -> Iterator[Name]:
        text = without_article(phrase)
        lines = self._rows.get(key(text))
        if lines is None:
            text = next((text[: -len(mark)] for mark in POSSESSIVES if text.endswith(mark)), text)
            lines = self._rows.get(key(text), [])
        for line in lines:
            written, kind, code, sectors, name, since, until, case, source = line.split("\t")
            if case == "any" or capitals_kept(text, written):
                sector_codes, days = tuple(sectors.split()), (_day(since), _day(until))
                yield Name(written, kind, code, sector_codes, name, _slug(name, kind, code), *days, source)

    def _is_name(self, words: Sequence[str], start: int, end: int) -> bool:
        text = " ".join(words[start:end])
        if text.casefold().startswith("the "):
            return False
        for line in self._rows[key(text)]:
            cells = line.split("\t")
            case = cells[7]
            if case == "any" or (capitals_kept(text, cells[0]) and not (case == "mixed" and _shouted(words, start, end))):
                return True
        return False


@lru_cache(maxsize=1)
def load_names() -> Names:
    """The names that come with the package, opened once."""
    return Names()


def _shouted(words: Sequence[str], start: int, end: int) -> bool:
    around = [w for w in [*words[max(0, start - SHOUTED) : start], *words[end : end + SHOUTED]] if w.isalpha()]
    return len(around) >= 2 and all(w.isupper() for w in around)


def _country(row: list[str]) -> Country:
    code, name, cow, gw, since, until, folds_into, sectors = row
    numbers = (int(cow) if cow else None, int(gw) if gw else None)
    return Country(code, name, *numbers, _day(since), _day(until), folds_into or None, tuple(sectors.split()))


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _slug(name: str, kind: str, code: str) -> str:
    """Our own identifier: the canonical name, with the country where bodies of several countries share it."""
    slug = "-".join(p for p in pieces(plain(name)) if p.isalnum())
    return f"{slug}.{code.lower()}" if code and kind in ("organization", "group") else slug


def _singulars(at: str) -> Iterator[str]:
    if at.endswith("men"):
        yield f"{at[:-3]}man"
    if at.endswith("ies"):
        yield f"{at[:-3]}y"
    if at.endswith("s") and not at.endswith("ss"):
        yield at[:-1]
    if at.endswith("es"):
        yield at[:-2]
