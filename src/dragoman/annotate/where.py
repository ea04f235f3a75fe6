"""Where: the place names of an article, each resolved offline to a row of the gazetteer.

A name is taken where the longest match of capitalised words is a country, or where the parser's entity, a preposition, a
pattern such as "Paris, Texas" or a dateline says that it is a place. Among places of one name the article's own hints decide:
what contains it ("X, Y"), the countries and provinces it names elsewhere, and otherwise kind and population, in that
order. A name has one sense in an article, that of the mention with the most evidence. `why` names the rule.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from dragoman import records
from dragoman.annotate.parse import Parsed, Sentence
from dragoman.facts.keys import capitals_kept, key
from dragoman.facts.names import Name, Names
from dragoman.facts.places import Gazetteer, PlaceRow

MAX_WORDS = 6
LOCATIVE = frozenset("in at near from to into toward towards around across outside inside within via between through off over of".split())
PLACE_ENTITIES = frozenset({"GPE", "LOC", "FAC"})
OTHER_ENTITIES = frozenset({"PERSON", "ORG", "PRODUCT", "EVENT", "WORK_OF_ART", "NORP", "LAW", "LANGUAGE"})
CALENDAR = frozenset(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
PROVINCE_WORDS = frozenset("province state region governorate oblast county district prefecture department territory".split())
DATELINE = re.compile(r"[A-Z][A-Z.'’ -]{2,40}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?\s*(?:\([^)\n]{2,40}\)\s*)?(?:—|–|--|-)\s")
DATELINE_REACH = 80  # characters of a paragraph in which a dateline may stand
KNOWN_KINDS = frozenset({"country", "capital", "place"})
PRECISION: dict[str, records.Precision] = {
    "site": "site", "city": "city", "district": "district", "province": "province", "country": "country", "region": "region",
}  # fmt: skip


@dataclass(slots=True)
class Toponym:
    """A stretch of words that may name a place, with its candidates and what speaks for it."""

    sentence: Sentence
    first: Token
    last: Token
    rows: tuple[PlaceRow, ...]
    evidence: str
    country: str = ""  # the country that a known name gives: "US", "Kremlin"
    container: "Toponym | None" = None
    marks: list[str] = field(default_factory=list)

    @property
    def span(self) -> records.Span:
        """Its characters in the article."""
        return self.sentence.cut(self.first, self.last)

    @property
    def key(self) -> str:
        """What mentions of one name share."""
        return key(self.span.text)


def places(parsed: Parsed, names: Names, gazetteer: Gazetteer) -> tuple[records.Place, ...]:
    """The place names of an article in order; a name that no table knows is left out."""
    found = [t for s in parsed.sentences for t in _toponyms(s, names, gazetteer)]
    found = _accepted(found)
    countries = _countries(parsed, names, found)
    provinces = Counter(row.admin1 for t in found for row in t.rows[:1] if row.kind == "province")
    senses: dict[str, tuple[PlaceRow, str]] = {}
    for toponym in sorted(found, key=lambda t: t.container is None):
        senses.setdefault(toponym.key, _resolve(toponym, countries, provinces))
    return tuple(_place(t, *_sense(t, senses, countries, provinces)) for t in found)


def _place(toponym: Toponym, row: PlaceRow, why: str) -> records.Place:
    span = toponym.span
    return records.Place(
        start=span.start, end=span.end, text=span.text, name=row.name, country=row.country or None, admin1=row.admin1 or None,
        geonameid=row.geonameid, lat=row.lat, lon=row.lon, precision=PRECISION[row.kind], why="; ".join([*toponym.marks, why]),
    )  # fmt: skip


# Finding


def _toponyms(sentence: Sentence, names: Names, gazetteer: Gazetteer) -> Iterator[Toponym]:
    tokens = list(sentence.span)
    words = [t.text for t in tokens]
    dateline = _dateline(sentence)
    i, previous = 0, None
    while i < len(tokens):
        length, toponym = _longest(sentence, tokens, words, i, names, gazetteer)
        if toponym is not None:
            if toponym.last.idx < dateline:
                toponym.marks.append("dateline")
                toponym.evidence = "dateline"
            if previous is not None and _is_within(tokens, previous, toponym):
                previous.container = toponym
            previous = toponym
            yield toponym
        i += max(length, 1)


def _longest(
    sentence: Sentence, tokens: list[Token], words: list[str], i: int, names: Names, gazetteer: Gazetteer
) -> tuple[int, Toponym | None]:
    """How many words to go on, and the toponym that they make up, if they do."""
    if not words[i][:1].isupper() and not words[i][:1].isdigit():
        return 1, None
    known = names.longest(words, i)
    for length in range(min(MAX_WORDS, len(tokens) - i), max(known, 1) - 1, -1):
        rows = _rows(words[i : i + length], tokens[i : i + length], gazetteer)
        if not rows:
            continue
        found = _names(names, tokens[i : i + length]) if length == known else ()
        if found and found[0].kind not in KNOWN_KINDS and not any(n.kind in KNOWN_KINDS for n in found):
            break  # an adjective, organisation or armed group
        country = next((n.code for n in found if n.kind in KNOWN_KINDS), "")
        evidence = _evidence(tokens, i, length, found, rows)
        return length, Toponym(sentence, tokens[i], tokens[i + length - 1], rows, evidence, country)
    return _known(sentence, tokens, i, known, names, gazetteer)


def _known(
    sentence: Sentence, tokens: list[Token], i: int, length: int, names: Names, gazetteer: Gazetteer
) -> tuple[int, Toponym | None]:
    """A known name without a row of its own spelling, such as "U.S.": the row of the country that it names."""
    for name in _names(names, tokens[i : i + length]) if length else ():
        if name.kind in ("country", "capital", "place") and name.code:
            rows = gazetteer.lookup(name.name)
            if rows:
                return length, Toponym(sentence, tokens[i], tokens[i + length - 1], rows, "country", name.code)
    return length, None


def _names(names: Names, tokens: Sequence[Token]) -> tuple[Name, ...]:
    start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
    return names.lookup(tokens[0].doc.text[start:end])


def _rows(words: list[str], tokens: list[Token], gazetteer: Gazetteer) -> tuple[PlaceRow, ...]:
    """Rows of exactly these words; each content word must be capitalised, and no calendar word is a place."""
    if not words[-1][-1:].isalnum() and not words[-1].endswith("."):
        return ()
    if len(words) == 1 and (words[0].lower() in CALENDAR or len(words[0]) < 3 or words[0].islower()):
        return ()
    if any(len(w) > 3 and w.isalpha() and w.islower() for w in words) and words[-1].lower() not in PROVINCE_WORDS:
        return ()
    start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
    text = tokens[0].doc.text[start:end]
    return tuple(row for row in gazetteer.by_key(key(text)) if capitals_kept(text[:1], row.name[:1]))


# Accepting


def _evidence(tokens: list[Token], i: int, length: int, found: tuple[Name, ...], rows: tuple[PlaceRow, ...]) -> str:
    """Why these words are a place here; empty if nothing says so."""
    piece = tokens[i : i + length]
    label = piece[0].ent_type_ if all(t.ent_type_ == piece[0].ent_type_ for t in piece) else ""
    inside = _inside_entity(tokens, i, length, label)
    if label == "PERSON" or (inside and label in OTHER_ENTITIES):
        return ""
    if any(n.kind == "country" for n in found):
        return "country"
    if label in PLACE_ENTITIES:
        return "entity"
    if i and tokens[i - 1].lower_ in LOCATIVE and any(t.pos_ == "PROPN" for t in piece):
        return "preposition"
    if found or (rows[0].kind in ("region", "site") and length > 1):
        return "known name"
    return ""


def _inside_entity(tokens: list[Token], i: int, length: int, label: str) -> bool:
    """Whether the words are only a part of a larger entity of that label, as "China" in "China University"."""
    before = i > 0 and tokens[i].ent_iob_ == "I" and tokens[i - 1].ent_type_ == label
    after = i + length < len(tokens) and tokens[i + length].ent_iob_ == "I"
    return bool(label) and (before or after)


def _is_within(tokens: list[Token], inner: Toponym, outer: Toponym) -> bool:
    """The pattern "X, Y" or "X (Y)", where Y can contain X."""
    gap = [t for t in tokens if inner.last.i < t.i < outer.first.i]
    if len(gap) != 1 or gap[0].text not in (",", "(", "in"):
        return False
    return any(_contains(o, r) for o in outer.rows for r in inner.rows)


def _contains(outer: PlaceRow, inner: PlaceRow) -> bool:
    if outer.kind == "country":
        return inner.country == outer.country and inner.kind != "country"
    return outer.kind == "province" and inner.kind == "city" and (inner.country, inner.admin1) == (outer.country, outer.admin1)


def _accepted(found: list[Toponym]) -> list[Toponym]:
    """Those with evidence of their own, or inside "X, Y", or of a name that was accepted elsewhere in the article."""
    for toponym in found:
        if toponym.container is not None and not toponym.evidence and toponym.first.ent_type_ != "PERSON":
            toponym.evidence = "in what follows"
    sure = {t.key for t in found if t.evidence}
    return [t for t in found if t.evidence or (t.key in sure and t.first.ent_type_ not in OTHER_ENTITIES)]


def _dateline(sentence: Sentence) -> int:
    """Where the dateline of the sentence's paragraph ends, in characters of its Doc; 0 if it has none."""
    if sentence.span.start_char > DATELINE_REACH:
        return 0
    match = DATELINE.match(sentence.span.doc.text)
    return match.end() if match else 0


# Resolving


def _countries(parsed: Parsed, names: Names, found: list[Toponym]) -> Counter[str]:
    """How often the article names each country, by name, adjective, demonym or capital."""
    counts = Counter(t.country for t in found if t.country)
    for sentence in parsed.sentences:
        for token in sentence.span:
            if token.ent_type_ == "NORP" or token.pos_ == "ADJ":
                counts.update(n.code for n in names.lookup(token.text) if n.code and n.kind in ("adjective", "demonym"))
    return counts


def _resolve(toponym: Toponym, countries: Counter[str], provinces: Counter[str]) -> tuple[PlaceRow, str]:
    rows = toponym.rows
    if toponym.container is not None:
        inner = [r for r in rows if any(_contains(o, r) for o in toponym.container.rows)]
        if inner:
            return inner[0], f"gazetteer, in {toponym.container.span.text!r}"
    if rows[0].kind == "country" and (not toponym.country or rows[0].country == toponym.country):
        return rows[0], "country name"
    if rows[0].kind in ("region", "site"):
        return rows[0], "own table"
    if toponym.country and any(r.country == toponym.country for r in rows):
        return next(r for r in rows if r.country == toponym.country), "known name"
    best = max(rows, key=lambda r: _score(r, countries, provinces))
    reason = "the only one" if len(rows) == 1 else "in a country that the article names" if best != rows[0] else "the largest"
    return best, f"gazetteer, {reason} of {len(rows)}"


def _score(row: PlaceRow, countries: Counter[str], provinces: Counter[str]) -> float:
    people = row.population or (400_000 if row.kind == "province" else 1000)
    named = 2.0 if countries[row.country] else 0.0
    return math.log10(people + 1) + named + (1.0 if row.admin1 and provinces[row.admin1] else 0.0)


def _sense(
    toponym: Toponym, senses: dict[str, tuple[PlaceRow, str]], countries: Counter[str], provinces: Counter[str]
) -> tuple[PlaceRow, str]:
    """The article's sense of a name; a mention inside "X, Y" has its own."""
    if toponym.container is not None:
        return _resolve(toponym, countries, provinces)
    return senses[toponym.key]
