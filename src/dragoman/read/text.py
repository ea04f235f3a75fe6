"""Text files: one article each. The file's name may begin with its date: `2024-03-05-state-visit.txt`."""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from dragoman.errors import InputError
from dragoman.read.content import decode, read_whole, require_text
from dragoman.read.published import parse_published
from dragoman.read.reader import Item, Job, Published
from dragoman.records import Article

_LEADING_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")


def read_text(stream: BinaryIO, job: Job) -> Iterator[Item]:
    """One article: UTF-8, without its byte order mark. Line ends stay, since offsets count the file's characters.

    Published is `job.published`, else the date that the file's name begins with, else unknown.

    Raises:
        InputError: too large, binary, not UTF-8, empty, or a file name that begins with an impossible date.
    """
    text = require_text(decode(read_whole(stream, limit=job.max_bytes)), max_chars=job.max_chars)
    yield Article(text=text, id=job.id, published=job.published or date_in_name(job.name))


def date_in_name(name: str) -> Published:
    """The ISO date that a file's name begins with; None if it begins with none.

    Raises:
        InputError: the date is impossible or lies in the future.
    """
    match = _LEADING_DATE.match(PurePath(name).name)
    if not match:
        return None
    try:
        return parse_published(match[1])
    except InputError as error:
        raise InputError(f"The file's name begins with a date: {error} Or rename the file.") from error
