import builtins
import io
import socket
from typing import Any

import pytest

from dragoman.errors import InputError
from dragoman.read.html import read_html
from dragoman.read.reader import Job
from dragoman.records import Article

PARAGRAPH = (
    "Norway's prime minister, Ola Nordmann, met the president of Chad in N'Djamena on Monday to discuss the harvest, "
    "the first such visit in a decade, officials in both capitals said after the talks had ended."
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Premier visits Chad | The Example Times</title>
<meta property="og:title" content="Premier visits Chad"><meta property="og:site_name" content="The Example Times">
<meta property="og:url" content="https://example.org/chad">
<meta property="article:published_time" content="2024-03-05T08:00:00Z">
<script src="https://example.org/x.js"></script></head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>Premier visits Chad</h1><p>{PARAGRAPH}</p><p>{PARAGRAPH.replace("Monday", "Tuesday")}</p></article>
<footer>All rights reserved</footer></body></html>"""


def read(data: bytes, **options: Any) -> Article:
    (article,) = read_html(io.BytesIO(data), Job("a.html", "a.html", **options))
    assert isinstance(article, Article)
    return article


def test_text_and_metadata_without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("trafilatura")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a reader went to the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    article = read(PAGE.encode())
    assert PARAGRAPH in article.text
    assert "All rights reserved" not in article.text
    assert (article.title, article.outlet) == ("Premier visits Chad", "The Example Times")
    assert (article.url, article.published) == ("https://example.org/chad", "2024-03-05")
    assert article.id == "a.html"


def test_a_given_date_goes_before_the_page_s_own() -> None:
    pytest.importorskip("trafilatura")
    assert read(PAGE.encode(), published="2020-01-01").published == "2020-01-01"


@pytest.mark.parametrize("data", [b"", b"<", b"<html></html>", b"<html><body><p></p></body></html>", b"\x80\x81\x82" * 100])
def test_no_article_inside(data: bytes) -> None:
    pytest.importorskip("trafilatura")
    with pytest.raises(InputError, match="No article text is in this page"):
        read(data)


def test_binary() -> None:
    with pytest.raises(InputError, match="binary data"):
        read(b"<html>\0</html>")


def test_too_large() -> None:
    with pytest.raises(InputError, match="at most 2,000 are read"):
        read(b"x" * 2001, max_chars=100)


def test_missing_extra_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("trafilatura"):
            raise ModuleNotFoundError(name)
        return whole(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError, match=r'pip install "dragoman\[html\]"'):
        read(PAGE.encode())


def test_a_page_that_breaks_its_parser_is_an_input_error(monkeypatch: pytest.MonkeyPatch) -> None:
    trafilatura = pytest.importorskip("trafilatura")

    def broken(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(trafilatura, "bare_extraction", broken)
    with pytest.raises(InputError, match=r"cannot be taken apart \(RecursionError: too deep\)"):
        read(PAGE.encode())
