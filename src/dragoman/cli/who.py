"""`dragoman who`: whom a phrase names on a day, and why."""

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.options import Form, parse_day
from dragoman.errors import ConfigError
from dragoman.export.table import printable
from dragoman.records import Entity

EXAMPLES = """\b
Examples:
  dragoman who "Defense Minister Diego Molano" --on 2022-06-01
  dragoman who "the DPP" --country MWI
  dragoman who "Donald Trump" --on 2022-05-01 --format json
  dragoman who "the Harbour Brigade" --facts actors.csv

\b
Exit codes: 0 somebody is known, 1 nobody is, 2 wrong use."""


def who(
    phrase: Annotated[str, typer.Argument(metavar="PHRASE", help="Words for somebody, as news has them.", show_default=False)],
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The day of the news, such as 2022-06-01; without it, what has not ended."),
    ] = None,
    country: Annotated[
        str | None,
        typer.Option(
            "--country", metavar="CODE", help="The country that the news is about, which settles names that several share."
        ),
    ] = None,
    facts: Annotated[
        str | None, typer.Option("--facts", metavar="FILE", help="A CSV of your own actors, which stand before ours.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="How the answer is written.")] = Form.TEXT,
) -> None:
    """Print whom a phrase names on a day: country, sectors, name, office, id, and the reason with its row of the facts."""
    # not before it is asked for: it opens the tables
    from dragoman.annotate.who import Phrases
    from dragoman.facts.names import load_names, load_names_with
    from dragoman.facts.places import load_gazetteer

    day = parse_day("--on", on)
    names = load_names() if facts is None else load_names_with(Path(facts))
    if not phrase.strip():
        raise ConfigError('PHRASE is empty. Give words such as "the president of Mali".')
    found = Phrases(names, load_gazetteer()).identify(phrase, day, country)
    if form is Form.JSON:
        typer.echo(found.model_dump_json(by_alias=True))
    else:
        typer.echo(_block(found))
    raise typer.Exit(0 if found.country or found.sectors or found.name else 1)


def _block(found: Entity) -> str:
    """One field a line; what is unknown is a dash."""
    rows = {
        "country": found.country, "sectors": " ".join(found.sectors), "name": found.name, "office": found.office, "id": found.id,
        "why": found.why,
    }  # fmt: skip
    return "\n".join(f"{field:8} {printable(value or '-')}" for field, value in rows.items())
