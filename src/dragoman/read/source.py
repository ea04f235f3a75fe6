"""Files, folders and standard input: which reader takes what."""

import io
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from dragoman.errors import InputError
from dragoman.read.content import MAX_CHARS
from dragoman.read.html import read_html
from dragoman.read.published import parse_published
from dragoman.read.reader import Item, Job, Published, Reader
from dragoman.read.tables import read_rows
from dragoman.read.text import read_text
from dragoman.read.unreadable import unreadable

STDIN = "-"
READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_rows,
    ".ndjson": read_rows,
}
_PAGE = re.compile(rb"<[A-Za-z!?]")


@dataclass
class Source:
    """The articles of one file, folder or stream, in order; folders are walked by name, with all that is in them.

    `skipped` counts, by suffix, the files of a folder that no reader takes; it is complete once all has been read.
    """

    path: str
    published: Published = None
    max_chars: int = MAX_CHARS
    skipped: Counter[str] = field(default_factory=Counter)

    def __iter__(self) -> Iterator[Item]:
        """Articles, and receipts of those that cannot be read."""
        if self.path == STDIN:
            yield from self._read(sys.stdin.buffer, None, "standard input", None)
            return
        self.skipped.clear()
        for found in self._files():
            if isinstance(found, Path):
                yield from self._open(found)
            else:
                yield found

    def total(self) -> int | None:
        """How many articles it holds, if that can be known without reading them."""
        if self.path == STDIN or (Path(self.path).is_file() and not Path(self.path).suffix):
            return None
        count = 0
        for found in self._files():
            if isinstance(found, Path) and READERS.get(found.suffix.lower()) is read_rows:
                return None
            count += 1
        return count

    def _files(self) -> Iterator[Path | Item]:
        path = Path(self.path)
        return self._walk(path) if path.is_dir() else iter((path,))

    def _walk(self, folder: Path) -> Iterator[Path | Item]:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield unreadable(name_of(folder), _unreadable_folder(folder, error))
            return
        for entry in entries:
            if entry.name.startswith("."):  # hidden: kept by programs for themselves
                continue
            if entry.is_dir(follow_symlinks=False):  # a linked folder could lead back up
                yield from self._walk(Path(entry))
            elif entry.is_file() and Path(entry).suffix.lower() in READERS:
                yield Path(entry)
            else:
                self.skipped[Path(entry).suffix or "none"] += 1

    def _open(self, path: Path) -> Iterator[Item]:
        try:
            stream = path.open("rb")
        except OSError as error:
            yield unreadable(name_of(path), f"The file cannot be opened: {error.strerror}. Make it readable, or leave it out.")
            return
        name = name_of(path)
        with stream:
            yield from self._read(stream, READERS.get(path.suffix.lower()), name, name)

    def _read(self, stream: BinaryIO, reader: Reader | None, name: str, id: str | None) -> Iterator[Item]:  # noqa: A002
        try:
            if reader is None:
                stream, reader = sniff(stream)
            yield from reader(stream, Job(name, id, self.published, self.max_chars))
        except InputError as error:
            yield unreadable(name, str(error))
        except OSError as error:
            yield unreadable(name, f"Reading broke off: {error.strerror}. Check the disk or the connection, then try again.")


def read_source(path: str | os.PathLike[str], *, published: Published = None, max_chars: int = MAX_CHARS) -> Source:
    """The articles of a file, a folder (with its subfolders) or, for `-`, standard input.

    Args:
        path: what to read. The suffixes read are those of READERS; a file without one is known by its first bytes.
        published: publication date for articles whose row says none; it goes before dates in file names and pages.
        max_chars: the longest text, in characters.

    Raises:
        InputError: no such file, a suffix that no reader takes, an unreadable folder, an impossible `published`.
    """
    parse_published(published)
    source = Source(os.fspath(path), published, max_chars)
    if source.path == STDIN:
        return source
    where = Path(source.path)
    if where.is_dir():
        try:
            with os.scandir(where):
                return source
        except OSError as error:
            raise InputError(_unreadable_folder(where, error)) from error
    if not where.exists():
        raise InputError(f"{source.path}: no such file or folder. Give an existing one, or - for standard input.")
    if where.suffix and where.suffix.lower() not in READERS:
        known = " ".join(READERS)
        raise InputError(
            f"{source.path}: the suffix {where.suffix!r} is not known. Known: {known}. Convert or rename the file, "
            "or hand it over on standard input (-)."
        )
    return source


def sniff(stream: BinaryIO) -> tuple[BinaryIO, Reader]:
    """The stream, unread, and the reader for it: rows start with `{` (or `[`, to be told off), pages with a tag."""
    peekable = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
    head = peekable.peek(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"{", b"[{")):
        return peekable, read_rows
    return peekable, read_html if _PAGE.match(head) else read_text


def name_of(path: Path) -> str:
    """The path as it was given, with forward slashes; bytes of it that are not UTF-8 are escaped."""
    return path.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def _unreadable_folder(folder: Path, error: OSError) -> str:
    return f"{name_of(folder)}: the folder cannot be read: {error.strerror}. Make it readable, or leave it out."
