"""What times relative to publication or to the text so far mean: weekdays, seasons, `last week`, `the next day`."""

import datetime as dt

from dragoman.annotate import timedays as d
from dragoman.annotate.timedates import Context, Found, Words, ahead, before_is, direction, first, number


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
    to_come = start is not None and start > context.published
    current = now == f"{year_now:04}-{letters}"
    if first(words, "LAST", "PAST", "PREVIOUS") or (not first(words, "NEXT", "THIS") and not ahead(context)):
        return Found("DATE", f"{year_now - (to_come or (current and asked is not None)):04}-{letters}", "the last such season")
    if first(words, "NEXT") or ahead(context):
        return Found("DATE", f"{year_now + (not to_come and not current):04}-{letters}", "the next such season")
    return Found("DATE", f"{year_now:04}-{letters}", "this season")


def _season_cue(words: Words, context: Context) -> bool:
    """Summer and winter may stand in a phrase of time; a fall and a spring only as "in the fall"."""
    before = {"in", "over", "during", "since", "by", "until", "through", "into", "throughout", "of", "for"}
    if not before_is(context, *before):
        return False
    after = context.after.text.lower() if context.after else ""
    return words[-1].text.lower() not in ("fall", "spring") or (
        after != "of" and before_is(context, "in", "by", "since", "during")
    )


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
    back, forward = (base.weekday() - which) % 7, (which - base.weekday()) % 7
    if first(words, "LAST", "PAST", "PREVIOUS"):
        shift, why = -(back or 7), "the last such weekday before publication"
    elif first(words, "NEXT", "FOLLOWING"):
        shift, why = forward or 7, "the next such weekday"
    elif ahead(context):
        shift, why = forward, "the next such weekday (future tense)"
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
    """`that year`, `the next day`, `the same week`: counted from the last date that the text named."""
    text = "from the last date in the text"
    start = context.anchor if unit in ("D", "W", "WE") else d.days(context.anchor_value)[0]
    day = d.step(start, shift, unit) if start else None
    return Found(
        "DATE",
        d.value_of(day, unit) if day else None,
        text if day else f"{text}, which is not known",
        None if day else d.NO_DAYS,
    )


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
        weeks = 0 if inside or ahead(context) else -1
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
    published = context.published
    options = [d.holiday(name, y) for y in range(published.year - 1, published.year + 2) if 1 <= y <= 9999]
    nearest = min(options, key=lambda o: abs((o - published).days))
    if first(words, "NEXT") or ahead(context):
        nearest = next((o for o in options if o >= published), nearest)
    elif first(words, "LAST") or context.tense() == "past":
        nearest = next((o for o in reversed(options) if o <= published), nearest)
    if first(words, "UNIT") and str(next(w.value for w in words if w.kind == "UNIT")) == "W":
        return Found("DATE", d.week_value(nearest), "week of a holiday")
    return Found("DATE", nearest.isoformat(), "holiday")
