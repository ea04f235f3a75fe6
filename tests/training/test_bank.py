"""The notation of the bank, its checks and its pairs, on rows written by hand; the bank itself is checked by `make check`."""

from typing import Any

import pytest

import agreement
import bank
import notation
from pairs import NONE, pairs

LINE = "[1|Turkish troops] {A|shelled} [2|three villages], [3|residents] said. ## A ASSAULT/heavy-weapons 1>2 by=3 ## means"
TALKS = (
    "[1|Mali] and [2|Chad] {A|met}. [1|The host] {B|promised} [3|Togo] grain. ## A CONSULT 1,2>_; B AGREE 1>3 planned ## due/a"
)


@pytest.mark.parametrize("line", [LINE, TALKS, "[1|Mali] slept. It rained in Bamako. ## - ## none"])
def test_a_line_reads_and_renders_back(line: str) -> None:
    assert notation.render(notation.read(line)) == line


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("no events here", "is needed"),
        ("[1|Mali] {A|met [2|Chad]. ## A CONSULT 1,2>_ ## x", "not closed"),
        ("[1|Mali] {A|met} [2|Chad] ag[3|a]in. ## A CONSULT 1,2>_ ## x", "inside a word"),
        ("[1|Mali] {A|met} [2|Chad] again. ## A CONSULTS 1,2>_ ## x", "type 'CONSULTS' is none of"),
        ("[1|Mali] {A|met} [2|Chad] again. ## A CONSULT/dinner 1,2>_ ## x", "mode"),
        ("[1|Mali] {A|met} [2|Chad] again. ## A CONSULT 1,4>_ ## x", "participant [4] is not marked"),
        ("[1|Mali] {A|met} [2|Chad] again. ## A CONSULT 1>1 ## x", "both sides"),
        ("[1|Mali] {A|met} [2|Chad] again. ## A CONSULT 1>2 soon ## x", "'soon' is none of"),
        ("[1|Mali] {A|met} [2|Chad] {B|again}. ## A CONSULT 1>2 ## x", "has no event"),
        ("[1|Mali] met [2|Chad] again. ## A CONSULT 1>2 ## x", "trigger A is not marked"),
        ("[1|Mali] {A|met} {A|Chad} again. ## A CONSULT 1>_ ## x", "there twice"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line: str, said: str) -> None:
    with pytest.raises(notation.Unreadable) as raised:
        notation.read(line)
    assert said in str(raised.value)


def row(line: str, number: str = "b01-0001", **more: Any) -> dict[str, Any]:
    return {"id": number, "brief": number[:3], "writer": 1, **notation.read(line), **more}


def test_pairs_are_events_swapped_roles_and_bystanders() -> None:
    found = list(pairs([row(LINE)], nones=9))
    named = {(p.text[slice(*(p.actor or (0, 0)))], p.text[slice(*(p.recipient or (0, 0)))], p.type) for p in found}
    assert named == {
        ("Turkish troops", "three villages", "ASSAULT"),
        ("three villages", "Turkish troops", NONE),
        ("residents", "three villages", NONE),
        ("Turkish troops", "residents", NONE),
    }


def test_mutual_acts_are_not_swapped() -> None:
    assert all(p.type != NONE for p in pairs([row("[1|Mali] {A|met} [2|Chad]. ## A CONSULT 1,2>_ ## x")], nones=9))


def test_names_numbers_and_dates_are_masked() -> None:
    assert bank.masked("On Monday Kenya fired 12 shots. Kenya won.") == ("on", "@", "fired", "@", "shots", "kenya", "won")


@pytest.mark.parametrize(("a", "b"), [("shelled", "shelling"), ("accuse", "accused"), ("stopped", "stop"), ("calls", "call")])
def test_forms_of_a_word_have_one_stem(a: str, b: str) -> None:
    assert bank.stem(a) == bank.stem(b)


def test_a_party_named_in_an_earlier_sentence_makes_a_passage() -> None:
    assert bank.is_passage(row(TALKS))
    assert not bank.is_passage(row(LINE))


def test_a_copied_text_is_a_near_duplicate_and_half_of_a_pair_is_none() -> None:
    text = "[1|The army] {A|shelled} [2|villages] along the eastern road until late in the night. ## A ASSAULT 1>2 ## x/a"
    twice = [row(text), row(text.replace("x/a", "x/b"), "b01-0002")]
    assert not list(bank._of_twins(twice))
    assert list(bank._of_twins([twice[0], row(text, "b02-0001")]))


def test_one_word_may_not_trigger_a_whole_type() -> None:
    rows = [row(LINE, f"b01-{k:04}") for k in range(20)]
    assert any("'shell' triggers 20 of 20" in said for said in bank._of_triggers(rows))


def test_kappa() -> None:
    assert agreement.kappa([("a", "a"), ("b", "b")])["kappa"] == 1.0
    assert agreement.kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")])["kappa"] == 0.0


def test_two_readers_are_compared_on_the_triggers_that_both_found() -> None:
    other = notation.read(LINE.replace("ASSAULT/heavy-weapons 1>2 by=3", "COERCE 1>3"))
    found = agreement.compare({"b01-0001": row(LINE)}, {"b01-0001": other})
    assert found["type"]["agreement"] == 0.0
    assert (found["actors the same"]["agreement"], found["recipients the same"]["agreement"]) == (1.0, 0.0)
