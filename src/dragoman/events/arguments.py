"""Who stands on which side of a candidate: by its lexicon entry, or, for any candidate, ranked proposals from syntax alone.

Where the other side is only implied ("Iran condemned the attack"), it is whoever did what the noun points back to.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman import records
from dragoman.annotate.cast import SAYING, Cast
from dragoman.annotate.parse import Sentence
from dragoman.codebook.lexicon import Entry
from dragoman.events.candidates import Candidate, doers_of

POINTING_SLOTS = ("obj", "against", "to", "at", "over", "on", "about")
Sides = tuple[tuple[records.Entity, ...], tuple[records.Entity, ...]]

# Where actors and recipients usually stand, by part of speech, the likeliest first
ACTOR_SLOTS = {"v": ("subj",), "n": ("by", "poss", "subj", "mod", "of", "from", "between"), "a": ("subj",)}
RECIPIENT_SLOTS = {
    "v": (
        "obj",
        "iobj",
        "comp",
        "with",
        "to",
        "on",
        "against",
        "for",
        "of",
        "from",
        "at",
        "between",
        "deep",
        "in",
        "over",
        "into",
    ),
    "n": ("on", "against", "to", "with", "of", "for", "from", "between", "at", "in", "into", "over"),
    "a": ("of", "to", "with", "about", "at", "for", "on"),
}


def sides(
    candidate: Candidate, entry: Entry, cast: Cast
) -> tuple[tuple[records.Entity, ...], tuple[records.Entity, ...], list[str]]:
    """Actors and recipients by the entry's slots, and how each was reached."""
    why: list[str] = []
    actors = _fill(candidate, entry, entry.actors, cast, why, "actor")
    recipients = _fill(candidate, entry, entry.recipients, cast, why, "recipient")
    if entry.symmetric:
        return unique((*actors, *recipients)), (), why
    if not recipients and actors and candidate.pos == "v":
        recipients = _resolved(candidate, candidate.slots.get("deep", []), cast)
        if recipients:
            why.append(f"recipient: {candidate.paths['deep']}")
    if not recipients and actors:
        recipients = implied(candidate, cast, actors)
        if recipients:
            why.append("recipient: whoever did what the object points back to")
    return actors, tuple(r for r in recipients if r not in actors), why


def _fill(
    candidate: Candidate, entry: Entry, slots: tuple[str, ...], cast: Cast, why: list[str], side: str
) -> tuple[records.Entity, ...]:
    for slot in slots:
        found = _resolved(candidate, filling(candidate, entry, slot), cast)
        if found:
            why.append(f"{side}: {candidate.paths.get(slot, slot)}")
            return found
    return ()


def unique(entities: tuple[records.Entity, ...]) -> tuple[records.Entity, ...]:
    """Each participant once."""
    kept: dict[tuple[object, ...], records.Entity] = {}
    for e in entities:
        kept.setdefault((e.country, e.name or e.text, e.sectors), e)
    return tuple(kept.values())


def proposals(candidate: Candidate, cast: Cast) -> Iterator[Sides]:
    """Ranked guesses at both sides without a lexicon: each likely actor slot with each likely recipient slot, then swapped."""
    actors = [_resolved(candidate, candidate.slots[s], cast) for s in ACTOR_SLOTS[candidate.pos] if s in candidate.slots]
    recipients = [_resolved(candidate, candidate.slots[s], cast) for s in RECIPIENT_SLOTS[candidate.pos] if s in candidate.slots]
    actors, recipients = [a for a in actors if a], [r for r in recipients if r]
    if actors and not recipients and (meant := implied(candidate, cast, actors[0])):
        recipients = [meant]
    for a in actors or [()]:
        for r in recipients or [()]:
            yield a, r
    for a in actors:
        for r in recipients:
            yield r, a


def implied(candidate: Candidate, cast: Cast, actors: tuple[records.Entity, ...]) -> tuple[records.Entity, ...]:
    """Who did what the object points back to: in "Iran condemned the attack" the attackers told of just before.

    The act is looked for in the sentence and the one before: the verb of the same stem as the noun, else the main verb. Nobody,
    if its doers are the actors themselves or of no country.
    """
    if candidate.pos != "v":
        return ()
    own = {e.country for e in actors}
    for slot in POINTING_SLOTS:
        for noun in candidate.slots.get(slot, ()):
            if noun.pos_ != "NOUN" or not _points_back(noun) or cast.at(candidate.sentence, noun):
                continue
            for sentence, verb in _acts_before(candidate, noun, cast):
                doers = unique(tuple(e for t in doers_of(verb) for e in cast.at(sentence, t)))
                if doers and any(e.country for e in doers) and not own & {e.country for e in doers}:
                    return doers
    return ()


def _points_back(noun: Token) -> bool:
    """Whether a noun is an act told of before: "the attack", "this decision", "such threats"."""
    return any(t.lower_ in ("the", "this", "that", "these", "those", "such") for t in noun.lefts) and not any(
        c.dep_ in ("prep", "relcl", "acl", "poss") for c in noun.children
    )


def _acts_before(candidate: Candidate, noun: Token, cast: Cast) -> Iterator[tuple[Sentence, Token]]:
    """Verbs that may tell the act, those of the noun's stem first, then the main verb of the sentence before."""
    stem = noun.lemma_.lower()[:5]
    here = candidate.sentence
    earlier = [(here, t) for t in here.span if t.pos_ == "VERB" and t.i < candidate.trigger.i]
    previous = cast.parsed.sentences[here.index - 1] if here.index else None
    if previous is not None:
        earlier += [(previous, t) for t in previous.span if t.pos_ == "VERB"]
    yield from ((s, t) for s, t in earlier if t.lemma_.lower()[:5] == stem)
    if previous is not None:
        yield from (
            (previous, t) for t in previous.span if t.pos_ == "VERB" and t.dep_ == "ROOT" and t.lemma_.lower() not in SAYING
        )
        yield from ((previous, t) for t in previous.span if t.pos_ == "VERB" and t.dep_ == "ccomp")
        yield from ((previous, t) for t in previous.span if t.pos_ == "VERB" and t.dep_ == "ROOT" and t.lemma_.lower() in SAYING)


def filling(candidate: Candidate, entry: Entry, slot: str) -> list[Token]:
    """The head words in a slot; for "pencilled in talks" the object of the verb's own preposition counts as its object."""
    own = entry.lemma.rpartition(" ")[2]
    if slot == "obj" and "obj" not in candidate.slots and own != entry.lemma:
        return candidate.slots.get(own, [])
    return candidate.slots.get(slot, [])


def _resolved(candidate: Candidate, tokens: list[Token], cast: Cast) -> tuple[records.Entity, ...]:
    others = (t for t in tokens if not t.lower_.endswith(("self", "selves")))  # "committed themselves to": nobody else
    return unique(tuple(e for token in others for e in cast.at(candidate.sentence, token)))
