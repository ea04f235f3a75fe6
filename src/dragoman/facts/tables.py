"""Reading the generated tables of this folder. Each is checked against MANIFEST.json, so that damage is met once and early."""

import csv
import hashlib
import json
from functools import lru_cache
from pathlib import Path

from dragoman.errors import DataError

FOLDER = Path(__file__).parent
REMEDY = "Reinstall dragoman; in a checkout, run `make data`."


@lru_cache(maxsize=1)
def manifest() -> dict[str, dict[str, str | int]]:
    """What MANIFEST.json says of each table: sha256, rows, source, license and date."""
    path = FOLDER / "MANIFEST.json"
    try:
        files: dict[str, dict[str, str | int]] = json.loads(_read(path))["files"]
        return files
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(str(path), f"it is no manifest of tables ({error}).", REMEDY) from error


def signature() -> str:
    """What the coder's signature says of the facts: it changes with any table."""
    return hashlib.sha256(_read(FOLDER / "MANIFEST.json")).hexdigest()[:8]


def lines(name: str) -> list[str]:
    """The rows of a table as they stand, without the header.

    Raises:
        DataError: the table is missing or is not the one that the manifest lists.
    """
    path = FOLDER / name
    content = _read(path)
    expected = manifest().get(name, {}).get("sha256")
    if hashlib.sha256(content).hexdigest() != expected:
        raise DataError(str(path), "its content is not the one that MANIFEST.json lists.", REMEDY)
    return content.decode("utf-8").split("\n")[1:-1]


def rows(name: str) -> list[list[str]]:
    """The rows of a table, cut into cells."""
    return list(csv.reader(lines(name), delimiter="\t", quoting=csv.QUOTE_NONE))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(str(path), f"it cannot be read ({error.strerror}).", REMEDY) from error
