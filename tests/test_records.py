"""The records keep the names and fields that others rely on."""

import datetime as dt
import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from dragoman import records

# The interface as published: every field is always there
EVENT_FIELDS = (
    "id article_id article type mode contexts quad score cameo actors recipients trigger mentions date due place status "
    "background attribution claims toll incident confidence runner_up why coder"
).split()


def event(**changes: object) -> records.Event:
    span = records.Span(start=0, end=3, text="met")
    fields: dict[str, object] = {
        "id": "e", "article_id": "a", "article": records.ArticleInfo(), "type": "CONSULT", "quad": "verbal cooperation",
        "score": 2.5, "trigger": span, "mentions": (span,), "status": "occurred", "confidence": 0.5, "why": "", "coder": "",
    }  # fmt: skip
    return records.Event.model_validate(fields | changes)


def test_every_field_is_always_there() -> None:
    assert list(event().model_dump(mode="json", by_alias=True)) == EVENT_FIELDS


def test_missing_values_are_null_or_empty() -> None:
    dumped = event().model_dump(mode="json", by_alias=True)
    assert dumped["mode"] is None and dumped["date"] is None and dumped["actors"] == [] and dumped["incident"] is None
    assert dumped["toll"] == {"dead": [], "injured": [], "arrested": [], "displaced": [], "size": []}


def test_dates_are_written_as_from_and_to() -> None:
    date = records.EventDate(from_=dt.date(2023, 7, 13), to=None, basis="text")
    dumped = event(date=date).model_dump(mode="json", by_alias=True)["date"]
    assert dumped == {"from": "2023-07-13", "to": None, "basis": "text", "start": None, "end": None, "text": None}


def test_round_trip() -> None:
    first = event(mode="visit", date=records.EventDate(from_=dt.date(2020, 1, 1), to=dt.date(2020, 1, 2), basis="text"))
    assert records.Event.model_validate_json(first.model_dump_json(by_alias=True)) == first


def test_records_are_frozen_and_closed() -> None:
    with pytest.raises(ValidationError):
        event().type = "AID"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        event(colour="red")


def test_entity_fields() -> None:
    wanted = ["start", "end", "text", "name", "country", "sectors", "office", "id", "according_to", "why"]
    assert list(records.Entity().model_dump()) == wanted


def test_schema_is_fresh() -> None:
    """docs/event.schema.json is what the records say; `make data` writes it."""
    stored = json.loads((Path(__file__).parents[1] / "docs" / "event.schema.json").read_text(encoding="utf-8"))
    assert stored == records.Event.model_json_schema(by_alias=True, mode="serialization")


@pytest.mark.parametrize(("events", "error", "outcome"), [(1, False, "coded"), (0, False, "empty"), (0, True, "failed")])
def test_outcomes(events: int, error: bool, outcome: str) -> None:
    failure = records.Failure(stage="read", reason="empty") if error else None
    coded = records.Coded(article_id="a", article=records.ArticleInfo(), events=(event(),) * events, error=failure)
    assert coded.outcome == outcome
