"""Where: the place names of an article, each resolved offline to a row of the gazetteer.

`toponyms.py` finds the names. Among the places of one name the article's own hints decide: what contains it ("X, Y"), then
people, and the countries and provinces of the other places that the article names. A name has one sense in an article.
`why` names the rule.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman import records
from dragoman.annotate.parse import Parsed
from dragoman.annotate.toponyms import Toponym, contains, following, toponyms
from dragoman.facts.keys import key
from dragoman.facts.names import Names
from dragoman.facts.place_rows import PlaceRow
from dragoman.facts.places import Gazetteer

# What a place whose people are not counted is taken for
PEOPLE = {
    "country": 100_000_000,
    "region": 50_000_000,
    "site": 50_000_000,
    "province": 400_000,
    "city": 30_000,
    "district": 20_000,
}
ALTERNATE = 5  # how many times less a place counts by a name that is not its first
# How much, in powers of ten of people, other names speak for a place of their country or province, per doubling
SAME_COUNTRY, SAME_PROVINCE = 1.3, 0.9
AS_LISTED, AS_CAPITAL = 3.0, 1.0  # and what the table of known names adds
NAMESAKE = 50_000  # people of a town whose bare name is not its province's: Quebec, but not Florida in Puerto Rico
ADJECTIVE = "adjective"  # what `why` begins with where a country is named by its adjective or people: no place of an event
# Adjectives of regions, which are nobody's
OF_REGIONS = {
    "african": "Africa", "asian": "Asia", "european": "Europe", "latin american": "Latin America", "arctic": "Arctic",
    "central american": "Central America", "north american": "North America", "south american": "South America",
    "middle eastern": "Middle East", "balkan": "Balkans", "scandinavian": "Scandinavia", "caucasian": "Caucasus",
    "east african": "East Africa", "west african": "West Africa", "southeast asian": "Southeast Asia",
}  # fmt: skip
ABOUT_STATE = frozenset("gov gov. governor sen sen. senator rep rep. attorney legislature state lawmakers assemblyman".split())


@dataclass(frozen=True, slots=True)
class Context:
    """What else the article names: for each name, the country and the province that it stands for if taken alone."""

    countries: dict[str, str]
    provinces: dict[str, str]

    def support(self, row: PlaceRow, at: str) -> float:
        """How much the other names of the article speak for a place."""
        nation = sum(country == row.country for name, country in self.countries.items() if name != at)
        province = sum(part == f"{row.country} {row.admin1}" for name, part in self.provinces.items() if name != at)
        return SAME_COUNTRY * math.log2(1 + nation) + SAME_PROVINCE * math.log2(1 + province)


def places(parsed: Parsed, names: Names, gazetteer: Gazetteer) -> tuple[records.Place, ...]:
    """The place names of an article in order; a name that no table knows is left out."""
    found = toponyms(parsed, names, gazetteer)
    nations = _adjectives(parsed, names)
    context = _context(nations, {t.key: (_inside(t) or t.rows)[0] for t in found})
    first = {key: row for key, (row, _) in _senses(found, context).items()}
    context = _context(nations, first)  # now that each name was heard, each may have changed what the others mean
    senses = _senses(found, context)
    named = [_place(t, *(_resolve(t, context) if t.container or t.like else senses[t.key])) for t in found]
    taken = {(t.sentence.index, i) for t in found for i in range(t.first.i, t.last.i + 1)}
    return tuple(sorted([*named, *_peoples(parsed, names, gazetteer, taken)], key=lambda p: p.start))


def _peoples(parsed: Parsed, names: Names, gazetteer: Gazetteer, taken: set[tuple[int, int]]) -> Iterator[records.Place]:
    """The countries and regions that adjectives and names of peoples stand for: "Syrian", "Americans", "Latin American"."""
    for sentence in parsed.sentences:
        tokens = list(sentence.span)
        for number, token in enumerate(tokens):
            if not token.text[:1].isupper() or (sentence.index, token.i) in taken or token.ent_type_ == "LANGUAGE":
                continue
            for length in (2, 1):
                piece = tokens[number : number + length]
                row = _of_people(token.doc[piece[0].i : piece[-1].i + 1].text, names, gazetteer)
                if row is not None and len(piece) == length and not any((sentence.index, t.i) in taken for t in piece):
                    taken |= {(sentence.index, t.i) for t in piece}
                    yield _record(sentence.cut(piece[0], piece[-1]), row, f"{ADJECTIVE} or name of a people: {row.name}")
                    break


def _of_people(phrase: str, names: Names, gazetteer: Gazetteer) -> PlaceRow | None:
    region = OF_REGIONS.get(phrase.lower())
    if region is not None:
        return next((r for r in gazetteer.lookup(region) if r.kind == "region"), None)
    known = next(iter(names.lookup(phrase)), None)
    if known is None or known.kind not in ("adjective", "demonym") or not known.code:
        return None
    return next((r for r in gazetteer.lookup(known.name) if r.country == known.code), None)


def _place(toponym: Toponym, row: PlaceRow, why: str) -> records.Place:
    dateline = "dateline; " if toponym.dateline else ""
    return _record(toponym.span, row, f"{dateline}{why}; found by {toponym.evidence or 'another mention'}")


def _record(span: records.Span, row: PlaceRow, why: str) -> records.Place:
    return records.Place(
        start=span.start, end=span.end, text=span.text, name=row.name, country=row.country or None, admin1=row.admin1 or None,
        geonameid=row.geonameid, lat=row.lat, lon=row.lon, precision=row.kind, why=why,
    )  # fmt: skip


def _senses(found: list[Toponym], context: Context) -> dict[str, tuple[PlaceRow, str]]:
    """One place for each name, from the mention that says most: "Paris, Texas" before "Paris", then one in a list of its like."""
    senses: dict[str, tuple[PlaceRow, str]] = {}
    for toponym in sorted(found, key=lambda t: (t.container is None, not t.like)):
        if toponym.key not in senses:
            senses[toponym.key] = _resolve(toponym, context)
    return senses


def _adjectives(parsed: Parsed, names: Names) -> dict[str, str]:
    """The countries that adjectives and demonyms of the article give ("Syrian"), by their names' keys."""
    found: dict[str, str] = {}
    for _, token in parsed.tokens():
        if token.ent_type_ == "NORP" or token.pos_ == "ADJ":
            found |= {key(n.name): n.code for n in names.lookup(token.text)[:1] if n.kind in ("adjective", "demonym")}
    return found


def _context(nations: dict[str, str], rows: dict[str, PlaceRow]) -> Context:
    countries = nations | {at: row.country for at, row in rows.items()}
    return Context(countries, {at: f"{row.country} {row.admin1}" for at, row in rows.items()})


def _inside(toponym: Toponym) -> list[PlaceRow]:
    """The candidates that lie in what follows: Texas in "Paris, Texas"."""
    if toponym.container is None:
        return []
    return [row for row in toponym.rows if any(contains(outer, row) for outer in toponym.container.rows)]


def _resolve(toponym: Toponym, context: Context) -> tuple[PlaceRow, str]:
    inside = _inside(toponym)
    if inside and toponym.container is not None:
        return inside[0], f"gazetteer, in {toponym.container.span.text!r}"
    rows = toponym.rows
    best = max(rows, key=lambda row: _score(row, toponym, context))
    if best.kind == "country":
        return best, "country name"
    if best.kind in ("region", "site"):
        return best, "own table"
    reason = "the only one" if len(rows) == 1 else "the largest" if best == rows[0] else "nearest to what else is named"
    return best, f"gazetteer, {reason} of {len(rows)}"


def _score(row: PlaceRow, toponym: Toponym, context: Context) -> float:
    """How likely a name means this place, in powers of ten of people."""
    people: float = row.population or PEOPLE[row.kind]
    if row.kind == "city" and key(row.name) not in toponym.key and toponym.key not in key(row.name):
        people /= ALTERNATE
    if row.kind == "province" and toponym.like != "province" and any(_is_its_town(other, row) for other in toponym.rows):
        people = 1000
    alike = 2 * AS_LISTED if toponym.like == row.kind else 0.0  # more than all else: New York in a list of states is the state
    return math.log10(people) + _listed(row, toponym) + alike + context.support(row, toponym.key)


def _is_its_town(town: PlaceRow, province: PlaceRow) -> bool:
    """Whether a province is called after a town in it: the bare name then means the town."""
    same = (town.country, town.admin1) == (province.country, province.admin1)
    return town.kind == "city" and same and town.population >= NAMESAKE


def _listed(row: PlaceRow, toponym: Toponym) -> float:
    """What the table of known names adds: a capital is a city, a country itself, a part of a country its best known place."""
    if row.kind == "province" and following(toponym) in ABOUT_STATE:
        return AS_LISTED
    if toponym.country != row.country:
        return 0.0
    if toponym.kind == "place":
        return AS_LISTED if row == next(r for r in toponym.rows if r.country == row.country) else 0.0
    return AS_CAPITAL if row.kind != "province" else 0.0
