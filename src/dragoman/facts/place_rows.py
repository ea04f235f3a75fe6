"""One place as the gazetteer has it."""

from dataclasses import dataclass

KINDS = ("site", "city", "district", "province", "country", "region")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place. `kind`: one of KINDS (regions are seas and areas too); `country` is "" at sea.

    `lat` and `lon` in WGS84 degrees; `population` in people, 0 where it is not known.
    """

    name: str
    geonameid: int | None
    country: str
    admin1: str
    lat: float
    lon: float
    kind: str
    population: int
