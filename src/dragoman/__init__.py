"""Dragoman reads news and writes political events: who did what to whom, when, where, on whose word.

import dragoman

coder = dragoman.Coder()
for event in coder.code("Norway's premier met Chad's president on Monday.", published="2024-03-06").events:
    print(event.type, event.trigger.text, [a.country for a in event.actors])
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dragoman.errors import ConfigError, DataError, DragomanError, InputError, MissingPart, UnknownName
from dragoman.records import (
    Article,
    Attribution,
    Claim,
    Coded,
    Count,
    Dropped,
    Entity,
    Event,
    EventClaim,
    EventDate,
    Failure,
    Incident,
    Place,
    Relation,
    Span,
    Status,
    Time,
    Toll,
)

if TYPE_CHECKING:
    from dragoman.coder import Coder
    from dragoman.signing import signature

LAZY = {"Coder": "dragoman.coder", "signature": "dragoman.signing"}  # so that `dragoman --help` does not wait for spaCy


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the type checker knows these names from above
    if name in LAZY:
        return getattr(import_module(LAZY[name]), name)
    raise AttributeError(f"module 'dragoman' has no attribute {name!r}")


__all__ = [
    "Article", "Attribution", "Claim", "Coded", "Coder", "ConfigError", "Count", "DataError", "DragomanError", "Dropped",
    "Entity",
    "Event", "EventClaim", "EventDate", "Failure", "Incident", "InputError", "MissingPart", "Place", "Relation", "Span", "Status",
    "Time", "Toll", "UnknownName", "signature",
]  # fmt: skip
