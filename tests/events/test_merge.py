"""Mentions of one happening become one event, and different happenings stay apart."""

import datetime as dt
import time

from tests.test_records import event

from dragoman.events.merge import Mention, merge
from dragoman.records import Entity, Event, EventDate

MALI = Entity(text="Mali", country="MLI", why="country")
CHAD = Entity(text="Chad", country="TCD", why="country")
NIGER = Entity(text="Niger", country="NER", why="country")


def mention(lemma: str = "attack", *, start: int = 0, definite: bool = False, **changes: object) -> Mention:
    fields: dict[str, object] = {
        "id": f"e{start}", "type": "ASSAULT", "quad": "material conflict", "actors": (MALI,), "recipients": (CHAD,),
        "trigger": {"start": start, "end": start + 6, "text": lemma},
        "mentions": ({"start": start, "end": start + 9, "text": lemma},),
    }  # fmt: skip
    return Mention(event(**(fields | changes)), lemma, definite)


def day(number: int) -> EventDate:
    return EventDate(from_=dt.date(2024, 3, number), to=dt.date(2024, 3, number), basis="text")


def merged(*mentions: Mention) -> list[Event]:
    return list(merge(mentions))


def test_same_word_and_sides() -> None:
    (found,) = merged(mention(), mention(start=50))
    assert len(found.mentions) == 2
    assert "2 mentions" in found.why


def test_other_word_for_the_same_sides() -> None:
    assert len(merged(mention("attack"), mention("strike", start=50))) == 1


def test_other_sides_stay_apart() -> None:
    assert len(merged(mention(), mention(start=50, recipients=(NIGER,)))) == 2


def test_other_days_stay_apart() -> None:
    assert len(merged(mention(date=day(4)), mention(start=50, date=day(7)))) == 2


def test_one_mention_s_date_serves_both() -> None:
    (found,) = merged(mention(), mention(start=50, date=day(7)))
    assert found.date == day(7)


def test_a_definite_noun_points_back() -> None:
    assert len(merged(mention(), mention(start=50, definite=True, actors=(), recipients=()))) == 1
    assert len(merged(mention(), mention(start=50, definite=True, actors=(), recipients=(NIGER,)))) == 2


def test_denied_and_asserted_are_one() -> None:
    assert len(merged(mention(), mention(start=50, status="denied"))) == 1
    assert len(merged(mention(), mention(start=50, status="planned"))) == 2


def test_different_people_stay_apart() -> None:
    first, second = (Entity(text=n, name=n, country="MLI", sectors=("GOV",), office="Minister") for n in ("Ana Sow", "Bo Keita"))
    assert len(merged(mention(actors=(first,)), mention(start=50, actors=(second,)))) == 2


def test_thousands_of_mentions_take_linear_time() -> None:
    lemmas = [mention(f"w{n}", start=n * 10, actors=(), recipients=(Entity(text=f"x{n}", why=""),)) for n in range(3000)]
    started = time.process_time()
    assert len(merged(*lemmas)) == 3000  # other words for unnamed sides: nothing says that they are one
    assert time.process_time() - started < 10
