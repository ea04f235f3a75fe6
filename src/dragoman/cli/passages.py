"""`dragoman when` and `dragoman where`: the time expressions and the places of a text, each with what it names and why."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from dragoman.cli.options import Form, parse_day
from dragoman.errors import ConfigError, InputError
from dragoman.export.table import PLAIN_WIDTH, printable
from dragoman.records import Place, Time

WHEN_EXAMPLES = """\b
Examples:
  dragoman when "They met last Thursday and will sign by mid-May." --published 2024-03-06
  dragoman when - --published 1990-08-15T13:37 --format json < article.txt

\b
Exit codes: 0 some expression was found, 1 none, 2 wrong use."""

WHERE_EXAMPLES = """\b
Examples:
  dragoman where "Troops left Goma for a base near Paris, Texas."
  dragoman where - --format json < article.txt
  dragoman where "Rebels shelled Camp Juno." --places places.csv

\b
Exit codes: 0 some place was found, 1 none, 2 wrong use."""


Words = Annotated[str, typer.Argument(metavar="TEXT", help="English text, or - for standard input.", show_default=False)]
Format = Annotated[Form, typer.Option("--format", help="A table, or a record a line as in `Coded`.")]


def when(
    text: Words,
    published: Annotated[
        str | None,
        typer.Option("--published", metavar="DATE", help="The day of the news; without it relative words stay open."),
    ] = None,
    form: Format = Form.TEXT,
) -> None:
    """Print the time expressions of a text: kind, TIMEX3 value, first and last day, and the rule that read each."""
    from dragoman.annotate.parse import Parser
    from dragoman.annotate.when import times

    day = parse_day("--published", published)
    found = times(Parser()(_whole(text)), day)
    _show(("text", "kind", "value", "from", "to", "why"), [_time(t) for t in found], found, form)


def where(
    text: Words,
    own: Annotated[
        str | None,
        typer.Option("--places", metavar="FILE", help="A CSV of your own places, which stand before those of the package."),
    ] = None,
    form: Format = Form.TEXT,
) -> None:
    """Print the places that a text names: name, province, country, point, GeoNames id, and what decided."""
    from dragoman.annotate.parse import Parser
    from dragoman.annotate.where import places
    from dragoman.facts.names import load_names
    from dragoman.facts.places import load_gazetteer, load_gazetteer_with

    gazetteer = load_gazetteer() if own is None else load_gazetteer_with(Path(own))
    found = places(Parser()(_whole(text)), load_names(), gazetteer)
    columns = ("text", "name", "admin1", "country", "lat", "lon", "precision", "geonameid", "why")
    _show(columns, [_place(p) for p in found], found, form)


def _whole(text: str) -> str:
    """The text itself, or that of standard input, if it can be read."""
    from dragoman.read.content import MAX_CHARS, require_text

    if text == "-":
        text = sys.stdin.buffer.read(4 * MAX_CHARS + 1).decode("utf-8", "replace")
    try:
        return require_text(text)
    except InputError as error:
        raise ConfigError(f"TEXT: {error}") from error


def _time(time: Time) -> tuple[object, ...]:
    return time.text, time.kind, time.value, time.from_, time.to, time.why


def _place(place: Place) -> tuple[object, ...]:
    return (
        place.text, place.name, place.admin1, place.country, place.lat, place.lon, place.precision, place.geonameid, place.why,
    )  # fmt: skip


def _show(columns: Sequence[str], rows: Sequence[Sequence[object]], found: Sequence[Time] | Sequence[Place], form: Form) -> None:
    if form is Form.JSON:
        for record in found:
            typer.echo(record.model_dump_json(by_alias=True))
    elif rows:
        table = Table(*columns, box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
        for row in rows:
            table.add_row(*(printable(str(cell)) if cell is not None else "-" for cell in row))
        width = None if sys.stdout.isatty() else PLAIN_WIDTH
        Console(file=sys.stdout, width=width, highlight=False, markup=False, legacy_windows=False).print(table)
    raise typer.Exit(0 if found else 1)
