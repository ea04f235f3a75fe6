"""Every value's span slices to its text, in every record, over real news and over invented texts."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from dragoman import records
from dragoman.coder import Coder

pytestmark = pytest.mark.slow
NEWS = 60  # articles of each set in the suite; `make bench` and DRAGOMAN_ALL_NEWS=1 read all of them


def spans(record: object) -> Iterator[tuple[int, int, str]]:
    """Every (start, end, text) inside a record."""
    if isinstance(record, BaseModel):
        start, end, text = (getattr(record, name, None) for name in ("start", "end", "text"))
        if start is not None and end is not None and text is not None:
            yield start, end, text
        for name in type(record).model_fields:
            yield from spans(getattr(record, name))
    elif isinstance(record, tuple):
        for item in record:
            yield from spans(item)


def check(text: str, coded: records.Coded) -> int:
    found = 0
    for start, end, words in spans(coded):
        assert text[start:end] == words, (start, end, words)
        assert 0 <= start < end <= len(text)
        found += 1
    return found


@pytest.mark.parametrize("name", ["allsides", "guardian"])
def test_spans_slice_over_real_news(coder: Coder, shared: Path, name: str) -> None:
    import os

    lines = (shared / "data" / "news" / name / "data.jsonl").read_text(encoding="utf-8").splitlines()
    chosen = lines if os.environ.get("DRAGOMAN_ALL_NEWS") else lines[:NEWS]
    found = 0
    for line in chosen:
        row = json.loads(line)
        coded = coder.code(row["text"], row["date"], id=row["id"])
        assert coded.error is None, coded.error
        found += check(row["text"], coded)
    assert found > len(chosen)


WORDS = st.sampled_from(
    [
        "France", "Mali's", "army", "said", "on Monday", "attacked", "“", "”", "\n",
        "\n\n", "  ", "\t", "—", "U.S.", "the two", "é", "🙂", "Minister",
        "Kim", "met", "in Paris", ".", ",", "was", "by", "rebels", "\u200b",
        "'s", "if", "not", "will", "visit", "to", "and",
    ]
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_spans_slice_over_any_text(coder: Coder, text: str) -> None:
    coded = coder.code(text, "2024-03-15")
    check(text, coded)
    assert coded.error is None or coded.error.stage == "read", coded.error
