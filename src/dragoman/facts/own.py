"""A user's own actors: a CSV of people and bodies with dates, which stand before those that come with the package.

Columns, in any order: `name` (needed), `alias` (several divided by a bar), `kind` (person, organization or group), `country`,
`sector` (several divided by spaces), `office`, `from`, `to` (a day, month or year, both inclusive), `id`. A row without a kind is
a person if it has an office, else an organization. `dragoman facts update` writes this form.
"""

import csv
import datetime as dt
import hashlib
import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from dragoman.errors import ConfigError
from dragoman.facts.keys import key
from dragoman.facts.officials import USER, Office, first_day, last_day

COLUMNS = ("name", "alias", "kind", "country", "sector", "office", "from", "to", "id")
KINDS = ("person", "organization", "group")
SECTORS = frozenset("AGR BUS COP CRM CVL EDU ELI GOV JRN JUD LAB LEG MED MIL OPP PRE PRM PTY REB REF REL SOC SPY UAF UNK".split())
MAX_BYTES = 50_000_000
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
        office_class = "own"
        identifier = self.id or f"{key(self.names[0])}.{self.country}".replace(" ", "-").lower().rstrip(".")
        return Office(
            self.names[0], self.country, self.office or "own entry", office_class, self.sectors, self.start, self.end, None,
            identifier, self.source,
        )  # fmt: skip


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
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"--facts {str(path)!r} cannot be read ({error.strerror}). Give a CSV file.") from error
    if len(content) > MAX_BYTES:
        raise ConfigError(f"--facts {str(path)!r} is larger than {MAX_BYTES:,} bytes. Keep only the actors that are needed.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"--facts {str(path)!r} is not in UTF-8 (byte {error.start}). Save it as CSV in UTF-8.") from error
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    _check_header(path, reader.fieldnames)
    try:
        actors = tuple(_actor(f"{path.name}, row {n}", row, countries) for n, row in enumerate(reader, 2) if any(row.values()))
    except csv.Error as error:
        raise ConfigError(f"{path.name}, row {reader.line_num}: this is no CSV ({error}).") from error
    _check_terms(path, actors)
    return OwnFacts(actors, hashlib.sha256(content).hexdigest()[:8])


def _check_header(path: Path, header: Collection[str] | None) -> None:
    found = list(header or ())
    unknown = [c for c in found if c not in COLUMNS]
    if unknown or "name" not in found or len(set(found)) < len(found):
        what = f"has the unknown columns {unknown}" if unknown else "lacks the column 'name', or has one twice"
        raise ConfigError(f"--facts {str(path)!r} {what}. Its first row must name columns out of {', '.join(COLUMNS)}.")


def _actor(where: str, row: Mapping[str | None, str | None], countries: Mapping[str, str]) -> OwnActor:
    if None in row or None in row.values():
        raise ConfigError(f"{where}: it has more or fewer cells than the first row. Put cells with commas in double quotes.")
    cells = {str(c): " ".join(str(v).split()) for c, v in row.items()}
    long = next((c for c, v in cells.items() if len(v) > MAX_CELL and c != "alias"), None)
    if long is not None:
        raise ConfigError(f"{where}: {long} has {len(cells[long])} characters; at most {MAX_CELL} are allowed.")
    names = tuple(dict.fromkeys(n.strip() for n in (cells["name"], *cells.get("alias", "").split("|")) if n.strip()))
    if not cells["name"] or not all(key(n) for n in names):
        raise ConfigError(f"{where}: name {cells['name']!r} and its aliases must have letters or digits.")
    country = cells.get("country", "")
    if country and country.upper() not in countries:
        raise ConfigError(
            f"{where}: country {country!r} is not known. Write a code such as FRA or KOS, one of UNO EUR IGO NGO MNC IMG ISM, "
            "the country's English name, or nothing."
        )
    sectors = tuple(cells.get("sector", "").upper().split())
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
    return OwnActor(names, known, code, sectors, office, start, end, identifier, f"{USER} {where}")


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
    """One actor cannot be two things on one day."""
    by_name: dict[tuple[str, str], list[OwnActor]] = {}
    for actor in actors:
        by_name.setdefault((key(actor.names[0]), actor.office.casefold()), []).append(actor)
    for rows in by_name.values():
        rows.sort(key=lambda a: a.start or dt.date.min)
        for one, two in zip(rows, rows[1:], strict=False):
            if (one.end or dt.date.max) >= (two.start or dt.date.min) and (one.country, one.sectors) != (
                two.country,
                two.sectors,
            ):
                first, second = one.source.partition(", ")[2], two.source.partition(", ")[2]
                raise ConfigError(
                    f"{path.name}, {first} and {second}: the terms of {one.names[0]!r} overlap and say different things. "
                    "End the first before the second begins."
                )
