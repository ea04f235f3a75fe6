"""The gazetteer: cities and provinces of GeoNames, countries' points, and regions, seas and sites of our own."""

from dataclasses import dataclass
from functools import lru_cache

from dragoman.facts import tables
from dragoman.facts.keys import key, without_article


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place. `kind`: city, province, country, region (seas and areas too) or site; `country` is "" at sea."""

    name: str
    geonameid: int | None
    country: str
    admin1: str
    lat: float
    lon: float
    kind: str
    population: int


class Gazetteer:
    """All places, by any of their names. Made by `load_gazetteer`."""

    def __init__(self) -> None:
        self._rows = tables.Sorted("places.tsv")

    def lookup(self, name: str) -> tuple[PlaceRow, ...]:
        """The places of this name: countries first, then regions and sites, then cities and provinces by people."""
        return self.by_key(key(without_article(name)))

    def by_key(self, at: str) -> tuple[PlaceRow, ...]:
        """The places whose name has this key, see `facts.keys`."""
        return tuple(_row(line) for line in self._rows.find(at)) if at else ()


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The places that come with the package, opened once."""
    return Gazetteer()


def _row(line: str) -> PlaceRow:
    name, number, country, admin1, lat, lon, kind, population = line.split("\t")
    return PlaceRow(name, int(number) if number else None, country, admin1, float(lat), float(lon), kind, int(population))
