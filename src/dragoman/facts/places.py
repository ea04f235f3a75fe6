"""The gazetteer: cities and provinces of GeoNames, countries' points, and regions, seas and sites of our own."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from dragoman.facts import tables
from dragoman.facts.keys import key, without_article
from dragoman.facts.own_places import load_own_places
from dragoman.facts.place_rows import PlaceRow


class Gazetteer:
    """All places, by any of their names; `own` stand before others of their names. Made by `load_gazetteer`.

    `signature`: what a user's own places are signed with, "" without any.
    """

    def __init__(self, own: Mapping[str, tuple[PlaceRow, ...]] | None = None, signature: str = "") -> None:
        self._rows = tables.Sorted("places.tsv")
        self._own, self.signature = own or {}, signature

    def lookup(self, name: str) -> tuple[PlaceRow, ...]:
        """The places of this name: countries first, then regions and sites, then cities and provinces by people."""
        return self.by_key(key(without_article(name)))

    def by_key(self, at: str) -> tuple[PlaceRow, ...]:
        """The places whose name has this key, see `facts.keys`."""
        if at in self._own:
            return self._own[at]
        return tuple(_row(line) for line in self._rows.find(at)) if at else ()


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The places that come with the package, opened once."""
    return Gazetteer()


def load_gazetteer_with(path: Path) -> Gazetteer:
    """The places with a user's own before them, see `facts.own_places`.

    Raises:
        ConfigError: the user's file is not as it must be.
    """
    return Gazetteer(*load_own_places(path, tables.country_values()))


def _row(line: str) -> PlaceRow:
    name, number, country, admin1, lat, lon, kind, population = line.split("\t")
    return PlaceRow(name, int(number) if number else None, country, admin1, float(lat), float(lon), kind, int(population))
