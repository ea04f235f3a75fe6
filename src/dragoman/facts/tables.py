"""Reading the generated tables of this folder. Each is checked against MANIFEST.json, so that damage is met once and early."""

import csv
import hashlib
import json
import re
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


def content(name: str) -> bytes:
    """A table as it stands.

    Raises:
        DataError: the table is missing or is not the one that the manifest lists.
    """
    path = FOLDER / name
    found = _read(path)
    expected = manifest().get(name, {}).get("sha256")
    if hashlib.sha256(found).hexdigest() != expected:
        raise DataError(str(path), "its content is not the one that MANIFEST.json lists.", REMEDY)
    return found


def lines(name: str) -> list[str]:
    """The rows of a table, without the header."""
    return content(name).decode("utf-8").split("\n")[1:-1]


def rows(name: str) -> list[list[str]]:
    """The rows of a table, cut into cells."""
    return list(csv.reader(lines(name), delimiter="\t", quoting=csv.QUOTE_NONE))


class Sorted:
    """A large table sorted by its first cell, searched where it lies: opening it costs no more than reading the file."""

    def __init__(self, name: str) -> None:
        self._bytes = content(name)
        self._start = self._bytes.index(b"\n") + 1

    def find(self, key: str) -> list[str]:
        """The rows of this key without the key, in order."""
        wanted = key.encode() + b"\t"
        at, found = self._first(wanted), []
        while self._bytes.startswith(wanted, at):
            end = self._bytes.index(b"\n", at)
            found.append(self._bytes[at + len(wanted) : end].decode("utf-8"))
            at = end + 1
        return found

    def keys_where(self, prefix: str, *, column: int) -> set[str]:
        """The keys of all rows whose cell in this column (the key's is 0) starts with the prefix; one pass over the bytes."""
        pattern = rb"^([^\t\n]+)\t(?:[^\t\n]*\t){%d}%s" % (column - 1, re.escape(prefix.encode()))
        return {m[1].decode("utf-8") for m in re.finditer(pattern, self._bytes, re.MULTILINE)}

    def _first(self, wanted: bytes) -> int:
        """Where the first row that is not below the wanted one begins."""
        low, high = self._start, len(self._bytes)
        while low < high:
            begin = self._bytes.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._bytes.index(b"\n", begin) + 1
            if self._bytes[begin : begin + len(wanted)] < wanted:
                low = end
            else:
                high = begin
        return low


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(str(path), f"it cannot be read ({error.strerror}).", REMEDY) from error
