"""`dragoman code`: articles in, events out."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from dragoman import batch
from dragoman.cli.output import check_target, opened
from dragoman.cli.report import Report
from dragoman.errors import ConfigError
from dragoman.export import WRITERS, Layout
from dragoman.facts import load_gazetteer_with, load_names_with
from dragoman.read import Source, parse_published, read_source
from dragoman.records import Article, Coded, Profile

EXAMPLES = """\b
Examples:
  dragoman code article.txt --published 2024-03-05
  dragoman code news/ --format jsonl --out events.jsonl --workers 4
  dragoman code rows.jsonl --format csv > events.csv
  curl -s https://example.org/story.html | dragoman code - --format jsonl

\b
Exit codes: 0 all well, 1 some articles failed, 2 wrong use."""


def code(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH|-",
            help="Text (.txt .text .md), web pages (.html .htm), JSON lines (.jsonl .ndjson), folders of these, or - "
            "for standard input.",
            show_default=False,
        ),
    ],
    layout: Annotated[Layout, typer.Option("--format", help="How events are written.")] = "table",
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", help="Write to this file, whole or not at all; else to the terminal."),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            "--published",
            metavar="DATE",
            help="Publication date, such as 2024-03-05, of articles that carry none. Rows of JSON may carry their own; "
            "a date that begins a file's name, or stands in a web page, is used where this is not given.",
        ),
    ] = None,
    workers: Annotated[str, typer.Option("--workers", metavar="N", help="Processes to code in.")] = "1",
    profile: Annotated[Profile, typer.Option("--profile", help="Reading of the codebook.")] = "plover2",
    facts: Annotated[
        str | None,
        typer.Option("--facts", metavar="FILE", help="A CSV of your own actors with dates, which stand before ours."),
    ] = None,
    places: Annotated[
        str | None,
        typer.Option("--places", metavar="FILE", help="A CSV of your own places, which stand before ours."),
    ] = None,
    min_confidence: Annotated[
        str | None,
        typer.Option(
            "--min-confidence",
            metavar="P",
            help="Leave out events less sure than this, from 0 to 1; without it, a default by type.",
        ),
    ] = None,
) -> None:
    """Code the events of news articles.

    One article per text or HTML file, or JSON lines {id, text, published, title, url, outlet}. Failures and a summary
    go to standard error.
    """
    parse_published(published)
    if facts is not None:
        load_names_with(Path(facts))  # a mistake in it is told before any work is done
    if places is not None:
        load_gazetteer_with(Path(places))
    options = {"profile": profile, "facts": facts, "places": places, "min_confidence": _share(min_confidence)}
    target = check_target(out)
    sources = [read_source(path, published=published) for path in paths]
    report = Report(total=_total(sources), quiet=target is None and layout != "table" and sys.stdout.isatty())
    receipts = batch.run(report.reading(_articles(sources)), workers=_whole(workers), options=options)
    try:
        with closing(receipts), opened(target) as stream, report:
            writer = WRITERS[layout](stream)
            for coded in receipts:
                report.add(coded)
                writer.write(coded)
            report.close()  # the bar goes before the table comes
            writer.finish()
    except KeyboardInterrupt:
        report.interrupted()
        raise typer.Exit(130) from None
    report.finish(skipped=sum((source.skipped for source in sources), Counter()))
    raise typer.Exit(1 if report.failed else 0)


def _whole(workers: str) -> int:
    # not left to typer, whose message does not say the value
    if not (workers.isascii() and workers.isdigit() and int(workers) >= 1):
        raise ConfigError(f"--workers {workers!r}: a whole number of 1 or more is needed, such as 2.")
    return int(workers)


def _share(given: str | None) -> float | None:
    try:
        share = None if given is None else float(given)
    except ValueError:
        share = -1.0
    if share is not None and not 0 <= share <= 1:
        raise ConfigError(f"--min-confidence {given!r}: a number from 0 to 1 is needed, such as 0.7.")
    return share


def _articles(sources: list[Source]) -> Iterator[Article | Coded]:
    for source in sources:
        yield from source


def _total(sources: list[Source]) -> int | None:
    """How many articles will come, if all sources can tell."""
    totals = [source.total() for source in sources]
    return None if None in totals else sum(filter(None, totals))
