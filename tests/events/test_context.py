"""Contexts by the words of a paragraph."""

import pytest

from dragoman.codebook.cues import Cue, Cues, load_cues
from dragoman.events.context import contexts

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
