"""Where an event happened: the toponym that its words govern, not every place that is named."""

from spacy.tokens import Token

from dragoman import records
from dragoman.events.candidates import Candidate

VERBAL = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION"})
LOCATING = frozenset(
    {"in", "into", "at", "near", "inside", "outside", "off", "across", "around", "along", "within", "throughout"}
)
TARGETS = ("obj", "on", "at", "to", "against")  # what an act that is more than words is done to
FROM = frozenset(
    "banish deport evacuate evict expel free oust pull remove rescue retreat withdraw".split()
)  # done where it starts
# "in the wake of", "in response to": no place, whatever place stands in the phrase
ABSTRACT = frozenset("aftermath attempt bid connection effort exchange face light response retaliation return wake".split())
PARTS = frozenset(  # of a country or town, so that "Yemen's border" lies in Yemen
    "airspace area border capital city coast coastline countryside district east frontier north outskirts part port province "
    "region shore side soil south suburb territory town village water west".split()
)
MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})
ACTING = frozenset({"nsubj", "nsubjpass", "agent"})


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
    place inside the object, unless the act is `verbal`; the nearest other in/at/near phrase of the sentence; the nearest other
    place that neither acts or speaks, nor says of what country a thing is ("a U.S. airstrike"); the dateline of the article.
    """
    sentence = candidate.sentence
    for head in dict.fromkeys((candidate.trigger, candidate.clause)):
        for prep in head.children:
            leaving = prep.lower_ == "from" and head.lemma_.lower() in FROM
            if prep.dep_ in ("prep", "agent", "advmod") and (leaving or prep.lower_ in LOCATING):
                found = _at(prep, candidate, here)
                if found is not None:
                    return found
    for slot in () if verbal else TARGETS if candidate.pos == "v" else (*TARGETS, "of"):
        for token in candidate.slots.get(slot, []):
            found = _within(token, candidate, here)
            if found is not None:
                return found
    at = sentence.char(candidate.trigger)
    roots = [(place, _root(candidate, place)) for place in here]
    located = [p for p, root in roots if root is not None and _is_located(root)]
    acting = [(e.start, e.end) for e in sides if e.start is not None and e.end is not None]
    free = [
        p
        for p, root in roots
        if not any(start <= p.start < end for start, end in acting) and (root is None or root.dep_ not in MODIFIERS | ACTING)
    ]
    near = located or free
    return min(near, key=lambda p: abs(p.start - at)) if near else dateline


def _at(prep: Token, candidate: Candidate, here: tuple[records.Place, ...]) -> records.Place | None:
    """The place that a phrase with a preposition names: "in Goma", "in a part of Goma", or "in the country" named before."""
    noun = next((c for c in prep.children if c.dep_ == "pobj"), None)
    if noun is not None and noun.lemma_.lower() in ABSTRACT:
        return None
    found = _within(prep, candidate, here)
    if found is None and noun is not None and noun.lemma_.lower() in ("country", "territory"):
        at = candidate.sentence.char(noun)
        return max((p for p in here if p.precision == "country" and p.end <= at), key=lambda p: p.start, default=None)
    return found


def _root(candidate: Candidate, place: records.Place) -> Token | None:
    """The word of a place's name on which the others hang."""
    inside = [t for t in candidate.sentence.span if place.start <= candidate.sentence.char(t) < place.end]
    return next((t for t in inside if t.head not in inside or t.head is t), None)


def _within(head: Token, candidate: Candidate, places: tuple[records.Place, ...]) -> records.Place | None:
    """The first place in the subtree of a word, one that says of what country a thing is only where there is no other."""
    offset = candidate.sentence.offset
    start = offset + head.left_edge.idx
    end = offset + head.right_edge.idx + len(head.right_edge)
    inside = [p for p in places if start <= p.start < end and not _is_in(candidate, p, head)]
    return min(inside, key=lambda p: (_is_modifier(_root(candidate, p)), p.start), default=None)


def _is_in(candidate: Candidate, place: records.Place, head: Token) -> bool:
    """Whether a place stands in the act's own clause, where that hangs on the word: "the region, which Russia annexed"."""
    clause = candidate.clause
    root = _root(candidate, place)
    return head.is_ancestor(clause) and root is not None and (clause == root or clause.is_ancestor(root))


def _is_located(root: Token) -> bool:
    """Whether a place stands in an in/at/near phrase, by itself or with a part of it: "in Yemen", "near Yemen's border"."""
    noun = root.head if root.dep_ in MODIFIERS and root.head.lemma_.lower() in PARTS else root
    return noun.dep_ == "pobj" and noun.head.lower_ in LOCATING


def _is_modifier(root: Token | None) -> bool:
    return root is not None and root.dep_ in MODIFIERS and root.head.lemma_.lower() not in PARTS
