"""What an event is about or part of: the contexts of PLOVER that the words of its paragraph tell."""

from collections.abc import Iterable

from dragoman.codebook.cues import Cues

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


def _inflected(words: Iterable[str]) -> tuple[str, ...]:
    """Forms of one word are one cue."""
    return tuple(w.rstrip("*s") for w in words)
