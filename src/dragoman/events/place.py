"""Where an event happened: the toponym that its words govern, not every place that is named."""

from spacy.tokens import Token

from dragoman import records
from dragoman.events.candidates import Candidate

LOCATING = frozenset(
    {"in", "at", "near", "inside", "outside", "on", "off", "across", "around", "over", "along", "within", "to", "from"}
)


def event_place(
    candidate: Candidate,
    here: tuple[records.Place, ...],
    sides: tuple[records.Entity, ...],
    dateline: records.Place | None,
    *,
    verbal: bool,
) -> records.Place | None:
    """The place of an event, or None where the words do not say.

    `here` are the toponyms of its sentence, without a dateline. In order: an in/at/near phrase of the trigger or its clause; a
    place inside the object, unless the act is `verbal`; the nearest other place of the sentence that is not itself an acting
    side; the dateline of the article.
    """
    sentence = candidate.sentence
    for head in dict.fromkeys((candidate.trigger, candidate.clause)):
        for prep in head.children:
            if prep.dep_ in ("prep", "agent", "advmod") and prep.lower_ in LOCATING - {"to", "from", "on", "over"}:
                found = _within(prep, candidate, here)
                if found is not None:
                    return found
    for slot in () if verbal else ("obj", "on", "at", "to", "against"):
        for token in candidate.slots.get(slot, []):
            found = _within(token, candidate, here)
            if found is not None:
                return found
    acting = [e for e in sides if e.start is not None and e.end is not None]
    free = [p for p in here if not any(e.start <= p.start < e.end for e in acting if e.start is not None and e.end is not None)]
    if free:
        trigger = sentence.char(candidate.trigger)
        return min(free, key=lambda p: abs(p.start - trigger))
    return dateline


def _within(head: Token, candidate: Candidate, places: tuple[records.Place, ...]) -> records.Place | None:
    """The first place in the subtree of a word, the most precise first when one holds another ("Baku, Azerbaijan")."""
    offset = candidate.sentence.offset
    start = offset + head.left_edge.idx
    end = offset + head.right_edge.idx + len(head.right_edge)
    inside = [p for p in places if start <= p.start < end]
    return inside[0] if inside else None
