"""`dragoman facts`: the facts that the coder knows, and how to bring them up to date."""

import datetime as dt
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from dragoman.cli.output import check_target, opened
from dragoman.errors import ConfigError
from dragoman.export.table import printable

if TYPE_CHECKING:
    from dragoman.facts.wikidata import Found, NoAnswer

SINCE = "2023-01-01"  # ministers of the package end here
EXAMPLES = """\b
Examples:
  dragoman facts update --out offices.csv --contact you@example.org
  dragoman facts update --out offices.csv --countries FRA,DEU --since 2024-06-01
  dragoman code news/ --facts offices.csv

\b
Exit codes: 0 all well, 1 some countries failed, 2 wrong use."""

facts = typer.Typer(name="facts", help="The facts that the coder knows: bring offices up to date.", rich_markup_mode=None)


@facts.callback(invoke_without_command=True)
def _facts(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@facts.command(epilog=EXAMPLES)
def update(
    out: Annotated[
        str,
        typer.Option(
            "--out", metavar="FILE", help="Write the offices to this file (CSV), whole or not at all.", show_default=False
        ),
    ],
    countries: Annotated[
        str | None, typer.Option("--countries", metavar="CODES", help="Ask for these countries only, such as FRA,DEU.")
    ] = None,
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="Leave out who had left the office before this day.")
    ] = SINCE,
    resume: Annotated[bool, typer.Option("--resume/--restart", help="Go on with a run that was stopped, or begin anew.")] = True,
    contact: Annotated[
        str | None, typer.Option("--contact", metavar="MAIL", help="A mail address that the service is told, in case of trouble.")
    ] = None,
) -> None:
    """Ask Wikidata who holds which office.

    Uses the network: query.wikidata.org, at most one request a second, so that all countries take about half an hour. What
    is done is kept in FILE.part beside the file until all countries are there: the same command again goes on from there.
    """
    from dragoman.facts import parts, wikidata  # not before it is asked for, since it opens the library of the network

    target = check_target(out)
    if target is None:
        raise ConfigError("--out '-': a file is needed, such as offices.csv; a run that is stopped goes on beside it.")
    day = _day(since)
    codes = wikidata.countries(countries)
    service = wikidata.connect(contact)
    saved = parts.Parts(Path(f"{target}.part"), codes, since=day, restart=not resume)
    told = _Told(len(codes))
    try:
        with service, told.bar:
            for damage in saved.damaged:
                told.say(f"note: {damage}")
            for code, found in parts.refresh(codes, since=day, service=service, parts=saved):
                told.add(code, found)
    except KeyboardInterrupt:
        saved.close(done=False)
        told.say(f"interrupted after {told.done} of {len(codes)} countries; the same command again goes on from there")
        raise typer.Exit(130) from None
    if told.found:
        with opened(target) as stream:
            wikidata.write(stream, (row for found in told.found for row in found.holders))
    saved.close(done=not told.failed)
    told.finish(target)
    raise typer.Exit(1 if told.failed else 0)


def _day(since: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(since.strip())
    except ValueError as error:
        raise ConfigError(f"--since {since!r} is not a possible date. Give an ISO date, such as {SINCE}.") from error
    if day > dt.date.today():
        raise ConfigError(f"--since {since!r} lies in the future. Give a day up to today, such as {SINCE}.")
    return day


class _Told:
    """What the run says on standard error, and what it has so far."""

    def __init__(self, total: int) -> None:
        self.console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        columns = (
            TextColumn("asking"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("countries"),
            TextColumn("{task.fields[rows]} rows"),
        )
        self.bar = Progress(
            *columns, TimeElapsedColumn(), console=self.console, transient=True, disable=not self.console.is_terminal
        )
        self.task = self.bar.add_task("asking", total=total, rows="0")
        self.started = time.monotonic()
        self.found: list[Found] = []
        self.failed = 0

    @property
    def done(self) -> int:
        """Countries that were dealt with."""
        return len(self.found) + self.failed

    @property
    def rows(self) -> int:
        """Rows of all countries so far."""
        return sum(len(found.holders) for found in self.found)

    def add(self, code: str, found: "Found | NoAnswer") -> None:
        """Count a country; say at once why one failed."""
        if isinstance(found, Exception):
            self.failed += 1
            self.say(f"failed: {code}: {found}")
        else:
            self.found.append(found)
        self.bar.update(self.task, completed=self.done, rows=f"{self.rows:,}")

    def finish(self, target: Path) -> None:
        """The summary."""
        dropped = sum((Counter(found.dropped) for found in self.found), Counter[str]())
        if dropped:
            reasons = ", ".join(f"{count:,} {reason}" for reason, count in sorted(dropped.items()))
            self.say(f"dropped: {dropped.total():,} terms ({reasons})")
        if self.failed:
            left = "the others are written" if self.found else f"{target} is left as it was"
            self.say(f"note: {left}; the same command again asks only for those that failed")
        self.say(
            f"{self.done:,} countries asked for = {len(self.found):,} found + {self.failed:,} failed · {self.rows:,} rows · "
            f"{time.monotonic() - self.started:.1f} s"
        )

    def say(self, line: str) -> None:
        """A line on standard error, above the bar."""
        self.console.print(printable(line), soft_wrap=True)
