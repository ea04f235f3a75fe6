"""Offices from Wikidata, on answers that we wrote in the form of SPARQL 1.1 JSON.

The holders are invented, and some are hostile. Nothing leaves this machine.
"""

import csv
import datetime as dt
import gzip
import io
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from requests.adapters import BaseAdapter

from dragoman.errors import ConfigError, UnknownName
from dragoman.facts import wikidata
from dragoman.facts.wikidata import Found, Holder, NoAnswer, Service

CASES = Path(__file__).parents[1] / "cases" / "wikidata"
SINCE = dt.date(2023, 3, 1)
EMPTY = b'{"head": {"vars": []}, "results": {"bindings": []}}'
JSON = "application/sparql-results+json;charset=utf-8"
PRESIDENT, INTERIOR = "President of France", "Minister of the Interior of France"
# A part of each kind of question that no other has
KINDS = {"wdt:P1906": "offices", "ps:P39": "holders", "ps:P35": "leaders", "skos:altLabel": "names"}


def recorded(query: str) -> bytes:
    """The answer that we wrote for this kind of question; the pages after the first are empty."""
    if "OFFSET 0" not in query:
        return EMPTY
    return (CASES / f"{kind(query)}.json").read_bytes()


def kind(query: str) -> str:
    return next(name for part, name in KINDS.items() if part in query)


class Canned(BaseAdapter):
    """In place of the network: answers each question by the function, or raises what it raises."""

    def __init__(self, answer: Callable[[str], bytes] = recorded, *, status: int = 200, **headers: str) -> None:
        super().__init__()
        self.answer, self.status, self.headers = answer, status, {"Content-Type": JSON, **headers}
        self.queries: list[str] = []
        self.sent: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        self.sent.append(request)
        self.queries.append(parse_qs(urlsplit(str(request.url)).query)["query"][0])
        response = requests.Response()
        response.status_code, response.url, response.request = self.status, str(request.url), request
        response.headers.update(self.headers)
        response.raw = io.BytesIO(self.answer(self.queries[-1]))
        return response

    def close(self) -> None:
        pass

    def service(self, **more: Any) -> Service:
        session = requests.Session()
        session.mount("https://", self)
        return Service(session, **{"sleep": lambda _: None, **more})


def found(canned: Canned | None = None, code: str = "FRA", since: dt.date = SINCE) -> Found:
    return wikidata.holders((canned or Canned()).service(), code, since)


def terms(of: Found, identifier: str) -> list[tuple[str, str, str, str]]:
    return [(h.office, h.sector, h.start, h.end) for h in sorted(of.holders, key=lambda h: h.start) if h.id == f"wd:{identifier}"]


def refused(answer: bytes | Callable[[str], bytes], **more: Any) -> str:
    canned = Canned(answer if callable(answer) else lambda _: answer, **more)
    with pytest.raises(NoAnswer) as said:
        found(canned)
    return str(said.value)


# Rows


def test_a_row_has_name_aliases_office_and_dates() -> None:
    assert found().holders[0] == Holder(
        name='=HYPERLINK("http://evil.example") [31m, Remi Dastier',
        alias='+1 other, "quoted"',
        kind="person",
        country="FRA",
        sector="GOV COP",
        office="Minister of the Interior of France",
        start="2023-05-01",
        end="",
        id="wd:Q800012",
    )


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        # several terms, a missing end, one term stated three times
        ("Q800001", [(PRESIDENT, "GOV", "2017-05-14", "2023-05-13"), (PRESIDENT, "GOV", "2022-05-14", "")]),
        # dates known to the year or the month; two offices
        (
            "Q800002",
            [("Minister of the Armed Forces", "GOV MIL", "2021", "2023-06"), (INTERIOR, "GOV COP", "2023-06", "")],
        ),
        ("Q800003", [("Chief of the Defence Staff", "MIL", "2022-03-01", "2024")]),
        ("Q800004", [("Governor of the Bank of France", "GOV", "2020-02-29", "")]),
        ("Q800005", [("President of the National Assembly", "LEG", "2022-06-28", "2024-06-09")]),
        ("Q800006", [("Minister of Health", "GOV MED", "2023-07-20", "")]),
        # two starts in one statement; the office has no English name
        ("Q800007", [("foreign minister", "GOV", "2024-09-21", "2024-12-23")]),
        # named by the country itself
        ("Q800014", [("head of government", "GOV", "2024-01", "2024-09-05")]),
    ],
)  # fmt: skip
def test_terms(who: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert terms(found(), who) == expected


def test_aliases_are_whole_names_in_order() -> None:
    assert {h.alias for h in found().holders if h.id == "wd:Q800001"} == {"A. Sabourdin|Aurelien Sabourdin"}


def test_what_cannot_be_used_is_dropped_and_counted() -> None:
    assert found().dropped == {
        "date impossible": 1,
        "date unknown, before our era or coarser than a year": 5,
        "end before the start": 1,
        "ended before --since": 1,
        "name of more than 160 characters": 1,
        "no English name": 1,
        "not what was asked for": 6,
        "shadow of an office": 1,
        "start missing": 2,
    }
    assert {h.id for h in found().holders}.isdisjoint({"wd:Q800008", "wd:Q800009", "wd:Q800010", "wd:Q800011", "wd:Q800013"})


def test_heads_of_other_countries_are_left_out() -> None:
    assert terms(found(code="CAN"), "Q800001") == []
    assert terms(found(code="CAN"), "Q800014")[0][0] == "head of government"


def test_an_end_that_is_known_to_the_year_may_lie_after_the_day_asked_for() -> None:
    assert terms(found(since=dt.date(2024, 12, 1)), "Q800003")
    assert not terms(found(since=dt.date(2025, 1, 1)), "Q800003")


def test_csv_is_in_order_quoted_and_the_same_whatever_the_order() -> None:
    rows = found().holders
    one, other = io.StringIO(), io.StringIO()
    wikidata.write(one, rows)
    wikidata.write(other, [*reversed(rows), *rows])
    assert one.getvalue() == other.getvalue()
    header, first, *_ = one.getvalue().split("\n")
    assert header == "name,alias,kind,country,sector,office,from,to,id"
    assert first.startswith('"=HYPERLINK(""http://evil.example"")')
    assert [tuple(row) for row in csv.reader(io.StringIO(one.getvalue()))][1:] == sorted(
        rows, key=lambda row: (row.name, row.start)
    )
    assert not any(c in one.getvalue() for c in "\x1b\x00\r\u202e")


# Questions


def test_questions_are_few_polite_and_short() -> None:
    canned, slept = Canned(), list[float]()
    wikidata.holders(canned.service(sleep=slept.append, clock=lambda: 0.0), "FRA", SINCE)
    assert [kind(q) for q in canned.queries] == ["offices", "holders", "leaders", "names"]
    assert slept == [0.0, 1.0, 1.0, 1.0]
    assert all(len(str(sent.url)) < 8_000 for sent in canned.sent)
    assert all("ORDER BY" in q and q.endswith("LIMIT 1000 OFFSET 0") for q in canned.queries)


def test_a_full_page_has_a_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wikidata, "PAGE", 2)
    rows = [{"office": {"type": "uri", "value": f"http://www.wikidata.org/entity/Q{n}"}} for n in (1, 2, 3)]

    def paged(query: str) -> bytes:
        start = int(query.rpartition(" ")[2])
        return json.dumps({"results": {"bindings": rows[start : start + 2]}}).encode()

    canned = Canned(paged)
    assert canned.service().rows("SELECT") == rows
    assert [q.splitlines()[-1] for q in canned.queries] == ["LIMIT 2 OFFSET 0", "LIMIT 2 OFFSET 2"]
    endless = Canned(lambda _: json.dumps({"results": {"bindings": rows[:2]}}).encode())
    with pytest.raises(NoAnswer, match=r"more than 100 rows for one question"):
        endless.service().rows("SELECT")


def test_many_items_are_named_in_several_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wikidata, "BATCH", 5)
    canned = Canned()
    found(canned)
    assert [kind(q) for q in canned.queries].count("holders") == 2
    assert [q.count("wd:Q9000") for q in canned.queries if kind(q) == "holders"] == [5, 5]


@pytest.mark.parametrize(("code", "part"), [("KOS", "VALUES ?country { wd:Q1246 }"), ("FRA", '?country wdt:P298 "FRA"')])
def test_countries_are_asked_for_by_iso_code_or_item(code: str, part: str) -> None:
    canned = Canned()
    found(canned, code=code)
    assert part in canned.queries[0]
    assert '"2023-01-01T00:00:00Z"^^xsd:dateTime' in canned.queries[0]  # the year of the day, since dates may be coarse


def test_countries_are_states_of_today() -> None:
    every = wikidata.countries()
    assert len(every) > 190
    assert every == sorted(every)
    assert {"FRA", "KOS", "PSE", "TWN", "SSD"} <= set(every)
    assert set(every).isdisjoint({"GRL", "ESH", "SUN", "YUG", "EUR", "UNO", "ATA", "NGO", "XSO"})
    assert wikidata.countries("fra, DEU,FRA") == ["DEU", "FRA"]


@pytest.mark.parametrize("wanted", ["FRA,XXX", "XXX", "FRA,,XXX", "SUN", ""])
def test_an_unknown_country_is_named_with_those_known(wanted: str) -> None:
    with pytest.raises(UnknownName) as said:
        wikidata.countries(wanted)
    assert repr(wanted.split(",")[-1]) in str(said.value) or "''" in str(said.value)
    assert "AFG, AGO, ALB" in str(said.value)


def test_the_service_is_told_who_asks() -> None:
    assert wikidata.user_agent().startswith("dragoman/")
    assert wikidata.user_agent().endswith(" (+https://github.com/dragoman-events/dragoman)")
    assert wikidata.user_agent("me@example.org").endswith("dragoman; me@example.org)")


@pytest.mark.parametrize("contact", ["", "me", "me@x", "a@b.c\r\nX-Evil: 1", "a(b@c.de", "é@b.cd", f"{'a' * 100}@b.cd"])
def test_a_contact_that_is_no_address_is_refused(contact: str) -> None:
    with pytest.raises(ConfigError, match="--contact"):
        wikidata.connect(contact)


# Answers that are none


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"", "it answered with text/html, not with application/sparql-results+json"),
        (b"<html>Our servers are currently under maintenance</html>", "it answered with text/html"),
    ],
)
def test_html_instead_of_json(answer: bytes, said: str) -> None:
    assert said in refused(answer, **{"Content-Type": "text/html; charset=utf-8"})


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        (CASES / "holders.json").read_bytes()[:3000],
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"results": 3}',
        b'{"results": {"bindings": {"a": 1}}}',
        b'{"results": {"bindings": [1, 2]}}',
        b"[" * 200_000,
        (CASES / "holders.json").read_bytes() + b"java.util.concurrent.TimeoutException\n\tat java.base",
    ],
)
def test_broken_json(answer: bytes) -> None:
    assert "SPARQL result" in refused(answer)


def test_a_huge_answer_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wikidata, "MOST_BYTES", 100_000)
    assert refused(b" " * 1_000_000) == "its answer has more than 100,000 bytes."


def test_an_answer_that_drips_is_not_waited_for() -> None:
    ticks = iter(range(0, 10_000, 100))
    with pytest.raises(NoAnswer, match=r"took more than 180 s"):
        Canned(lambda _: b" " * 300_000).service(clock=lambda: next(ticks)).rows("SELECT")


def test_more_rows_than_asked_for() -> None:
    assert refused(json.dumps({"results": {"bindings": [{}] * 1_001}}).encode()) == (
        "it answered with 1,001 rows; 1,000 were asked for."
    )


def test_a_country_without_any_office_is_no_answer() -> None:
    assert refused(EMPTY) == "it names no office of FRA and no head; that cannot be all."


@pytest.mark.parametrize(("status", "said"), [(403, "HTTP 403."), (429, "HTTP 429 and asks to wait: 7 x."), (302, "HTTP 302")])
def test_other_status(status: int, said: str) -> None:
    headers = {"Retry-After": "7\x1b x"} if status == 429 else {"Location": "https://evil.example/"}
    assert said in refused(EMPTY, status=status, **headers)


def test_a_timeout_is_said_in_one_line() -> None:
    def late(_: str) -> bytes:
        raise requests.ReadTimeout("Read timed out.\n(read timeout=70)")

    assert refused(late) == "no answer: Read timed out. (read timeout=70)."


# Retries, by the library, on a server of our own


@contextmanager
def serving(answers: Sequence[tuple[int, dict[str, str], bytes]]) -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that gives one answer after the other; status 0 hangs up."""
    agents: list[str] = []
    left = iter(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            agents.append(self.headers["User-Agent"])
            status, headers, body = next(left)
            if status:
                self.send_response(status)
                for name, value in {"Content-Type": JSON, "Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", agents
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the library would have slept."""
    seconds: list[float] = []
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("urllib3.util.retry.time", type("Clock", (), {"sleep": seconds.append, "time": time.time}))
    return seconds


def ask(*answers: tuple[int, dict[str, str], bytes]) -> tuple[list[wikidata.Row], list[str]]:
    with serving(answers) as (endpoint, agents), wikidata.connect("me@example.org", endpoint=endpoint) as service:
        return service.rows("SELECT ?x WHERE {} ORDER BY ?x"), agents


ONE = b'{"results": {"bindings": [{"x": {"type": "literal", "value": "1"}}]}}'


@pytest.mark.parametrize(
    ("before", "waits"),
    [
        ([], []),
        ([(429, {"Retry-After": "17"}, b"")], [17]),
        ([(503, {"Retry-After": "2"}, b""), (429, {"Retry-After": "3"}, b"")], [2, 3]),
        ([(500, {}, b"java.util.concurrent.TimeoutException")], [1.0]),
        ([(500, {}, b""), (502, {}, b""), (504, {}, b"")], [1.0, 4.0, 8.0]),
        ([(429, {"Retry-After": "0"}, b"")], [1.0]),
        ([(429, {"Retry-After": "when it suits"}, b"")], [1.0]),
        ([(429, {"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}, b"")], [1.0]),
        ([(0, {}, b"")], [1.0]),
    ],
)
def test_passing_trouble_is_waited_out(
    slept: list[float], before: list[tuple[int, dict[str, str], bytes]], waits: list[float]
) -> None:
    rows, agents = ask(*before, (200, {}, ONE))
    assert [row["x"]["value"] for row in rows] == ["1"]
    assert slept == waits
    assert set(agents) == {wikidata.user_agent("me@example.org")}


@pytest.mark.parametrize(
    ("answers", "said", "requests_made"),
    [
        ([(500, {}, b"")] * 4, "it answered HTTP 500.", 4),
        ([(429, {"Retry-After": "86400"}, b"")], "it answered HTTP 429 and asks to wait: 86400.", 1),
        (
            [(429, {"Retry-After": "Fri, 31 Dec 2999 23:59:59 GMT"}, b"")],
            "it answered HTTP 429 and asks to wait: Fri, 31 Dec 2999",
            1,
        ),
        ([(403, {}, b"banned")], "it answered HTTP 403.", 1),
        ([(301, {"Location": "http://127.0.0.1:1/"}, b"")], "it answered HTTP 301.", 1),
        ([(0, {}, b"")] * 4, "no answer: ('Connection aborted.', ", 4),
        ([(200, {"Content-Length": "9999"}, ONE)], "no answer: ", 1),
        ([(200, {"Content-Encoding": "gzip"}, b"no gzip")], "no answer: ", 1),
    ],
)
def test_lasting_trouble_is_said_without_the_question(
    slept: list[float], answers: list[tuple[int, dict[str, str], bytes]], said: str, requests_made: int
) -> None:
    with (
        serving(answers) as (endpoint, agents),
        wikidata.connect(endpoint=endpoint) as service,
        pytest.raises(NoAnswer) as error,
    ):
        service.rows("SELECT ?x WHERE {} ORDER BY ?x")
    assert said in str(error.value)
    assert "SELECT" not in str(error.value)
    assert len(agents) == requests_made
    assert len(slept) == requests_made - 1


def test_a_packed_answer_is_bounded_as_unpacked(slept: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wikidata, "MOST_BYTES", 1_000_000)
    with pytest.raises(NoAnswer, match="more than 1,000,000 bytes"):
        ask((200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * 5_000_000)))
    assert ask((200, {"Content-Encoding": "gzip"}, gzip.compress(ONE)))[0]
