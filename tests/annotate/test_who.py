"""Participants: phrases resolved as of a day, and words that refer back."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.annotate.cast import Cast
from dragoman.annotate.parse import Parser
from dragoman.annotate.roles import localized, without_private_identity
from dragoman.annotate.who import Phrases
from dragoman.coder import Coder
from dragoman.facts import load_gazetteer, load_names
from dragoman.records import Entity, Place

CASES = Path(__file__).parents[1] / "cases"


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return Phrases(load_names(), load_gazetteer())


def marked(name: str) -> list[Any]:
    """Cases as parameters; a `known` failure must fail."""
    return [
        pytest.param(c, id=c["id"], marks=[pytest.mark.xfail(reason=c["known"], strict=True)] if "known" in c else [])
        for c in cases(name)
    ]


@pytest.mark.parametrize("case", marked("who.jsonl"))
def test_phrases(phrases: Phrases, case: dict[str, Any]) -> None:
    found = phrases.identify(case["text"], dt.date.fromisoformat(case["on"]))
    want = case["want"]
    assert found.country == want["country"], found
    if want["sectors"] is not None:
        assert list(found.sectors[: max(1, len(want["sectors"]))])[:1] == want["sectors"][:1], found
    if case.get("unresolved"):
        assert (found.name, found.id) == (None, None), found
    assert found.why


@pytest.mark.slow
@pytest.mark.parametrize("case", marked("refer.jsonl"))
def test_words_that_refer_back(parser: Parser, phrases: Phrases, case: dict[str, Any]) -> None:
    parsed = parser(case["text"])
    cast = Cast(parsed, phrases, dt.date(2022, 6, 1))
    start, end = case["start"], case["start"] + len(case["word"])
    inside = [(s, t) for s, t in parsed.tokens() if start <= s.char(t) < end]
    numbers = {t.i for _, t in inside}
    sentence, head = [(s, t) for s, t in inside if t.head.i not in numbers or t.head == t][-1]
    found = [e.country for e in cast.at(sentence, head, dig=False)]
    assert sorted(map(str, found)) == sorted(map(str, case["countries"])), case["text"]


@pytest.mark.slow
def test_identify_answers_always(coder: Coder) -> None:
    for phrase in ("?!", "he", "x" * 10_000, "", "the of and"):
        found = coder.identify(phrase, on="1750-01-01")
        assert (found.country, found.sectors) == (None, ()), found


PLACE = Place(start=0, end=4, text="Goma", country="COD")
REBELS = Entity(start=0, end=6, text="rebels", sectors=("REB",))


def test_local_roles_take_the_country_of_the_place() -> None:
    (found,) = localized((REBELS,), PLACE, "FRA", ())
    assert found.country == "COD"
    assert "Goma" in found.why


def test_roles_of_the_story_take_the_country_of_the_article() -> None:
    (found,) = localized((REBELS.model_copy(update={"text": "the rebels"}),), PLACE, "SYR", ())
    assert found.country == "SYR"


def test_fighters_do_not_take_the_country_that_they_fight() -> None:
    (found,) = localized((REBELS,), None, "USA", (Entity(text="American forces", country="USA"),))
    assert found.country is None


def test_named_people_take_nothing() -> None:
    person = Entity(text="Ana Rossi", name="Ana Rossi", sectors=("OPP",))
    assert localized((person,), PLACE, "SYR", ()) == (person,)


@pytest.mark.parametrize(
    ("sectors", "identifier", "kept"),
    [
        (("CVL",), "ana-rossi", False),
        (("CRM",), "ana-rossi", False),
        (("OPP",), "ana-rossi", True),
        (("GOV",), "wd:Q1", True),
        ((), None, False),
    ],
)
def test_private_people_are_roles(sectors: tuple[str, ...], identifier: str | None, kept: bool) -> None:
    person = Entity(text="Ana Rossi", name="Ana Rossi", id=identifier, sectors=sectors, why="person's name")
    found = without_private_identity(person)
    assert (found.name is not None) == kept
    assert found.text == "Ana Rossi"
