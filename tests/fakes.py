"""A coder without a language model, for the tests of what stands around it; workers import it by name."""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from dragoman.errors import ConfigError, MissingPart
from dragoman.records import Article, ArticleInfo, Coded, Entity, Event, EventDate, Failure, Span


class FakeCoder:
    """An event for each "met" in a text. Some texts make it misbehave, as the words say."""

    def __init__(self, *, profile: str = "plover2") -> None:
        if profile == "no parser":
            raise MissingPart("The language model 'x' is not installed.")
        if profile == "stillborn":
            os._exit(9)
        self.profile = profile

    def code_many(self, articles: Iterable[Article]) -> Iterator[Coded]:
        for article in articles:
            yield self._code(article)

    def _code(self, article: Article) -> Coded:
        word, _, rest = article.text.partition(" ")
        if word == "kills":
            os._exit(7)
        if word == "kills-once" and not Path(rest).exists():
            Path(rest).touch()
            os._exit(7)
        if word == "sleeps":
            time.sleep(float(rest))
        if word == "unusable":
            raise ConfigError("not today")
        article_id = article.id or hashlib.sha256(article.text.encode()).hexdigest()[:16]
        receipt = Coded(article_id=article_id, article=ArticleInfo(title=article.title))
        if word == "fails":
            return receipt.model_copy(update={"error": Failure(stage="annotate", reason="it fails\x1b[31m.")})
        notes = ("cut here", "cut there") if word == "long" else ()
        return receipt.model_copy(update={"events": tuple(_events(article_id, article)), "notes": notes})


def _events(article_id: str, article: Article) -> Iterator[Event]:
    published = None if article.published is None else str(article.published)
    start = article.text.find("met")
    while start >= 0:
        day = EventDate.model_validate({"from": "2024-03-04", "to": "2024-03-05", "basis": "text"})
        yield Event(
            id=f"{article_id}-{start}",
            article_id=article_id,
            article=ArticleInfo(published=published, title=article.title),
            type="CONSULT",
            mode="meet",
            quad="verbal cooperation",
            score=4.0,
            actors=(Entity(text="Norway’s premier", name="Ola Nordmann", country="NOR", sectors=("GOV", "LEG")),),
            recipients=(Entity(text="Chad"), Entity(text="Mali", country="MLI")),
            trigger=Span(start=start, end=start + 3, text="met"),
            mentions=(Span(start=0, end=len(article.text), text=article.text),),
            date=day,
            status="occurred",
            confidence=0.5,
            why="fake",
            coder="fake",
        )
        start = article.text.find("met", start + 1)


def fake_coder(**options: str) -> FakeCoder:
    return FakeCoder(**options)
