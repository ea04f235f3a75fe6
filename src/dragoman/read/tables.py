"""JSON lines: one article a row, `{"id", "text", "published", "title", "url", "outlet"}`; only `text` is needed.

`date` is another name for `published`; other keys are ignored. Rows are read one at a time, and a bad one fails alone.
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from dragoman.errors import InputError
from dragoman.read.content import decode, require_text
from dragoman.read.published import parse_published
from dragoman.read.reader import Item, Job, Published
from dragoman.read.unreadable import unreadable
from dragoman.records import Article

# The most that JSON needs for one character is 12 bytes (a surrogate pair, escaped); the other fields want room.
BYTES_PER_ESCAPED_CHAR = 12
ROOM = 1_000_000
_REMEDY = 'Write one JSON object a line, such as {"text": "…", "published": "2024-03-05"}.'
_CHUNK = 1 << 20


def read_rows(stream: BinaryIO, job: Job) -> Iterator[Item]:
    """An article for each good row and a failed receipt for each bad one, in order. Blank lines are passed over.

    A row's own `published` goes before `job.published`.
    """
    limit = BYTES_PER_ESCAPED_CHAR * job.max_chars + ROOM
    number = offset = 0
    while line := stream.readline(limit):
        number += 1
        where = f"{job.name} line {number:,}"
        if len(line) == limit and not line.endswith(b"\n"):
            rest = _skip_line(stream)
            reason = f"The line is longer than {limit:,} bytes, the most that is read at once. Split its text into articles."
            yield unreadable(f"{job.name}:{number}", f"{where}: {reason}")
            offset += rest
        elif line.strip():
            yield _row(line, job, number, offset)
        offset += len(line)


def _skip_line(stream: BinaryIO) -> int:
    """Pass over the rest of a line; how many bytes that was."""
    skipped = 0
    while piece := stream.readline(_CHUNK):
        skipped += len(piece)
        if piece.endswith(b"\n"):
            break
    return skipped


def _row(line: bytes, job: Job, number: int, offset: int) -> Item:
    name = f"{job.name}:{number}"
    try:
        row = _object(decode(line, offset=offset))
        name = _id(row) or name
        return _article(row, job)
    except InputError as error:
        return unreadable(name, f"{job.name} line {number:,}: {error}")


def _object(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line.rstrip())  # without the line feed, so that columns count on one line
    except json.JSONDecodeError as error:
        raise InputError(f"Not valid JSON ({error.msg} at column {error.colno:,}). {_REMEDY}") from error
    except (ValueError, RecursionError) as error:  # an integer of thousands of digits; brackets without end
        raise InputError(f"JSON that cannot be read ({error}). {_REMEDY}") from error
    if not isinstance(row, dict):
        raise InputError(f"The line holds a JSON {_kind(row)}; it must hold an object. {_REMEDY}")
    return row


def _id(row: dict[str, Any]) -> str | None:
    value = row.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(row, "id")


def _article(row: dict[str, Any], job: Job) -> Article:
    if row.get("text") is None:
        held = ", ".join(sorted(row)[:10]) or "none"
        raise InputError(f'The row has no "text"; its keys: {held}. Put the article\'s text under "text".')
    if not isinstance(row["text"], str):
        raise InputError(f'"text" is a JSON {_kind(row["text"])}; it must be a string. Put the article\'s text under "text".')
    return Article(
        text=require_text(row["text"], max_chars=job.max_chars),
        id=_id(row),
        published=_published(row) or job.published,
        title=_string(row, "title"),
        url=_string(row, "url"),
        outlet=_string(row, "outlet"),
    )


def _published(row: dict[str, Any]) -> Published:
    value = row.get("published") if row.get("published") is not None else row.get("date")
    return value if parse_published(value) else None


def _string(row: dict[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise InputError(f'"{key}" is a JSON {_kind(value)}; it must be a string or null. Correct it or leave it out.')
    if not value.isascii():
        require_text(value, max_chars=ROOM)
    return value


def _kind(value: object) -> str:
    kinds = {dict: "object", list: "array", str: "string", bool: "boolean", int: "number", float: "number"}
    return kinds.get(type(value), "null")
