"""A user's own places: a CSV whose rows stand before the places of the same name that come with the package.

Columns, in any order: `name`, `lat`, `lon` (needed; WGS84 degrees), `alias` (several divided by a bar), `country` (a code or an
English name), `admin1`, `kind` (site, city, district, province, country or region; site without), `geonameid`.
"""

from collections.abc import Mapping
from pathlib import Path

from dragoman.errors import ConfigError
from dragoman.facts.keys import key, without_article
from dragoman.facts.own_rows import read_rows
from dragoman.facts.place_rows import KINDS, PlaceRow

COLUMNS = ("name", "alias", "kind", "country", "admin1", "lat", "lon", "geonameid")
MAX_CELL = 300  # characters
BOUNDS = {"lat": 90.0, "lon": 180.0}


def load_own_places(path: Path, countries: Mapping[str, str]) -> tuple[dict[str, tuple[PlaceRow, ...]], str]:
    """Read a user's file: its places by the keys of their names, and what the coder's signature says of it.

    Args:
        path: the CSV, in UTF-8.
        countries: codes and names that may stand in `country`, in capitals, and the country value that a record carries for it.

    Raises:
        ConfigError: the file or a row of it is not as it must be; the message has the row, the value and what is allowed.
    """
    read = read_rows(path, "--places", COLUMNS, ("name", "lat", "lon"))
    found: dict[str, tuple[PlaceRow, ...]] = {}
    for where, cells in read.rows:
        names = [n.strip() for n in (cells["name"], *cells.get("alias", "").split("|")) if n.strip()]
        keys = {key(without_article(n)) for n in names}
        if not cells["name"] or not all(any(c.isalnum() for c in k) for k in keys) or max(map(len, names)) > MAX_CELL:
            raise ConfigError(
                f"{where}: name {cells['name'][:80]!r} and its aliases must have letters or digits, "
                f"and at most {MAX_CELL} characters."
            )
        row = _row(where, cells, countries)
        for at in keys:
            found[at] = (*found.get(at, ()), row)
    return found, read.signature


def _row(where: str, cells: Mapping[str, str], countries: Mapping[str, str]) -> PlaceRow:
    country = cells.get("country", "").upper()
    if country and country not in countries:
        raise ConfigError(
            f"{where}: country {country!r} is not known. Write a code such as FRA, the country's English name, or nothing at sea."
        )
    kind = cells.get("kind", "").lower() or "site"
    if kind not in KINDS:
        raise ConfigError(f"{where}: kind {kind!r} is not known. Allowed: {', '.join(KINDS)}, or nothing.")
    number = cells.get("geonameid", "")
    if number and not (number.isascii() and number.isdigit() and len(number) < 12):
        raise ConfigError(f"{where}: geonameid {number!r} is no number. Write one such as 2988507, or nothing.")
    lat, lon = (_degrees(where, cells, which) for which in ("lat", "lon"))
    code = countries[country] if country else ""
    return PlaceRow(cells["name"], int(number) if number else None, code, cells.get("admin1", ""), lat, lon, kind, 0)


def _degrees(where: str, cells: Mapping[str, str], which: str) -> float:
    try:
        value = float(cells[which])
    except ValueError:
        value = float("nan")
    if not abs(value) <= BOUNDS[which]:
        raise ConfigError(
            f"{where}: {which} {cells[which]!r} is no coordinate. "
            f"Write degrees from -{BOUNDS[which]:.0f} to {BOUNDS[which]:.0f}, such as 48.85."
        )
    return value
