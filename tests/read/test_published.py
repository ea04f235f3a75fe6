import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import InputError
from dragoman.read.published import parse_published

TODAY = dt.date(2024, 3, 5)
EAST = dt.timezone(dt.timedelta(hours=9))


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        (dt.date(2023, 7, 14), "2023-07-14"),
        (dt.datetime(2023, 7, 14, 23, 30), "2023-07-14"),
        (dt.datetime(2023, 7, 14, 0, 30, tzinfo=EAST), "2023-07-14"),  # still the 13th in UTC
        ("2023-07-14", "2023-07-14"),
        (" 2023-07-14\n", "2023-07-14"),
        ("20230714", "2023-07-14"),
        ("1990-08-15T13:37", "1990-08-15"),
        ("1990-08-15 13:37:01.5", "1990-08-15"),
        ("2023-07-14T00:30:00+09:00", "2023-07-14"),
        ("2023-07-14T00:30:00 +09:00", "2023-07-14"),
        ("2023-07-14T23:59:59Z", "2023-07-14"),
        ("20230714T235959Z", "2023-07-14"),
        ("Fri, 14 Jul 2023 23:59:59 -0700", "2023-07-14"),
        ("14 Jul 2023 10:00:00 GMT", "2023-07-14"),
        ("2024-02-29", "2024-02-29"),
        ("2024-03-06", "2024-03-06"),  # it is already tomorrow further east
    ],
)
def test_day(value: object, day: str | None) -> None:
    found = parse_published(value, today=TODAY)
    assert (found and found.isoformat()) == day


@pytest.mark.parametrize(
    "value",
    [
        "2023-02-29", "2023-13-01", "2023-00-10", "2023-07", "2023", "2023-W28", "14/07/2023", "July 14, 2023", "now",
        "2023-07-14Tnoon", "2023-07-14T25:00", "2023-0714", "٢٠٢٣-٠٧-١٤", "31 Feb 2023 10:00:00 GMT",
        "14 Foo 2023 10:00", 20230714, 1689292800.0, True, ["2023-07-14"], {},
    ],
)  # fmt: skip
def test_impossible(value: object) -> None:
    with pytest.raises(InputError) as caught:
        parse_published(value, today=TODAY)
    assert f"published {value!r} is not a possible date. Give an ISO date such as 2023-07-14" in str(caught.value)


def test_future() -> None:
    with pytest.raises(InputError, match=r"published '2999-01-01' lies in the future: today is 2024-03-05\. Give an ISO date"):
        parse_published("2999-01-01", today=TODAY)
    with pytest.raises(InputError, match="lies in the future"):
        parse_published("2999-01-01")


def test_before_newspapers() -> None:
    with pytest.raises(InputError, match=r"lies before the first newspapers \(1600\)"):
        parse_published("0204-03-05", today=TODAY)


@given(st.dates(min_value=dt.date(1600, 1, 1), max_value=TODAY))
def test_iso_round_trip(day: dt.date) -> None:
    assert parse_published(day.isoformat(), today=TODAY) == parse_published(day, today=TODAY) == day


@given(st.text())
def test_any_string_is_a_date_or_an_error(value: str) -> None:
    with suppress(InputError):
        assert parse_published(value) is None or value.strip()
