"""The day on which an article appeared, from whatever its source gives."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime

from dragoman.errors import InputError

FIRST_YEAR = 1600  # before any newspaper; also keeps dates reckoned from it inside the calendar
_WANTED = "Give an ISO date such as 2023-07-14, with or without a time and zone, or leave it out."
_ISO = re.compile(r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})(?:[T ](.+))?")
_MAIL = re.compile(r"(?:[A-Za-z]{3}, *)?[0-9]{1,2} [A-Za-z]{3} [0-9]{4} [0-9]{2}:[0-9]{2}.*")


def parse_published(value: object, *, today: dt.date | None = None) -> dt.date | None:
    """The day of publication, in the zone that the value itself is written in; None and blank strings are unknown.

    Args:
        value: a date, a datetime, an ISO string of either (`1990-08-15T13:37`, `20230714`), an RFC 2822 date
            (`Fri, 14 Jul 2023 10:00:00 +0200`, as feeds and mails have it), or None.
        today: the day to measure the future from; the present one in UTC by default.

    Raises:
        InputError: none of these, an impossible day, before FIRST_YEAR, or more than a day ahead of today.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    day = _day(value)
    if day is None:
        raise InputError(f"published {value!r} is not a possible date. {_WANTED}")
    if day.year < FIRST_YEAR:
        raise InputError(f"published {value!r} lies before the first newspapers ({FIRST_YEAR}). {_WANTED}")
    today = today or dt.datetime.now(dt.UTC).date()
    if day > today + dt.timedelta(days=1):  # a day of grace: it is already tomorrow further east
        raise InputError(f"published {value!r} lies in the future: today is {today}. {_WANTED}")
    return day


def _day(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        return None
    return _iso_day(value.strip()) or _mail_day(value.strip())


def _iso_day(value: str) -> dt.date | None:
    # Not datetime.fromisoformat on the whole: what it accepts differs between Python versions.
    match = _ISO.fullmatch(value)
    if not match:
        return None
    year, _, month, day, time = match.groups()
    try:
        if time:
            dt.time.fromisoformat(time.replace(" ", ""))
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _mail_day(value: str) -> dt.date | None:
    if not _MAIL.fullmatch(value):
        return None
    try:
        return parsedate_to_datetime(value).date()
    except ValueError:
        return None
