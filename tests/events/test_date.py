"""Event dates: the words that govern the trigger, open sides, and what is due."""

import datetime as dt

import pytest

from dragoman.annotate.parse import Parser
from dragoman.annotate.when import times
from dragoman.events.date import due, event_date, is_background_date
from dragoman.records import EventDate

DAY = dt.date(2023, 7, 14)  # a Friday


def _dates(parser: Parser, text: str, word: str, published: dt.date | None = DAY) -> tuple[EventDate | None, EventDate | None]:
    parsed = parser(text)
    sentence, trigger = next((s, t) for s, t in parsed.tokens() if t.text == word)
    found = times(parsed, published)
    return event_date(sentence, trigger, found, published), due(sentence, trigger, found, published)


def _short(date: EventDate | None) -> str:
    if date is None:
        return "none"
    return f"{date.from_ or ''}..{date.to or ''} {date.basis} {date.text or ''}".strip()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "word", "want"),
    [
        # under the trigger
        ("Troops attacked the town on Thursday.", "attacked", "2023-07-13..2023-07-13 text Thursday"),
        ("The president met the envoy in Baku on July 3.", "met", "2023-07-03..2023-07-03 text July 3"),
        ("Israel's strike on Gaza on Sunday killed four.", "strike", "2023-07-09..2023-07-09 text Sunday"),
        ("The minister condemned Thursday's attack.", "attack", "2023-07-13..2023-07-13 text Thursday"),
        # a noun's own time does not date the verb over it, save where the preposition says so
        ("The minister condemned Thursday's attack.", "condemned", "2023-07-14..2023-07-14 publication"),
        ("Four were killed in Tuesday's blast.", "killed", "2023-07-11..2023-07-11 text Tuesday"),
        ("Police arrested him after Tuesday's protest.", "arrested", "2023-07-11.. text Tuesday"),
        # the verb of the clause, and verbs joined to it
        ("The army carried out a raid on Tuesday.", "raid", "2023-07-11..2023-07-11 text Tuesday"),
        ("He arrived on Tuesday and met the king.", "met", "2023-07-11..2023-07-11 text Tuesday"),
        (
            "In May, protesters burned the embassy, and on Monday the government expelled the envoy.",
            "burned",
            "2023-05-01..2023-05-31 text May",
        ),
        (
            "In May, protesters burned the embassy, and on Monday the government expelled the envoy.",
            "expelled",
            "2023-07-10..2023-07-10 text Monday",
        ),
        ("The soldiers who fought in 1991 met on Thursday.", "met", "2023-07-13..2023-07-13 text Thursday"),
        # a sentence whose head is a preposition
        ("On Thursday, an attack.", "attack", "2023-07-13..2023-07-13 text Thursday"),
        # saying
        ("On Monday officials said that they had arrested three men.", "arrested", "..2023-07-10 text Monday"),
        ("On Monday officials said that they had arrested three men.", "said", "2023-07-10..2023-07-10 text Monday"),
        ("The army killed ten rebels on Wednesday, police said.", "killed", "2023-07-12..2023-07-12 text Wednesday"),
        # open sides and ranges
        ("The two sides have fought since 2021.", "fought", "2021-01-01.. text 2021"),
        ("They fought until Wednesday.", "fought", "..2023-07-12 text Wednesday"),
        ("Workers struck from Monday to Wednesday.", "struck", "2023-07-10..2023-07-12 text Monday to Wednesday"),
        ("Between 1993 and 1995 the army shelled the city.", "shelled", "1993-01-01..1995-12-31 text 1993 and 1995"),
        # a length of time after an act counts back from the news
        ("The talks come a day after Peru expelled an envoy and closed a port.", "closed", "2023-07-13..2023-07-13 text a day"),
        ("The vote comes two weeks after police said that gangs burned a bus.", "burned", "..2023-07-02 text two weeks"),
        ("He returns more than a year after Mali left the pact.", "left", "..2022-07-14 text a year"),
        ("He resigned hours after troops stormed the palace.", "stormed", "2023-07-14..2023-07-14 publication"),
        # what dates a clause behind a noun dates nothing else
        (
            "Kenya warned that raids would break the truce signed on May 5 by both sides.",
            "warned",
            "2023-07-14..2023-07-14 publication",
        ),
        # no date from lengths, vague words, impossible days or days ahead
        ("The talks lasted three days.", "lasted", "2023-07-14..2023-07-14 publication"),
        ("Police have recently detained two activists.", "detained", "2023-07-14..2023-07-14 publication"),
        ("Soldiers shot him on 31 February.", "shot", "2023-07-14..2023-07-14 publication"),
        ("The ministers agreed to meet on July 20.", "agreed", "2023-07-14..2023-07-14 publication"),
    ],
)
def test_event_date(parser: Parser, text: str, word: str, want: str) -> None:
    date, _ = _dates(parser, text, word)
    assert _short(date) == want
    if date is not None and date.text is not None:
        assert text[date.start : date.end] == date.text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "word", "want"),
    [
        ("The ministers agreed to meet on July 20.", "agreed", "2023-07-20..2023-07-20 text July 20"),
        ("The ministers agreed on Wednesday to meet on July 20.", "agreed", "2023-07-20..2023-07-20 text July 20"),
        ("The ministers will meet on Monday.", "meet", "2023-07-17..2023-07-17 text Monday"),
        ("He demanded a reply by Sunday.", "demanded", "..2023-07-16 text Sunday"),
        (
            "Rebels said Thursday they would attack the port next week.",
            "attack",
            "2023-07-17..2023-07-23 text next week",
        ),
        ("The army attacked the town on Thursday.", "attacked", "none"),
    ],
)
def test_due(parser: Parser, text: str, word: str, want: str) -> None:
    assert _short(_dates(parser, text, word)[1]) == want


@pytest.mark.slow
def test_without_publication_only_full_dates_count(parser: Parser) -> None:
    assert _dates(parser, "Troops attacked the town on Thursday.", "attacked", None)[0] is None
    date, _ = _dates(parser, "Troops attacked the town on March 3, 2020.", "attacked", None)
    assert _short(date) == "2020-03-03..2020-03-03 text March 3, 2020"


@pytest.mark.parametrize(
    ("to", "published", "want"),
    [
        (dt.date(2023, 7, 6), DAY, True),
        (dt.date(2023, 7, 7), DAY, False),
        (None, DAY, False),
        (dt.date(2001, 1, 1), None, False),
    ],
)
def test_background(to: dt.date | None, published: dt.date | None, want: bool) -> None:
    date = EventDate.model_validate({"from": to, "to": to, "basis": "text"})
    assert is_background_date(date, published) is want


def test_the_middle_of_a_stretch_of_days_decides() -> None:
    """June is history on 3 July, though it ended three days before."""
    june = EventDate.model_validate({"from": dt.date(2023, 6, 1), "to": dt.date(2023, 6, 30), "basis": "text"})
    assert is_background_date(june, dt.date(2023, 7, 3))
    assert not is_background_date(june, dt.date(2023, 6, 20))
