"""Who holds which office since a day, asked of the Wikidata Query Service country by country.

The one module that uses the network, and only when `dragoman facts update` asks it to. A country takes four kinds of
question: which offices it has, who held them, who its heads were, and what all these are called in English. Each is small and
answered in pages, since the service stops a question after a minute. Nothing that it answers is trusted: identifiers and dates
must have their form, text is made printable and bounded, and what does not fit is dropped and counted.
"""

import csv
import datetime as dt
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import IO, Any, NamedTuple, Self

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import InvalidHeader, MaxRetryError, ResponseError
from urllib3.util import Retry

from dragoman.errors import ConfigError, DragomanError, UnknownName
from dragoman.facts import questions, tables
from dragoman.facts.names import load_names

ENDPOINT = "https://query.wikidata.org/sparql"
PROJECT = "https://github.com/dragoman-events/dragoman"
MEDIA_TYPES = ("application/sparql-results+json", "application/json")
PAUSE = 1.0  # seconds at least from one request to the next
TIMEOUT = (10.0, 70.0)  # seconds to connect and between bytes; the service itself gives up after 60
DEADLINE = 180.0  # seconds at most for one answer, however slowly it drips
RETRIES = 3
LONGEST_WAIT = 300  # seconds; if the service asks for more, the country fails and is asked another day
MOST_BYTES = 16_000_000  # of one answer, unpacked
PAGE = 1_000  # rows of one answer
MOST_PAGES = 50
BATCH = 100  # items named in one question: its address stays under 8,000 characters

NO_STATES = frozenset({"ATA", "EUR", "IGO", "IMG", "ISM", "MNC", "NGO", "UNO"})
# Their head of state is that of another country, or two of them are: the office says nothing about whom a person acts for
FOREIGN_HEADS = frozenset("AND ATG AUS BHS BLZ CAN GRD JAM KNA LCA NZL PNG SLB TUV VCT".split())

# What an office is, the most telling first, and the sectors of whoever holds it
SECTORS = {
    "head_of_state": "GOV", "head_of_government": "GOV", "defence_minister": "GOV MIL", "foreign_minister": "GOV",
    "military_chief": "MIL", "central_bank_governor": "GOV", "speaker": "LEG", "minister": "GOV",
}  # fmt: skip
# Portfolios that have no class, or whose offices often lack it, by the words of the office
PORTFOLIOS = {
    r"defen[cs]e": "GOV MIL",
    r"interior|home affairs|home secretary|home department|internal affairs|homeland security|public security|police": "GOV COP",
    r"justice": "GOV JUD",
    r"education": "GOV EDU",
    r"health": "GOV MED",
    r"agriculture": "GOV AGR",
}  # fmt: skip

COLUMNS = ("name", "alias", "kind", "country", "sector", "office", "from", "to", "id")
LONGEST_TEXT = 160
MOST_ALIASES = 20

_ITEM = re.compile(r"http://www\.wikidata\.org/entity/(Q[1-9][0-9]{0,11})")
_STATEMENT = re.compile(r"http://www\.wikidata\.org/entity/statement/[\w-]{1,100}", re.ASCII)
_TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T[0-9:]{8}Z")
_MAIL = re.compile(r"[^\s@()<>;,]+@[^\s@()<>;,]+\.[^\s@()<>;,]+")
_CUTS = {"9": 4, "10": 7, "11": 10, "12": 10, "13": 10, "14": 10}  # timePrecision -> characters of an ISO date

Row = Mapping[str, Any]


class NoAnswer(DragomanError):
    """The service did not answer, or not with what was asked for."""


class Holder(NamedTuple):
    """One term of one person in one office: a row of the file, see `COLUMNS`."""

    name: str
    alias: str
    kind: str
    country: str
    sector: str
    office: str
    start: str
    end: str
    id: str


class Found(NamedTuple):
    """What a country yielded: its rows in order, and how many terms were dropped for which reason."""

    holders: tuple[Holder, ...]
    dropped: dict[str, int]


class _Dropped(Exception):
    """A term that cannot be used; the text is the reason."""


class _Term(NamedTuple):
    """A statement as it came. `office` is an item, or "" where the country names its head itself."""

    person: str
    office: str
    office_class: str
    start: str
    end: str


class _Patience(Retry):
    """The library's retries, and never sooner than `PAUSE` nor than the service asks for."""

    def increment(self, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401
        response = kwargs.get("response")
        if response is not None and (self.get_retry_after(response) or 0) > LONGEST_WAIT:
            raise MaxRetryError(kwargs["_pool"], "", ResponseError("the wait asked for is too long"))
        return super().increment(*args, **kwargs)

    def parse_retry_after(self, retry_after: str) -> float:
        try:
            return super().parse_retry_after(retry_after)
        except InvalidHeader:
            return 0.0

    def get_backoff_time(self) -> float:
        return max(PAUSE, super().get_backoff_time())


class Service:
    """Asks the query service one question at a time. `connect` makes one; tests give it a session of their own."""

    def __init__(
        self,
        session: requests.Session,
        *,
        endpoint: str = ENDPOINT,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session, self._endpoint, self._sleep, self._clock = session, endpoint, sleep, clock
        self._next = clock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def rows(self, query: str) -> list[Row]:
        """All rows of an ordered query, page by page.

        Raises:
            NoAnswer: there is none, or it is not one of this query.
        """
        rows: list[Row] = []
        for page in range(MOST_PAGES):
            found = _bindings(self._answer(f"{query.strip()}\nLIMIT {PAGE} OFFSET {page * PAGE}"))
            rows += found
            if len(found) < PAGE:
                return rows
        raise NoAnswer(f"it has more than {PAGE * MOST_PAGES:,} rows for one question.")

    def _answer(self, query: str) -> bytes:
        self._sleep(max(0.0, self._next - self._clock()))
        try:
            with self._session.get(
                self._endpoint,
                params={"query": query, "format": "json"},
                timeout=TIMEOUT,
                stream=True,
                allow_redirects=False,
            ) as response:
                return self._body(response)
        except requests.RequestException as error:
            raise NoAnswer(f"no answer: {_reason(error)}") from error
        finally:
            self._next = self._clock() + PAUSE

    def _body(self, response: requests.Response) -> bytes:
        if response.status_code != requests.codes.ok:
            wait = clean(response.headers.get("Retry-After", ""))
            raise NoAnswer(f"it answered HTTP {response.status_code}" + (f" and asks to wait: {wait}." if wait else "."))
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if media_type not in MEDIA_TYPES:
            raise NoAnswer(f"it answered with {clean(media_type) or 'an unnamed type'}, not with {MEDIA_TYPES[0]}.")
        until = self._clock() + DEADLINE
        body = bytearray()
        for chunk in response.iter_content(65_536):
            body += chunk
            if len(body) > MOST_BYTES:
                raise NoAnswer(f"its answer has more than {MOST_BYTES:,} bytes.")
            if self._clock() > until:
                raise NoAnswer(f"its answer took more than {DEADLINE:.0f} s.")
        return bytes(body)


def connect(contact: str | None = None, *, endpoint: str = ENDPOINT, sleep: Callable[[float], None] = time.sleep) -> Service:
    """The service as it asks to be used: with a name, a pace and patience. Proxies of the environment are respected.

    Raises:
        ConfigError: the contact is no mail address.
    """
    session = requests.Session()
    session.headers["User-Agent"] = user_agent(contact)
    session.headers["Accept"] = MEDIA_TYPES[0]
    retries = _Patience(
        total=RETRIES, status_forcelist=(429, 500, 502, 503, 504), backoff_factor=2 * PAUSE, raise_on_status=False, redirect=False
    )
    session.mount("https://", HTTPAdapter(max_retries=retries))
    session.mount("http://", HTTPAdapter(max_retries=retries))
    return Service(session, endpoint=endpoint, sleep=sleep)


def user_agent(contact: str | None = None) -> str:
    """Who asks, as the service wants to know it."""
    if contact is not None and not (contact.isascii() and len(contact) <= 100 and _MAIL.fullmatch(contact)):
        raise ConfigError(f"--contact {contact!r}: a mail address is needed, such as you@example.org. Give one, or leave it out.")
    try:
        number = version("dragoman")
    except PackageNotFoundError:
        number = "0+unknown"
    return f"dragoman/{number} (+{PROJECT}{f'; {contact}' if contact else ''})"


def countries(wanted: str | None = None) -> list[str]:
    """The codes to ask for, in order: those in the list divided by commas, or all states of our table.

    Raises:
        UnknownName: a code is none of a state of today.
    """
    today = dt.date.today()
    known = [load_names().country(row[0]) for row in tables.rows("countries.tsv")]
    states = {
        c.code for c in known if c and not c.folds_into and c.code not in NO_STATES and not (c.valid_to and c.valid_to < today)
    }
    codes = sorted(states) if wanted is None else sorted({code.strip().upper() for code in wanted.split(",")})
    for code in codes:
        if code not in states:
            raise UnknownName("country to ask for", code, states)
    return codes


def holders(service: Service, code: str, since: dt.date) -> Found:
    """Who holds or held the offices of a country on or after that day.

    Raises:
        NoAnswer: the service did not answer a question.
    """
    dropped: Counter[str] = Counter()
    offices = _classes(service.rows(questions.offices(code, since)))
    if code in FOREIGN_HEADS:
        offices = {office: kind for office, kind in offices.items() if kind != "head_of_state"}
    rows = [row for items in _batches(offices) for row in service.rows(questions.holders(items, since))]
    rows += service.rows(questions.leaders(code, since))
    if not offices and not rows:
        raise NoAnswer(f"it names no office of {code} and no head; that cannot be all.")
    terms = _without_doubles(list(_terms(rows, offices, since, dropped)))
    terms = [t for t in terms if not (t.office_class == "head_of_state" and code in FOREIGN_HEADS)]
    names = _names(service, {item for term in terms for item in (term.person, term.office) if item})
    found = set()
    for term in terms:
        try:
            found.add(_holder(term, code, names))
        except _Dropped as reason:
            dropped[str(reason)] += 1
    return Found(tuple(sorted(found)), dict(sorted(dropped.items())))


def write(stream: IO[str], rows: Iterable[Holder]) -> None:
    """The rows as CSV in order, with a row of names first. Every cell is quoted: what begins with = is data, not a formula."""
    stream.write(",".join(COLUMNS) + "\n")
    in_order = sorted(set(rows), key=lambda row: (row.country, row.name, row.start, row))
    csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(in_order)


def clean(text: str) -> str:
    """Text of others on one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[:1_000]).split())


def _batches(items: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(items)
    return (ordered[i : i + BATCH] for i in range(0, len(ordered), BATCH))


def _bindings(answer: bytes) -> list[Row]:
    """The rows of an answer in the JSON form of SPARQL 1.1, each a variable with {type, value}."""
    try:
        rows = json.loads(answer)["results"]["bindings"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NoAnswer(f"its answer is no whole SPARQL result ({clean(str(error))[:80]}).") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NoAnswer("its answer is no SPARQL result: the bindings are no list of objects.")
    if len(rows) > PAGE:
        raise NoAnswer(f"it answered with {len(rows):,} rows; {PAGE:,} were asked for.")
    return rows


def _cell(row: Row, name: str) -> str:
    """The value of a variable in a row; "" if it has none."""
    cell = row.get(name)
    value = cell.get("value") if isinstance(cell, dict) else None
    return value if isinstance(value, str) else ""


def _item(row: Row, name: str) -> str:
    match = _ITEM.fullmatch(_cell(row, name))
    return match[1] if match else ""


def _classes(rows: Iterable[Row]) -> dict[str, str]:
    """Each office with the most telling of its classes."""
    order = list(SECTORS)
    offices: dict[str, str] = {}
    for row in rows:
        office, kind = _item(row, "office"), _cell(row, "class")
        if office and kind in SECTORS:
            offices[office] = min(kind, offices.get(office, kind), key=order.index)
    return offices


def _terms(rows: Iterable[Row], offices: Mapping[str, str], since: dt.date, dropped: Counter[str]) -> Iterator[_Term]:
    """The terms that can be dated. A statement with several dates comes in several rows."""
    statements: dict[str, list[Row]] = {}
    for row in rows:
        statement, office, kind = _cell(row, "statement"), _item(row, "office"), _cell(row, "class")
        known = office in offices if office else kind in questions.HEADS.values()
        if _STATEMENT.fullmatch(statement) and known and _item(row, "person"):
            statements.setdefault(statement, []).append(row)
        else:
            dropped["not what was asked for"] += 1
    for _, group in sorted(statements.items()):
        person, office = _item(group[0], "person"), _item(group[0], "office")
        try:
            start, end = _date(group, "start", min), _date(group, "end", max)
            _check_order(start, end, since.isoformat())
        except _Dropped as reason:
            dropped[str(reason)] += 1
        else:
            yield _Term(person, office, offices.get(office) or _cell(group[0], "class"), start, end)


def _date(rows: Iterable[Row], name: str, choose: Callable[[list[str]], str]) -> str:
    """The first or last of the dates of a statement, cut to the coarsest precision; "" if there is none."""
    values = sorted({_cell(row, name) for row in rows} - {""})
    if not values:
        return ""
    precisions = [_cell(row, f"{name}Precision") for row in rows]
    match = _TIME.fullmatch(choose(values))
    if not match or not all(_TIME.fullmatch(value) for value in values) or not all(p in _CUTS for p in precisions):
        raise _Dropped("date unknown, before our era or coarser than a year")
    length = min(_CUTS[precision] for precision in precisions)
    day = "-".join(match.groups())
    try:
        return dt.date.fromisoformat(day if length == 10 else f"{day[:length]}-01-01"[:10]).isoformat()[:length]
    except ValueError:
        raise _Dropped("date impossible") from None


def _check_order(start: str, end: str, since: str) -> None:
    if not start:
        raise _Dropped("start missing")
    if end and not _not_after(start, end):
        raise _Dropped("end before the start")
    if end and not _not_after(since, end):
        raise _Dropped("ended before --since")


def _not_after(one: str, other: str) -> bool:
    """Whether a date is not after another, as far as both are known: 2023-05 and 2023 are not after each other."""
    length = min(len(one), len(other))
    return one[:length] <= other[:length]


def _without_doubles(terms: Sequence[_Term]) -> list[_Term]:
    """Without the heads that the country names if the same person holds the office itself at that time."""
    held: dict[tuple[str, str], list[_Term]] = {}
    for term in terms:
        if term.office:
            held.setdefault((term.person, term.office_class), []).append(term)
    return [t for t in terms if t.office or not any(_meet(t, other) for other in held.get((t.person, t.office_class), []))]


def _meet(one: _Term, other: _Term) -> bool:
    return _not_after(one.start, other.end or "9999") and _not_after(other.start, one.end or "9999")


def _names(service: Service, items: Iterable[str]) -> dict[str, tuple[str, frozenset[str]]]:
    """The English name of each item, if it has one, and all its aliases."""
    labels: dict[str, str] = {}
    aliases: dict[str, set[str]] = {}
    for batch in _batches(items):
        for row in service.rows(questions.names(batch)):
            item, label = _item(row, "item"), clean(_cell(row, "itemLabel"))
            if item in batch:
                if label and label != item:
                    labels.setdefault(item, label)
                aliases.setdefault(item, set()).add(clean(_cell(row, "alias")))
    return {item: (label, frozenset(aliases[item])) for item, label in labels.items()}


def _holder(term: _Term, code: str, names: Mapping[str, tuple[str, frozenset[str]]]) -> Holder:
    name, others = names.get(term.person, ("", frozenset()))
    office, _ = names.get(term.office, (term.office_class.replace("_", " "), frozenset()))
    if not name:
        raise _Dropped("no English name")
    if max(len(name), len(office)) > LONGEST_TEXT:
        raise _Dropped(f"name of more than {LONGEST_TEXT} characters")
    if "shadow" in office.casefold().split():
        raise _Dropped("shadow of an office")
    # one word alone, such as a surname, is borne by too many
    aliases = sorted(a for a in others if " " in a and "|" not in a and a != name and len(a) <= LONGEST_TEXT)[:MOST_ALIASES]
    sector = SECTORS[term.office_class]
    if term.office_class == "minister":
        words = office.casefold()
        sector = next((codes for words_of, codes in PORTFOLIOS.items() if re.search(rf"\b(?:{words_of})\b", words)), sector)
    return Holder(name, "|".join(aliases), "person", code, sector, office, term.start, term.end, f"wd:{term.person}")


def _reason(error: requests.RequestException) -> str:
    """What went wrong in one line, without the whole question that the library quotes."""
    inner = error.args[0] if error.args else error
    return clean(str(getattr(inner, "reason", None) or inner))[:200] + "."
