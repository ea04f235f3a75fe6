"""What several commands ask for alike."""

import datetime as dt
from enum import StrEnum

from dragoman.errors import ConfigError, InputError


class Form(StrEnum):
    """How the answer is written."""

    TEXT = "text"
    JSON = "json"


def parse_day(option: str, value: str | None) -> dt.date | None:
    """The day that an option gives, None for none.

    Raises:
        ConfigError: it is no day that news can have.
    """
    from dragoman.read.published import parse_published

    try:
        return parse_published(value)
    except InputError as error:
        raise ConfigError(str(error).replace("published", option, 1)) from error
