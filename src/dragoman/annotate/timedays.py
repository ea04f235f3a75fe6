"""Days and TIMEX3 values: which days a value covers, and the value a step away from a day.

`days` reads the forms that `timex` writes: `2019`, `2019-03`, `2019-03-05`, `2019-W12`, `2019-W12-WE`, `2019-Q1`,
`2019-H2`, `2019-SU`, `201` (a decade), `20` (the century of the 2000s), each with a time of day behind `T` or none.
"""

import calendar
import datetime as dt
import re

Days = tuple[dt.date | None, dt.date | None]
NO_DAYS: Days = (None, None)

# Northern seasons by month; a winter belongs to the year in which it starts.
_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}
SEASON_OF_MONTH = {m % 12 + 1: s for s, (a, b) in _SEASONS.items() for m in range(a - 1, b)}

_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d{2})(?P<end>-WE)?|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)"
    r"|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?(?:T[\dA-Z:+-]+)?"
)


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """The date, or None if there is no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def months(year: int, first: int, last: int) -> Days:
    """From the first day of one month to the last day of another; months over 12 run into the next year."""
    start = make_date(year + (first - 1) // 12, (first - 1) % 12 + 1, 1)
    year, month = year + (last - 1) // 12, (last - 1) % 12 + 1
    if start is None or not 1 <= year <= 9999:
        return NO_DAYS
    return start, dt.date(year, month, calendar.monthrange(year, month)[1])


def days(value: str | None) -> Days:
    """First and last day that a TIMEX3 value covers; (None, None) if it is not fully resolved."""
    if value is None:
        return NO_DAYS
    if re.fullmatch(r"\d{2,3}", value):
        width = 10 ** (4 - len(value))
        first = int(value) * width
        return (dt.date(first, 1, 1), dt.date(first + width - 1, 12, 31)) if first else NO_DAYS
    match = _VALUE.fullmatch(value)
    if match is None or match["year"] == "0000":
        return NO_DAYS
    year = int(match["year"])
    if match["week"]:
        return _week(year, int(match["week"]), bool(match["end"]))
    if match["quarter"]:
        return months(year, 3 * int(match["quarter"]) - 2, 3 * int(match["quarter"]))
    if match["half"]:
        return months(year, 6 * int(match["half"]) - 5, 6 * int(match["half"]))
    if match["season"]:
        return months(year, *_SEASONS[match["season"]])
    if match["day"]:
        day = make_date(year, int(match["month"]), int(match["day"]))
        return day, day
    month = int(match["month"] or 0)
    return months(year, month or 1, month or 12) if month <= 12 else NO_DAYS


def _week(year: int, week: int, weekend: bool) -> Days:
    try:
        monday = dt.date.fromisocalendar(year, week, 1)
        return monday + dt.timedelta(days=5 if weekend else 0), monday + dt.timedelta(days=6)
    except (ValueError, OverflowError):
        return NO_DAYS


def week_value(day: dt.date) -> str:
    """The ISO week of a day: `2023-W28`."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def add_days(day: dt.date, number: int) -> dt.date | None:
    """The day so many days away, or None if there is no such year."""
    try:
        return day + dt.timedelta(days=number)
    except OverflowError:
        return None


def add_months(day: dt.date, number: int) -> dt.date | None:
    """The same day so many months away, or the last of that month; None if there is no such year."""
    total = day.year * 12 + day.month - 1 + number
    if not 12 <= total < 120_000:
        return None
    year, month = divmod(total, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def step(day: dt.date, number: int, unit: str) -> dt.date | None:
    """The day `number` units away. Units of the clock count as no day."""
    if unit in ("D", "W", "WE", "2W"):
        return add_days(day, number * {"D": 1, "W": 7, "WE": 7, "2W": 14}[unit])
    if unit in ("M", "Q", "Y", "E", "C"):
        return add_months(day, number * {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}[unit])
    return day


def value_of(day: dt.date, unit: str) -> str:
    """The value of the day, week, month, quarter, year, decade or century in which a day lies."""
    if unit in ("W", "2W"):
        return week_value(day)
    if unit == "WE":
        return f"{week_value(day)}-WE"
    if unit == "Q":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    return day.isoformat()[: {"M": 7, "Y": 4, "E": 3, "C": 2}.get(unit, 10)]


def season_value(day: dt.date) -> str:
    """The season in which a day lies; January and February belong to the winter of the year before."""
    return f"{day.year - (day.month <= 2):04}-{SEASON_OF_MONTH[day.month]}"


def narrow(covered: Days, third: int) -> Days:
    """The first (0), middle (1) or last (2) third of a stretch of days: early, mid and late."""
    first, last = covered
    if first is None or last is None or first == last:
        return covered
    years = last.year - first.year + 1
    if years >= 10:
        cuts = (0, 4 * years // 10, 7 * years // 10, years)
        a, b = first.year + cuts[third], first.year + cuts[third + 1] - 1
        return dt.date(a, 1, 1), dt.date(b, 12, 31)
    if first.day == 1 and last == months(last.year, last.month, last.month)[1]:
        number = (last.year - first.year) * 12 + last.month - first.month + 1
        if number % 3 == 0:
            a = first.month + third * number // 3
            return months(first.year, a, a + number // 3 - 1)
        if number == 1:
            ends = (10, 20, last.day)
            return first.replace(day=(1, 11, 21)[third]), first.replace(day=ends[third])
    length = (last - first).days + 1
    return (
        first + dt.timedelta(days=third * length // 3),
        first + dt.timedelta(days=max((third + 1) * length // 3, third * length // 3 + 1) - 1),
    )


def easter(year: int) -> dt.date:
    """Western Easter Sunday (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


_FIXED = {
    "christmas": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26), "new years eve": (12, 31), "new years day": (1, 1),
    "halloween": (10, 31), "may day": (5, 1), "valentines day": (2, 14), "patricks day": (3, 17), "bastille day": (7, 14),
    "veterans day": (11, 11), "armistice day": (11, 11), "international womens day": (3, 8),
}  # fmt: skip
_FROM_EASTER = {
    "easter": 0, "easter sunday": 0, "easter monday": 1, "good friday": -2, "holy friday": -2, "palm sunday": -7,
    "ash wednesday": -46,
}  # fmt: skip
_NTH = {"thanksgiving": (11, 3, 4), "labor day": (9, 0, 1), "columbus day": (10, 0, 2)}  # month, weekday, which


def holiday(name: str, year: int) -> dt.date:
    """The day of a holiday in a year. Those on the nth weekday of a month are the United States'."""
    if name in _FROM_EASTER:
        return easter(year) + dt.timedelta(days=_FROM_EASTER[name])
    if name == "memorial day":  # the last Monday of May
        last = dt.date(year, 5, 31)
        return last - dt.timedelta(days=last.weekday())
    if name in _NTH:
        month, weekday, which = _NTH[name]
        first = dt.date(year, month, 1)
        return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))
    return dt.date(year, *_FIXED[name])
