import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.annotate.parse import Parser
from dragoman.annotate.where import places
from dragoman.facts import load_gazetteer, load_names
from dragoman.records import Place

pytestmark = pytest.mark.slow
CASES = [json.loads(line) for line in (Path(__file__).parents[1] / "cases" / "where.jsonl").read_text("utf-8").splitlines()]


def found(parser: Parser, text: str) -> tuple[Place, ...]:
    return places(parser(text), load_names(), load_gazetteer())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_cases(parser: Parser, case: dict[str, Any]) -> None:
    got = found(parser, case["text"])
    assert [[p.text, p.name, p.country, p.precision] for p in got] == case["places"]
    assert [p.text for p in got if p.why.startswith("dateline")] == case.get("dateline", [])


def test_spans_slice_the_text_and_are_in_order(parser: Parser) -> None:
    text = "\n\n".join(case["text"] for case in CASES)
    got = found(parser, text)
    assert all(text[p.start : p.end] == p.text for p in got)
    assert [p.start for p in got] == sorted(p.start for p in got)


def test_each_place_says_why_and_where(parser: Parser) -> None:
    for place in found(parser, "Fighting in Aleppo, Syria, reached the Turkish border near Kobani."):
        assert place.why
        assert place.lat is not None
        assert place.lon is not None


def test_one_sense_in_an_article(parser: Parser) -> None:
    text = "A storm hit Paris, Texas, on Monday. Schools in Paris stayed closed, the mayor of Paris said."
    assert {p.country for p in found(parser, text) if p.text == "Paris"} == {"USA"}


def test_the_countries_of_an_article_decide(parser: Parser) -> None:
    home = (
        "Syrian troops entered Tripoli, then crossed back into Syria. Lebanon protested, and Beirut closed the road to Damascus."
    )
    assert next(p.country for p in found(parser, home) if p.text == "Tripoli") == "LBN"
    assert (
        next(p.country for p in found(parser, "Libyan forces retook Tripoli; Libya celebrated.") if p.text == "Tripoli") == "LBY"
    )


def test_no_text_no_places(parser: Parser) -> None:
    assert found(parser, "") == ()
    assert found(parser, "he said so .") == ()
