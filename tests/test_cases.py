"""The boundary sentences of the codebook: what stands on either side of each line between two types.

A case whose `known` gives a reason is expected to fail, strictly: one that passes must lose its reason.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.coder import Coder

pytestmark = pytest.mark.slow
CASES = [
    json.loads(line) for line in (Path(__file__).parent / "cases" / "boundary.jsonl").read_text(encoding="utf-8").splitlines()
]
# The facts hold no invented states: real ones stand in for them
REAL = {"Norland": "Norway", "Estavian": "Estonian", "Estavia": "Estonia"}


def codes(events: list[dict[str, Any]]) -> set[tuple[str, str | None]]:
    return {(e["type"], e["mode"]) for e in events}


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_boundary(coder: Coder, case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    if case["known"]:
        request.applymarker(pytest.mark.xfail(reason=case["known"], strict=True))
    text = case["text"]
    for invented, real in REAL.items():
        text = text.replace(invented, real)
    found = codes([e.model_dump() for e in coder.code(text, published="2024-03-15").events])
    wanted = codes(case["want"])
    either = {(w["type"], mode) for w in case["want"] for mode in w.get("or_mode", [])}
    missing = {w for w in wanted - found if not any(w[0] == e[0] for e in either & found)}
    assert not missing, f"missing {missing}; found {found}"
    assert found <= wanted | either, f"more than wanted: {found - wanted - either}"
