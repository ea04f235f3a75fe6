"""What can go wrong, each with its remedy.

Every message names the thing, its value, what is allowed and what to do. An article that cannot be coded never raises:
it comes back as a `records.Failure` (see `coder.py`). What raises is wrong use, broken data or a missing part.
"""

from collections.abc import Iterable


class DragomanError(Exception):
    """Base of everything that Dragoman raises on purpose."""


class DataError(DragomanError):
    """A data file of ours or of the user's is broken; the message says which entry of which file."""

    def __init__(self, where: str, what: str, remedy: str = "Correct the entry, then run `make data`.") -> None:
        super().__init__(f"{where}: {what} {remedy}")
        self.where = where


class UnknownName(DragomanError):
    """A name that is none of those known."""

    def __init__(self, kind: str, name: object, known: Iterable[str]) -> None:
        names = ", ".join(sorted(known))
        super().__init__(f"No {kind} is called {name!r}. Known: {names}.")
        self.kind, self.name = kind, name


class ConfigError(DragomanError):
    """An option has a value that is not allowed."""


class MissingPart(DragomanError):
    """An optional part, such as a language model, is not installed or is not the one expected."""


class InputError(DragomanError):
    """An input cannot be read as an article. `coder` and `read` turn it into a failed article of stage `read`."""
