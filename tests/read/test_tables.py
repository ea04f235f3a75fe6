import io
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from dragoman.read.reader import Job
from dragoman.read.tables import read_rows
from dragoman.records import Article, Coded


def read(data: bytes | str, **options: Any) -> list[Article | Coded]:
    raw = data.encode() if isinstance(data, str) else data
    return list(read_rows(io.BytesIO(raw), Job("rows.jsonl", **options)))


def reason(item: Article | Coded) -> str:
    assert isinstance(item, Coded)
    assert item.error
    assert item.error.stage == "read"
    return item.error.reason


def test_all_fields() -> None:
    row = {"id": "a1", "text": "They met.", "published": "2024-03-05T10:00Z", "title": "T", "url": "u", "outlet": "o"}
    assert read(json.dumps(row | {"lean": "left"})) == [Article(**row)]


@pytest.mark.parametrize(
    ("row", "published"),
    [
        ({"published": "2024-03-05"}, "2024-03-05"),
        ({"date": "20240305"}, "20240305"),
        ({"published": "2024-03-05", "date": "2020-01-01"}, "2024-03-05"),
        ({"published": None, "date": "2020-01-01"}, "2020-01-01"),
        ({"published": ""}, "2019-09-09"),
        ({}, "2019-09-09"),
    ],
)
def test_published(row: dict[str, Any], published: str) -> None:
    (article,) = read(json.dumps({"text": "They met.", **row}), published="2019-09-09")
    assert isinstance(article, Article)
    assert article.published == published


def test_a_number_may_be_an_id_and_blank_values_are_missing() -> None:
    (article,) = read('{"id": 17, "text": "They met.", "title": "", "url": null}')
    assert article == Article(id="17", text="They met.")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"text": "They met."', "Not valid JSON (Expecting ',' delimiter at column 21)"),
        ("They met.", "Not valid JSON (Expecting value at column 1)"),
        ('[{"text": "They met."}]', "The line holds a JSON array; it must hold an object"),
        ('"They met."', "The line holds a JSON string"),
        ("null", "The line holds a JSON null"),
        ("[" * 100_000, "JSON that cannot be read"),
        ("9" * 5_000, "JSON that cannot be read"),
        ('{"body": "They met.", "id": "a"}', 'The row has no "text"; its keys: body, id.'),
        ("{}", 'The row has no "text"; its keys: none.'),
        ('{"text": null}', 'The row has no "text"'),
        ('{"text": 5}', '"text" is a JSON number; it must be a string'),
        ('{"text": ["They met."]}', '"text" is a JSON array; it must be a string'),
        ('{"text": ""}', "The text is empty"),
        ('{"text": " \\n "}', "only white space"),
        ('{"text": "They\\u0000met"}', "binary data"),
        ('{"text": "They \\ud800 met"}', "half a surrogate pair"),
        ('{"text": "They met.", "published": "2023-02-29"}', "published '2023-02-29' is not a possible date"),
        ('{"text": "They met.", "date": "2999-01-01"}', "published '2999-01-01' lies in the future"),
        ('{"text": "They met.", "published": 1689292800}', "published 1689292800 is not a possible date"),
        ('{"text": "They met.", "id": true}', '"id" is a JSON boolean; it must be a string or null'),
        ('{"text": "They met.", "title": {}}', '"title" is a JSON object; it must be a string or null'),
        ('{"text": "They met.", "url": "\\ud800"}', "half a surrogate pair"),
    ],
)
def test_a_bad_row_fails_alone_and_says_where(line: str, said: str) -> None:
    good = '{"text": "They met."}'
    before, bad, after = read(f"{good}\n{line}\n{good}\n")
    assert before == after == Article(text="They met.")
    assert reason(bad).startswith("rows.jsonl line 2: ")
    assert said in reason(bad)


def test_a_bad_row_is_called_by_its_id_if_it_has_one() -> None:
    named, nameless = read('{"id": "a1", "text": ""}\n{"text": ""}\n')
    assert isinstance(named, Coded)
    assert isinstance(nameless, Coded)
    assert (named.article_id, nameless.article_id) == ("a1", "rows.jsonl:2")


def test_bad_bytes_are_counted_from_the_start_of_the_file() -> None:
    first = b'\xef\xbb\xbf{"text": "They met."}\n'
    good, bad = read(first + b'{"text": "Caf\xe9"}\n')
    assert isinstance(good, Article)
    assert f"line 2: Byte {len(first) + 13:,} (0xE9) is not UTF-8" in reason(bad)


def test_blank_lines_and_all_line_ends() -> None:
    assert len(read('\r\n{"text": "They met."}\r\n\n  \n{"text": "They\u2028met."}')) == 2


def test_a_line_without_end_is_passed_over_in_bounded_memory() -> None:
    class Endless(io.RawIOBase):
        """40 MB of one line, then a good row."""

        def __init__(self) -> None:
            self.parts = self._parts()

        def _parts(self) -> Iterator[bytes]:
            for _ in range(40_000):
                yield b"x" * 1000
            yield b'\n{"text": "They met."}\n'

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            part = next(self.parts, b"")
            buffer[: len(part)] = part
            return len(part)

    tracemalloc.start()
    bad, good = read_rows(io.BufferedReader(Endless()), Job("rows.jsonl", max_chars=1000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "line 1: The line is longer than 1,012,000 bytes" in reason(bad)
    assert good == Article(text="They met.")
    assert peak < 8_000_000
