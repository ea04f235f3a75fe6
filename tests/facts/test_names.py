import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Literal

import pytest

from dragoman.errors import DataError
from dragoman.facts import Names, load_names, tables


@pytest.fixture(scope="module")
def names() -> Names:
    return load_names()


def codes(names: Names, phrase: str, on: str | None = None) -> list[str]:
    return [n.code for n in names.lookup(phrase, dt.date.fromisoformat(on) if on else None)]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("US", ["USA"]),
        ("U.S.", ["USA"]),
        ("U.S", ["USA"]),
        ("us", []),
        ("Us", []),
        ("the United States", ["USA"]),
        ("Turkey", ["TUR"]),
        ("TURKEY", ["TUR"]),
        ("turkey", []),
        ("chad", []),
        ("Chad", ["TCD"]),
        ("china", []),
        ("Israel's", ["ISR"]),
        ("Côte d’Ivoire", ["CIV"]),
        ("Cote d'Ivoire", ["CIV"]),
        ("Iraqis", ["IRQ"]),
        ("Niger", ["NER"]),
        ("Nigerian", ["NGA"]),
        ("Nigerien", ["NER"]),
        ("Guinea", ["GIN"]),
        ("Equatorial Guinea", ["GNQ"]),
        ("Congo", ["COD", "COG"]),
        ("Korea", ["KOR", "PRK"]),
        ("North Korean", ["PRK"]),
        ("Georgia", ["GEO", "USA"]),
        ("European", []),
        ("EU", ["EUR"]),
        ("European Commission", ["EUR"]),
        ("UN", ["UNO"]),
        ("NATO", ["IGO"]),
        ("Greenland", ["DNK"]),
        ("Puerto Rico", ["USA"]),
        ("Macau", ["CHN"]),
        ("Falkland Islands", ["GBR"]),
        ("Hong Kong", ["HKG"]),
        ("Kosovo", ["KOS"]),
        ("Palestinians", ["PSE"]),
        ("Taiwan", ["TWN"]),
        ("Kurdistan Region", ["IRQ"]),
        ("Soviet Union", ["RUS"]),
        ("Yugoslavia", ["SRB"]),
        ("Czechoslovakia", ["CZE"]),
        ("Islamic State", ["IMG"]),
        ("IS", ["IMG"]),
        ("is", []),
        ("Daesh", ["IMG"]),
        ("al-Qaida", ["IMG"]),
        ("Hamas", ["PSE"]),
        ("Hezbollah", ["LBN"]),
        ("al-Shabaab", ["SOM"]),
        ("al Shabab", ["SOM"]),
        ("Amnesty International", ["NGO"]),
        ("white house", []),
        ("White House", ["USA"]),
        ("Kremlin", ["RUS"]),
        ("Xinhua", ["CHN"]),
        ("", []),
        ("no such name", []),
    ],
)
def test_lookup(names: Names, phrase: str, expected: list[str]) -> None:
    assert codes(names, phrase) == expected


@pytest.mark.parametrize(
    ("phrase", "on", "expected"),
    [
        ("Taliban", "1996-01-01", ("REB",)),
        ("Taliban", "1999-01-01", ("GOV",)),
        ("Taliban", "2010-01-01", ("REB",)),
        ("Taliban", "2021-08-14", ("REB",)),
        ("Taliban", "2021-08-15", ("GOV",)),
        ("Taliban", None, ("GOV",)),
        ("RSF", "2023-04-14", ("PRM",)),
        ("RSF", "2023-04-15", ("REB",)),
        ("African National Congress", "1990-01-01", ("PTY", "OPP")),
        ("Hayat Tahrir al-Sham", "2024-12-08", ("GOV",)),
        ("Pentagon", "2020-01-01", ("MIL", "GOV")),
        ("FBI", None, ("COP",)),
    ],
)
def test_sectors_as_of_a_date(names: Names, phrase: str, on: str | None, expected: tuple[str, ...]) -> None:
    found = names.lookup(phrase, dt.date.fromisoformat(on) if on else None)
    assert found[0].sectors == expected


def test_a_partially_recognised_state_is_its_claimants(names: Names) -> None:
    for phrase, code in [
        ("Abkhazia", "GEO"),
        ("Transnistria", "MDA"),
        ("Northern Cyprus", "CYP"),
        ("Somaliland", "SOM"),
        ("Western Sahara", "MAR"),
        ("Nagorno-Karabakh", "AZE"),
        ("Donetsk People's Republic", "UKR"),
    ]:
        assert [(n.code, n.sectors) for n in names.lookup(phrase)] == [(code, ("PRE",))], phrase


@pytest.mark.parametrize(
    ("words", "at", "expected"),
    [
        ("said the Islamic State of Iraq and Syria did it", 2, 6),
        ("al - Qaeda in the Islamic Maghreb said", 0, 7),
        ("New Mexico lawmakers", 0, 2),
        ("in the Gulf of Mexico today", 2, 3),
        ("Bosnia - Herzegovina", 0, 3),
        ("they told us that", 2, 0),
        ("in the US .", 2, 1),
        ("the United States", 0, 0),
        ("THIS IS THE END OF US", 1, 0),
        ("Washington , D.C. , is", 0, 3),
        ("a turkey", 1, 0),
        ("Iraq", 0, 1),
        (", Iraq", 0, 0),
        ("EU officials", 0, 1),
    ],
)
def test_longest(names: Names, words: str, at: int, expected: int) -> None:
    assert names.longest(words.split(), at) == expected


def test_each_name_finds_itself(names: Names) -> None:
    for row in tables.rows("names.tsv"):
        words = row[1].split()
        assert names.longest(words, 0) == len(words), row
        assert any(n.code == row[3] and n.name == row[5] for n in names._matching(row[1])), row


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("defence minister", ("GOV", "MIL")),
        ("Prime Minister", ("GOV",)),
        ("lawmakers", ("LEG",)),
        ("police", ("COP",)),
        ("soldiers", ("MIL",)),
        ("gunmen", ("UAF",)),
        ("militant", ("REB",)),
        ("protesters", ("CVL", "OPP")),
        ("judge", ("JUD",)),
        ("spokesman", ()),
        ("journalist", ("JRN",)),
        ("refugees", ("REF",)),
        ("opposition leader", ("OPP",)),
        ("cleric", ("REL",)),
        ("villagers", ("CVL",)),
        ("students", ("EDU",)),
        ("vice-president", ("GOV",)),
        ("the attorney general", ("GOV", "JUD")),
        ("table", None),
        ("cabinet meeting", None),
    ],
)
def test_title(names: Names, phrase: str, expected: tuple[str, ...] | None) -> None:
    assert names.title(phrase) == expected


def test_a_role_that_yields_to_the_body_it_belongs_to(names: Names) -> None:
    assert names.yields("official")
    assert names.yields("spokesman")
    assert not names.yields("prime minister")
    assert not names.yields("table")


def test_countries(names: Names) -> None:
    assert (names.country("GRL") or names).folds_into == "DNK"  # type: ignore[union-attr]
    france = names.country("FRA")
    assert france is not None
    assert (france.name, france.folds_into) == ("France", None)
    assert names.country("XXX") is None


@pytest.mark.parametrize(
    ("code", "system", "on", "number"),
    [
        ("FRA", "cow", "2020-01-01", 220),
        ("DEU", "cow", "1970-01-01", 260),
        ("DEU", "cow", "1995-01-01", 255),
        ("DEU", "gw", "1995-01-01", 260),
        ("YEM", "cow", "1989-01-01", 678),
        ("YEM", "cow", "2000-01-01", 679),
        ("SRB", "gw", "2010-01-01", 340),
        ("RUS", "cow", "1980-01-01", 365),
        ("SSD", "gw", "2010-01-01", None),
        ("SSD", "gw", "2012-01-01", 626),
        ("UNO", "cow", "2012-01-01", None),
    ],
)
def test_numbers_of_states(names: Names, code: str, system: Literal["cow", "gw"], on: str, number: int | None) -> None:
    assert names.state_number(code, system, dt.date.fromisoformat(on)) == number


def test_no_row_names_an_unknown_country_or_sector(names: Names) -> None:
    for row in tables.rows("names.tsv"):
        country = names.country(row[3]) if row[3] else None
        assert not row[3] or (country is not None and country.folds_into is None), row


def test_a_damaged_table_is_named_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "FOLDER", tmp_path)
    tables.manifest.cache_clear()
    with pytest.raises(DataError, match=r"MANIFEST\.json.*make data"):
        Names()
    (tmp_path / "MANIFEST.json").write_text(json.dumps({"files": {"names.tsv": {"sha256": "0"}}}))
    tables.manifest.cache_clear()
    (tmp_path / "names.tsv.gz").write_bytes(gzip.compress(b"key\n"))
    with pytest.raises(DataError, match=r"names\.tsv.*not the one"):
        Names()
    (tmp_path / "names.tsv.gz").write_bytes(gzip.compress(b"key\n" * 1000)[:-20])
    with pytest.raises(DataError, match=r"names\.tsv.*cannot be unpacked.*make data"):
        Names()
    (tmp_path / "names.tsv.gz").write_bytes(b"")
    with pytest.raises(DataError, match=r"names\.tsv.*cannot be unpacked"):
        Names()
    tables.manifest.cache_clear()
