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


@pytest.mark.slow
@pytest.mark.parametrize("case", cases("who.jsonl"), ids=lambda c: f"{c['text']} {c['on'][:4]}")
def test_phrases(coder: Coder, case: dict[str, Any]) -> None:
    found = coder.identify(case["text"], on=case["on"])
    want = case["want"]
    assert found.country == want["country"], found
    if want["sectors"] is not None:
        assert list(found.sectors[: len(want["sectors"]) or None]) == want["sectors"], found
    if want["name"]:
        assert found.name == want["name"], found
    assert found.why


@pytest.mark.slow
@pytest.mark.parametrize("case", cases("refer.jsonl"), ids=lambda c: c["text"][:50])
def test_words_that_refer_back(parser: Parser, case: dict[str, Any]) -> None:
    parsed = parser(case["text"])
    cast = Cast(parsed, Phrases(load_names(), load_gazetteer()), dt.date(2023, 7, 14))
    last = case["start"] + len(case["word"])
    heads = [(s, t) for s, t in parsed.tokens() if s.char(t) + len(t) == last]
    found = [e for s, t in heads for e in cast.at(s, t)]
    assert [e.country for e in found] == case["countries"], found


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
