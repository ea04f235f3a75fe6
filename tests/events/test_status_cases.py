"""Did it happen: cases by construction, written by someone who knew the definitions of status and not the code."""

import json
from collections import Counter
from pathlib import Path

import pytest

from dragoman.coder import Coder

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "status.jsonl").read_text(encoding="utf-8").split("\n")
    if line
]
FLOOR, GROUP_FLOOR = 0.9, 0.8  # of all, and of each construction; 0.67 and 0.5 before the rules that these cases brought


@pytest.mark.slow
def test_cases(rules: Coder) -> None:
    right, asked, wrong = Counter[str](), Counter[str](), []
    for case in CASES:
        before, word, after = case["text"].replace("]]", "[[").split("[[")
        found = rules.status(before + word + after, len(before), len(before) + len(word))
        asked[case["group"]] += 1
        right[case["group"]] += found.status == case["status"]
        if found.status != case["status"]:
            wrong.append(f"{case['id']}: {found.status} ({found.why}), wanted {case['status']}: {case['text']}")
    assert right.total() >= FLOOR * asked.total(), "\n".join(wrong)
    assert {g: right[g] / n for g, n in asked.items() if right[g] < GROUP_FLOOR * n} == {}, "\n".join(wrong)
