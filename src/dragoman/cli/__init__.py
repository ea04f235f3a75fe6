"""The command line: one file per command. Nothing here is slow to import, so that `--help` answers at once."""

import io
import logging
import os
import sys
from typing import Annotated, NoReturn

import typer

from dragoman.cli import code as coding
from dragoman.cli import passages
from dragoman.cli import who as naming
from dragoman.cli.facts import facts
from dragoman.errors import DragomanError

USAGE = 2
INTERNAL = 70  # a mistake of ours, as sysexits has it

app = typer.Typer(
    name="dragoman",
    help="Reads English news and writes political events: who did what to whom, when, where, and in which words.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(epilog=coding.EXAMPLES)(coding.code)
app.command(epilog=naming.EXAMPLES)(naming.who)
app.command(epilog=passages.WHEN_EXAMPLES)(passages.when)
app.command(epilog=passages.WHERE_EXAMPLES)(passages.where)
app.add_typer(facts)


def _version(wanted: bool) -> None:
    if wanted:
        from dragoman.signing import signature

        typer.echo(signature())
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _dragoman(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the coder's signature and stop.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> None:
    """Run the command. Exit codes: 0 all well, 1 some articles failed, 2 wrong use, 130 interrupted.

    No traceback reaches the user, unless DRAGOMAN_DEBUG is set in the environment.
    """
    _prepare_streams()
    try:
        app(prog_name="dragoman")
    except DragomanError as error:
        _stop(str(error), USAGE)
    except OSError as error:
        _stop(f"{error.filename or 'Input or output'}: {error.strerror or error}.", USAGE)
    except Exception as error:  # the last resort: say it in one line
        if os.environ.get("DRAGOMAN_DEBUG"):
            raise
        _stop(
            f"This is a mistake in Dragoman itself: {type(error).__name__}: {error}. "
            "Set DRAGOMAN_DEBUG=1 to see where, and report it.",
            INTERNAL,
        )


def _stop(message: str, status: int) -> NoReturn:
    typer.echo(f"dragoman: {message}", err=True)
    sys.exit(status)


def _prepare_streams() -> None:
    """UTF-8 and plain line feeds out on every system, and no log lines of libraries in between."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    logging.getLogger().addHandler(logging.NullHandler())
