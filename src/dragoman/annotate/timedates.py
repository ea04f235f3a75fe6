"""What written dates mean: the rules of `timex` that name days, months, years and larger.

A rule's function turns the words that its pattern matched into a `Found`, or None where they are no time after all
(31 February, "May said"). Every choice that needs more than the words is asked of the `Context`.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dragoman.annotate import timedays as d
from dragoman.annotate.tense import Tense
from dragoman.annotate.timewords import Word, spoken_year, word_set
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


def ahead(context: Context) -> bool:
    """Whether the verb of the expression looks ahead."""
    # "the talks begin on Thursday" is a timetable; a present tense that the time does not hang on says nothing
    return context.tense() == "future" or (context.tense() == "present" and context.direct())


def direction(words: Words) -> int:
    """-1 for last and previous, 1 for next and following, else 0."""
    if first(words, "LAST", "PAST", "PREVIOUS"):
        return -1
    return int(first(words, "NEXT", "FOLLOWING") is not None)


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
    if tense == "future" and not 0 < (published - nearest).days <= 14:
        return next((o for o in options if o >= published), nearest), "the next such day (future tense)"
    # a past verb elsewhere may still speak of a day ahead: "declared a dividend payable on Dec. 15"
    if tense == "past" and (nearest - published).days > 1 and context.direct():
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
    if first(words, "LAST", "PAST", "PREVIOUS") or (shift == 0 and not first(words, "THIS") and not ahead(context)):
        strict = first(words, "LAST", "PAST", "PREVIOUS") is not None
        step, why = -int(value >= published.month if strict else value > published.month), "the last such month"
    elif first(words, "NEXT", "FOLLOWING") or not first(words, "THIS"):
        strict = first(words, "NEXT", "FOLLOWING") is not None
        step, why = int(value <= published.month if strict else value < published.month), "the next such month"
    return Found("DATE", f"{published.year + step:04}-{value:02}", f"month; {why}")


_NAMELIKE = frozenset({"may", "march", "april", "june", "august"})
_MONTH_CUES = word_set(
    "in of since by until till from to through during between and or before after around for each every past "
    "throughout into late early mid"
)


def _is_month(word: Word, context: Context) -> bool:
    """May, March, April, June and August are also verbs and names: a preposition must stand before them."""
    if word.text.lower() not in _NAMELIKE:
        return context.entity() != "PERSON"
    cued = context.before is not None and context.before.text.lower() in _MONTH_CUES
    if before_is(context, "the", "a") and context.after is not None and context.after.text in ("on", "for", "against"):
        return False
    return context.entity() == "DATE" or (cued and context.entity() not in ("PERSON", "ORG", "FAC"))


_YEAR_CUES = word_set(
    "in since of by until till from to between and through during for before after around circa late early mid the "
    "throughout into year ( , back fiscal post pre"
)


def year(words: Words, context: Context) -> Found | None:
    """A year alone: a likely number in a likely place, and no count of things."""
    word = words[-1]
    value = number(word)
    before = context.before.text.lower() if context.before else ""
    likely = 1900 <= value <= 2059
    if context.before is not None and context.before.kind in ("MONEY", "SLASH", "CLOCK", "NUMBER"):
        return None
    if context.after is not None and (
        context.after.text == "%" or context.after.text.lower() in ("percent", "per", "hours", "gmt")
    ):
        return None
    if not first(words, "UNIT", "FISCAL"):
        round_number = value % 100 == 0 or not likely
        cued = before in _YEAR_CUES
        counted = before_is(context, "or", "about", "some", "than", "nearly", "almost", "over")
        if ((round_number or counted) and context.follows_noun()) or not (cued or likely):
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
    which = number(ordinal) if (ordinal := first(words, "ORDINAL")) else 4  # "the last quarter of 2021"
    if not 1 <= which <= 4:
        return None
    year = _year_beside(words, context)
    if year is None and context.published is not None:
        started = d.months(context.published.year, 3 * which - 2, 3 * which)[0]
        year = context.published.year - (started is not None and started > context.published and not ahead(context))
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
