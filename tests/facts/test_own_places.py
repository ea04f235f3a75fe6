"""A user's own places: what they stand before, and every mistake that a file can have."""

from pathlib import Path

import pytest

from dragoman.errors import ConfigError
from dragoman.facts import Gazetteer, load_gazetteer_with


def gazetteer_of(folder: Path, content: str) -> Gazetteer:
    path = folder / "places.csv"
    path.write_text(content, encoding="utf-8")
    return load_gazetteer_with(path)


def test_own_places_stand_before_ours(tmp_path: Path) -> None:
    own = gazetteer_of(tmp_path, "name,alias,lat,lon,country,kind\nParis,The Camp|Camp P,1.5,29.2,Kenya,site\n")
    for name in ("Paris", "the camp", "Camp P"):
        (row,) = own.lookup(name)
        assert (row.name, row.country, row.lat, row.kind) == ("Paris", "KEN", 1.5, "site")
    assert own.lookup("Lyon")[0].country == "FRA"
    assert own.signature


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("X,91,0,,,", "row 2: lat '91' is no coordinate. Write degrees from -90 to 90"),
        ("X,0,-181,,,", "row 2: lon '-181' is no coordinate"),
        ("X,nan,0,,,", "lat 'nan' is no coordinate"),
        ("X,,0,,,", "lat '' is no coordinate"),
        ("X,0,0,Atlantis,,", "country 'ATLANTIS' is not known"),
        ("X,0,0,,planet,", "kind 'planet' is not known. Allowed: site, city"),
        ("X,0,0,,,Q5", "geonameid 'Q5' is no number"),
        ("--,0,0,,,", "must have letters or digits"),
        ("X,0,0", "more or fewer cells"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        gazetteer_of(tmp_path, f"name,lat,lon,country,kind,geonameid\n{row}\n")
    assert message in str(error.value)


def test_the_columns_that_are_needed(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="lacks the column 'lat'"):
        gazetteer_of(tmp_path, "name,lon\nX,1\n")
