"""The one contract of all readers: an open stream of bytes in, articles and receipts of failure out."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

from dragoman.read.content import BYTES_PER_CHAR, MAX_CHARS
from dragoman.records import Article, Coded

Item: TypeAlias = Article | Coded
Published: TypeAlias = dt.date | str | None


@dataclass(frozen=True, slots=True)
class Job:
    """What a reader is told: the source's name for messages, the id of its one article, and the user's options."""

    name: str
    id: str | None = None
    published: Published = None
    max_chars: int = MAX_CHARS

    @property
    def max_bytes(self) -> int:
        """The most bytes that a text of `max_chars` characters can have."""
        return BYTES_PER_CHAR * self.max_chars


# An InputError that a reader raises means that the whole source is one failed article.
Reader: TypeAlias = Callable[[BinaryIO, Job], Iterator[Item]]
