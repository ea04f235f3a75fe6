"""The one contract of all writers."""

from typing import Protocol

from dragoman.records import Coded


class Writer(Protocol):
    """Made from an open text stream; does not close it."""

    def write(self, coded: Coded) -> None:
        """Write the events of one article; a failed or empty one has none."""
        ...

    def finish(self) -> None:
        """Write what is still held back."""
        ...
