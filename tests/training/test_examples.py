"""Which acts the model learns from a row of the bank, and that changed countries leave them in place."""

import random

import pytest

from dragoman.annotate.parse import Parser
from dragoman.events.marks import Act
from examples import NONE, Example, Label, examples
from notation import read
from swapped import swapped

ROW = "[1|Turkish troops] {A|shelled} [2|three villages], [3|residents] said. ## A ASSAULT/heavy-weapons 1>2 by=3 ## weapon"
TALKS = "[1|Peru] and [2|Chile] held {A|talks} about [3|the miners]. ## A CONSULT 1,2> ## talks"


def _example(parser: Parser, line: str) -> Example:
    (found,) = list(examples([{**read(line), "id": "x-1", "brief": "x"}], parser))
    return found


def _examples(parser: Parser, line: str) -> dict[tuple[str | None, str | None, str | None], Label]:
    found = _example(parser, line)
    return {_words(found, act): label for act, label in zip(found.acts, found.labels, strict=True)}


def _words(example: Example, act: Act) -> tuple[str | None, str | None, str | None]:
    actor, recipient, trigger = (None if s is None else example.text[slice(*s)] for s in act)
    return actor, recipient, trigger


@pytest.mark.slow
def test_a_true_act_with_and_without_its_word_and_wrong_ones_beside_it(parser: Parser) -> None:
    found = _examples(parser, ROW)
    true = Label("ASSAULT", "heavy-weapons", "occurred", False)
    assert found["Turkish troops", "three villages", "shelled"] == true
    assert found["Turkish troops", "three villages", None] == true
    assert found["Turkish troops", None, "shelled"] == found[None, "three villages", "shelled"] == true
    assert found[None, "Turkish troops", "shelled"].type == NONE
    right = {("Turkish troops", "three villages"), ("Turkish troops", None), (None, "three villages")}
    wrong = [label for (a, r, word), label in found.items() if (a, r) not in right or word not in ("shelled", None)]
    assert wrong
    assert all(label.type == NONE for label in wrong)
    assert any(trigger == "said" for _, _, trigger in found)


@pytest.mark.slow
def test_the_telling_word_is_learnt_of_the_sentence_alone(parser: Parser) -> None:
    example = _example(parser, ROW)
    assert {example.text[slice(*span)]: name for span, name in example.telling.items()} == {"shelled": "ASSAULT"}
    assert all(act.actor is not None or act.recipient is not None for act in example.acts)


@pytest.mark.slow
def test_who_meets_may_stand_on_either_side(parser: Parser) -> None:
    found = _examples(parser, TALKS)
    assert found["Peru", "Chile", "talks"].type == found["Chile", "Peru", "talks"].type == "CONSULT"


def test_countries_change_throughout_and_marks_move_with_them() -> None:
    text = "Iran's foreign minister told the French envoy in Paris that Iran would leave."
    changed, (act,) = swapped(text, [Act((0, 23), (29, 45), (24, 28))], random.Random(3))
    assert changed != text
    assert [changed[slice(*span)].split()[-1] for span in act if span] == ["minister", "envoy", "told"]
    name = changed.partition("'")[0]
    assert changed.count(name) == 2
    assert "Iran" not in changed
    assert "French" not in changed


def test_a_sentence_without_countries_stays() -> None:
    text = "The mayor met the strikers."
    assert swapped(text, [Act((0, 9), None, None)], random.Random(1)) == (text, [Act((0, 9), None, None)])
