"""Writing: one file per layout, each a writer that takes receipts one at a time and holds little of them."""

from collections.abc import Callable
from typing import IO, Literal

from dragoman.export.flat import FlatWriter
from dragoman.export.jsonl import JsonlWriter
from dragoman.export.table import TableWriter
from dragoman.export.writer import Writer

Layout = Literal["table", "jsonl", "csv"]
WRITERS: dict[Layout, Callable[[IO[str]], Writer]] = {"table": TableWriter, "jsonl": JsonlWriter, "csv": FlatWriter}

__all__ = ["WRITERS", "FlatWriter", "JsonlWriter", "Layout", "TableWriter", "Writer"]
