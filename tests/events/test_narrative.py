"""What an event takes over from the one told before it."""

import pytest

from dragoman.coder import Coder

pytestmark = pytest.mark.slow


def test_a_deed_without_a_place_is_where_the_one_before_was(rules: Coder) -> None:
    text = "Rebels shelled soldiers in Goma on Monday. The rebels killed a Kenyan diplomat. Kenya condemned Rwanda."
    first, second, third = rules.code(text, "2024-03-15").events
    assert first.place is not None
    assert (second.place, third.place) == (first.place, None)  # words are not said where deeds were done
    assert second.why.endswith("place of the event told before")


def test_in_a_story_of_the_past_an_event_without_a_date_is_as_old(rules: Coder) -> None:
    text = "In November 2014 rebels shelled soldiers in Goma. They also killed a Kenyan diplomat. Peru has condemned Chile."
    first, second, _ = rules.code(text, "2024-03-15").events
    assert (first.date.basis, second.date.basis) == ("text", "narrative")  # type: ignore[union-attr]
    assert (second.date.from_, second.date.to) == (first.date.from_, first.date.to)  # type: ignore[union-attr]
    assert (first.background, second.background) == (True, True)


def test_an_attempt_dates_what_follows_too(rules: Coder) -> None:
    text = "In November 2014 rebels tried to storm a base in Goma. They killed a Kenyan diplomat."
    assert [e.date.basis for e in rules.code(text, "2024-03-15").events if e.date] == ["text", "narrative"]


def test_the_news_of_the_week_hands_no_date_on(rules: Coder) -> None:
    text = "Rebels shelled soldiers in Goma on Monday. They also killed a Kenyan diplomat."
    assert [e.date.basis for e in rules.code(text, "2024-03-15").events if e.date] == ["text", "publication"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Uganda launched an attack into eastern Congo overnight on militiamen who rob traders from Rwanda.", "COD"),
        ("Nine rebel officers were killed in a U.K. raid in Niger.", "NER"),
        ("Kenya, whose engineers build roads in Somalia, expelled an Omani envoy.", "SOM"),
    ],
)
def test_places_are_named_by_where_and_not_by_whose(rules: Coder, text: str, country: str) -> None:
    places = [e.place.country for e in rules.code(text, "2024-03-15").events if e.place]
    assert country in places
    assert "GBR" not in places
