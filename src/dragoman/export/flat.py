"""CSV: one event a row, the values that a spreadsheet or a statistics package wants; JSON lines hold all of it.

Lists are joined by `; ` in the record's order, so that the n-th of `actor_countries` belongs to the n-th of `actors`;
the sectors of one actor are joined by spaces. Unknown is an empty cell. Dates are ISO, degrees WGS84.
"""

import csv
from collections.abc import Callable
from typing import IO

from dragoman.records import Coded, Entity, Event, EventDate, Place

Cell = str | int | float | bool | None


def _joined(values: list[str | None]) -> str:
    return "; ".join(value or "" for value in values)


def _side(name: str, side: Callable[[Event], tuple[Entity, ...]]) -> dict[str, Callable[[Event], Cell]]:
    """The columns for actors or for recipients."""
    return {
        f"{name}s": lambda event: _joined([entity.text for entity in side(event)]),
        f"{name}_names": lambda event: _joined([entity.name for entity in side(event)]),
        f"{name}_countries": lambda event: _joined([entity.country for entity in side(event)]),
        f"{name}_sectors": lambda event: _joined([" ".join(entity.sectors) for entity in side(event)]),
    }


def _day(get: Callable[[Event], EventDate | None], end: str) -> Callable[[Event], Cell]:
    def cell(event: Event) -> Cell:
        date = get(event)
        day = getattr(date, end) if date else None
        return day.isoformat() if day else None

    return cell


def _place(attribute: str) -> Callable[[Event], Cell]:
    def cell(event: Event) -> Cell:
        place: Place | None = event.place
        return getattr(place, attribute) if place else None

    return cell


COLUMNS: dict[str, Callable[[Event], Cell]] = {
    "id": lambda event: event.id,
    "article_id": lambda event: event.article_id,
    "published": lambda event: event.article.published,
    "title": lambda event: event.article.title,
    "outlet": lambda event: event.article.outlet,
    "url": lambda event: event.article.url,
    "type": lambda event: event.type,
    "mode": lambda event: event.mode,
    "contexts": lambda event: _joined(list(event.contexts)),
    "quad": lambda event: event.quad,
    "score": lambda event: event.score,
    "cameo": lambda event: event.cameo,
    **_side("actor", lambda event: event.actors),
    **_side("recipient", lambda event: event.recipients),
    "trigger": lambda event: event.trigger.text,
    "trigger_start": lambda event: event.trigger.start,
    "trigger_end": lambda event: event.trigger.end,
    "date_from": _day(lambda event: event.date, "from_"),
    "date_to": _day(lambda event: event.date, "to"),
    "date_basis": lambda event: event.date.basis if event.date else None,
    "due_from": _day(lambda event: event.due, "from_"),
    "due_to": _day(lambda event: event.due, "to"),
    "place": _place("name"),
    "place_country": _place("country"),
    "place_admin1": _place("admin1"),
    "geonameid": _place("geonameid"),
    "lat": _place("lat"),
    "lon": _place("lon"),
    "precision": _place("precision"),
    "status": lambda event: event.status,
    "background": lambda event: event.background,
    "attribution": lambda event: event.attribution.text if event.attribution else None,
    "mention": lambda event: event.mentions[0].text if event.mentions else None,
    "confidence": lambda event: event.confidence,
    "why": lambda event: event.why,
    "coder": lambda event: event.coder,
}


class FlatWriter:
    """A row of names first, also when no event follows."""

    def __init__(self, stream: IO[str]) -> None:
        self.rows = csv.writer(stream, lineterminator="\n")
        self.rows.writerow(COLUMNS)

    def write(self, coded: Coded) -> None:
        """One row for each event."""
        for event in coded.events:
            self.rows.writerow([_plain(cell(event)) for cell in COLUMNS.values()])

    def finish(self) -> None:
        """Nothing is held back."""


def _plain(cell: Cell) -> Cell:
    return str(cell).lower() if isinstance(cell, bool) else cell
