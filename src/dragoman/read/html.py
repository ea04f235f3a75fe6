"""Web pages that lie on disk: the article's text and what the page says about itself. Nothing is fetched."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from dragoman.errors import InputError
from dragoman.read.content import read_whole, refuse_binary, require_text
from dragoman.read.reader import Item, Job
from dragoman.records import Article

if TYPE_CHECKING:
    from trafilatura.settings import Document

MARKUP = 5  # a page of news holds about five times the bytes of its text, or more


def read_html(stream: BinaryIO, job: Job) -> Iterator[Item]:
    """One article: text, title, date, address and site as trafilatura finds them.

    Published is `job.published`, else the page's own date, else unknown.

    Raises:
        InputError: the extra `html` is missing, the page is too large or binary, or no article is in it.
    """
    data = read_whole(stream, limit=MARKUP * job.max_bytes)
    refuse_binary(data)
    page = _extract(data)
    if page is None or not page.text:
        raise InputError(
            "No article text is in this page (found by trafilatura). Save the article itself, or give its plain text."
        )
    yield Article(
        text=require_text(page.text, max_chars=job.max_chars),
        id=job.id,
        published=job.published or page.date,
        title=page.title,
        url=page.url,
        outlet=page.sitename,
    )


def _extract(data: bytes) -> "Document | None":
    try:
        import trafilatura
    except ModuleNotFoundError as error:
        raise InputError(
            'It is a web page, and the reader of web pages is not installed. Run `pip install "dragoman[html]"`.'
        ) from error
    try:
        # No tables and no comments: what they tell is not the article's own narrative.
        page = trafilatura.bare_extraction(data, with_metadata=True, include_comments=False, include_tables=False)
    except Exception as error:  # a foreign parser over arbitrary bytes: whatever it raises, only this page is lost
        raise InputError(
            f"This page cannot be taken apart ({type(error).__name__}: {error}). Give the article's plain text instead."
        ) from error
    return page  # type: ignore[return-value]  # a dict only with as_dict=True
