"""Contexts by the words of a paragraph."""

import json
from pathlib import Path

import pytest

from dragoman.codebook.cues import Cue, Cues, load_cues
from dragoman.coder import Coder
from dragoman.events.context import contexts, contexts_of_act
from dragoman.records import Entity

CASES = Path(__file__).resolve().parents[1] / "cases" / "context.jsonl"

CUES = Cues(
    exact={"polling": (Cue("election", ("polling", "station*"), 2),), "vote": (Cue("election", ("vote",), 1),)},
    begun={"ballot": (Cue("election", ("ballot*",), 1),)},
    lengths=(6,),
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Police guarded the polling stations.", {"election": ("polling stations",)}),
        ("A vote was held.", {}),
        ("A vote was held; ballots were burned.", {"election": ("vote", "ballots")}),
        ("Ballot after ballot, ballots and more ballots.", {}),  # one word is one cue, however often it stands there
        ("The polling-station was shut.", {"election": ("polling-station",)}),
    ],
)
def test_one_strong_cue_or_two_weak_ones(text: str, told: dict[str, tuple[str, ...]]) -> None:
    assert contexts(text, CUES) == told


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("UN peacekeepers reached the village.", "peacekeeping"),
        ("The court in Ankara freed a journalist; prosecutors appealed.", "legal"),
        ("Soldiers of the army crossed the river.", "military"),
        ("He asked for political asylum in Peru.", "asylum"),
    ],
)
def test_the_cues_of_the_package(text: str, name: str) -> None:
    assert name in contexts(text, load_cues())


def test_football_has_no_context() -> None:
    assert contexts("The striker scored twice and the coach went home happy.", load_cues()) == {}


def test_contexts_that_lie_in_an_act() -> None:
    army, paper, judge = (
        Entity(country="TCD", sectors=("MIL",)),
        Entity(sectors=("JRN",)),
        Entity(country="PER", sectors=("JUD",)),
    )
    assert dict(contexts_of_act("COERCE", "arrest", [army], [paper])).keys() == {"military", "rights_freedoms"}
    assert dict(contexts_of_act("CONSULT", None, [judge, army], [])).keys() == {"military", "diplomatic"}
    assert not dict(contexts_of_act("MOBILIZE", "weapons", [Entity(country="TCD", sectors=("REB",))], []))


@pytest.mark.slow
def test_contexts_of_texts_that_others_labelled(coder: Coder) -> None:
    """A reader who knew only the definitions labelled texts of held-out briefs of the bank; `arguable` is right either way."""
    right = wrong = missed = 0
    for line in CASES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        sure, arguable = set(case["contexts"]), set(case["arguable"])
        found = {c for e in coder.code(case["text"], "2020-01-01").events for c in e.contexts}
        right += len(found & sure)
        wrong += len(found - sure - arguable)
        missed += len(sure - found)
    assert right / (right + wrong) >= 0.8
    assert right / (right + missed) >= 0.3
