"""The words that time expressions are made of, each with a class: the grammar in `timex` is written over classes.

Numbers are read here too. A word that is a time word only in some uses (May, second, Sun) is decided by its case and
its neighbours, here or by the rules, which may also ask the parser.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass


def word_set(listed: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(listed.split())


def _list(listed: str) -> list[str]:
    return listed.split()


MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_ONES = _list("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen")
_ONES += ["seventeen", "eighteen", "nineteen"]
_TENS = _list("twenty thirty forty fifty sixty seventy eighty ninety")
_NUMBERS = {word: i for i, word in enumerate(_ONES)} | {word: 20 + 10 * i for i, word in enumerate(_TENS)}
_NUMBERS |= {"dozen": 12, "hundred": 100, "thousand": 1000}
_ORDINALS = _list("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth")
_ORDINALS += ["fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"]

_SHORT_MONTHS = ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SHORT_WEEKDAYS = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip

# TIMEX3 letters; "WE" is the weekend, "T…" are units of the clock
UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "weekend": "WE", "fortnight": "2W",
    "month": "M", "quarter": "Q", "year": "Y", "decade": "E", "centurie": "C",
}  # fmt: skip
CENTURY_TURNS = 50  # years of two digits below it are of this century
_NAMED_DAYS = {
    "christmas": "christmas", "thanksgiving": "thanksgiving", "easter": "easter", "halloween": "halloween",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its class and what it counts or names. `start` and `end` are characters of the text that was read."""

    kind: str
    value: int | str
    start: int
    end: int
    text: str


def _lexicon() -> dict[str, tuple[str, int | str]]:
    words: dict[str, tuple[str, int | str]] = {}

    def put(kind: str, **values: int | str) -> None:
        words.update({word: (kind, value) for word, value in values.items()})

    def put_all(kind: str, listed: str) -> None:
        words.update({word: (kind, word) for word in listed.split()})

    words.update({name: ("MONTH", i + 1) for i, name in enumerate(MONTHS)})
    words.update({name: ("WEEKDAY", i) for i, name in enumerate(WEEKDAYS)})
    words.update({f"{name}s": ("WEEKDAYS", i) for i, name in enumerate(WEEKDAYS)})
    words.update({name: ("NUMBER", n) for name, n in _NUMBERS.items()})
    words.update({name: ("ORDINAL", i + 1) for i, name in enumerate(_ORDINALS)})
    words.update({name: ("UNIT", letter) for name, letter in UNITS.items() if name not in ("second", "quarter", "centurie")})
    words.update({f"{name}s": ("UNITS", letter) for name, letter in UNITS.items()})
    put("QUARTER", quarter="Q")
    put("CENTURY", century="C")
    put("SEASON", spring="SP", summer="SU", autumn="FA", fall="FA", winter="WI")
    put("DAYTIME", morning="MO", afternoon="AF", evening="EV", night="NI")
    put("DAYTIMES", mornings="MO", afternoons="AF", evenings="EV", nights="NI")
    put("DEICTIC", yesterday=-1, today=0, tomorrow=1)
    put("TONIGHT", tonight="NI")
    put("CLOCKNAME", noon="T12:00", midday="T12:00", midnight="T24:00")
    put("OFTEN", hourly="PT1H", daily="P1D", nightly="P1D", weekly="P1W", monthly="P1M", yearly="P1Y")
    put("OFTEN", annually="P1Y")
    put("DECADE", twenties=192, thirties=193, forties=194, fifties=195, sixties=196, seventies=197, eighties=198)
    put("DECADE", nineties=199)
    put("VAGUE", now="PRESENT_REF", currently="PRESENT_REF", nowadays="PRESENT_REF", presently="PRESENT_REF")
    put("VAGUE", recently="PAST_REF", lately="PAST_REF", soon="FUTURE_REF")
    put("HOLIDAY", **_NAMED_DAYS)
    put_all("EVERY", "every each")
    put_all("FEW", "several few many some numerous couple")
    put_all("LAST", "last latest")
    put_all("PAST", "past")
    put_all("ALTERNATE", "other")
    put_all("PREVIOUS", "previous preceding prior")
    put_all("NEXT", "next coming upcoming")
    put_all("FOLLOWING", "following ensuing subsequent")
    put_all("THIS", "this")
    put_all("CURRENT", "current")
    put_all("PRESENT", "present")
    put_all("NEAR", "near foreseeable")
    put_all("ZONE", "gmt utc est edt cst cdt pst pdt cet cest bst msk local time")
    put_all("THAT", "that same")
    put_all("RECENT", "recent")
    put_all("A", "a an")
    put_all("AND", "and or")
    put_all("TO", "to through until till")
    put_all("MORE", "more additional consecutive straight full whole trading business working extra")
    put_all("AGE", "age")
    put_all("OVERNIGHT", "overnight")
    for kind in _list(
        "the of in on at from half early late mid earlier later before after ago since fiscal old ahead end "
        "future eve"
    ):  # fmt: skip
        words.setdefault(kind, (kind.upper(), kind))
    put_all("BEGINNING", "beginning start middle")
    put_all("ABOUT", "about around nearly almost roughly approximately over under barely")
    return words


LEXICON = _lexicon()

_OTHER_KINDS = (
    "OTHER", "ISO", "SLASHED", "DECADE", "ORDINAL", "CLOCK", "YEAR", "DAYNUMBER", "NUMBER", "AMPM", "SHORTMONTH",
    "SHORTDAY", "SHORTYEAR",
    "POSSESSIVE", "DASH", "COMMA", "SLASH", "OPEN", "MONEY",
)  # fmt: skip
# One character for each class, from a range that no text class or regular expression uses.
KINDS = {kind: chr(0xE000 + i) for i, kind in enumerate(sorted({kind for kind, _ in LEXICON.values()} | set(_OTHER_KINDS)))}

# Words that are months or days only with a capital letter.
NAMES = frozenset(MONTHS) | frozenset(WEEKDAYS) | {f"{day}s" for day in WEEKDAYS} | frozenset(_NAMED_DAYS)

_TOKEN = re.compile(
    r"""
      (?P<iso>\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\d-]))
    | (?P<slash>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/]))
    | (?P<decade>(?:['’]|\b\d{2})\d0(?:['’]?s)\b)
    | (?P<shortyear>(?<!\w)['’]\d{2}\b(?!['’]?s\b|[.,:/-]\d))
    | (?P<ordinal>\d{1,2}(?:st|nd|rd|th)\b)
    | (?P<clock>\d{1,2}:\d{2}(?![\d:]))
    | (?P<digits>\d+(?:[.,]\d+)*)
    | (?P<ampm>(?:[ap]\.\s?m\.?|[AaPp][Mm]\b))
    | (?P<short>\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?)
    | (?P<feast>\b(?:New\ Year['’]?s\ (?:Eve|Day)|(?:Good|Holy)\ Friday|(?:Palm|Easter)\ Sunday|Easter\ Monday|Ash\ Wednesday
        |Boxing\ Day|May\ Day|Memorial\ Day|Labor\ Day|Veterans['’]?\ Day|Armistice\ Day|Bastille\ Day|Columbus\ Day
        |(?:St\.?\ )?Valentine['’]s\ Day|(?:St\.?|Saint)\ Patrick['’]s\ Day|International\ Women['’]s\ Day)\b)
    | (?P<word>[^\W\d_]+)
    | (?P<s>['’]s?\b)
    | (?P<mark>[^\s\w])
    """,
    re.VERBOSE,
)
_MARKS = {"-": "DASH", "–": "DASH", "—": "DASH", ",": "COMMA", "/": "SLASH", "(": "OPEN", "$": "MONEY", "£": "MONEY"}
_MARKS |= {"€": "MONEY", "#": "MONEY", "%": "MONEY"}


def read_words(text: str) -> list[Word]:
    """All words of a text in order, each with its class; what plays no part in time expressions is `OTHER`."""
    words = [_word(match) for match in _TOKEN.finditer(text)]
    return [_in_context(words, i) for i in range(len(words))]


def _word(match: re.Match[str]) -> Word:
    text, group = match[0], match.lastgroup or ""
    kind, value = _READERS[group](text)
    return Word(kind, value, match.start(), match.end(), text)


def _read_word(text: str) -> tuple[str, int | str]:
    lower = text.lower()
    found = LEXICON.get(lower)
    if found is None or (lower in NAMES and text[0].islower()):
        return "OTHER", lower
    return found


def _read_short(text: str) -> tuple[str, int | str]:
    stem = text.rstrip(".").lower()
    if stem in _SHORT_WEEKDAYS:
        return "SHORTDAY", _SHORT_WEEKDAYS[stem]
    number = _SHORT_MONTHS.index(stem[:3]) + 1
    return ("MONTH" if text.endswith(".") else "SHORTMONTH"), number + (number > 4)


def _read_digits(text: str) -> tuple[str, int | str]:
    if not text.isdigit() or len(text) > 6:
        return "NUMBER", text
    number = int(text)
    if len(text) == 4 and 1000 <= number <= 2199:
        return "YEAR", number
    return ("DAYNUMBER", number) if 1 <= number <= 31 else ("NUMBER", number)


def _read_decade(text: str) -> tuple[str, int | str]:
    digits = re.sub(r"\D", "", text)
    return "DECADE", int(digits[:3]) if len(digits) == 4 else 190 + int(digits[0])


_READERS: dict[str, Callable[[str], tuple[str, int | str]]] = {
    "iso": lambda t: ("ISO", t),
    "slash": lambda t: ("SLASHED", t),
    "decade": _read_decade,
    "shortyear": lambda t: ("SHORTYEAR", int(t[1:]) + (2000 if int(t[1:]) < CENTURY_TURNS else 1900)),
    "ordinal": lambda t: ("ORDINAL", int(t[:-2])),
    "clock": lambda t: ("CLOCK", t),
    "digits": _read_digits,
    "ampm": lambda t: ("AMPM", t[0].lower()),
    "short": _read_short,
    "word": _read_word,
    "feast": lambda t: ("HOLIDAY", re.sub(r"['’]|\b(?:st|saint)\b\.? ?", "", t.lower())),
    "s": lambda t: ("POSSESSIVE", t),
    "mark": lambda t: (_MARKS.get(t, "OTHER"), t),
}


def _in_context(words: list[Word], i: int) -> Word:
    """Decide words whose class hangs on their neighbours."""
    word = words[i]
    after = words[i + 1] if i + 1 < len(words) else None
    before = words[i - 1] if i else None
    if word.kind == "SHORTMONTH":
        dated = (after is not None and after.kind in ("DAYNUMBER", "YEAR", "ORDINAL")) or _is(before, "DAYNUMBER", "ORDINAL")
        return _as(word, "MONTH" if dated else "OTHER")
    if word.kind == "SHORTYEAR":  # "in '98", and not a quotation that begins with a number
        return _as(word, "YEAR" if _is(before, "MONTH", "SEASON", "OF", "IN", "SINCE", "DAYNUMBER", "ORDINAL") else "OTHER")
    if word.kind == "SHORTDAY":
        dated = after is not None and after.kind in ("DAYNUMBER", "MONTH", "SHORTMONTH")
        comma = _is(after, "COMMA") and i + 2 < len(words) and words[i + 2].kind in ("DAYNUMBER", "MONTH", "SHORTMONTH")
        return _as(word, "WEEKDAY" if dated or comma else "OTHER")
    if word.text.lower() == "second" and _is(before, "NUMBER", "DAYNUMBER", "DASH"):
        return Word("UNIT", "TS", word.start, word.end, word.text)
    if word.kind == "AMPM" and not _is(before, "DAYNUMBER", "CLOCK", "NUMBER"):
        return _as(word, "OTHER")
    return word


def _is(word: Word | None, *kinds: str) -> bool:
    return word is not None and word.kind in kinds


def _as(word: Word, kind: str) -> Word:
    return Word(kind, word.value, word.start, word.end, word.text)


def count(words: Iterable[Word]) -> float | None:
    """The number that a run of number words says: "twenty-four", "two hundred", "1,500", "2 1/2"; None if none."""
    total: float = 0
    seen = False
    halves = [w for w in words if w.kind != "DASH"]
    for i, word in enumerate(halves):
        if word.kind == "SLASH" or (i >= 2 and halves[i - 1].kind == "SLASH"):
            continue
        value = _number(word)
        if value is None:
            continue
        if i + 1 < len(halves) and halves[i + 1].kind == "SLASH":
            divisor = _number(halves[i + 2]) if i + 2 < len(halves) else None
            total += value / divisor if divisor else 0
        elif word.value in (100, 1000) and word.text.isalpha():
            total = (total or 1) * value
        else:
            total += value
        seen = True
    return total if seen else None


def _number(word: Word) -> float | None:
    if isinstance(word.value, int) and word.kind in ("NUMBER", "DAYNUMBER", "YEAR"):
        return word.value
    if word.kind == "NUMBER":
        try:
            return float(str(word.value).replace(",", ""))
        except ValueError:
            return None
    return None


def spoken_year(words: list[Word]) -> int | None:
    """A year in words: "nineteen ninety-six", "two thousand and three"; None if it is not one."""
    values = [int(w.value) for w in words if w.kind == "NUMBER" and isinstance(w.value, int)]
    if len(values) >= 2 and values[0] in range(13, 21) and values[1] in range(10, 100):
        return values[0] * 100 + sum(values[1:])
    if values[:2] == [2, 1000]:
        return 2000 + sum(values[2:])
    return None
