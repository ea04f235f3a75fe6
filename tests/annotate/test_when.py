"""Time expressions: our cases by construction, and what must hold for every text."""

import datetime as dt
import json
import random
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dragoman.annotate import timedays
from dragoman.annotate.parse import Parser
from dragoman.annotate.timewords import LEXICON, read_words
from dragoman.annotate.timex import matches
from dragoman.annotate.when import times

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "when.jsonl").read_text(encoding="utf-8").splitlines()
    if line.strip()
]
DAY = dt.date(2023, 7, 14)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any], parser: Parser, request: pytest.FixtureRequest) -> None:
    if case.get("known"):
        request.applymarker(pytest.mark.xfail(reason=case["known"], strict=True))
    found = times(parser(case["text"]), _day(case["published"]))
    assert [
        {"text": t.text, "kind": t.kind, "value": t.value, "from": t.from_ and str(t.from_), "to": t.to and str(t.to)}
        for t in found
    ] == case["want"]
    assert all(t.why for t in found)


def test_the_cases_are_many_and_named_once() -> None:
    assert len(CASES) >= 120
    assert len({case["id"] for case in CASES}) == len(CASES)


@pytest.mark.slow
def test_spans_are_ordered_and_exact_over_paragraphs(parser: Parser) -> None:
    text = "On Monday they met.\n\nTwo days later, at 10 p.m., they left.\nIn March 2019 and 2020 they signed."
    found = times(parser(text), DAY)
    assert [t.text for t in found] == ["Monday", "Two days later", "10 p.m.", "March 2019", "2020"]
    assert all(text[t.start : t.end] == t.text for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.slow
def test_without_a_day_of_publication_nothing_relative_has_days(parser: Parser) -> None:
    text = "Last week, on Thursday, in March, yesterday, two days ago, this year, in the third quarter, at noon."
    assert all(t.from_ is None and t.to is None for t in times(parser(text), None))


@pytest.mark.slow
@pytest.mark.parametrize("published", [dt.date.min, dt.date.max])
def test_the_ends_of_the_calendar_raise_nothing(parser: Parser, published: dt.date) -> None:
    text = (
        "Yesterday, tomorrow, last year, next century, a decade ago, Christmas Day, in March, on Jan. 5, last winter, "
        "next week, the past ten centuries, three hundred years later, the weekend, in the 1990s."
    )
    assert times(parser(text), published)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_word_salad_gives_exact_spans_and_no_errors(parser: Parser, seed: int) -> None:
    chooser = random.Random(seed)
    pool = [*LEXICON, *(w.title() for w in LEXICON), "14", "2019", "1990s", "10:35", "p.m.", "-", ",", "Jan.", "said", "met"]
    text = " ".join(chooser.choices(pool, k=150))
    for published in (None, dt.date.min, dt.date.max, DAY):
        found = times(parser(text), published)
        assert all(text[t.start : t.end] == t.text for t in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
        assert all(t.from_ <= t.to for t in found if t.from_ and t.to)


@pytest.mark.slow
def test_five_thousand_expressions_take_linear_time(parser: Parser) -> None:
    parsed = parser("They met on July 14 and on Monday. " * 2500)
    start = time.perf_counter()
    assert len(times(parsed, DAY)) == 5000
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    "text",
    [
        "one-" * 5000,
        "two hundred and " * 4000,
        "the last past " * 4000,
        "1990-" * 4000,
        "early late " * 4000,
        "1" * 50_000,
    ],
)
def test_no_text_makes_the_grammar_slow(text: str) -> None:
    start = time.perf_counter()
    list(matches(read_words(text)))
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-07-14TMO", "2023-07-14", "2023-07-14"),
        ("2023-W28", "2023-07-10", "2023-07-16"),
        ("2020-W53-WE", "2021-01-02", "2021-01-03"),
        ("2023-Q4", "2023-10-01", "2023-12-31"),
        ("2023-H1", "2023-01-01", "2023-06-30"),
        ("2022-WI", "2022-12-01", "2023-02-28"),
        ("199", "1990-01-01", "1999-12-31"),
        ("19", "1900-01-01", "1999-12-31"),
        ("2023-02-31", None, None),
        ("2023-W60", None, None),
        ("XXXX-WXX-4", None, None),
        ("PAST_REF", None, None),
    ],
)
def test_days_of_a_value(value: str, first: str | None, last: str | None) -> None:
    assert timedays.days(value) == (_day(first), _day(last))


@pytest.mark.parametrize(("year", "day"), [(2000, "2000-04-23"), (2019, "2019-04-21"), (2024, "2024-03-31")])
def test_easter(year: int, day: str) -> None:
    assert timedays.easter(year) == _day(day)
