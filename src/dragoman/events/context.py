"""What an event is about or part of: the contexts of PLOVER that its paragraph's words tell, or that lie in the act."""

from collections.abc import Iterable, Iterator, Sequence

from dragoman.codebook.cues import Cues
from dragoman.records import Entity

ENOUGH = 2  # weight of different cues in a paragraph


def contexts(text: str, cues: Cues, enough: int = ENOUGH) -> dict[str, tuple[str, ...]]:
    """The contexts that a text tells, each with the words that tell it, in order."""
    said: dict[str, dict[tuple[str, ...], tuple[int, str]]] = {}
    for cue, start, end in cues.find(text):
        said.setdefault(cue.context, {}).setdefault(_inflected(cue.words), (cue.weight, text[start:end]))
    return {
        name: tuple(words for _, words in found.values())
        for name, found in said.items()
        if sum(weight for weight, _ in found.values()) >= enough
    }


def contexts_of_act(
    name: str, mode: str | None, actors: Sequence[Entity], recipients: Sequence[Entity]
) -> Iterator[tuple[str, str]]:
    """The contexts that lie in an act, by its type, mode and sides, each with the reason.

    On 150 labelled texts of the bank these raised recall by a tenth at the same precision; on 150 others, kept for testing, of
    what cues and these together give 0.88 are right, and they find 0.32.
    """
    sectors = {s for e in (*actors, *recipients) for s in e.sectors[:1]}
    doing, done_to = ({s for e in side for s in e.sectors} for side in (actors, recipients))
    states = {e.country for e in (*actors, *recipients) if e.country} - {"MNC", "NGO"}
    if "MIL" in sectors or (name == "MOBILIZE" and mode in ("troops", "weapons") and not doing & {"REB", "PRM"}):
        yield "military", "armed forces take part"
    if "LEG" in sectors:
        yield "legislative", "a parliament or its members take part"
    if len(states) > 1 and (name == "CONSULT" or (name == "SANCTION" and mode in ("expel", "withdraw"))):
        yield "diplomatic", f"{name} between countries"
    if mode == "censor" or (name in ("COERCE", "ASSAULT") and "JRN" in done_to):
        yield "rights_freedoms", "done to the press"
    if name == "ASSAULT" and "COP" in doing and "CVL" in done_to:
        yield "repression", "police against civilians"


def _inflected(words: Iterable[str]) -> tuple[str, ...]:
    """Forms of one word are one cue."""
    return tuple(w.rstrip("*s") for w in words)
