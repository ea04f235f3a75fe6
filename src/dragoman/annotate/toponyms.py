"""Finding place names: which words of a sentence name a place, and what speaks for it. `where.py` tells which place.

The longest match of capitalised words with the gazetteer is a candidate. It is taken for a place if it is a country's name,
if the parser's entity, a preposition ("in Goma"), a verb ("seized Goma"), a comma ("Paris, Texas") or a dateline says so.
A name inside a larger name ("Bank of England", "China University") is left alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from dragoman import records
from dragoman.annotate.parse import DATELINE, Parsed, Sentence
from dragoman.facts.keys import key
from dragoman.facts.names import Name, Names
from dragoman.facts.place_rows import PlaceRow
from dragoman.facts.places import Gazetteer

LONGEST_NAME = 12  # words of a known name that are looked at
MAX_WORDS = 6
TOWN = 20_000  # people from which a name may be taken on the word of a preposition or verb alone
LOCATIVE = frozenset(
    "in at near from to into toward towards around across outside inside within between through off over of".split()
)
STRICT = frozenset("in near at toward towards outside around inside".split())  # those that stand before no person
TAKING = frozenset(
    "seize capture retake recapture take overrun storm shell bomb besiege attack leave reach enter visit control hold".split()
)
TAKING_TOWNS = frozenset("seize retake recapture overrun storm shell bomb besiege".split())  # what is done to no person
PLACE_ENTITIES = frozenset({"GPE", "LOC", "FAC"})
CALENDAR = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday friday saturday sunday".split()
)
# Words that are towns too, but are hardly ever meant so
COMMON = frozenset(
    "north south east west northern southern eastern western northeast northwest southeast southwest upper lower central "
    "valley street village bay coast spring springs lot gulf real man justice king queen mission metro commerce eagle hope "
    "union liberty independence progress star sun god bell soul egg golden olympic international airport college university "
    "court hall house park lake river mountain hill forest island beach bridge church temple market station center centre "
    "tower city town state county district region green brown white black gray long young best bad nice reading mobile "
    "normal rugby split police army school bank summit defiance eureka enterprise victory paradise post press times journal "
    "globe herald democrat republic federal national christmas easter opportunity delta echo alpha omega el la las los san "
    "santa st saint mount port".split()
)
SURE_ENDS = frozenset({"county", "province", "oblast", "governorate", "parish", "prefecture"})
PLURALS = frozenset({"provinces", "oblasts", "governorates", "prefectures", "states", "regions"})
SMALL = frozenset("of the de la del le les al el da do and upon".split())
NAMING = ("country", "capital", "place")  # kinds of known names that are places, the surest first
Rows = tuple[PlaceRow, ...]


@dataclass(slots=True)
class Toponym:
    """A stretch of words that may name a place, with its candidates and what speaks for it."""

    sentence: Sentence
    first: Token
    last: Token
    rows: Rows
    evidence: str  # "" if nothing yet says that it is a place
    country: str = ""  # the country that a known name gives, if it gives but one: "US", "Washington"
    kind: str = ""  # what that name is: country, capital or place
    container: "Toponym | None" = None
    dateline: bool = False
    like: str = ""  # the kind of place that the others of a list are: "Oklahoma, Washington and Ohio" are provinces

    @property
    def span(self) -> records.Span:
        """Its characters in the article."""
        return self.sentence.cut(self.first, self.last)

    @property
    def key(self) -> str:
        """What mentions of one name share."""
        return key(self.span.text)


def toponyms(parsed: Parsed, names: Names, gazetteer: Gazetteer) -> list[Toponym]:
    """The place names of an article in order: those with evidence, and other mentions of a name that has some."""
    finder = _Finder(names, gazetteer)
    surnames = frozenset(e[-1].lower_ for s in parsed.sentences for e in s.span.ents if e.label_ == "PERSON" and len(e) > 1)
    found = [t for s in parsed.sentences for t in finder.toponyms(s)]
    for listed in _lists(found):
        _liken(listed)
    found = [t for t in found if t.country or t.container or t.first.lower_ not in surnames]
    for toponym in found:
        if toponym.container is not None and not toponym.evidence and toponym.first.ent_type_ != "PERSON":
            toponym.evidence = "in what follows"
    sure = {t.key for t in found if t.evidence}
    return [t for t in found if t.evidence or (t.key in sure and _is_whole_entity([t.first, t.last]))]


def _lists(found: list[Toponym]) -> Iterator[list[Toponym]]:
    """Runs of place names with nothing but commas and "and" between them."""
    run: list[Toponym] = []
    for toponym in found:
        if run and run[-1].sentence is toponym.sentence and run[-1].last.i < toponym.first.i:
            between = run[-1].first.doc[run[-1].last.i + 1 : toponym.first.i]
            if len(between) in (1, 2) and all(t.lower_ in (",", "and", "or") for t in between):
                run.append(toponym)
                continue
        yield run
        run = [toponym]
    yield run


def _liken(listed: list[Toponym]) -> None:
    """In a list mostly of countries or of provinces each is one, and none lies in the next: "Niger, Nigeria and Togo"."""
    for kind in ("country", "province"):
        alike = [t for t in listed if any(r.kind == kind for r in t.rows)]
        first = [t for t in alike if t.rows[0].kind == kind]
        pair = len(listed) == len(alike) == 2 and first and listed[1].first.nbor(-1).lower_ in ("and", "or")
        most = len(listed) > 2 and 2 * len(alike) > len(listed) and len(first) > 1
        if pair or most or (kind == "province" and len(listed) > 1 and following(listed[-1]) in PLURALS):
            for toponym in alike:
                toponym.like, toponym.container = kind, None
            return


def following(toponym: Toponym) -> str:
    """The word behind it: "Homs and Aleppo *Governorates*"."""
    return toponym.last.nbor().lower_ if toponym.last.i + 1 < len(toponym.last.doc) else ""


def contains(outer: PlaceRow, inner: PlaceRow) -> bool:
    """Whether one place lies in another: a town in its province, anything in its country."""
    if outer.kind == "country":
        return inner.country == outer.country and inner.kind != "country"
    same = (inner.country, inner.admin1) == (outer.country, outer.admin1)
    return outer.kind == "province" and inner.kind in ("city", "site", "district") and same


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
        if not tokens[i].text[:1].isupper() or tokens[i].lower_ == "the":
            return 1, None
        known = self.names.longest([t.text for t in tokens[i : i + LONGEST_NAME]], 0)
        for length in range(min(MAX_WORDS, len(tokens) - i), max(known, 1) - 1, -1):
            piece = tokens[i : i + length]
            found = self.names.lookup(_text(piece)) if length == known else ()
            if found and not any(n.kind in NAMING for n in found):
                return known, None
            name = min((n for n in found if n.kind in NAMING), key=lambda n: NAMING.index(n.kind), default=None)
            rows = self._rows(piece, name)
            if rows:
                one = name is not None and all(n.code == name.code for n in found)
                known_as = (name.code, name.kind) if name and one else ("", "")
                article = i > 0 and tokens[i - 1].text == "The" and rows[0].name.startswith("The ")
                first = tokens[i - 1] if article else piece[0]
                return length, Toponym(sentence, first, piece[-1], rows, _evidence(tokens, i, length, name, rows), *known_as)
        return max(known, 1), None  # perhaps a known name that is no place: "Washington Post"

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
    return str(piece[0].doc[piece[0].i : piece[-1].i + 1].text)


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
    label, whole = piece[0].ent_type_, _is_whole_entity(piece)
    if name is not None and name.kind == "country":
        return "country" if whole or label not in ("PERSON", "ORG") else ""
    if piece[-1].lower_ in SURE_ENDS and length > 1 and label != "ORG":
        return "known name"
    if name is None and length == 1 and (piece[0].lower_ in COMMON or _is_acronym(piece[0], rows)):
        return ""
    prominent = rows[0].kind in ("country", "region", "site") or rows[0].population >= 1_000_000
    if label and not whole:
        return "known name" if label not in ("PERSON", "ORG", "FAC") and (name is not None or prominent) else ""
    if label in PLACE_ENTITIES:
        return "entity"
    if name is not None and length < 3:
        return "known name"
    return _evidence_of_words(tokens, i, length, rows[0], prominent)


def _evidence_of_words(tokens: list[Token], i: int, length: int, row: PlaceRow, prominent: bool) -> str:
    """What the words around say, where the parser takes the name for no place or for a person's or a body's."""
    head, label = tokens[i + length - 1], tokens[i].ent_type_
    before = tokens[i - 1].lower_ if i else ""
    proper = any(t.pos_ == "PROPN" for t in tokens[i : i + length])
    town = prominent or row.population >= TOWN
    if proper and before in (STRICT if label == "PERSON" else LOCATIVE) and (town or label != "PERSON"):
        return "preposition"
    if town and head.dep_ == "dobj" and head.head.lemma_.lower() in (TAKING_TOWNS if label == "PERSON" else TAKING):
        return "verb"
    return "known name" if prominent and label != "PERSON" and (length > 1 or not label) else ""


def _is_acronym(token: Token, rows: Rows) -> bool:
    """Whether a short word stands in capitals amid others that do not: "HIV" is no town, though "GAZA" in a dateline is."""
    around = [t for t in token.sent[:12] if t.is_alpha]
    shouted = sum(t.is_upper for t in around) >= 0.6 * len(around)
    return len(token) <= 5 and token.is_upper and not rows[0].name.isupper() and not shouted


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
    """Whether it is short for its place ("Ky.", "Pa"), which is too little unless the parser or a comma says that it is one."""
    letters = toponym.key.replace(" ", "")
    if "." in toponym.span.text and toponym.first.ent_type_ == "GPE":
        return False
    return not toponym.country and len(letters) <= 5 and all(letters not in key(row.name) for row in toponym.rows)


def _is_after_comma(toponym: Toponym) -> bool:
    """Whether a comma stands before it, as in "Aiken, S.C.": the comma after a name says that an abbreviation is its state."""
    at = toponym.first.i
    comma = at >= 2 and toponym.first.doc[at - 1].text == "," and toponym.first.doc[at - 2].pos_ == "PROPN"
    if comma and toponym.first.is_upper:
        toponym.evidence = "container"
    return bool(toponym.evidence)


def _is_within(inner: Toponym, outer: Toponym) -> bool:
    """The pattern "X, Y" or "X (Y)", where Y can contain X."""
    between = outer.first.i - inner.last.i == 2 and outer.first.nbor(-1).text in (",", "(")
    if inner.rows[0].kind == outer.rows[0].kind == "country":  # "China, Japan": there is a town of China in Japan
        return False
    return between and any(contains(o, r) for o in outer.rows for r in inner.rows)


def _dateline(sentence: Sentence) -> int:
    """Where the dateline of the sentence's paragraph ends, in characters of its Doc; 0 if it has none."""
    match = DATELINE.match(sentence.span.text) if sentence.span.start == 0 else None
    return match.end() if match else 0
