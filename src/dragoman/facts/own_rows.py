"""A user's CSV: read whole within bounds, its columns checked, its rows told by the numbers that a spreadsheet shows."""

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import ConfigError

MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class OwnRows:
    """The rows that are not blank: where each stands, and its cells by column. `signature` changes with any byte."""

    rows: tuple[tuple[str, dict[str, str]], ...]
    signature: str


def read_rows(path: Path, option: str, columns: Sequence[str], needed: Sequence[str]) -> OwnRows:
    """Read a file given with a command's option.

    Raises:
        ConfigError: no file, too large, not UTF-8, no CSV, unknown or missing columns, or a row of another length.
    """
    named = f"{option} {str(path)!r}"
    if path.exists() and not path.is_file():
        raise ConfigError(f"{named} is no file. Give a CSV file; it is read once by each worker.")
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{named} cannot be read ({error.strerror}). Give a CSV file.") from error
    if len(content) > MAX_BYTES:
        raise ConfigError(f"{named} is larger than {MAX_BYTES:,} bytes. Keep only the rows that are needed.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{named} is not in UTF-8 (byte {error.start}). Save it as CSV in UTF-8.") from error
    rows = _numbered(path, text)
    _, header = next(rows, (1, []))
    _check_header(named, header, columns, needed)
    found = []
    for number, cells in rows:
        where = f"{path.name}, row {number}"
        if len(cells) != len(header):
            raise ConfigError(f"{where}: it has more or fewer cells than the first row. Put cells with commas in double quotes.")
        found.append((where, {c: " ".join(v.split()) for c, v in zip(header, cells, strict=True)}))
    return OwnRows(tuple(found), hashlib.sha256(content).hexdigest()[:8])


def _numbered(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, with their numbers as a spreadsheet has them: blank rows count."""
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise ConfigError(
            f"{path.name}, row {number + 1}: this is no CSV ({error}). Close each double quote, and write it twice within a cell."
        ) from error


def _check_header(named: str, header: Sequence[str], columns: Sequence[str], needed: Sequence[str]) -> None:
    unknown = [c for c in header if c not in columns]
    missing = [c for c in needed if c not in header]
    if unknown or missing or len(set(header)) < len(header):
        what = f"has the unknown columns {unknown}" if unknown else f"lacks the column {missing[0]!r}" if missing else ""
        raise ConfigError(f"{named} {what or 'has a column twice'}. Its first row must name columns out of {', '.join(columns)}.")
