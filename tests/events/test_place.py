"""Where an event happened, and whose word it is, in whole sentences."""

import pytest

from dragoman.coder import Coder

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("text", "type_name", "country"),
    [
        ("Turkish police arrested 40 protesters in Ankara on Monday.", "COERCE", "TUR"),
        ("The French president met Ghana's leader in Accra.", "CONSULT", "GHA"),
        ("Russian jets bombed rebel positions near Aleppo, Syria, on Friday.", "ASSAULT", "SYR"),
        ("GOMA (Reuters) - Rebels attacked soldiers on Friday.", "ASSAULT", "COD"),
        ("France condemned Iran.", "ACCUSE", None),
        ("Kenyan troops killed five rebels near Somalia's border with Ethiopia.", "ASSAULT", "SOM"),
        ("In the wake of the bombing of Madrid, French police arrested two Moroccan men in Lyon.", "COERCE", "FRA"),
        ("Peru said that it detained six Chilean soldiers well inside the country.", "COERCE", "PER"),
        ("Thirty Chadian diplomats were expelled from Sudan, state television in Khartoum said.", "SANCTION", "SDN"),
    ],
)
def test_place(coder: Coder, text: str, type_name: str, country: str | None) -> None:
    event = next(e for e in coder.code(text, "2024-03-15").events if e.type == type_name)
    assert (event.place.country if event.place else None) == country


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Mali said on Monday that rebels had attacked a convoy of the army.", "MLI"),
        ("Rebels attacked a convoy of the army, according to Amnesty International.", "NGO"),
        ("Rebels attacked a convoy of the army.", None),
    ],
)
def test_attribution(coder: Coder, text: str, speaker: str | None) -> None:
    event = next(e for e in coder.code(text, "2024-03-15").events if e.type == "ASSAULT")
    assert (event.attribution.speaker.country if event.attribution else None) == speaker


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Russian jets attacked rebels in Syria.", "aerial"),
        ("Turkish drones attacked Kurdish rebels in Syria.", "drone"),
        ("Rebels attacked soldiers with rockets in Mali.", "heavy-weapons"),
    ],
)
def test_weapons_give_the_mode(coder: Coder, text: str, mode: str) -> None:
    (event,) = coder.code(text, "2024-03-15").events
    assert (event.type, event.mode) == ("ASSAULT", mode)


def test_who_meets_on_the_other_s_ground_is_the_visitor(coder: Coder) -> None:
    (event,) = coder.code("The French president met Ghana's leader in Accra.", "2024-03-15").events
    assert (event.mode, event.actors[0].country, event.recipients[0].country) == ("visit", "FRA", "GHA")


def test_a_promise_of_the_doer_has_been_made(coder: Coder) -> None:
    (event,) = coder.code("Mali said on Monday that it would strike rebel bases in Niger.", "2024-03-15").events
    assert (event.type, event.status) == ("THREATEN", "occurred")


def test_countries_do_not_decide(coder: Coder) -> None:
    """With the countries swapped, the types stay."""
    text = "France condemned Iran's missile tests, expelled its ambassador and urged Germany to release two prisoners."
    swapped = text.replace("France", "Peru").replace("Iran", "Kenya").replace("Germany", "Japan")
    first, second = (coder.code(t, "2024-03-15").events for t in (text, swapped))
    assert [(e.type, e.mode) for e in first] == [(e.type, e.mode) for e in second]
    assert len(first) >= 3
