"""A sentence told of the standing countries: what changes, what stays, and where marks go."""

import pytest

from dragoman.events.neutral import STANDING, moved, neutral
from dragoman.facts.names import load_names


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Turkey shelled villages in Syria.", "Germany shelled villages in Egypt."),
        ("Turkey's army and Syrian rebels", "Germany's army and Egyptian rebels"),
        ("Damascus told the Turks that Syria's envoy stays.", "Berlin told the Egyptians that Germany's envoy stays."),
        ("He flew to the U.S. on Monday.", "He flew to the Germany on Monday."),
        ("He left the U.S. Talks go on.", "He left the Germany Talks go on."),
        ("Officials of the Bank of England met.", "Officials of the Bank of England met."),  # a name of its own
        ("A jar of china and a turkey.", "A jar of china and a turkey."),
        ("", ""),
        ("ΑΘΗΝΑ 2024 – ok", "ΑΘΗΝΑ 2024 – ok"),
    ],
)
def test_each_country_becomes_the_next_of_the_standing_ones_in_the_same_form(text: str, told: str) -> None:
    assert neutral(text, load_names())[0] == told


def test_other_countries_make_the_same_sentence() -> None:
    one, _ = neutral("Peru and Chile accused a Bolivian officer; Lima protested.", load_names())
    two, _ = neutral("Chad and Niger accused a Sudanese officer; N'Djamena protested.", load_names())
    assert one == two


def test_marks_follow_their_words() -> None:
    text = "Turkey shelled Syria and Iraqi posts."
    told, edits = neutral(text, load_names())
    spans = [moved(span, edits) for span in ((0, 6), (15, 20), (7, 14), (25, 36), None)]
    assert [told[slice(*s)] for s in spans if s] == ["Germany", "Egypt", "shelled", "Mexican posts"]
    assert spans[-1] is None


def test_countries_beyond_the_standing_ones_stay() -> None:
    text = "Peru, Chile, Chad, Niger, Mali, Togo, Iraq, Iran, Oman, Laos, Nepal and Tonga met."
    told, edits = neutral(text, load_names())
    assert len(edits) == len(STANDING)
    assert told.endswith("Nepal and Tonga met.")
