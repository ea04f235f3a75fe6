"""A table to read on a terminal: one event a line."""

from typing import IO

from rich import box
from rich.console import Console
from rich.table import Table

from dragoman.records import Coded, Entity, Event, EventDate, Place

EVENTS_A_TABLE = 1_000  # then a new table begins: its columns are as wide as their widest cell, so all must be held
PLAIN_WIDTH = 160  # characters, where there is no terminal to ask
LONGEST = 60  # characters of a name
COLUMNS = ("date", "type, mode", "actors", "recipients", "place", "status", "trigger", "article")
WHOLE = ("date", "type, mode", "status")


class TableWriter:
    """As wide as the terminal, in colour; to a file or a pipe PLAIN_WIDTH characters and no colour."""

    def __init__(self, stream: IO[str]) -> None:
        terminal = stream.isatty()
        self.console = Console(file=stream, width=None if terminal else PLAIN_WIDTH, highlight=False, legacy_windows=False)
        self.held: list[list[tuple[str, ...]]] = []  # the rows of each article

    def write(self, coded: Coded) -> None:
        """Hold the events back until a table is full."""
        if coded.events:
            self.held.append(list(map(_row, coded.events)))
        if sum(map(len, self.held)) >= EVENTS_A_TABLE:
            self.finish()

    def finish(self) -> None:
        """Print the events held."""
        if not self.held:
            return
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
        for name in COLUMNS:  # a day, a type and a status are never broken, however narrow the terminal
            table.add_column(name, overflow="fold", no_wrap=name in WHOLE, min_width=len(name))
        for rows in self.held:
            for row in rows:
                table.add_row(*row)
            table.add_section()
        self.console.print(table, markup=False)
        self.held.clear()


def _row(event: Event) -> tuple[str, ...]:
    cells = (
        _date(event.date),
        f"{event.type}\n{event.mode or ''}",
        _entities(event.actors),
        _entities(event.recipients),
        _place(event.place),
        f"{event.status}\nbackground" if event.background else event.status,
        event.trigger.text,
        event.article_id.rpartition("/")[2],
    )
    return tuple("\n".join(map(printable, cell.splitlines())) for cell in cells)


def _date(date: EventDate | None) -> str:
    if date is None:
        return ""
    first, last = date.from_, date.to
    if first == last:
        return str(first or "")
    if last is None:
        return f"since\n{first}"
    return f"by\n{last}" if first is None else f"{first}\n{last}"


def _entities(entities: tuple[Entity, ...]) -> str:
    return "; ".join(_named(entity.name or entity.text, entity.country) for entity in entities)


def _place(place: Place | None) -> str:
    return _named(place.name or place.text, place.country) if place else ""


def _named(name: str | None, country: str | None) -> str:
    name = printable(name or "")
    short = name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
    return f"{short} ({country})" if country else short


def printable(text: str) -> str:
    """The text on one line, without the control characters by which a hostile article could steer the terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
