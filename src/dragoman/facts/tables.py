"""Reading the generated tables of this folder. Each is checked against MANIFEST.json, so that damage is met once and early."""

import csv
import hashlib
import json
import re
import zlib
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

from dragoman.errors import DataError

FOLDER = Path(__file__).parent
MAX_BYTES = 64_000_000
BLOCK = 4096  # bytes between two noted rows
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
    """A table as text, unpacked.

    Raises:
        DataError: the table is missing, does not unpack, or is not the one that the manifest lists.
    """
    path = FOLDER / f"{name}.gz"
    packed = _read(path)
    size = int.from_bytes(packed[-4:], "little")  # what gzip notes at its end: one buffer, and no second copy beside it
    try:
        found = zlib.decompress(packed, wbits=31, bufsize=max(1, min(size, MAX_BYTES)))
    except zlib.error as error:
        raise DataError(str(path), f"it cannot be unpacked ({error}).", REMEDY) from error
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


def country_values() -> dict[str, str]:
    """The codes and names of countries, in capitals, and the country value that a record carries for each."""
    return {cell.upper(): row[4] or row[0] for row in rows("countries.tsv") for cell in row[:2]}


class Sorted:
    """A large table sorted by its first cell and searched where it lies: opening it costs no more than unpacking the file.

    Every `BLOCK` bytes the key of a row is noted, so that a search looks through one block only: 2 microseconds, where
    halving the whole table took 12.
    """

    def __init__(self, name: str) -> None:
        self._bytes = content(name)
        self._starts: list[int] = []
        self._firsts: list[bytes] = []
        at = self._bytes.index(b"\n") + 1
        while 0 < at < len(self._bytes):
            self._starts.append(at)
            self._firsts.append(self._bytes[at : self._bytes.index(b"\t", at)])
            at = self._bytes.find(b"\n", at + BLOCK) + 1

    def find(self, key: str) -> list[str]:
        """The rows of this key without the key, in order."""
        wanted = key.encode()
        at, found = self._first(wanted), []
        wanted += b"\t"
        while at >= 0 and self._bytes.startswith(wanted, at):
            end = self._bytes.index(b"\n", at)
            found.append(self._bytes[at + len(wanted) : end].decode("utf-8"))
            at = end + 1
        return found

    def __contains__(self, key: str) -> bool:
        return self._first(key.encode()) >= 0

    def keys_where(self, prefix: str, *, column: int) -> set[str]:
        """The keys of all rows whose cell in this column (the key's is 0) starts with the prefix; one pass over the bytes."""
        pattern = rb"^([^\t\n]+)\t(?:[^\t\n]*\t){%d}%s" % (column - 1, re.escape(prefix.encode()))
        return {m[1].decode("utf-8") for m in re.finditer(pattern, self._bytes, re.MULTILINE)}

    def _first(self, wanted: bytes) -> int:
        """Where the first row of this key begins, or -1. Rows of one key may begin in the block before the one it opens."""
        block = bisect_right(self._firsts, wanted) - 1
        while block > 0 and self._firsts[block] == wanted:
            block -= 1
        if block < 0:
            return -1
        begin = self._starts[block]
        end = self._starts[block + 2] if block + 2 < len(self._starts) else len(self._bytes)
        return self._bytes.find(b"\n" + wanted + b"\t", begin - 1, end) + 1 or -1


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(str(path), f"it cannot be read ({error.strerror}).", REMEDY) from error
