"""Fixtures for the whole suite. What needs the language model is session-scoped and marked `slow` where it is used."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from dragoman.annotate.cast import Cast
from dragoman.annotate.parse import Parser
from dragoman.coder import Coder
from dragoman.events.classify import Typed
from dragoman.events.judge import Reading


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="session")
def coder() -> Coder:
    return Coder()


@pytest.fixture(scope="session")
def rules() -> Coder:
    """The coder without the event model: what the lexicon reads stands."""
    coder = Coder()

    def believed(readings: Sequence[Reading], _cast: Cast) -> Iterator[tuple[int, Typed | str]]:
        yield from ((k, r.typed) for k, r in enumerate(readings) if r.typed is not None)

    coder.judge = believed  # type: ignore[assignment]
    return coder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The evaluation data beside the checkout; a test that asks for it is skipped where it is missing."""
    folder = Path(os.environ.get("DRAGOMAN_SHARED", Path(__file__).parents[2] / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"no evaluation data at {folder}; set DRAGOMAN_SHARED to where it is")
    return folder
