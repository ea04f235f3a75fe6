"""Fixtures for the whole suite. What needs the language model is session-scoped and marked `slow` where it is used."""

import os
from pathlib import Path

import pytest

from dragoman.annotate.parse import Parser
from dragoman.coder import Coder


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="session")
def coder() -> Coder:
    return Coder()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The evaluation data beside the checkout; a test that asks for it is skipped where it is missing."""
    folder = Path(os.environ.get("DRAGOMAN_SHARED", Path(__file__).parents[2] / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"no evaluation data at {folder}; set DRAGOMAN_SHARED to where it is")
    return folder
