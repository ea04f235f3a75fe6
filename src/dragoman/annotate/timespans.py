"""What amounts of time, times of day and vague words mean: the rules of `timex` that name no date of their own."""

import datetime as dt
import re

from dragoman.annotate import timedays as d
from dragoman.annotate.timedates import Context, Found, Words, before_is, direction, first, number
from dragoman.annotate.timewords import count, word_set


def amount(words: Words) -> tuple[float | None, str]:
    """Number (None for "several") and unit of `three days`, `a couple of weeks`, `two to three years`."""
    unit = next((str(w.value) for w in words if w.kind in ("UNIT", "UNITS", "QUARTER", "CENTURY")), "D")
    few = first(words, "FEW")
    split = next((i for i, w in enumerate(words) if w.kind in ("TO", "AND")), len(words))
    value = count(words[:split])
    if few is not None:
        return (2 if few.text.lower() == "couple" else None), unit
    if value is None and first(words, "A"):
        value = 1
    if value is not None and first(words, "HALF"):
        value = value + 0.5 if first(words, "AND") else 0.5
    return value, unit


def duration_value(number: float | None, unit: str) -> str:
    """`P3D`, `PT2H`, `P2Y6M`, `PXM`; decades and quarters in years and months."""
    if unit in ("E", "C", "Q", "2W", "WE") and number is not None:
        factor, unit = {"E": (10, "Y"), "C": (100, "Y"), "Q": (3, "M"), "2W": (2, "W"), "WE": (2, "D")}[unit]
        number *= factor
    clock, unit = ("T", unit[1]) if unit.startswith("T") else ("", unit)
    if number is None:
        return f"P{clock}X{unit if unit != 'WE' else 'D'}"
    whole = int(number)
    part, smaller = {
        "Y": (12, "M"), "H": (60, "M"), "D": (24, "H"), "W": (7, "D"), "M": (30, "D"),
    }.get(unit, (0, ""))  # fmt: skip
    rest = round((number - whole) * part)
    if clock and unit == "M":
        rest, smaller = round((number - whole) * 60), "S"
    if not rest:
        return f"P{clock}{whole}{unit}"
    return f"P{clock}{f'{whole}{unit}' if whole else ''}{'T' if smaller == 'H' and not clock else ''}{rest}{smaller}"


def duration(words: Words, context: Context) -> Found | None:
    """`three days`, `a two-week trip`; `a day` after a count is a rate: `50 a day`."""
    number, unit = amount(words)
    after = context.after.text.lower() if context.after else ""
    if unit == "Q" and (words[0].kind == "A" or first(words, "DASH") or after == "of"):
        return None  # a quarter is mostly a fourth
    if after == "old" or (unit == "TS" and first(words, "ORDINAL")):
        return None
    if len(words) == 2 and words[0].kind == "A" and _is_rate(context):
        return Found("SET", duration_value(1, unit), "rate")
    # the article of "a two-day visit" belongs to the visit
    article = words[0].kind == "A" and len(words) > 2 and words[1].value in range(1, 12)
    return Found("DURATION", duration_value(number, unit), "length of time", cut=(1, len(words)) if article else None)


def _is_rate(context: Context) -> bool:
    counted = context.before is not None and context.before.kind in ("NUMBER", "DAYNUMBER", "YEAR")
    return counted or before_is(context, "times", "percent", "once", "twice")


_SPENT = word_set("for in within after of over took take takes last lasted than spent just")


def bare_units(words: Words, context: Context) -> Found | None:
    """`for years`, `within weeks`: an unknown number of units."""
    if not before_is(context, *_SPENT):
        return None
    _, unit = amount(words)
    return Found("DURATION", duration_value(None, unit), "an unknown number of units")


def ago(words: Words, context: Context) -> Found | None:
    """`two weeks ago` from publication; `two weeks earlier` and `later` from the last date in the text."""
    number, unit = amount(words)
    if number is None:
        return Found("DATE", "PAST_REF" if not first(words, "LATER") else "FUTURE_REF", "some time before", d.NO_DAYS)
    forward = first(words, "LATER") is not None
    base = context.published
    if not first(words, "AGO"):
        base = context.anchor if unit in ("D", "W", "WE", "2W") or unit[0] == "T" else _anchor_or_published(context)
    if base is None:
        value = None if first(words, "AGO") else duration_value(number, unit)
        return Found("DATE" if value is None else "DURATION", value, "counted from a day that is not known", d.NO_DAYS)
    if unit.startswith("T"):
        return Found(
            "TIME" if first(words, "AGO") else "DURATION",
            base.isoformat() if first(words, "AGO") else duration_value(number, unit),
            "hours before",
            d.NO_DAYS,
        )
    day = d.step(base, round(number) if forward else -round(number), unit)
    if day is None:
        return None
    if base is context.published and not first(words, "AGO"):
        return Found("DATE", d.value_of(day, unit), "counted from publication, as the text names no date", d.NO_DAYS)
    return Found("DATE", d.value_of(day, unit), f"counted {'forward' if forward else 'back'} from {base.isoformat()}")


def _anchor_or_published(context: Context) -> dt.date | None:
    return d.days(context.anchor_value)[0] or context.published


def stretch(words: Words, context: Context) -> Found | None:
    """`the past two months`, `the next three days`: a length of time that ends or starts at publication."""
    number, unit = amount(words)
    back = first(words, "LAST", "PAST", "PREVIOUS", "RECENT") is not None
    covered: d.Days = d.NO_DAYS
    if number is not None and context.published is not None and not first(words, "PREVIOUS", "FOLLOWING"):
        other = d.step(context.published, -round(number) if back else round(number), unit)
        if other is not None and not unit.startswith("T"):
            covered = (other, context.published) if back else (context.published, other)
    return Found("DURATION", duration_value(number, unit), f"length of time {'up to' if back else 'from'} publication", covered)


def vague_stretch(words: Words, context: Context) -> Found | None:
    """`recent weeks`, `the coming months`."""
    _, unit = amount(words)
    return Found("DURATION", duration_value(None, unit), "an unknown number of units", d.NO_DAYS)


def every(words: Words, context: Context) -> Found | None:
    """`every day`, `each Monday`, `every two years`, `Tuesday nights`."""
    if (day := first(words, "WEEKDAY", "WEEKDAYS")) is not None:
        part = first(words, "DAYTIME")
        return Found("SET", f"XXXX-WXX-{number(day) + 1}{f'T{part.value}' if part else ''}", "repeated")
    if (named := first(words, "MONTH")) is not None:
        return Found("SET", f"XXXX-{number(named):02}", "repeated")
    if (named := first(words, "SEASON")) is not None:
        return Found("SET", f"XXXX-{named.value}", "repeated")
    if (part := first(words, "DAYTIME")) is not None:
        return Found("SET", f"XXXX-XX-XXT{part.value}", "repeated")
    total, unit = amount(words)
    which = first(words, "ORDINAL")
    return Found("SET", duration_value(number(which) if which else total or 1, unit), "repeated")


def often(words: Words, context: Context) -> Found | None:
    """`daily`, `annually`."""
    return Found("SET", str(words[0].value), "repeated")


# --- times of day and vague words -----------------------------------------------------------------------------------


def clock_value(words: Words) -> str | None:
    """`T22:00` for "10 p.m.", `T12:00` for noon; None if there is no such time."""
    named = first(words, "CLOCKNAME")
    if named is not None:
        return str(named.value)
    word = first(words, "CLOCK", "DAYNUMBER", "NUMBER")
    if word is None:
        return None
    parts = re.split(r"[:.]", word.text)
    if not all(part.isdigit() for part in parts[:2]):
        return None
    hour, minute = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
    half_day = first(words, "AMPM")
    if half_day is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half_day.value == "p" else 0)
    return f"T{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def clock(words: Words, context: Context) -> Found | None:
    """`10 p.m.`, `noon`: on the last day named, else the day of publication; the text does not say the day."""
    value = clock_value(words)
    if value is None or (
        len(words) == 1
        and words[0].kind == "CLOCK"
        and not before_is(context, "at", "around", "about", "by", "from", "before", "after", "until", "since")
    ):
        return None
    day = context.anchor or context.published
    return Found("TIME", f"{day.isoformat() if day else 'XXXX-XX-XX'}{value}", "time of a day that is not named", d.NO_DAYS)


def daytime(words: Words, context: Context) -> Found | None:
    """`this morning`, `last night`, `tonight`, `overnight`, `the morning`."""
    part = next((str(w.value) for w in words if w.kind in ("DAYTIME", "TONIGHT")), "NI")
    day = context.published
    back = -int(first(words, "LAST", "OVERNIGHT") is not None)
    why = "part of a day, from publication"
    if first(words, "THE", "THAT", "FOLLOWING", "PREVIOUS") and not first(words, "LAST", "THIS"):
        day, back, why = context.anchor or day, direction(words), "part of the last day in the text"
    if len(words) == 1 and words[0].kind == "DAYTIME":
        return None
    day = d.add_days(day, back) if day else None
    return Found("TIME", f"{day.isoformat() if day else 'XXXX-XX-XX'}T{part}", why)


def vague(words: Words, context: Context) -> Found | None:
    """`now`, `recently`, `soon`, `the future`: a direction in time, no day."""
    value = next((str(w.value) for w in words if w.kind == "VAGUE"), "")
    if value == "FUTURE_REF" and (context.tense() != "future" or before_is(context, "as")):
        return None  # "soon after", "as soon as"
    if not value:
        texts = {w.text.lower() for w in words}
        if "past" in texts and not before_is(context, "in", "of", "from", "than", "with"):
            return None
        value = "FUTURE_REF" if "future" in texts else "PAST_REF" if texts & {"past", "recent"} else "PRESENT_REF"
    return Found("DATE", value, "a direction in time", d.NO_DAYS)
