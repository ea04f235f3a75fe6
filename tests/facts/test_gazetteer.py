import pytest

from dragoman.facts import Gazetteer, PlaceRow, load_gazetteer, load_names, tables


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Paris", ("Paris", "FRA", "city")),
        ("Kiev", ("Kyiv", "UKR", "city")),
        ("the Gaza Strip", ("Gaza Strip", "PSE", "region")),
        ("Long Beach", ("Long Beach", "USA", "city")),
        ("Odessa", ("Odesa", "UKR", "city")),
        ("Texas", ("Texas", "USA", "province")),
        ("Mosul", ("Mosul", "IRQ", "city")),
        ("Basra", ("Basra", "IRQ", "city")),
        ("Kandahar province", ("Kandahār", "AFG", "province")),
        ("Strait of Hormuz", ("Strait of Hormuz", "", "region")),
        ("Crimea", ("Crimea", "UKR", "province")),
        ("Mexico", ("Mexico", "MEX", "country")),
        ("Georgia", ("Georgia", "GEO", "country")),
        ("Jenin", ("Jenin", "PSE", "city")),
        ("Mazar-i-Sharif", ("Mazar-i-Sharif", "AFG", "city")),
        ("Orange County", ("Orange County", "USA", "district")),
    ],
)
def test_the_best_place_of_a_name(gazetteer: Gazetteer, name: str, expected: tuple[str, str, str]) -> None:
    row = gazetteer.lookup(name)[0]
    assert (row.name, row.country, row.kind) == expected


def test_unknown_names_have_no_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Nowhere at All") == ()
    assert gazetteer.lookup("") == ()
    assert gazetteer.lookup("...") == ()


def test_the_rows_lie_sorted_so_that_each_key_is_found(gazetteer: Gazetteer) -> None:
    rows = tables.rows("places.tsv")
    keys = [row[0] for row in rows]
    assert keys == sorted(keys)
    for at in (keys[0], keys[-1], *keys[:: len(keys) // 200]):
        assert len(gazetteer.by_key(at)) == keys.count(at)


def test_places_lie_on_earth_and_in_known_countries() -> None:
    names = load_names()
    for row in tables.rows("places.tsv"):
        _, _, _, country, _, lat, lon, kind, population = row
        assert -90 <= float(lat) <= 90, row
        assert -180 <= float(lon) <= 180, row
        assert int(population) >= 0, row
        assert kind in {"country", "province", "district", "city", "region", "site"}, row
        assert not country or names.country(country) is not None, row


def test_each_country_has_a_point_inside_it(gazetteer: Gazetteer) -> None:
    names = load_names()
    cities = [r for row in tables.rows("places.tsv") if row[7] == "city" for r in gazetteer.by_key(row[0])[:1]]
    for code, name, *_, folds_into, _ in tables.rows("countries.tsv"):
        if folds_into or code in {"UNO", "EUR", "IGO", "NGO", "MNC", "IMG", "ISM", "ATA"}:
            continue
        country = names.country(code)
        row = gazetteer.lookup(name)[0]
        assert country is not None
        assert (row.kind, row.country) == ("country", code), name
        assert code in {c.country for c in sorted(cities, key=lambda c: _distance(c, row))[:10]}, name


def _distance(one: PlaceRow, other: PlaceRow) -> float:
    return (one.lat - other.lat) ** 2 + (one.lon - other.lon) ** 2
