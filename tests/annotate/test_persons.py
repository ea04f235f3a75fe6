"""Public figures: who bears a name on a day, and in what standing."""

import datetime as dt

import pytest

from dragoman.annotate.persons import Found, Hints, Identity, identify
from dragoman.facts.officials import Office, load_officials


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def known(name: str, on: str, hints: Hints = Hints()) -> Identity | None:  # noqa: B008 - it is frozen
    return identify(load_officials().spells(name), day(on), hints).identity


@pytest.mark.parametrize(
    ("name", "on", "country", "sectors"),
    [
        ("Diego Molano", "2022-06-01", "COL", ("GOV", "MIL")),
        ("Yoav Gallant", "2023-07-14", "ISR", ("GOV", "MIL")),
        ("Volodymyr Zelensky", "2023-01-01", "UKR", ("GOV",)),
        ("Antony Blinken", "2023-05-01", "USA", ("GOV",)),
        ("Hassan Nasrallah", "2020-01-01", "LBN", ("REB", "PTY")),
        ("Ban Ki-moon", "2010-01-01", "UNO", ("GOV",)),
        ("Jens Stoltenberg", "2022-03-01", "IGO", ("GOV",)),
        ("Recep Tayyip Erdogan", "2016-01-01", "TUR", ("GOV",)),
        ("Tony Blair", "2003-01-01", "GBR", ("GOV",)),
        ("Tony Blair", "2012-01-01", "GBR", ("ELI",)),
        ("Donald Trump", "2019-05-01", "USA", ("GOV",)),
        ("Donald Trump", "2022-05-01", "USA", ("ELI",)),
        ("Donald Trump", "2025-05-01", "USA", ("GOV",)),
    ],
)
def test_office_on_a_day(name: str, on: str, country: str, sectors: tuple[str, ...]) -> None:
    found = known(name, on)
    assert found is not None
    assert (found.office.country, found.sectors) == (country, sectors)
    assert found.why


def spell(name: str, country: str, number: str, start: str, end: str | None, office_class: str = "minister") -> Office:
    return Office(
        name, country, "Minister of Trade", office_class, ("GOV",), day(start), day(end) if end else None, None, number, "test"
    )


ANN = spell("Ann Lee", "GBR", "1", "2001-01-01", "2005-01-01")
OTHER = spell("Ann Lee", "JAM", "2", "2001-01-01", "2005-01-01")
LATER = spell("Ann Lee", "JAM", "2", "2006-01-01", "2008-01-01")


def test_two_of_a_name_are_told_apart_by_country() -> None:
    assert identify((ANN, OTHER), day("2002-01-01"), Hints()).identity is None
    assert identify((ANN, OTHER), day("2002-01-01"), Hints(countries=("JAM",))) == Found(Identity(OTHER, "in office"))
    assert identify((ANN, OTHER), day("2002-01-01"), Hints(near=("GBR",))) == Found(Identity(ANN, "in office"))


def test_those_between_whom_nothing_decides_are_listed() -> None:
    assert identify((ANN, OTHER), day("2002-01-01"), Hints()).between == (
        "Ann Lee (Minister of Trade, GBR)",
        "Ann Lee (Minister of Trade, JAM)",
    )


def test_two_of_a_name_are_told_apart_by_date() -> None:
    assert identify((ANN, LATER), day("2007-01-01"), Hints()) == Found(Identity(LATER, "in office"))


def test_a_name_does_not_serve_another_country() -> None:
    assert identify((ANN,), day("2002-01-01"), Hints(countries=("FRA",))) == Found()
    assert identify((ANN,), day("2002-01-01"), Hints(countries=("UNO",))).identity is not None


def test_before_the_first_office_the_standing_is_unknown() -> None:
    found = identify((ANN,), day("1999-01-01"), Hints()).identity
    assert found is not None
    assert (found.standing, found.sectors) == ("unknown", ())


def test_a_lawmaker_out_of_office_needs_more_than_a_name() -> None:
    member = spell("Bo Ray", "USA", "3", "2001-01-01", "2003-01-01", "legislator")
    assert identify((member,), day("2002-01-01"), Hints()).identity is not None
    assert identify((member,), day("2010-01-01"), Hints()).identity is None
    assert identify((member,), day("2010-01-01"), Hints(near=("USA",))).identity is not None


def test_spellings_that_sound_alike() -> None:
    officials = load_officials()
    assert {o.country for o in officials.alike("Alyaksandr Lukashenka")} == {"BLR"}
    assert officials.alike("Jorlan Weatherbee") == ()
    assert officials.alike("X") == ()
    leader = officials.leader("Putin", day("2015-01-01"))
    assert leader is not None
    assert leader.country == "RUS"
