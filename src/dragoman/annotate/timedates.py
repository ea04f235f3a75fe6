"""What written and relative dates mean: the rules of `timex` that name days, months, years, weekdays, seasons and holidays.

A rule's function turns the words that its pattern matched into a `Found`, or None where they are no time after all (31 February,
"May said"). Every choice that needs more than the words is asked of the `Context`.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dragoman.annotate import timedays as d
from dragoman.annotate.tense import Tense
from dragoman.annotate.timewords import Word, spoken_year
from dragoman.records import TimeKind


@dataclass(frozen=True, slots=True)
class Found:
    """What an expression means. `days` is set where the value alone does not say which days are covered."""

    kind: TimeKind
    value: str | None
    why: str
    days: d.Days | None = None
    # the words read may be more than the expression; None means all of them
    cut: tuple[int, int] | None = None

    @property
    def covered(self) -> d.Days:
        """First and last full day, as far as they are known."""
        if self.days is not None:
            return self.days
        return d.days(self.value) if self.kind in ("DATE", "TIME") else d.NO_DAYS


@dataclass(slots=True)
class Context:
    """What an expression's meaning may hang on: the day of publication, the text so far, and the verb it belongs to."""

    published: dt.date | None
    anchor: dt.date | None  # the last day that the text named
    anchor_value: str | None  # the last date of any size
    tense: Callable[[], Tense | None]
    direct: Callable[[], bool]  # a verb governs the expression itself
    before: Word | None
    after: Word | None
    entity: Callable[[], str]  # the parser's entity label at the expression: PERSON, DATE, ""
    follows_noun: Callable[[], bool]  # the next word is a noun in the plural


Words = Sequence[Word]


def first(words: Words, *kinds: str) -> Word | None:
    """The first word of one of these classes."""
    return next((w for w in words if w.kind in kinds), None)


def number(word: Word | None) -> int:
    """A word's value as a number; 0 for none."""
    return int(word.value) if word is not None and isinstance(word.value, int) else 0


def before_is(context: Context, *texts: str) -> bool:
    """Whether the word before the expression is one of these."""
    return context.before is not None and context.before.text.lower() in texts


# --- dates with a day ---------------------------------------------------------------------------------------------


def iso(words: Words, context: Context) -> Found | None:
    """`2023-07-14`, `2023-07-14T13:37+02:00`."""
    text = words[0].text
    if d.days(text[:10])[0] is None:
        return None
    return Found("TIME" if "T" in text else "DATE", text, "ISO date")


def slashed(words: Words, context: Context) -> Found | None:
    """`14/07/2023`: only where one number cannot be a month; else the order is in doubt and no day is given."""
    a, b, year = (int(part) for part in words[0].text.split("/"))
    if year < 100:
        year += 2000 if year < 70 else 1900
    if a > 12 and d.make_date(year, b, a):
        return Found("DATE", f"{year:04}-{b:02}-{a:02}", "day, month and year")
    if b > 12 and d.make_date(year, a, b):
        return Found("DATE", f"{year:04}-{a:02}-{b:02}", "month, day and year")
    if a == b and d.make_date(year, a, b):
        return Found("DATE", f"{year:04}-{a:02}-{b:02}", "day and month are the same number")
    if 1 <= a <= 12 and 1 <= b <= 12:
        return Found("DATE", f"{year:04}-XX-XX", "day and month are in doubt", d.NO_DAYS)
    return None


def written(words: Words, context: Context) -> Found | None:
    """`July 14, 2023`, `Friday, 14 July`, `the 14th of July`."""
    month, day = number(first(words, "MONTH")), number(first(words, "DAYNUMBER", "ORDINAL"))
    year = first(words, "YEAR")
    if year is not None:
        found = d.make_date(number(year), month, day)
        return Found("DATE", found.isoformat(), "written date") if found else None
    if d.make_date(2000, month, day) is None:
        return None
    if context.published is None:
        return Found("DATE", f"XXXX-{month:02}-{day:02}", "written date; no year and no publication date")
    shift = direction(words) or _direction_of_this(words)
    if shift is not None and first(words, "LAST", "PAST", "NEXT", "THIS"):
        return _shifted_day(context.published, month, day, shift)
    found, why = _year_of_day(context.published, month, day, context)
    return Found("DATE", found.isoformat(), f"written date; {why}") if found else None


def _direction_of_this(words: Words) -> int | None:
    return 0 if first(words, "THIS") else None


def _shifted_day(published: dt.date, month: int, day: int, shift: int) -> Found | None:
    """`last Oct. 23`, `this July 4`."""
    years = {-1: (published.year, published.year - 1), 0: (published.year,), 1: (published.year, published.year + 1)}[shift]
    options = [o for y in years if (o := d.make_date(y, month, day)) and (shift == 0 or (o < published) == (shift < 0))]
    return Found("DATE", options[0].isoformat(), "written date with last, this or next") if options else None


def _year_of_day(published: dt.date, month: int, day: int, context: Context) -> tuple[dt.date | None, str]:
    years = (published.year - 1, published.year, published.year + 1)
    options = [o for y in years if (o := d.make_date(y, month, day))]
    if not options:
        return None, ""
    nearest = min(options, key=lambda o: abs((o - published).days))
    tense = context.tense()
    if tense == "future":
        return next((o for o in options if o >= published), nearest), "the next such day (future tense)"
    # a past verb elsewhere may still speak of a day ahead: "declared a dividend payable on Dec. 15"
    if tense == "past" and nearest > published + dt.timedelta(days=1) and context.direct():
        return max((o for o in options if o <= published), default=nearest), "the last such day (past tense)"
    return nearest, "the nearest such day"


# --- months, years and larger --------------------------------------------------------------------------------------


def month_year(words: Words, context: Context) -> Found | None:
    """`March 2019`, `March of last year`, `March nineteen ninety-seven`."""
    month = number(first(words, "MONTH"))
    year = number(first(words, "YEAR")) or spoken_year(list(words)) or 0
    if not year:
        if context.published is None:
            return Found("DATE", f"XXXX-{month:02}", "month of an unknown year")
        year = context.published.year + direction(words)
    return Found("DATE", f"{year:04}-{month:02}", "month and year")


def month(words: Words, context: Context) -> Found | None:
    """`March`, `last March`: by the tense of its verb."""
    word = first(words, "MONTH")
    if word is None or (len(words) == 1 and not _is_month(word, context)):
        return None
    value = number(word)
    if context.published is None:
        return Found("DATE", f"XXXX-{value:02}", "month; no publication date")
    published = context.published
    step, why = 0, "this year"
    shift = direction(words)
    if first(words, "LAST", "PAST", "PREVIOUS") or (shift == 0 and not first(words, "THIS") and not _ahead(context)):
        strict = first(words, "LAST", "PAST", "PREVIOUS") is not None
        step, why = -int(value >= published.month if strict else value > published.month), "the last such month"
    elif first(words, "NEXT", "FOLLOWING") or not first(words, "THIS"):
        strict = first(words, "NEXT", "FOLLOWING") is not None
        step, why = int(value <= published.month if strict else value < published.month), "the next such month"
    return Found("DATE", f"{published.year + step:04}-{value:02}", f"month; {why}")


_NAMELIKE = frozenset({"may", "march", "april", "june", "august"})
_MONTH_CUES = frozenset(
    "in of since by until till from to through during between and or before after around for each every past "
    "throughout into late early mid".split()
)


def _is_month(word: Word, context: Context) -> bool:
    """May, March, April, June and August are also verbs and names: a preposition must stand before them."""
    if word.text.lower() not in _NAMELIKE:
        return context.entity() != "PERSON"
    cued = context.before is not None and context.before.text.lower() in _MONTH_CUES
    return context.entity() == "DATE" or (cued and context.entity() not in ("PERSON", "ORG", "FAC"))


_YEAR_CUES = frozenset(
    "in since of by until till from to between and through during for before after around circa late early mid the "
    "throughout into year ( , back fiscal post pre".split()
)


def year(words: Words, context: Context) -> Found | None:
    """A year alone: a likely number in a likely place, and no count of things."""
    word = words[-1]
    value = number(word)
    before = context.before.text.lower() if context.before else ""
    likely = 1900 <= value <= 2059
    if context.before is not None and context.before.kind in ("MONEY", "SLASH", "CLOCK", "NUMBER"):
        return None
    if context.after is not None and (context.after.text == "%" or context.after.text.lower() in ("percent", "per", "hours", "gmt")):
        return None
    if not first(words, "UNIT", "FISCAL"):
        round_number = value % 100 == 0 or not likely
        if (round_number and context.follows_noun()) or (before not in _YEAR_CUES and not likely):
            return None
        if round_number and before not in ("in", "since", "by", "until", "of", "from", "before", "after", "to", "the"):
            return None
    return Found("DATE", f"{value:04}", "year")


def year_span(words: Words, context: Context) -> Found | None:
    """The second year of `1993-95`: read with the century of the year before the dash."""
    start, end = number(words[0]), str(words[-1].text)
    if not (len(end) == 2 and end.isdigit() and 1600 <= start <= 2059):
        return None
    last = start - start % 100 + int(end)
    if last <= start:
        return None
    covered = (dt.date(start, 1, 1), dt.date(last, 12, 31))
    return Found("DATE", f"{start:04}/{last:04}", "years from and to", covered)


def year_in_words(words: Words, context: Context) -> Found | None:
    """`nineteen ninety-six`, `the year two thousand`."""
    value = spoken_year(list(words))
    return Found("DATE", f"{value:04}", "year in words") if value else None


def decade(words: Words, context: Context) -> Found | None:
    """`the 1960s`, `the nineties`."""
    word = words[-1]
    if word.text.isalpha() and not first(words, "THE"):
        return None
    return Found("DATE", str(word.value), "decade")


def century(words: Words, context: Context) -> Found | None:
    """`the 19th century`."""
    value = number(first(words, "ORDINAL"))
    return Found("DATE", f"{value - 1:02}", "century") if 2 <= value <= 31 else None


def quarter(words: Words, context: Context) -> Found | None:
    """`the third quarter`, `the first quarter of 2019`, `last year's fourth quarter`."""
    which = number(first(words, "ORDINAL"))
    if not 1 <= which <= 4:
        return None
    year = _year_beside(words, context)
    if year is None and context.published is not None:
        started = d.months(context.published.year, 3 * which - 2, 3 * which)[0]
        year = context.published.year - (started is not None and started > context.published and not _ahead(context))
    return Found("DATE", f"{year:04}-Q{which}" if year else f"XXXX-Q{which}", "quarter")


def half(words: Words, context: Context) -> Found | None:
    """`the first half of 2019`."""
    which = 2 if first(words, "LAST") else number(first(words, "ORDINAL"))
    year = _year_beside(words, context) or (context.published.year if context.published else None)
    decade = first(words, "DECADE")
    if decade is not None:
        return Found("DATE", str(decade.value), "half of a decade")
    return Found("DATE", f"{year:04}-H{which}" if year else f"XXXX-H{which}", "half of a year") if which in (1, 2) else None


def _year_beside(words: Words, context: Context) -> int | None:
    written_year = first(words, "YEAR")
    if written_year is not None:
        return number(written_year)
    if first(words, "LAST", "PAST", "NEXT", "THIS") and context.published is not None:
        return context.published.year + direction(words)
    return None


def season(words: Words, context: Context) -> Found | None:
    """`last summer`, `the winter of 2019`, `in the spring`."""
    letters = str(next(w.value for w in words if w.kind == "SEASON"))
    year = first(words, "YEAR")
    if year is not None:
        return Found("DATE", f"{number(year):04}-{letters}", "season and year")
    asked = first(words, "LAST", "PAST", "PREVIOUS", "NEXT", "THIS", "FOLLOWING", "THAT", "EARLY", "LATE", "MID")
    if asked is None and not _season_cue(words, context):
        return None
    if context.published is None:
        return Found("DATE", f"XXXX-{letters}", "season; no publication date")
    now = d.season_value(context.published)
    year_now = int(now[:4]) if now.endswith("WI") and letters == "WI" else context.published.year
    start = d.days(f"{year_now:04}-{letters}")[0]
    ahead = start is not None and start > context.published
    current = now == f"{year_now:04}-{letters}"
    if first(words, "LAST", "PAST", "PREVIOUS") or (not first(words, "NEXT", "THIS") and not _ahead(context)):
        return Found("DATE", f"{year_now - (ahead or (current and asked is not None)):04}-{letters}", "the last such season")
    if first(words, "NEXT") or _ahead(context):
        return Found("DATE", f"{year_now + (not ahead and not current):04}-{letters}", "the next such season")
    return Found("DATE", f"{year_now:04}-{letters}", "this season")


def _season_cue(words: Words, context: Context) -> bool:
    """Summer and winter may stand in a phrase of time; a fall and a spring only as "in the fall"."""
    before = {"in", "over", "during", "since", "by", "until", "through", "into", "throughout", "of", "for"}
    if not before_is(context, *before):
        return False
    after = context.after.text.lower() if context.after else ""
    return words[-1].text.lower() not in ("fall", "spring") or (after != "of" and before_is(context, "in", "by", "since", "during"))


# --- relative to publication ---------------------------------------------------------------------------------------


def _ahead(context: Context) -> bool:
    return context.tense() == "future"


def direction(words: Words) -> int:
    """-1 for last and previous, 1 for next and following, else 0."""
    if first(words, "LAST", "PAST", "PREVIOUS"):
        return -1
    return int(first(words, "NEXT", "FOLLOWING") is not None)


def deictic(words: Words, context: Context) -> Found | None:
    """`yesterday`, `today`, `tomorrow`, `the day before yesterday`."""
    shift = number(first(words, "DEICTIC")) + bool(first(words, "AFTER")) - bool(first(words, "BEFORE"))
    text = words[-1].text.lower()
    if context.published is None:
        return Found("DATE", "PRESENT_REF" if shift == 0 else None, f"{text}; no publication date", d.NO_DAYS)
    day = d.add_days(context.published, shift)
    return Found("DATE", day.isoformat(), f"{text}, from publication") if day else None


def weekday(words: Words, context: Context) -> Found | None:
    """`Thursday`, `last Thursday`, `next Thursday`: by those words, else by the tense of its verb."""
    which = number(first(words, "WEEKDAY"))
    base = context.published
    if first(words, "FOLLOWING") or (first(words, "THE") and first(words, "NEXT", "PREVIOUS")):
        base = context.anchor or base
    if base is None:
        return Found("DATE", f"XXXX-WXX-{which + 1}", "weekday; no publication date")
    back, ahead = (base.weekday() - which) % 7, (which - base.weekday()) % 7
    if first(words, "LAST", "PAST", "PREVIOUS"):
        shift, why = -(back or 7), "the last such weekday before publication"
    elif first(words, "NEXT", "FOLLOWING"):
        shift, why = ahead or 7, "the next such weekday"
    elif _ahead(context):
        shift, why = ahead, "the next such weekday (future tense)"
    elif first(words, "THIS") and context.tense() != "past":
        shift, why = which - base.weekday(), "the weekday of this week"
    else:
        shift, why = -back, "the last such weekday (past tense or none)"
    day = d.add_days(base, shift)
    return Found("DATE", day.isoformat(), why) if day else None


def relative_unit(words: Words, context: Context) -> Found | None:
    """`last week`, `this year`, `next month`, `the current quarter`; with `the next` or `that` from the text so far."""
    unit = first(words, "UNIT", "QUARTER", "CENTURY")
    if unit is None:
        return None
    letter, shift = str(unit.value), direction(words)
    if letter.startswith("T"):
        return Found("DURATION", f"PT1{letter[1]}", "a unit of the clock") if shift else None
    if _is_anaphoric(words):
        return anaphoric(letter, shift, context)
    if context.published is None:
        return Found("DATE", None if shift else "PRESENT_REF", f"{words[-1].text}; no publication date", d.NO_DAYS)
    if letter == "WE":
        return _weekend(words, context.published, context)
    day = d.step(context.published, shift, letter)
    if day is None:
        return None
    return Found("DATE", d.value_of(day, letter), f"{('this', 'the next', 'the last')[shift]} {unit.text.lower()}")


def the_unit(words: Words, context: Context) -> Found | None:
    """`the weekend` and `the quarter` alone; other units with an article are too seldom a date."""
    unit = words[-1]
    cued = before_is(context, "over", "during", "in", "for", "of", "at", "by", "on", "through", "throughout")
    if unit.value == "WE" and context.published is not None:
        return _weekend(words, context.published, context)
    if unit.value != "Q" or not cued or context.published is None:
        return None
    day = d.step(context.published, -1, "Q")
    return Found("DATE", d.value_of(day, "Q"), "the last full quarter") if day else None


def year_ago(words: Words, context: Context) -> Found | None:
    """`the year-earlier period`, `year-ago results`."""
    if words[-1].kind in ("AGO", "EARLIER") and not first(words, "DASH"):
        return None
    unit = next(w for w in words if w.kind == "UNIT")
    if unit.value != "Y" or context.published is None:
        return None
    return Found("DATE", f"{context.published.year - 1:04}", "the year before publication")


def _is_anaphoric(words: Words) -> bool:
    if first(words, "THAT", "FOLLOWING"):
        return True
    return first(words, "THE") is not None and first(words, "NEXT", "PREVIOUS") is not None


def anaphoric(unit: str, shift: int, context: Context) -> Found:
    text = "from the last date in the text"
    start = context.anchor if unit in ("D", "W", "WE") else d.days(context.anchor_value)[0]
    day = d.step(start, shift, unit) if start else None
    return Found("DATE", d.value_of(day, unit) if day else None, text if day else f"{text}, which is not known", None if day else d.NO_DAYS)


def _weekend(words: Words, published: dt.date, context: Context) -> Found | None:
    """A weekend is the running one on Saturday and Sunday; on other days the last or the next, by word and tense."""
    inside = published.weekday() >= 5
    if first(words, "LAST", "PAST", "PREVIOUS"):
        weeks = -1
    elif first(words, "NEXT", "FOLLOWING"):
        weeks = 1 if inside else 0
    elif first(words, "THIS") and context.tense() != "past":
        weeks = 0
    else:
        weeks = 0 if inside or _ahead(context) else -1
    day = d.step(published, weeks, "W")
    return Found("DATE", d.value_of(day, "WE"), "weekend") if day else None


def holiday(words: Words, context: Context) -> Found | None:
    """`Christmas Day`, `Thanksgiving`, `last Easter`."""
    name = str(next(w.value for w in words if w.kind == "HOLIDAY"))
    if first(words, "EVE"):
        name = "christmas eve"
        if words[0].text.lower() != "christmas" and first(words, "HOLIDAY") is not words[-2]:
            return None
    year = first(words, "YEAR")
    if year is not None:
        return Found("DATE", d.holiday(name, number(year)).isoformat(), "holiday")
    if context.published is None:
        return Found("DATE", None, "holiday; no publication date")
    options = [d.holiday(name, context.published.year + i) for i in (-1, 0, 1)]
    nearest = min(options, key=lambda o: abs((o - context.published).days) if context.published else 0)
    if first(words, "NEXT") or _ahead(context):
        nearest = next(o for o in options if o >= context.published)
    elif first(words, "LAST") or context.tense() == "past":
        nearest = next(o for o in reversed(options) if o <= context.published)
    if first(words, "UNIT") and str(next(w.value for w in words if w.kind == "UNIT")) == "W":
        return Found("DATE", d.week_value(nearest), "week of a holiday")
    return Found("DATE", nearest.isoformat(), "holiday")
