"""The rules that the code cites are those of the codebook, and what it repeats of it is the same."""

import re
from pathlib import Path

import pytest

import dragoman.events
from dragoman.codebook import load_codebook
from dragoman.events.classify import FUTURE_RULE, SPEECH, has_power, is_public, least_confidence
from dragoman.records import Entity

FOLDER = Path(dragoman.events.__file__).parent


def test_every_cited_rule_stands_in_the_codebook() -> None:
    cited = {
        m for path in FOLDER.glob("*.py") for m in re.findall(r"rule ([a-z]+(?:-[a-z]+)+)", path.read_text(encoding="utf-8"))
    }
    assert len(cited) >= 6
    assert cited | set(FUTURE_RULE.values()) <= set(load_codebook().rules)


def test_speech_types_are_those_of_the_codebook() -> None:
    assert load_codebook().speech_types == SPEECH


def test_each_change_of_type_in_the_future_has_its_rule() -> None:
    changed = {t.future for t in load_codebook().types.values() if t.future != t.name}
    assert changed == set(FUTURE_RULE)


@pytest.mark.parametrize(
    ("entity", "public", "power"),
    [
        (Entity(text="Chad", country="TCD"), True, True),
        (Entity(text="its", country="TCD"), True, True),
        (Entity(text="they", country="TCD"), True, False),  # anybody or anything of Chad
        (Entity(text="the minister", sectors=("GOV",)), True, True),
        (Entity(text="she", country="TCD", sectors=("GOV",)), True, True),
        (Entity(text="nurses", country="TCD", sectors=("CVL",)), True, False),
        (Entity(text="nurses", sectors=("CVL",)), False, False),
        (Entity(text="Apple", country="MNC", sectors=("BUS",)), False, False),
        (Entity(text="a stranger"), False, False),
    ],
)
def test_who_belongs_to_public_life_and_who_acts_in_it(entity: Entity, public: bool, power: bool) -> None:
    assert (is_public(entity), has_power(entity)) == (public, power)


@pytest.mark.parametrize(
    ("events", "sentences", "least"), [(1, 7, 0.0), (0, 8, 0.8), (1, 8, 0.8), (2, 8, 0.0), (4, 20, 0.0), (3, 20, 0.8)]
)
def test_long_articles_with_few_events_ask_for_more_confidence(events: int, sentences: int, least: float) -> None:
    assert least_confidence(events, sentences) == least
