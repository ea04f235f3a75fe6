"""Who stands on which side of a candidate: by its lexicon entry, or, for any candidate, ranked proposals from syntax alone."""

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman import records
from dragoman.annotate.cast import Cast
from dragoman.codebook.lexicon import Entry
from dragoman.events.candidates import Candidate

Sides = tuple[tuple[records.Entity, ...], tuple[records.Entity, ...]]

# Where actors and recipients usually stand, by part of speech, the likeliest first
ACTOR_SLOTS = {"v": ("subj",), "n": ("by", "poss", "subj", "mod", "of", "from", "between"), "a": ("subj",)}
RECIPIENT_SLOTS = {
    "v": ("obj", "iobj", "comp", "with", "to", "on", "against", "for", "of", "from", "at", "in", "over", "into"),
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
    for a in actors or [()]:
        for r in recipients or [()]:
            yield a, r
    for a in actors:
        for r in recipients:
            yield r, a


def filling(candidate: Candidate, entry: Entry, slot: str) -> list[Token]:
    """The head words in a slot; for "pencilled in talks" the object of the verb's own preposition counts as its object."""
    own = entry.lemma.rpartition(" ")[2]
    if slot == "obj" and "obj" not in candidate.slots and own != entry.lemma:
        return candidate.slots.get(own, [])
    return candidate.slots.get(slot, [])


def _resolved(candidate: Candidate, tokens: list[Token], cast: Cast) -> tuple[records.Entity, ...]:
    return unique(tuple(e for token in tokens for e in cast.at(candidate.sentence, token)))
