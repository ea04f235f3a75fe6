"""The grammar of time expressions: patterns over classes of words, and the rule that reads each one.

`GRAMMAR` is one regular expression over a string with one character per word, so a text is read once, from left to
right, and every repetition is bounded: the time is linear in the text.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from dragoman.annotate import timedays as d
from dragoman.annotate.timedates import (
    Context,
    Found,
    Words,
    century,
    decade,
    half,
    iso,
    month,
    month_year,
    quarter,
    slashed,
    written,
    year,
    year_in_words,
    year_span,
)  # fmt: skip
from dragoman.annotate.timerelative import (
    anaphoric,
    deictic,
    holiday,
    relative_unit,
    season,
    the_unit,
    weekday,
    year_ago,
)  # fmt: skip
from dragoman.annotate.timespans import (
    ago,
    bare_units,
    clock,
    clock_value,
    daytime,
    duration,
    every,
    often,
    stretch,
    vague,
    vague_stretch,
)  # fmt: skip
from dragoman.annotate.timewords import KINDS, Word

_THIRDS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}


_PARTS = ("EARLY", "LATE", "MID", "EARLIER", "LATER", "BEGINNING", "END")


def part(words: Words, context: Context) -> Found | None:
    """`early 2019`, `late last week`, `the end of March`, `earlier this year`: the value of the whole, fewer days."""
    cut = next(i for i, w in enumerate(words) if w.kind in _PARTS)
    name = words[cut].text.lower()
    cut += 1
    while words[cut].kind in ("DASH", "IN", "ON", "OF"):
        cut += 1
    whole = _whole(words[cut:], context)
    if whole is None:
        return None
    first_day, last_day = whole.covered
    if first_day is None or last_day is None or whole.kind not in ("DATE", "TIME"):
        return whole
    if name in ("earlier", "later"):
        covered = _side(first_day, last_day, name, context.published)
    else:
        covered = d.narrow((first_day, last_day), _THIRDS[name])
    return replace(whole, days=covered, why=f"{name} part of: {whole.why}")


def _whole(words: Words, context: Context) -> Found | None:
    bare = [w for w in words if w.kind != "THE"]
    if len(bare) == 1 and bare[0].kind in ("UNIT", "QUARTER"):
        if bare[0].value == "D":
            return anaphoric("D", 0, context)
        this = Word("THIS", "this", bare[0].start, bare[0].start, "")
        return relative_unit([this, *bare], context)
    return resolve(words, context)


def _side(first_day: dt.date, last_day: dt.date, name: str, published: dt.date | None) -> d.Days:
    if published is None or not first_day <= published <= last_day:
        return first_day, last_day
    return (first_day, published) if name == "earlier" else (published, last_day)


def year_end(words: Words, context: Context) -> Found | None:
    """`year-end`, `year's end`."""
    if words[0].value != "Y" or context.published is None:
        return None
    end = dt.date(context.published.year, 12, 31)
    return Found("DATE", end.isoformat(), "end of this year")


def day_part(words: Words, context: Context) -> Found | None:
    """`Thursday morning`, `early tomorrow evening`."""
    return _timed(resolve(words[:-1], context), f"T{words[-1].value}")


def part_of_day(words: Words, context: Context) -> Found | None:
    """`the night of Friday, July 14`."""
    cut = next(i for i, w in enumerate(words) if w.kind == "DAYTIME")
    return _timed(resolve(words[cut + 2 :], context), f"T{words[cut].value}")


def day_clock(words: Words, context: Context) -> Found | None:
    """`Wednesday at 10 p.m.`."""
    cut = max(i for i, w in enumerate(words) if w.kind in ("CLOCK", "CLOCKNAME", "AMPM"))
    cut -= words[cut].kind == "AMPM"
    whole = cut
    while words[whole - 1].kind in ("AT", "ON", "COMMA", "ABOUT"):
        whole -= 1
    return _timed(resolve(words[:whole], context), clock_value(words[cut:]))


def clock_day(words: Words, context: Context) -> Found | None:
    """`10 p.m. on Wednesday`, `noon Thursday`."""
    cut = 1
    while words[cut].kind in ("AMPM", "ZONE"):
        cut += 1
    whole = cut
    while words[whole].kind in ("ON", "COMMA", "OF"):
        whole += 1
    return _timed(resolve(words[whole:], context), clock_value(words[:cut]))


def _timed(found: Found | None, clock: str | None) -> Found | None:
    """The day with its time."""
    if found is None or found.kind != "DATE":
        return found
    if clock is None or found.value is None:
        return replace(found, kind="TIME")
    return replace(found, kind="TIME", value=found.value + clock, days=found.covered, why=f"time of day on: {found.why}")


def days_of_month(words: Words, context: Context) -> tuple[Found, ...]:
    """`July 14-16, 2023`, `from 14 to 16 July`: two dates that share the month and the year."""
    cut = next(i for i, w in enumerate(words) if w.kind in ("DASH", "TO", "AND", "COMMA"))
    shared = [w for w in words if w.kind in ("MONTH", "YEAR")]
    left, right = written([*words[:cut], *shared], context), written([*words[cut + 1 :], *shared], context)
    ends = [replace(left, cut=(0, cut))] if left else []
    return (*ends, replace(right, cut=(cut + 1, len(words)))) if right else tuple(ends)


def days_of_year(words: Words, context: Context) -> tuple[Found, ...]:
    """`March 3 to March 9, 2021`: the year of the second is that of the first."""
    return _of_one_year(words, context, written)


def months_of_year(words: Words, context: Context) -> tuple[Found, ...]:
    """`between May and August 2021`: the year of the second is that of the first."""
    return _of_one_year(words, context, month_year)


def _of_one_year(words: Words, context: Context, rule: Callable[[Words, Context], Found | None]) -> tuple[Found, ...]:
    cut = next(i for i, w in enumerate(words) if w.kind in ("DASH", "TO", "AND"))
    left, right = rule([*words[:cut], words[-1]], context), rule(words[cut + 1 :], context)
    ends = [replace(left, cut=(0, cut))] if left else []
    return (*ends, replace(right, cut=(cut + 1, len(words)))) if right else tuple(ends)


# --- the grammar -----------------------------------------------------------------------------------------------------

_MACROS = {
    "DAYN": "[DAYNUMBER ORDINAL]",
    "UNITX": "[UNIT QUARTER CENTURY]",
    "UNITSX": "[UNIT UNITS QUARTER CENTURY]",
    "SHIFT": "[LAST PAST PREVIOUS NEXT THIS FOLLOWING]",
    "RELATIVE": "[LAST PAST PREVIOUS NEXT THIS FOLLOWING CURRENT]",
    "NUM": "A? NUMBER (DASH? NUMBER){0,6} | [DAYNUMBER YEAR] (DAYNUMBER SLASH DAYNUMBER)?",
    "QTY": "NUM ([TO AND] NUM | DASH NUM)? | A? FEW OF? | A",
    "LENGTH": "HALF A UNIT | A UNIT AND A HALF | NUM AND A HALF UNITSX | QTY DASH? MORE? DASH? UNITSX",
    "CLOCKX": "([DAYNUMBER CLOCK NUMBER] AMPM | CLOCK | CLOCKNAME) (ZONE ZONE?)?",
    "MODS": "THE? [EARLY LATE MID EARLIER LATER] (DASH | IN THE? | ON)? | THE? [BEGINNING MID END] OF THE?",
    "DMY": "(WEEKDAY COMMA?)? THE? DAYN OF? MONTH (COMMA? YEAR)?",
    "MDY": "(WEEKDAY COMMA?)? MONTH THE? DAYN (COMMA? YEAR)?",
    "WKDAY": "(THE? SHIFT)? WEEKDAY",
    "ANYDAY": "DMY | MDY | WKDAY | DEICTIC",
}

Rule = Callable[[Words, Context], Found | tuple[Found, ...] | None]

# Longer before shorter where both start at the same word.
_CORE: tuple[tuple[str, str, Rule], ...] = (
    ("iso", "ISO", iso),
    ("slashed", "SLASHED", slashed),
    (
        "days_of_month",
        "MONTH DAYN [DASH TO AND] DAYN (?! UNITSX | AMPM) (COMMA? YEAR)?"
        " | THE? DAYN [DASH TO AND] THE? DAYN OF? MONTH (COMMA? YEAR)?",
        days_of_month,
    ),
    (
        "days_of_year",
        "MONTH DAYN [DASH TO AND] MONTH DAYN COMMA? YEAR | THE? DAYN OF? MONTH [DASH TO AND] THE? DAYN OF? MONTH COMMA? YEAR",
        days_of_year,
    ),
    ("months_of_year", "MONTH [DASH TO AND] MONTH COMMA? YEAR", months_of_year),
    ("written", "DMY | [LAST PAST NEXT THIS] MDY | (?<! IN) MDY (?! SLASH | UNITS | AMPM) | MDY (?<= YEAR)", written),
    ("month_year", "MONTH [COMMA OF]? (YEAR | RELATIVE UNIT | NUMBER (DASH? NUMBER){1,6})", month_year),
    ("month", "(THE? SHIFT)? MONTH", month),
    ("half", "THE? [ORDINAL LAST] HALF OF (YEAR | RELATIVE UNIT | THE DECADE | THE? UNIT)", half),
    (
        "quarter",
        "THE LAST QUARTER OF YEAR"
        " | THE? FISCAL? DASH? ORDINAL DASH? QUARTER (OF THE? FISCAL? YEAR | COMMA? YEAR | OF RELATIVE UNIT)?"
        " | THE? YEAR ORDINAL QUARTER | RELATIVE UNIT POSSESSIVE FISCAL? ORDINAL QUARTER",
        quarter,
    ),
    ("season", "THE? SEASON (COMMA? OF? YEAR)? | THE? SHIFT PAST? SEASON", season),
    ("decade", "THE? DECADE", decade),
    ("century", "THE? ORDINAL DASH? CENTURY", century),
    ("every", "EVERY (ALTERNATE | ORDINAL | NUM | FEW)? (UNITSX | WEEKDAY | MONTH | DAYTIME | SEASON)", every),
    ("weekdays", "WEEKDAYS DAYTIME? | WEEKDAY DAYTIMES", every),
    ("deictic", "(THE? UNIT [BEFORE AFTER])? DEICTIC", deictic),
    ("weekday", "WKDAY", weekday),
    ("holiday", "THE? [LAST NEXT THIS]? HOLIDAY ([UNIT EVE])? (COMMA? YEAR)?", holiday),
    ("ago", "ABOUT? LENGTH [AGO EARLIER LATER] | UNITS AGO", ago),
    ("stretch", "(EVERY OF)? THE? [LAST PAST PREVIOUS NEXT FOLLOWING] (NUM MORE? | A? FEW OF?) UNITS", stretch),
    ("vague_stretch", "THE? [LAST PAST PREVIOUS NEXT FOLLOWING RECENT] UNITS", vague_stretch),
    ("relative", "(THE? RELATIVE PAST? FISCAL? | THE? THAT THAT?) UNITX", relative_unit),
    ("year_ago", "(THE | A)? UNIT DASH [AGO EARLIER] [UNIT QUARTER]?", year_ago),
    ("the_unit", "THE [UNIT QUARTER] (?! OF | YEAR | NUMBER)", the_unit),
    ("year_end", "UNIT (DASH | POSSESSIVE)? END", year_end),
    ("duration", "ABOUT? LENGTH (?! DASH? OLD | OF AGE)", duration),
    ("year_span", "YEAR DASH [DAYNUMBER NUMBER]", year_span),
    ("year", "(FISCAL | THE? FISCAL UNIT | THE UNIT)? YEAR", year),
    ("year_words", "(THE UNIT)? NUMBER DASH? NUMBER (DASH? NUMBER){0,6}", year_in_words),
    ("units", "UNITS", bare_units),
    ("often", "OFTEN", often),
    (
        "daytime",
        "[THIS LAST THAT] DAYTIME | THE [NEXT FOLLOWING PREVIOUS THAT]? DAYTIME | TONIGHT | OVERNIGHT",
        daytime,
    ),
    ("clock", "CLOCKX", clock),
    ("vague", "VAGUE | THE NEAR? FUTURE | THE PAST | IN FUTURE | AT PRESENT | [CURRENT RECENT]", vague),
)
_COMPOSITE: tuple[tuple[str, str, Rule], ...] = (
    ("day_part", "MODS? ANYDAY DAYTIME", day_part),
    ("part_of_day", "THE? DAYTIME OF ANYDAY", part_of_day),
    ("day_clock", "ANYDAY COMMA? [AT ON]? ABOUT? CLOCKX", day_clock),
    ("clock_day", "CLOCKX [ON COMMA OF]? MODS? ANYDAY", clock_day),
    ("part", "MODS (CORE | UNITX)", part),
)


def _compile() -> re.Pattern[str]:
    core = "|".join(f"({_expand(pattern)})" for _, pattern, _ in _CORE)
    composites = [(name, _expand(pattern).replace(_CORE_MARK, core)) for name, pattern, _ in _COMPOSITE]
    parts = [*composites, *((name, _expand(pattern)) for name, pattern, _ in _CORE)]
    groups = (f"(?P<{name}>{re.sub(r'[(](?![?])', '(?:', pattern)})" for name, pattern in parts)
    return re.compile("|".join(groups))


_CORE_MARK = "\0"


def _expand(pattern: str) -> str:
    """Write a pattern over class names as one over their characters."""

    def replaced(match: re.Match[str]) -> str:
        name = match[0]
        if name in _MACROS:
            return f"({_expand(_MACROS[name])})"
        return _CORE_MARK if name == "CORE" else KINDS[name]

    return re.sub(r"[A-Z]+", replaced, pattern).replace(" ", "")


GRAMMAR = _compile()
_RULES: dict[str, Rule] = {name: function for name, _, function in (*_CORE, *_COMPOSITE)}


def classes(words: Words) -> str:
    """The string that the grammar reads: one character per word."""
    return "".join([KINDS[word.kind] for word in words])


def matches(words: Words) -> Iterator[tuple[str, int, int]]:
    """The stretches of words that may be time expressions, each with its rule."""
    for match in GRAMMAR.finditer(classes(words)):
        yield match.lastgroup or "", match.start(), match.end()


def read(rule: str, words: Words, context: Context) -> tuple[Found, ...]:
    """What the words mean by this rule: nothing, one expression, or two that share words."""
    found = _RULES[rule](words, context)
    return found if isinstance(found, tuple) else () if found is None else (found,)


def resolve(words: Words, context: Context) -> Found | None:
    """What a part of an expression means on its own."""
    match = GRAMMAR.fullmatch(classes(words))
    found = read(match.lastgroup or "", words, context) if match else ()
    return found[0] if found else None
