"""A user's own actors: a CSV of people and bodies with dates, which stand before those that come with the package.

Columns, in any order: `name` (needed), `alias` (several divided by a bar), `kind` (person, organization or group), `country`,
`sector` (several divided by spaces), `office`, `from`, `to` (a day, month or year, both inclusive), `id`. A row without a kind is
a person if it has an office, else an organization. `dragoman facts update` writes this form.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from dragoman.errors import ConfigError
from dragoman.facts.keys import key, without_article
from dragoman.facts.officials import USER, Office, first_day, last_day
from dragoman.facts.own_rows import read_rows

COLUMNS = ("name", "alias", "kind", "country", "sector", "office", "from", "to", "id")
KINDS = ("person", "organization", "group")
SECTORS = frozenset("AGR BUS COP CRM CVL EDU ELI GOV JRN JUD LAB LEG MED MIL OPP PRE PRM PTY REB REF REL SOC SPY UAF UNK".split())
MAX_CELL = 300  # characters
FIRST_YEAR = 1800
_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class OwnActor:
    """One row: who, in which role, from when to when."""

    names: tuple[str, ...]
    kind: Literal["person", "organization", "group"]
    country: str
    sectors: tuple[str, ...]
    office: str
    start: dt.date | None
    end: dt.date | None
    id: str
    source: str

    def spell(self) -> Office:
        """A person's row as a spell in office."""
        office = self.office or "own entry"
        return Office(self.names[0], self.country, office, "own", self.sectors, self.start, self.end, None, self.id, self.source)


@dataclass(frozen=True, slots=True)
class OwnFacts:
    """All rows of a user's file, and what the coder's signature says of it."""

    actors: tuple[OwnActor, ...] = ()
    signature: str = ""


def load_own(path: Path, countries: Mapping[str, str]) -> OwnFacts:
    """Read a user's file.

    Args:
        path: the CSV, in UTF-8.
        countries: codes and names that may stand in `country`, in capitals, and the country value that a record carries for it.

    Raises:
        ConfigError: the file or a row of it is not as it must be; the message has the row, the value and what is allowed.
    """
    read = read_rows(path, "--facts", COLUMNS, ("name",))
    actors = tuple(_actor(where, cells, countries) for where, cells in read.rows)
    _check_terms(path, actors)
    return OwnFacts(actors, read.signature)


def _actor(where: str, cells: Mapping[str, str], countries: Mapping[str, str]) -> OwnActor:
    _check_lengths(where, cells)
    names = [n.strip() for n in (cells["name"], *cells.get("alias", "").split("|")) if n.strip()]
    if not cells["name"] or not all(any(c.isalnum() for c in key(n)) for n in names):
        raise ConfigError(f"{where}: name {cells['name']!r} and its aliases must have letters or digits.")
    country = cells.get("country", "")
    if country and country.upper() not in countries:
        raise ConfigError(
            f"{where}: country {country!r} is not known. Write a code such as FRA or KOS, one of UNO EUR IGO NGO MNC IMG ISM, "
            "the country's English name, or nothing."
        )
    sectors = tuple(dict.fromkeys(cells.get("sector", "").upper().split()))
    unknown = [s for s in sectors if s not in SECTORS]
    if unknown:
        raise ConfigError(f"{where}: sector {' '.join(unknown)!r} is not known. Allowed: {' '.join(sorted(SECTORS))}.")
    kind = cells.get("kind", "").lower() or ("person" if cells.get("office") else "organization")
    if kind not in KINDS:
        raise ConfigError(f"{where}: kind {kind!r} is not known. Allowed: {', '.join(KINDS)}, or nothing.")
    start, end = first_day(_date(where, "from", cells)), last_day(_date(where, "to", cells))
    if start and end and end < start:
        raise ConfigError(f"{where}: to {cells['to']!r} lies before from {cells['from']!r}.")
    code = countries[country.upper()] if country else ""
    office, identifier = cells.get("office", ""), cells.get("id", "")
    known = cast(Literal["person", "organization", "group"], kind)
    forms = tuple(dict.fromkeys(form for n in names for form in (n, without_article(n))))  # "The Elders" are "Elders" in the text
    return OwnActor(forms, known, code, sectors, office, start, end, identifier, f"{USER} {where}")


def _check_lengths(where: str, cells: Mapping[str, str]) -> None:
    """Each alias may be as long as a cell."""
    for column, text in cells.items():
        longest = max(map(len, text.split("|"))) if column == "alias" else len(text)
        if longest > MAX_CELL:
            raise ConfigError(f"{where}: {column} has {longest:,} characters; at most {MAX_CELL} are allowed. Shorten it.")


def _date(where: str, column: str, cells: Mapping[str, str]) -> str:
    text = cells.get(column, "")
    try:
        if text and (not _DAY.fullmatch(text) or int(text[:4]) < FIRST_YEAR):
            raise ValueError
        first_day(text)
        last_day(text)
    except ValueError as error:
        raise ConfigError(
            f"{where}: {column} {text!r} is no date. Write 2021, 2021-08 or 2021-08-15, not before {FIRST_YEAR}, or nothing."
        ) from error
    return text


def _check_terms(path: Path, actors: tuple[OwnActor, ...]) -> None:
    """One actor cannot be two things on one day. Whoever has an id may hold an office in several countries."""
    by_actor: dict[tuple[str, ...], list[OwnActor]] = {}
    for actor in actors:
        who = (actor.id, actor.country) if actor.id else (key(without_article(actor.names[0])),)
        by_actor.setdefault((*who, actor.office.casefold()), []).append(actor)
    for rows in by_actor.values():
        rows.sort(key=lambda a: a.start or dt.date.min)
        last = rows[0]  # of the rows so far the one that ends last: those that differ from it have ended before it began
        for actor in rows[1:]:
            differ = (last.country, last.sectors) != (actor.country, actor.sectors)
            if differ and (last.end or dt.date.max) >= (actor.start or dt.date.min):
                first, second = (a.source.rpartition(", ")[2] for a in (last, actor))
                raise ConfigError(
                    f"{path.name}, {first} and {second}: the terms of {last.names[0]!r} overlap and say different things. "
                    "End the first before the second begins; if they are two who share a name, give each an id."
                )
            last = max(last, actor, key=lambda a: a.end or dt.date.max)
