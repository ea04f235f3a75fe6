"""When one event happened, by the words that govern its trigger, and when a promised or planned act is due.

The expression nearest in syntax wins: under the trigger, on the verb of its clause, on a verb that it is joined to,
then in the sentence. A time on the verb of saying dates the saying; a past act it tells of lies on that day or before.
Nothing here is guessed: without words the day of publication stands in and says so, and without that there is no date.
"""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Token

from dragoman.annotate.parse import Sentence
from dragoman.annotate.tense import tense_of
from dragoman.annotate.timedays import add_days, days, step, value_of
from dragoman.annotate.timewords import word_set
from dragoman.records import EventDate, Time

BACKGROUND_DAYS = 7  # what ended longer ago is told as background: news of a day tells of its week

# How a time reaches the trigger, best first.
_UNDER, _CLAUSE, _JOINED, _SENTENCE = range(4)

_ATTRIBUTIVE = frozenset(("poss", "compound", "nmod", "amod", "nummod"))
_JOINS = frozenset(("conj", "xcomp", "advcl", "acl", "prep", "pcomp", "dep"))
_RANGE = re.compile(r"\s*(?:to|until|till|through|and|-|–|—)\s*(?:the\s+)?")
_CLIMB = 40


@dataclass(frozen=True, slots=True)
class _Dated:
    """A time expression with its place in the syntax: `host` is what it modifies, `preposition` the word between."""

    time: Time
    root: Token
    host: Token
    preposition: str
    attributive: bool
    hosted: bool  # "after Thursday's attack": the preposition takes the noun, not the time


def event_date(
    sentence: Sentence,
    trigger: Token,
    times: Sequence[Time],
    published: dt.date | None,
    *,
    said_token: Token | None = None,
) -> EventDate | None:
    """The date of the act that `trigger` tells.

    Args:
        sentence: The sentence of the trigger.
        trigger: The word that tells the act.
        times: The article's time expressions, in order.
        published: The day of publication, or None.
        said_token: The verb of saying that the act hangs on, where the caller knows it.

    Returns:
        The date with its basis, or None where neither words nor a day of publication give one.
    """
    verb = _clause_verb(trigger)
    said = said_token if said_token is not None and said_token != trigger else _verb_of_saying(verb)
    dated = [d for d in _dated(sentence, times) if _can_date(d, published)]
    best = min((r for d in dated if (r := _rank(d, trigger, verb, said))), key=lambda r: r[0], default=None)
    if best is not None:
        (tier, *_), chosen = best
        told = said is not None and tier >= _SENTENCE and chosen.host == said
        # what is said to come is dated by the saying itself
        open_side = told and tense_of(trigger) == "past"
        return _from_text(sentence, chosen, dated, open_side=open_side)
    if published is None:
        return None
    before = _a_while_before(sentence, verb, times, published)
    if before is not None:
        return before
    return EventDate.model_validate({"from": published, "to": published, "basis": "publication"})


def due(sentence: Sentence, trigger: Token, times: Sequence[Time], published: dt.date | None) -> EventDate | None:
    """The day on which a promised, threatened, asked or planned act is to happen: a time ahead, near the trigger."""
    ahead = [
        d
        for d in _dated(sentence, times)
        if not d.attributive and (published is None or (d.time.to is not None and d.time.to >= published))
    ]
    ranked: list[tuple[tuple[int, ...], _Dated]] = []
    verb = _clause_verb(trigger)
    for item in ahead:
        path = _path(item.host, trigger)
        looks_ahead = tense_of(item.root) == "future" or item.preposition in ("by", "until", "till")
        if path is not None and (looks_ahead or _is_ahead(item.time, published)):
            ranked.append(((0, len(path), abs(item.root.i - trigger.i)), item))
        elif looks_ahead and _path(item.host, verb) is not None:
            ranked.append(((1, 0, abs(item.root.i - trigger.i)), item))
    if not ranked:
        return None
    return _from_text(sentence, min(ranked, key=lambda r: r[0])[1], ahead, open_side=False)


def _is_ahead(time: Time, published: dt.date | None) -> bool:
    return published is not None and time.from_ is not None and time.from_ > published


def is_background_date(date: EventDate | None, published: dt.date | None) -> bool:
    """Whether the middle of its days lies more than BACKGROUND_DAYS before publication."""
    if date is None or date.to is None or published is None:
        return False
    middle = date.to if date.from_ is None else date.to - (date.to - date.from_) / 2
    return (published - middle).days > BACKGROUND_DAYS


_LENGTH = re.compile(r"P([0-9]{1,3})([DWMY])")


def _a_while_before(sentence: Sentence, verb: Token, times: Sequence[Time], published: dt.date) -> EventDate | None:
    """The day of an act behind "after" and a length of time: "the talks come two weeks after Mali expelled the envoy"."""
    current, open_side = verb, False
    for _ in range(_CLIMB):
        mark = next((c for c in current.children if c.dep_ == "mark" and c.lower_ == "after"), None)
        if current.dep_ == "advcl" and mark is not None:
            break
        if current.dep_ not in ("ccomp", "conj", "xcomp") or current.head == current:
            return None
        open_side = open_side or current.dep_ == "ccomp"  # what is said to have been done by then
        current = current.head
    else:
        return None
    end = sentence.char(mark)
    length = next((t for t in times if t.kind == "DURATION" and t.value and t.end <= end <= t.end + 1), None)
    match = _LENGTH.fullmatch(length.value or "") if length is not None else None
    if length is None or match is None:
        return None
    day = step(published, -int(match[1]), match[2])
    first, last = days(value_of(day, match[2])) if day is not None else (None, None)
    words = sentence.span.text[: length.start - sentence.start].split()[-2:]
    if [w.lower() for w in words] == ["more", "than"]:
        last, open_side = day, True
    if last is None:
        return None
    value = {"from": None if open_side else first, "to": last, "basis": "text", "start": length.start, "end": length.end}
    return EventDate.model_validate(value | {"text": length.text})


# --- the times of a sentence and what they modify --------------------------------------------------------------------


def _dated(sentence: Sentence, times: Sequence[Time]) -> list[_Dated]:
    """The expressions of this sentence that name days. Lengths, repetitions and vague words name none."""
    low = bisect_left(times, sentence.start, key=lambda t: t.start)
    high = bisect_left(times, sentence.end, key=lambda t: t.start)
    found = []
    for time in times[low:high]:
        if time.kind in ("DATE", "TIME") and time.from_ is not None and time.to is not None:
            item = _placed(sentence, time)
            if item is not None:
                found.append(item)
    return found


def _placed(sentence: Sentence, time: Time) -> _Dated | None:
    doc = sentence.span.doc
    span = doc.char_span(time.start - sentence.offset, time.end - sentence.offset, alignment_mode="expand")
    if span is None or not len(span):
        return None
    root = span.root
    host, words = root.head, []
    while host.pos_ in ("ADP", "SCONJ") and host.head != host:
        words.append(host.lower_)
        host = host.head
    attributive = root.dep_ in _ATTRIBUTIVE
    preposition = words[0] if words else ""
    hosted = False
    if attributive and host.head.pos_ in ("ADP", "SCONJ"):
        # "after Thursday's attack": the noun's own preposition says how the verb above stands to it
        preposition, host = host.head.lower_, host.head.head if host.head.lower_ in _HOSTED else host
        hosted = preposition in _HOSTED
    return _Dated(time, root, host, preposition, attributive and not hosted, hosted)


# Prepositions that place the verb in the time of their noun, or on one side of it.
_HOSTED = word_set("in during at after following since before until")


def _can_date(item: _Dated, published: dt.date | None) -> bool:
    """A day after publication is no date of anything that has happened."""
    first = item.time.from_
    if published is None or first is None or first < published:
        return True
    return first == published and tense_of(item.root) != "future"


def _clause_verb(trigger: Token) -> Token:
    """The verb of the trigger's clause: the trigger itself if it is one, else the nearest verb above."""
    current = trigger
    for _ in range(_CLIMB):
        if current.pos_ in ("VERB", "AUX") or current.head == current:
            return current
        current = current.head
    return current


def _verb_of_saying(verb: Token) -> Token | None:
    """The verb that the clause is the content of: "officials *said* that …"."""
    current = verb
    for _ in range(_CLIMB):
        if current.dep_ in ("ccomp", "parataxis") and current.head != current:
            return current.head
        if current.head == current or current.dep_ not in ("conj", "xcomp", "advcl"):
            break
        current = current.head
    return next((child for child in verb.children if child.dep_ == "parataxis"), None)


def _path(start: Token, goal: Token) -> list[Token] | None:
    """The words from `start` up to `goal`, without the goal; None if the goal is not above."""
    path: list[Token] = []
    current = start
    for _ in range(_CLIMB):
        if current == goal:
            return path
        if current.head == current:
            return None
        path.append(current)
        current = current.head
    return None


def _is_free(path: list[Token] | None) -> bool:
    """Whether no verb stands between: such a time would date that verb."""
    return path is not None and not any(t.pos_ == "VERB" for t in path)


# --- ranking ---------------------------------------------------------------------------------------------------------


def _rank(item: _Dated, trigger: Token, verb: Token, said: Token | None) -> tuple[tuple[int, ...], _Dated] | None:
    """How well a time fits the trigger (lower is better), or None if it dates something else."""
    if item.attributive and item.host != trigger:
        return None
    width = (item.time.to - item.time.from_).days if item.time.to and item.time.from_ else 0
    tier = _tier(item, trigger, verb, said)
    if tier is None:
        return None
    return (tier, min(width, 400), abs(item.root.i - trigger.i)), item


def _tier(item: _Dated, trigger: Token, verb: Token, said: Token | None) -> int | None:
    if item.host == trigger or _is_free(_path(item.host, trigger)):
        return _UNDER
    if _is_free(_path(item.host, verb)):
        return _CLAUSE
    current = verb
    for _ in range(_CLIMB):
        if current.dep_ not in _JOINS or current.head == current or current.head == said:
            break
        current = current.head
        if _is_free(_path(item.host, current)):
            return _JOINED
    if item.host != said and _is_aside(item.host, trigger):
        return None
    return _SENTENCE + (said is None or item.host != said)


def _is_aside(host: Token, trigger: Token) -> bool:
    """Whether a time belongs to a clause behind a noun that the trigger is not in: "warned that the pact signed in May ..."."""
    current = host
    for _ in range(_CLIMB):
        if current.dep_ in ("relcl", "acl"):
            return not (current == trigger or current.is_ancestor(trigger))
        if current.head == current:
            return False
        current = current.head
    return False


# --- the record ------------------------------------------------------------------------------------------------------


def _from_text(sentence: Sentence, item: _Dated, dated: list[_Dated], *, open_side: bool) -> EventDate:
    time = item.time
    first, last, start, end = time.from_, time.to, time.start, time.end
    for left, right in pairwise(dated):
        if item in (left, right) and _is_range(sentence, left, right):
            first, last, start, end = left.time.from_, right.time.to, left.time.start, right.time.end
            break
    else:
        if open_side or item.preposition in ("by", "until", "till") or (item.preposition == "before" and item.hosted):
            first = None
        elif item.preposition in ("since", "after", "following"):
            last = None
        elif item.preposition == "before" and first is not None:
            last = add_days(first, -1)
            first = None
    text = sentence.span.text[start - sentence.start : end - sentence.start]
    return EventDate.model_validate({"from": first, "to": last, "basis": "text", "start": start, "end": end, "text": text})


def _is_range(sentence: Sentence, left: _Dated, right: _Dated) -> bool:
    """`from Monday to Thursday`, `between 1993 and 1995`, `July 14-16`."""
    offset, text = sentence.start, sentence.span.text
    gap = text[left.time.end - offset : right.time.start - offset]
    opening = text[max(left.time.start - offset - 9, 0) : left.time.start - offset].lower().rstrip()
    joined = gap.strip() in ("-", "–", "—") or opening.endswith(("from", "between"))
    if not joined or not _RANGE.fullmatch(gap) or left.time.from_ is None or right.time.to is None:
        return False
    return left.time.from_ <= right.time.to
