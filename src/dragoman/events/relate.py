"""What a marked pair of a text does: the event model asked of the pair alone, and of the pair with each word that may tell it."""

from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.errors import ConfigError
from dragoman.events.candidates import Candidate
from dragoman.events.marks import Act, Mark
from dragoman.events.model import NONE, EventModel, Judgement

# What the pair alone, and the best word without the pair, weigh beside the pair with its best word: macro-F1 on annotated pairs
# (development half), mean of four trainings of the model, was 0.733 with 1 and 0.6, 0.737 with 0.6 and 0.6, 0.725 with 1 and 0.3
ALONE = 0.6
WORD = 0.6
# What a word weighs by how many of the two sides stand around it in syntax: without, the mean of the four is 0.013 lower
NEAR = (0.5, 1.0, 1.3)
# Sums of chances are less sure than they should be: calibration error there 0.09 as they are, 0.06 raised to this power
POWER = 1.5


@dataclass(frozen=True, slots=True)
class Related:
    """The likeliest type of a pair, its chance among the types, that of no event, and the judgement that says most of it."""

    type: str
    confidence: float
    none: float
    judgement: Judgement
    word: tuple[int, int] | None


def checked(text: str, name: str, mark: Mark) -> Mark:
    """The mark, if it stands on words of the text.

    Raises:
        ConfigError: it is outside the text, empty, reversed or begins or ends inside a word.
    """
    if mark is None:
        return None
    start, end = mark
    allowed = f"Allowed are two offsets from 0 to {len(text)}, the first the smaller, at borders of words."
    if not 0 <= start < end <= len(text):
        raise ConfigError(f"The {name} is marked at characters {start} to {end} of a text of {len(text)}. {allowed}")
    for at in (start, end):
        if 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum():
            word = text[max(0, at - 12) : at + 12]
            raise ConfigError(f"The mark of the {name} at characters {start} to {end} cuts a word at {at}: {word!r}. {allowed}")
    return mark


def near(candidate: Candidate, actor: Mark, recipient: Mark) -> float:
    """What the word weighs for this pair."""
    heads = [candidate.sentence.char(token) for tokens in candidate.slots.values() for token in tokens]
    return NEAR[sum(side is not None and any(side[0] <= at < side[1] for at in heads) for side in (actor, recipient))]


def related(model: EventModel, text: str, actor: Mark, recipient: Mark, words: Mapping[tuple[int, int], float]) -> Related:
    """What the pair does, with `words` as those that may tell it and what each weighs; words inside the sides are left out."""
    sides = [s for s in (actor, recipient) if s is not None]
    outside = {w: weight for w, weight in words.items() if not any(a < w[1] and w[0] < b for a, b in sides)}
    read = model.read(text)
    alone, *told = read.judge([Act(actor, recipient, None), *(Act(actor, recipient, w) for w in outside)])
    found = [(w, weight, judgement, read.word(w)) for (w, weight), judgement in zip(outside.items(), told, strict=True)]
    rest = 1 - alone.types[NONE]
    share: Mapping[str, float] = {
        t: ALONE * alone.types[t] / rest
        + max((weight * judgement.types[t] for _, weight, judgement, _ in found), default=0.0)
        + WORD * max((weight * said[t] for _, weight, _, said in found), default=0.0)
        for t in alone.types
        if t != NONE
    }
    share = {t: value**POWER for t, value in share.items()}
    best = max(share, key=lambda t: share[t])
    word, _, judgement, _ = max(found, key=lambda f: f[1] * f[2].types[best], default=(None, 0.0, alone, {}))
    none = min(j.types[NONE] for j in (alone, *told))
    return Related(best, share[best] / sum(share.values()), none, judgement, word)
