"""How the judge weighs what the lexicon reads and what the event model says, with a model that says what the test wants."""

from collections.abc import Sequence
from typing import Any

import pytest

from dragoman.coder import Coder
from dragoman.events import judge
from dragoman.events.marks import Act
from dragoman.events.model import NONE, Judgement

LEXICAL = "Turkey shelled Syria on Monday."
OPEN = "Turkey gave Syria a piece of its mind on Monday."


Sides = tuple[str | None, str | None]


class Said:
    """A model that gives `words` of words, `acts` of sides by their words, and else NONE; it keeps what was asked."""

    def __init__(self, words: dict[str, dict[str, float]], acts: dict[Sides, dict[str, float]] | None = None) -> None:
        self.words, self.acts = words, acts or {}
        self.thresholds = {"ACCUSE": 0.5, "ASSAULT": 0.5, "CONSULT": 0.5, "THREATEN": 0.9}
        self.asked: list[Act] = []
        self.text = ""

    def read(self, text: str) -> "Said":
        self.text = text
        return self

    def word(self, span: tuple[int, int]) -> dict[str, float]:
        return _all(self.words.get(self.text[slice(*span)], {NONE: 1.0}))

    def judge(self, acts: Sequence[Act]) -> list[Judgement]:
        self.asked += acts
        found = []
        for act in acts:
            actor, recipient = (None if s is None else self.text[slice(*s)] for s in act[:2])
            types = _all(self.acts.get((actor, recipient), {NONE: 1.0}))
            found.append(Judgement(types, {f"{t}/": 1.0 for t in self.thresholds}, {"occurred": 1.0}, 0.0))
        return found


def _all(given: dict[str, float]) -> dict[str, float]:
    return {"ACCUSE": 0.0, "ASSAULT": 0.0, "CONSULT": 0.0, "THREATEN": 0.0, NONE: 0.0} | given


def _coded(coder: Coder, monkeypatch: pytest.MonkeyPatch, text: str, said: Said) -> Any:
    monkeypatch.setattr(coder, "judge", judge.Judge(said))  # type: ignore[arg-type]
    return coder.code(text, "2024-03-05")


BOTH: Sides = ("Turkey", "Syria")
TURKEY_ACTS: Sides = ("Turkey", None)
SYRIA_ACTS: Sides = ("Syria", None)
ON_TURKEY: Sides = (None, "Turkey")
ON_SYRIA: Sides = (None, "Syria")


@pytest.mark.slow
def test_what_the_model_believes_too_stays_as_the_lexicon_reads_it(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    said = Said({"shelled": {"ASSAULT": 0.6, NONE: 0.4}}, {BOTH: {"ASSAULT": 0.7, NONE: 0.3}})
    (event,) = _coded(coder, monkeypatch, LEXICAL, said).events
    assert (event.type, event.mode, event.confidence) == ("ASSAULT", "heavy-weapons", 0.75)
    assert said.asked[0] == Act((0, 6), (15, 20), (7, 14))


@pytest.mark.slow
def test_what_the_model_takes_for_nothing_is_dropped_with_its_chance(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    sure = {NONE: 0.99, "ASSAULT": 0.01}
    coded = _coded(coder, monkeypatch, LEXICAL, Said({"shelled": sure}, {BOTH: sure}))
    assert coded.events == ()
    assert any("model: NONE 0.99" in d.why for d in coded.dropped)


@pytest.mark.slow
def test_one_of_word_and_pair_is_enough_for_belief(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    coded = _coded(coder, monkeypatch, LEXICAL, Said({"shelled": {"ASSAULT": 0.9, NONE: 0.1}}))
    assert [e.type for e in coded.events] == ["ASSAULT"]


@pytest.mark.slow
def test_a_type_that_the_model_is_sure_of_is_taken_and_said(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    sure = {"THREATEN": 0.8, NONE: 0.2}
    (event,) = _coded(coder, monkeypatch, LEXICAL, Said({"shelled": sure}, {BOTH: sure})).events
    assert event.type == "THREATEN"
    assert "model: THREATEN 0.80" in event.why


@pytest.mark.slow
@pytest.mark.parametrize(
    ("acting", "acted", "actors", "recipients"),
    [
        (TURKEY_ACTS, ON_SYRIA, ["TUR"], ["SYR"]),
        (SYRIA_ACTS, ON_TURKEY, ["SYR"], ["TUR"]),
        (TURKEY_ACTS, TURKEY_ACTS, ["TUR"], []),
    ],
)
def test_a_word_that_no_lexicon_reads_becomes_an_event_with_the_sides_that_the_model_believes(
    coder: Coder, monkeypatch: pytest.MonkeyPatch, acting: Sides, acted: Sides, actors: list[str], recipients: list[str]
) -> None:
    sure = {"ACCUSE": 0.95, NONE: 0.05}
    both: dict[Sides, dict[str, float]] = {(acting[0], acted[1] or "Syria"): sure if acted[1] else {"ACCUSE": 0.3, NONE: 0.7}}
    said = Said({"piece": {"ACCUSE": 0.5, NONE: 0.5}}, {acting: sure, acted: sure, **both})
    (event,) = _coded(coder, monkeypatch, OPEN, said).events
    assert (event.type, event.confidence) == ("ACCUSE", 0.95)
    assert [e.country for e in event.actors] == actors
    assert [e.country for e in event.recipients] == recipients


@pytest.mark.slow
def test_who_meets_is_on_either_side(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    sure = {"CONSULT": 0.95, NONE: 0.05}
    either = dict.fromkeys((TURKEY_ACTS, ON_TURKEY, SYRIA_ACTS, ON_SYRIA, BOTH, BOTH[::-1]), sure)
    said = Said({"piece": {"CONSULT": 0.5, NONE: 0.5}}, either)
    (event,) = _coded(coder, monkeypatch, OPEN, said).events
    assert [e.country for e in (*event.actors, *event.recipients)] == ["TUR", "SYR"]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "chance"), [("ACCUSE", 0.75), ("THREATEN", 0.85)])
def test_below_the_threshold_of_its_type_there_is_no_event(
    coder: Coder, monkeypatch: pytest.MonkeyPatch, kind: str, chance: float
) -> None:
    rest = {kind: chance, NONE: 1 - chance}
    assert _coded(coder, monkeypatch, OPEN, Said({"piece": rest}, {TURKEY_ACTS: rest, ON_SYRIA: rest})).events == ()


@pytest.mark.slow
def test_a_least_chance_given_stands_instead_of_the_thresholds(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    rest = {"THREATEN": 0.65, NONE: 0.35}
    said = Said({"piece": rest}, {TURKEY_ACTS: rest, ON_SYRIA: rest, BOTH: rest})
    monkeypatch.setattr(coder, "judge", judge.Judge(said, 0.6))  # type: ignore[arg-type]
    assert [e.type for e in coder.code(OPEN, "2024-03-05").events] == ["THREATEN"]
    monkeypatch.setattr(coder, "judge", judge.Judge(said, 0.7))  # type: ignore[arg-type]
    assert coder.code(OPEN, "2024-03-05").events == ()


@pytest.mark.slow
def test_a_word_that_tells_nothing_is_not_asked_about_sides(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    said = Said({})
    _coded(coder, monkeypatch, OPEN, said)
    assert said.asked == []


@pytest.mark.slow
def test_events_below_the_least_confidence_are_dropped_and_say_so(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coder, "min_confidence", 0.8)
    said = Said({"shelled": {"ASSAULT": 0.6, NONE: 0.4}}, {BOTH: {"ASSAULT": 0.7, NONE: 0.3}})
    coded = _coded(coder, monkeypatch, LEXICAL, said)
    assert coded.events == ()
    assert any(d.why.endswith("confidence 0.75 is below 0.8") for d in coded.dropped)


@pytest.mark.slow
def test_in_a_long_article_with_one_unsure_event_it_is_dropped_and_says_so(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    said = Said({"shelled": {"ASSAULT": 0.6, NONE: 0.4}}, {BOTH: {"ASSAULT": 0.7, NONE: 0.3}})
    assert len(_coded(coder, monkeypatch, LEXICAL + " It rained." * 3, said).events) == 1
    coded = _coded(coder, monkeypatch, LEXICAL + " It rained." * 9, said)
    assert coded.events == ()
    assert any(d.why.endswith("below 0.8, which it takes in an article that tells little else") for d in coded.dropped)
