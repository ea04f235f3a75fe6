"""What the Wikidata Query Service is asked, in SPARQL: a country's offices, their holders, its heads, and English names.

Each question is ordered, so that its answer can be taken in pages; the caller adds which page.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from string import Template

ITEMS = {"KOS": "Q1246"}  # countries without an ISO code of their own
# Wikidata's classes of offices. Heads of towns are heads of government too: these two need an office of the country itself
HEADS = {"Q48352": "head_of_state", "Q2285706": "head_of_government"}
CLASSES = {
    "Q2518691": "defence_minister", "Q7330070": "foreign_minister", "Q707492": "military_chief", "Q380782": "military_chief",
    "Q107363151": "central_bank_governor", "Q1758037": "speaker", "Q83307": "minister",
}  # fmt: skip

# `wdt:P279*` needs a constant class: with one from VALUES the service runs out of time. For the same reason the order of the
# patterns is ours (the hint), or it would begin with everything that lies in the country.
OFFICES = Template("""
SELECT DISTINCT ?office ?class WHERE {
  hint:Query hint:optimizer "None" .
  $country
  { ?country wdt:P1906 ?office . BIND("head_of_state" AS ?class) }
  UNION { ?country wdt:P1313 ?office . BIND("head_of_government" AS ?class) }
  $arms
  OPTIONAL { ?office wdt:P576 ?abolished }
  FILTER(!BOUND(?abolished) || ?abolished >= "$since"^^xsd:dateTime)
}
ORDER BY ?office ?class""")
HEAD_ARM = 'UNION {{ ?office wdt:P279* wd:{item} . ?office wdt:P1001 ?country . BIND("{name}" AS ?class) }}'
ARM = """UNION {{
    {{ ?office wdt:P279* wd:{item} }} UNION {{ ?office wdt:P31 wd:{item} }}
    {{ ?office wdt:P1001 ?country }}
    UNION {{ ?office wdt:P17 ?country . FILTER NOT EXISTS {{ ?office wdt:P1001 ?place }} }}
    BIND("{name}" AS ?class)
  }}"""
# A term without an end is no present one if the holder has died. An unknown date is a node and no literal.
DATED = """
  FILTER NOT EXISTS { ?statement wikibase:rank wikibase:DeprecatedRank }
  OPTIONAL { ?statement pq:P580 ?start }
  OPTIONAL { ?statement pqv:P580 ?startNode . ?startNode wikibase:timePrecision ?startPrecision }
  OPTIONAL { ?statement pq:P582 ?end }
  OPTIONAL { ?statement pqv:P582 ?endNode . ?endNode wikibase:timePrecision ?endPrecision }
  OPTIONAL { ?person wdt:P570 ?died }
  FILTER(BOUND(?end) || !BOUND(?died))
  FILTER(!BOUND(?end) || !isLiteral(?end) || ?end >= "$since"^^xsd:dateTime)
}
ORDER BY ?statement ?start ?startPrecision ?end ?endPrecision"""
HOLDERS = Template(
    """
SELECT DISTINCT ?statement ?person ?office ?start ?startPrecision ?end ?endPrecision WHERE {
  hint:Query hint:optimizer "None" .
  VALUES ?office { $items }
  ?statement ps:P39 ?office .
  ?person p:P39 ?statement .
  ?person wdt:P31 wd:Q5 ."""
    + DATED
)
LEADERS = Template(
    """
SELECT DISTINCT ?statement ?person ?class ?start ?startPrecision ?end ?endPrecision WHERE {
  hint:Query hint:optimizer "None" .
  $country
  { ?country p:P35 ?statement . ?statement ps:P35 ?person . BIND("head_of_state" AS ?class) }
  UNION { ?country p:P6 ?statement . ?statement ps:P6 ?person . BIND("head_of_government" AS ?class) }
  ?person wdt:P31 wd:Q5 ."""
    + DATED
)
# Since 2024 a name that is the same in all languages stands under "mul" alone
NAMES = Template("""
SELECT DISTINCT ?item ?itemLabel ?alias WHERE {
  VALUES ?item { $items }
  OPTIONAL { ?item skos:altLabel ?alias . FILTER(LANG(?alias) = "en" || LANG(?alias) = "mul") }
  SERVICE wikibase:label { bd:serviceParam wikibase:language "en,mul" . }
}
ORDER BY ?item ?alias""")


def offices(code: str, since: dt.date) -> str:
    """The offices of a country that were there in or after the year of that day, each with its class (?office ?class)."""
    return OFFICES.substitute(country=_country(code), since=_year(since), arms=_arms())


def holders(office_items: Iterable[str], since: dt.date) -> str:
    """Who held these offices in or after that year (?statement ?person ?office, and dates with precisions)."""
    return HOLDERS.substitute(items=_values(office_items), since=_year(since))


def leaders(code: str, since: dt.date) -> str:
    """Whom a country names as its heads in or after that year (?statement ?person ?class, and dates with precisions)."""
    return LEADERS.substitute(country=_country(code), since=_year(since))


def names(items: Iterable[str]) -> str:
    """What these items are called in English (?item ?itemLabel ?alias)."""
    return NAMES.substitute(items=_values(items))


def _arms() -> str:
    heads = [HEAD_ARM.format(item=item, name=name) for item, name in HEADS.items()]
    return "\n  ".join(heads + [ARM.format(item=item, name=name) for item, name in CLASSES.items()])


# A change to any question makes the saved countries stale
VERSION = hashlib.sha256(
    "".join([OFFICES.template, _arms(), HOLDERS.template, LEADERS.template, NAMES.template]).encode()
).hexdigest()[:8]


def _country(code: str) -> str:
    return f"VALUES ?country {{ wd:{ITEMS[code]} }}" if code in ITEMS else f'?country wdt:P298 "{code}" .'


def _year(since: dt.date) -> str:
    """The first instant of its year, since dates may be as coarse as that."""
    return f"{since.year:04}-01-01T00:00:00Z"


def _values(items: Iterable[str]) -> str:
    return " ".join(f"wd:{item}" for item in items)
