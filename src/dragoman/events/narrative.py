"""What an event takes over from the one told just before it: the place of a deed, and the date in a story of the past."""

import datetime as dt
from collections.abc import Iterable, Iterator

from dragoman import records
from dragoman.annotate.parse import Parsed
from dragoman.events.date import BACKGROUND_DAYS
from dragoman.events.place import VERBAL

# Sentences after a deed with a place in which one without is taken to be there too; and after an event that its words put more
# than BACKGROUND_DAYS before the news, in which one without words of its own is taken to be as old. On annotated articles
# (development, an earlier model) 0.714 of places were right without, 0.735 with; of dates 0.779 and 0.824. What is only said
# hands no date on and takes none: the news of a speech often follows old deeds.
PLACE_REACH, DATE_REACH = 2, 1


def narrated(events: Iterable[records.Event], parsed: Parsed, published: dt.date | None) -> Iterator[records.Event]:
    """The events of an article, in order, with what they take over; `why` says so."""
    sentence_of = {s.start: s.index for s in parsed.sentences}
    last_place: tuple[int, records.Place] | None = None
    last_date: tuple[int, records.EventDate] | None = None
    for event in events:
        number = sentence_of[event.mentions[0].start]
        changes: dict[str, object] = {}
        if event.type not in VERBAL:
            if event.place is not None:
                last_place = (number, event.place)
            elif last_place is not None and 0 <= number - last_place[0] <= PLACE_REACH:
                changes["place"] = last_place[1]
            if event.date is not None and event.date.basis == "text":
                if _is_old(event.date, published):
                    last_date = (number, event.date) if event.status in ("occurred", "attempted") else last_date
                elif event.status == "occurred":
                    last_date = None
            elif last_date is not None and 0 <= number - last_date[0] <= DATE_REACH and event.status == "occurred":
                changes["date"] = last_date[1].model_copy(update={"basis": "narrative"})
                last_date = (number, last_date[1])
        if changes:
            why = f"{event.why}; {' and '.join(changes)} of the event told before"
            old = {"background": True} if "date" in changes else {}
            yield event.model_copy(update={**changes, **old, "why": why})
        else:
            yield event


def _is_old(date: records.EventDate, published: dt.date | None) -> bool:
    end = date.to or date.from_
    return published is not None and end is not None and (published - end).days > BACKGROUND_DAYS
