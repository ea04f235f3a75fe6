"""Names of countries, peoples, capitals, organisations and armed groups, and the sectors of roles, each as of a date.

`load_names()` opens the tables once. They are kept as text and cut only for the phrases that are asked for, which keeps
opening fast. Officials are a table of their own and opened at the first question about a person.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from dragoman.facts import tables
from dragoman.facts.keys import capitals_kept, key, pieces, plain, without_article
from dragoman.facts.officials import Officials, load_officials
from dragoman.facts.own import OwnFacts, load_own

POSSESSIVES = ("'s", "’s", "'", "’")
SHOUTED = 4  # words in capitals around an acronym that make a headline of it: there "IS" may be the verb


@dataclass(frozen=True, slots=True)
class Name:
    """What a phrase names. `code` is a country value or ""; `name` the canonical name; the dates are both inclusive.

    `rank`: 1 for the likeliest sense of the phrase, 2 and 3 for others, 0 for a user's own. `kind`: country, demonym, adjective,
    capital, metonym, organization, group, or place (parts of countries, and names that hold a country's name, such as "New
    Mexico" and "Gulf of Oman").
    """

    phrase: str
    kind: str
    code: str
    sectors: tuple[str, ...]
    name: str
    id: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    rank: int
    source: str

    def holds(self, on: dt.date | None) -> bool:
        """Whether the row is true on that day; without a day, whether it has not ended."""
        if on is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Country:
    """A country value. `folds_into` names the state that stands for a dependency or a state that is no more.

    `sectors` is PRE where recognition is partial. For the numbers of the state lists see `Names.state_number`.
    """

    code: str
    name: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    folds_into: str | None
    sectors: tuple[str, ...]


class Names:
    """All known names and roles. Made by `load_names`."""

    def __init__(self, own: OwnFacts | None = None) -> None:
        """Open the tables, and put a user's own actors before them."""
        self.signature = tables.signature()
        self._rows: dict[str, list[str]] = {}
        self._longest: dict[str, int] = {}  # first piece of a key -> the most pieces of a key that starts with it
        for line in tables.lines("names.tsv"):
            at, _, rest = line.partition("\t")
            self._rows.setdefault(at, []).append(rest)
            first = at.partition(" ")[0]
            self._longest[first] = max(self._longest.get(first, 0), at.count(" ") + 1)
        self._titles = {at: (tuple(sectors.split()), yields == "1") for at, sectors, yields in tables.rows("titles.tsv")}
        self._longest_role: dict[str, int] = {}
        for at in self._titles:
            first = at.partition(" ")[0]
            self._longest_role[first] = max(self._longest_role.get(first, 0), at.count(" ") + 1)
        self._countries = {row[0]: _country(row) for row in tables.rows("countries.tsv")}
        self._genders = {plain(name): gender for name, gender in tables.rows("given_names.tsv")}
        self._numbers: dict[tuple[str, str], list[tuple[int, dt.date, dt.date | None]]] = {}
        for code, system, number, _, since, until in tables.rows("state_numbers.tsv"):
            spell = (int(number), dt.date.fromisoformat(since), _day(until))
            self._numbers.setdefault((code, system), []).append(spell)
        self._officials: Officials | None = None
        self._own: dict[str, list[Name]] = {}
        if own is not None and own.actors:
            self._take(own)

    def _take(self, own: OwnFacts) -> None:
        self.signature = f"{self.signature}+own@{own.signature}"
        self._officials = Officials()
        for actor in own.actors:
            if actor.kind == "person":
                self._officials.add(actor.names, actor.spell())
                continue
            for phrase in actor.names:
                at = key(phrase)
                name = Name(
                    phrase, actor.kind, actor.country, actor.sectors, actor.names[0],
                    actor.id or _slug(actor.names[0], actor.kind, actor.country), actor.start, actor.end, 0, actor.source,
                )  # fmt: skip
                self._own.setdefault(at, []).append(name)
                self._rows.setdefault(at, [])
                first = at.partition(" ")[0]
                self._longest[first] = max(self._longest.get(first, 0), at.count(" ") + 1)

    def lookup(self, phrase: str, on: dt.date | None = None) -> tuple[Name, ...]:
        """The rows of this phrase that hold on that day, the likeliest first; without a day, those that have not ended.

        A user's own rows stand alone on the days on which they hold.
        """
        own = self._own and tuple(n for n in self._own.get(key(without_article(phrase)), ()) if n.holds(on))
        return own or tuple(name for name in self._matching(phrase) if name.holds(on))

    def longest(self, words: Sequence[str], i: int, parts: Sequence[str] | None = None) -> int:
        """How many words the longest known name that starts at word i has, whatever the day; 0 if there is none.

        `parts`: the keys of the words, for a caller who has them already.
        """
        parts = parts if parts is not None else [" ".join(pieces(w)) for w in words]
        at = parts[i]
        most = self._longest.get(at.partition(" ")[0], 0)
        found, end = 0, i + 1
        while most and at.count(" ") < most:
            if at in self._rows and parts[end - 1] and self._is_name(words, i, end):
                found = end - i
            if end == len(words):
                break
            at = f"{at} {parts[end]}" if parts[end] else at
            end += 1
        return found

    def longest_role(self, parts: Sequence[str], i: int) -> tuple[int, tuple[str, ...], bool] | None:
        """Where the longest role that starts at word i ends, its sectors, and whether they yield; `parts`: keys of the words."""
        first = parts[i].partition(" ")[0]
        most = max(self._longest_role.get(first, 0), self._longest_role.get(next(_singulars(first), first), 0))
        at, ends = parts[i], [(i + 1, parts[i])]
        for end in range(i + 1, min(len(parts), i + most)):
            at = f"{at} {parts[end]}"
            ends.append((end + 1, at))
        for end, phrase in reversed(ends):
            found = self._titles.get(phrase) or next((self._titles[s] for s in _singulars(phrase) if s in self._titles), None)
            if found is not None and parts[end - 1]:
                return end, *found
        return None

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

    def gender(self, given: str) -> str | None:
        """What a given name says of its bearer: "f", "m", or None."""
        return self._genders.get(plain(given))

    def value(self, given: str) -> str | None:
        """The country value that a code or an English name of a country stands for; None if it is neither."""
        found = self.country(given.strip().upper())
        if found is not None:
            return found.folds_into or found.code
        return next((r.code for r in self.lookup(given.strip()) if r.kind == "country" and r.code), None)

    def state_number(self, code: str, system: Literal["cow", "gw"], on: dt.date) -> int | None:
        """The number of a country value in a list of states on that day, None if it was no member then.

        `cow`: Correlates of War, state system membership (v2016; members of 2016-12-31 count as members since). `gw`: Gleditsch
        and Ward with their microstates.
        """
        for number, since, until in self._numbers.get((code, system), ()):
            if since <= on and (until is None or on <= until):
                return number
        return None

    @property
    def officials(self) -> Officials:
        """The people in office; opened at the first question about one."""
        self._officials = self._officials or load_officials()
        return self._officials

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
            written, kind, code, sectors, name, since, until, case, rank, source = line.split("\t")
            if case == "any" or capitals_kept(text, written):
                sector_codes, days = tuple(sectors.split()), (_day(since), _day(until))
                yield Name(written, kind, code, sector_codes, name, _slug(name, kind, code), *days, int(rank), source)

    def _is_name(self, words: Sequence[str], start: int, end: int) -> bool:
        text = " ".join(words[start:end])
        if text.casefold().startswith("the "):
            return False
        at = key(text)
        if any(capitals_kept(text, n.phrase) for n in self._own.get(at, ())):
            return True
        for line in self._rows[at]:
            cells = line.split("\t")
            case = cells[7]
            if case == "any" or (capitals_kept(text, cells[0]) and not (case == "mixed" and _shouted(words, start, end))):
                return True
        return False


@lru_cache(maxsize=1)
def load_names() -> Names:
    """The names that come with the package, opened once."""
    return Names()


def load_names_with(path: Path) -> Names:
    """The names with a user's own actors before them, see `facts.own`.

    Raises:
        ConfigError: the user's file is not as it must be.
    """
    return Names(load_own(path, tables.country_values()))


def _shouted(words: Sequence[str], start: int, end: int) -> bool:
    around = [w for w in [*words[max(0, start - SHOUTED) : start], *words[end : end + SHOUTED]] if w.isalpha()]
    return len(around) >= 2 and all(w.isupper() for w in around)


def _country(row: list[str]) -> Country:
    code, name, since, until, folds_into, sectors = row
    return Country(code, name, _day(since), _day(until), folds_into or None, tuple(sectors.split()))


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
