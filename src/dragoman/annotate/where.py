"""Where: the place names of an article, each resolved offline to a row of the gazetteer.

A name is taken where the longest match of capitalised words is a country, or where the parser's entity, a preposition, a
pattern such as "Paris, Texas" or a dateline says that it is a place. Among places of one name the article's own hints decide:
what contains it ("X, Y"), then people, the countries and the provinces of the other places that it names. A name has
one sense in an article. `why` names the rule.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from dragoman import records
from dragoman.annotate.parse import Parsed, Sentence
from dragoman.facts.keys import key
from dragoman.facts.names import Name, Names
from dragoman.facts.places import Gazetteer, PlaceRow

MAX_WORDS = 6
LOCATIVE = frozenset("in at near from to into toward towards around across outside inside within between through off over of".split())
PLACE_ENTITIES = frozenset({"GPE", "LOC", "FAC"})
CALENDAR = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday friday saturday sunday".split()
)
# Words that are towns too, but hardly ever in the news, unless a preposition or a comma says so
COMMON = frozenset(
    "north south east west northern southern eastern western northeast northwest southeast southwest upper lower central valley "
    "street village bay coast spring springs lot gulf real man justice king queen mission metro commerce eagle hope union liberty "
    "independence progress star sun god bell soul egg golden olympic international airport college university court hall house park "
    "lake river mountain hill forest island beach bridge church temple market station center centre tower city town state county "
    "district region green brown white black gray long young best bad nice reading mobile normal rugby split police army school bank "
    "summit defiance eureka enterprise victory paradise post press times journal globe herald democrat republic federal national"
    " august march may sunday christmas easter opportunity delta echo alpha omega el la las los san santa st saint mount port".split()
)
SURE_ENDS = frozenset({"county", "province", "oblast", "governorate", "parish", "prefecture"})
ABOUT_STATE = frozenset("gov gov. governor sen sen. senator rep rep. attorney legislature state lawmakers assemblyman".split())
SMALL = frozenset("of the de la del le les al el da do and upon".split())
DATELINE = re.compile(r"[A-Z][A-Z.'’ -]{2,40}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?\s*(?:\([^)\n]{2,40}\)\s*)?(?:—|–|--|-)\s")
NAMING = ("country", "capital", "place")  # kinds of known names that are places, the surest first
PEOPLE = {"province": 400_000, "district": 20_000, "country": 300_000_000}  # what a place without a count is taken for
Rows = tuple[PlaceRow, ...]


@dataclass(slots=True)
class Toponym:
    """A stretch of words that may name a place, with its candidates and what speaks for it."""

    sentence: Sentence
    first: Token
    last: Token
    rows: Rows
    evidence: str  # "" if nothing yet says that it is a place
    country: str = ""  # the country that a known name gives: "US", "Washington"
    kind: str = ""  # what that name is: country, capital or place
    container: "Toponym | None" = None
    dateline: bool = False

    @property
    def span(self) -> records.Span:
        """Its characters in the article."""
        return self.sentence.cut(self.first, self.last)

    @property
    def key(self) -> str:
        """What mentions of one name share."""
        return key(self.span.text)


@dataclass(frozen=True, slots=True)
class Context:
    """What else the article names: for each name, the country and the province that it stands for if taken alone."""

    countries: dict[str, str]
    provinces: dict[str, str]

    def support(self, row: PlaceRow, at: str) -> float:
        """How much the other names of the article speak for a place."""
        nation = sum(country == row.country for name, country in self.countries.items() if name != at)
        province = sum(part == f"{row.country} {row.admin1}" for name, part in self.provinces.items() if name != at)
        return 1.3 * math.log2(1 + nation) + 0.7 * math.log2(1 + province)


def places(parsed: Parsed, names: Names, gazetteer: Gazetteer) -> tuple[records.Place, ...]:
    """The place names of an article in order; a name that no table knows is left out."""
    finder = _Finder(names, gazetteer)
    found = _accepted([t for s in parsed.sentences for t in finder.toponyms(s)], _surnames(parsed))
    context = _context(parsed, names, found)
    senses: dict[str, tuple[PlaceRow, str]] = {}
    for toponym in sorted(found, key=lambda t: t.container is None):
        senses.setdefault(toponym.key, _resolve(toponym, context))
    return tuple(_place(t, *(_resolve(t, context) if t.container else senses[t.key])) for t in found)


def _place(toponym: Toponym, row: PlaceRow, why: str) -> records.Place:
    span = toponym.span
    return records.Place(
        start=span.start, end=span.end, text=span.text, name=row.name, country=row.country or None,
        admin1=row.admin1 or None, geonameid=row.geonameid, lat=row.lat, lon=row.lon, precision=row.kind,
        why=f"dateline; {why}" if toponym.dateline else why,
    )  # fmt: skip


class _Finder:
    """Looks for toponyms, sentence by sentence."""

    def __init__(self, names: Names, gazetteer: Gazetteer) -> None:
        self.names, self.gazetteer = names, gazetteer

    def toponyms(self, sentence: Sentence) -> Iterator[Toponym]:
        """Those of one sentence in order, each joined to the one that contains it ("Paris, Texas")."""
        tokens = list(sentence.span)
        dateline = _dateline(sentence)
        previous: Toponym | None = None
        i = 0
        while i < len(tokens):
            length, toponym = self._at(sentence, tokens, i)
            i += length
            if toponym is None:
                continue
            if previous is not None and _is_within(previous, toponym):
                previous.container = toponym
                toponym.evidence = toponym.evidence or "container"
            elif _abbreviated(toponym) and not _is_after_comma(toponym):
                continue
            if toponym.last.idx < dateline:
                toponym.dateline, toponym.evidence = True, toponym.evidence or "dateline"
            previous = toponym
            yield toponym

    def _at(self, sentence: Sentence, tokens: list[Token], i: int) -> tuple[int, Toponym | None]:
        """How many tokens to go on from here, and the toponym that they make up, if they do."""
        if not tokens[i].text[:1].isupper():
            return 1, None
        known = self.names.longest([t.text for t in tokens], i)
        for length in range(min(MAX_WORDS, len(tokens) - i), 0, -1):
            piece = tokens[i : i + length]
            if length < known:
                return known, None  # a known name that is no place: "Washington Post"
            found = self.names.lookup(_text(piece)) if length == known else ()
            kinds = {n.kind for n in found}
            if found and not kinds & set(NAMING):
                return known, None
            name = min((n for n in found if n.kind in NAMING), key=lambda n: NAMING.index(n.kind), default=None)
            rows = self._rows(piece, name)
            if rows:
                evidence = _evidence(tokens, i, length, name, rows)
                known_as = (name.code, name.kind) if name else ("", "")
                return length, Toponym(sentence, piece[0], piece[-1], rows, evidence, *known_as)
        return max(known, 1), None

    def _rows(self, piece: list[Token], name: Name | None) -> Rows:
        """The places that these words may name; for a country's name in any spelling also the country itself."""
        if not _may_be_name(piece):
            return ()
        rows = self.gazetteer.lookup(_text(piece))
        if name is None or not name.code:
            return rows
        if name.kind == "country" and not any(r.kind in ("country", "region", "province") for r in rows):
            return tuple(r for r in self.gazetteer.lookup(name.name) if r.kind in ("country", "region"))
        if name.kind == "capital" and not rows:
            return self.gazetteer.lookup(_text(piece).partition(",")[0])
        return rows


def _text(piece: Sequence[Token]) -> str:
    return str(piece[0].doc.text[piece[0].idx : piece[-1].idx + len(piece[-1])])


def _may_be_name(piece: list[Token]) -> bool:
    """Whether the words are written as a name: capitals but for small words, no calendar word, no stray marks."""
    first, last = piece[0].text, piece[-1].text
    if "$" in first or not any(c.isalnum() for c in last) or last.lower() in SMALL:
        return False
    if len(piece) == 1:
        return len(first) > 1 and key(first) not in CALENDAR
    return all(not t.text.isalpha() or t.text[:1].isupper() or t.lower_ in SMALL or t.i == piece[-1].i for t in piece)


def _evidence(tokens: list[Token], i: int, length: int, name: Name | None, rows: Rows) -> str:
    """Why these words are a place here; empty if nothing says so."""
    piece = tokens[i : i + length]
    label = piece[0].ent_type_
    whole = _is_whole_entity(piece)
    prominent = rows[0].kind in ("country", "region", "site") or rows[0].population >= 1_000_000
    if name is not None and name.kind == "country":
        return "country" if whole or label not in ("PERSON", "ORG") else ""
    if piece[-1].lower_ in SURE_ENDS and length > 1 and label != "ORG":
        return "known name"
    if name is None and length == 1 and (piece[0].lower_ in COMMON or _is_acronym(piece[0], rows)):
        return ""
    if label == "PERSON":
        return "known name" if whole and name is not None and length < 3 else ""
    if label and not whole:
        return "known name" if label not in ("ORG", "FAC") and (name is not None or prominent) else ""
    if label in PLACE_ENTITIES:
        return "entity"
    if i and tokens[i - 1].lower_ in LOCATIVE and any(t.pos_ == "PROPN" for t in piece):
        return "preposition"
    if name is not None or (prominent and (length > 1 or not label)):
        return "known name"
    return ""


def _is_acronym(token: Token, rows: Rows) -> bool:
    """Whether a short word stands in capitals amid others that do not: "HIV" is no town, though "GAZA" in a dateline is."""
    around = [t for t in token.sent[:12] if t.is_alpha]
    return len(token) <= 5 and token.is_upper and not rows[0].name.isupper() and sum(t.is_upper for t in around) < 0.6 * len(around)


def _is_whole_entity(piece: list[Token]) -> bool:
    """Whether the words make up a whole entity, but for articles, small letters and what a comma divides."""
    doc, label = piece[0].doc, piece[0].ent_type_
    if not label:
        return True
    left, right = piece[0].i, piece[-1].i
    while left > 0 and doc[left].ent_iob_ == "I" and doc[left - 1].text != ",":
        left -= 1
    while right + 1 < len(doc) and doc[right + 1].ent_iob_ == "I" and doc[right + 1].text != ",":
        right += 1
    rest = [*doc[left : piece[0].i], *doc[piece[-1].i + 1 : right + 1]]
    return not any(t.text[:1].isupper() and t.lower_ not in ("the", "city") for t in rest)


def _abbreviated(toponym: Toponym) -> bool:
    """Whether it is short for its place ("Ky.", "Pa"), which is too little without the comma before it."""
    letters = toponym.key.replace(" ", "")
    if "." in toponym.span.text and toponym.first.ent_type_ == "GPE":
        return False
    return not toponym.country and len(letters) <= 5 and all(letters not in key(row.name) for row in toponym.rows)


def _is_after_comma(toponym: Toponym) -> bool:
    """"Aiken, S.C.": the comma after a name says that an abbreviation is its state."""
    at = toponym.first.i
    comma = at >= 2 and toponym.first.doc[at - 1].text == "," and toponym.first.doc[at - 2].pos_ == "PROPN"
    if comma and toponym.first.is_upper:
        toponym.evidence = "container"
    return bool(toponym.evidence)


def _is_within(inner: Toponym, outer: Toponym) -> bool:
    """The pattern "X, Y" or "X (Y)", where Y can contain X."""
    between = outer.first.i - inner.last.i == 2 and outer.first.nbor(-1).text in (",", "(")
    return between and any(_contains(o, r) for o in outer.rows for r in inner.rows)


def _contains(outer: PlaceRow, inner: PlaceRow) -> bool:
    if outer.kind == "country":
        return inner.country == outer.country and inner.kind != "country"
    same = (inner.country, inner.admin1) == (outer.country, outer.admin1)
    return outer.kind == "province" and inner.kind in ("city", "site", "district") and same


def _surnames(parsed: Parsed) -> frozenset[str]:
    """The last words of the full names of persons, which alone are no towns."""
    ents = (e for s in parsed.sentences for e in s.span.ents if e.label_ == "PERSON" and len(e) > 1)
    return frozenset(e[-1].lower_ for e in ents)


def _accepted(found: list[Toponym], surnames: frozenset[str]) -> list[Toponym]:
    """Those with evidence of their own, or inside "X, Y", or of a name that was accepted elsewhere in the article."""
    found = [t for t in found if t.country or t.container or t.first.lower_ not in surnames]
    for toponym in found:
        if toponym.container is not None and not toponym.evidence and toponym.first.ent_type_ != "PERSON":
            toponym.evidence = "in what follows"
    sure = {t.key for t in found if t.evidence}
    return [t for t in found if t.evidence or (t.key in sure and _is_whole_entity([t.first, t.last]))]


def _dateline(sentence: Sentence) -> int:
    """Where the dateline of the sentence's paragraph ends, in characters of its Doc; 0 if it has none."""
    match = DATELINE.match(sentence.span.doc.text)
    return match.end() if match else 0


def _context(parsed: Parsed, names: Names, found: list[Toponym]) -> Context:
    """What each name, adjective ("Syrian") and abbreviation of the article stands for when taken alone."""
    countries: dict[str, str] = {}
    provinces: dict[str, str] = {}
    for toponym in found:
        inside = [r for r in toponym.rows if toponym.container and any(_contains(o, r) for o in toponym.container.rows)]
        row = (inside or toponym.rows)[0]
        countries[toponym.key] = row.country
        provinces[toponym.key] = f"{row.country} {row.admin1}"
    for _, token in parsed.tokens():
        if token.ent_type_ == "NORP" or token.pos_ == "ADJ":
            countries |= {key(n.name): n.code for n in names.lookup(token.text)[:1] if n.kind in ("adjective", "demonym")}
    return Context(countries, provinces)


def _resolve(toponym: Toponym, context: Context) -> tuple[PlaceRow, str]:
    rows = toponym.rows
    if toponym.container is not None:
        inner = [r for r in rows if any(_contains(o, r) for o in toponym.container.rows)]
        if inner:
            return inner[0], f"gazetteer, in {toponym.container.span.text!r}"
    best = max(rows, key=lambda r: _score(r, toponym, context))
    if best.kind == "country":
        return best, "country name"
    if best.kind in ("region", "site"):
        return best, "own table"
    reason = "the only one" if len(rows) == 1 else "the largest" if best == rows[0] else "near what else the article names,"
    return best, f"gazetteer, {reason} of {len(rows)}"


def _score(row: PlaceRow, toponym: Toponym, context: Context) -> float:
    people = 50_000_000 if row.kind in ("region", "site") else row.population or PEOPLE.get(row.kind, 1000)
    if row.kind == "city" and key(row.name) not in toponym.key and toponym.key not in key(row.name):
        people /= 5  # by a name that is not its first
    return math.log10(people) + _known(row, toponym) + context.support(row, toponym.key)


def _known(row: PlaceRow, toponym: Toponym) -> float:
    """What the known names say: a capital is a city; what they list as a part of a country is that part."""
    about_state = toponym.last.i + 1 < len(toponym.last.doc) and toponym.last.nbor().lower_ in ABOUT_STATE
    if about_state and row.kind == "province":
        return 3.0
    if toponym.country != row.country or toponym.key == "new york":
        return 0.0
    if toponym.kind == "place":
        return 3.0 if row.kind in ("province", "region") else 0.0
    return 1.5 if row.kind != "province" else 0.0
