"""Both sides of an act by syntax alone: for each pattern, the countries among the first proposals."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.annotate.cast import Cast
from dragoman.annotate.roles import localized
from dragoman.annotate.where import places
from dragoman.coder import Coder
from dragoman.events.arguments import proposals
from dragoman.events.assemble import Surroundings
from dragoman.events.candidates import candidates
from dragoman.events.place import event_place
from dragoman.records import Entity

CASES = [
    json.loads(line) for line in (Path(__file__).parents[1] / "cases" / "sides.jsonl").read_text(encoding="utf-8").splitlines()
]
FIRST = 3  # proposals looked at
MARKED = [
    pytest.param(c, id=c["id"], marks=[pytest.mark.xfail(reason=c["known"], strict=True)] if "known" in c else []) for c in CASES
]


def countries(side: tuple[Entity, ...]) -> set[str]:
    return {e.country for e in side if e.country}


@pytest.mark.slow
@pytest.mark.parametrize("case", MARKED)
def test_sides(coder: Coder, case: dict[str, Any]) -> None:
    parsed = coder.parser(case["text"])
    cast = Cast(parsed, coder.phrases, dt.date(2022, 6, 1))
    around = Surroundings(parsed, None, (), places(parsed, coder.names, coder.gazetteer), (), cast.home())
    start, end = case["start"], case["start"] + len(case["trigger"])
    found: list[tuple[set[str], set[str]]] = []
    for candidate in candidates(parsed):
        if start <= candidate.sentence.char(candidate.trigger) < end:
            place = event_place(candidate, around.places.get(candidate.sentence.index, ()), (), around.dateline, verbal=False)
            for _, (a, r) in zip(range(FIRST), proposals(candidate, cast), strict=False):
                found.append((countries(localized(a, place, cast.home(), r)), countries(localized(r, place, cast.home(), a))))
    actors, recipients = set(case["actors"]), set(case["recipients"])
    if case.get("symmetric"):
        assert actors | recipients in [a | r for a, r in found], found
    else:
        assert (actors, recipients) in found, found


def test_every_pattern_has_cases() -> None:
    assert len({c["pattern"] for c in CASES}) >= 20
