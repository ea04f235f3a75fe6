"""A sentence with acts marked in it, as the event model reads it.

An act is a triple of spans: who may act, on whom, and the word that may tell it. The sentence's word pieces come once, in front;
each act adds three marks behind them, one a span, that see the sentence and each other and nothing else. So a sentence is read
once for all its acts, and what is said of one act does not depend on which others are asked about.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Mark = tuple[int, int] | None
LONGEST = 128  # word pieces; a longer sentence is clipped around each act
BEFORE = 0.4  # the share of a clipped sentence that is kept before the middle of an act
SPANS = 3  # marks of an act


class Act(NamedTuple):
    """Spans of characters of one sentence; None for a side, or a trigger, that is not known."""

    actor: Mark
    recipient: Mark
    trigger: Mark


class Marked(NamedTuple):
    """A sentence for the model. L word pieces, G acts."""

    ids: NDArray[np.int64]  # (1, L)
    marks: NDArray[np.float32]  # (1, 3 G, L): the share of each word piece in each span, rows of zeros for what is missing
    missing: NDArray[np.float32]  # (1, 3 G): 1 where a span is missing
    acts: tuple[int, ...]  # which of the acts asked about these are


def marked(tokenizer: Tokenizer, text: str, acts: Sequence[Act]) -> list[Marked]:
    """The sentence with its acts; one that is too long comes back several times, clipped around one act after the other."""
    encoded = tokenizer.encode(text)
    ids, offsets = encoded.ids, encoded.offsets
    if len(ids) <= LONGEST:
        return [_with_marks(ids, offsets, acts, range(len(acts)))] if acts else []
    return [_with_marks(*_clipped(ids, offsets, act), [act], [k]) for k, act in enumerate(acts)]


def _with_marks(ids: list[int], offsets: list[tuple[int, int]], acts: Sequence[Act], numbers: Sequence[int]) -> Marked:
    starts = np.array([a for a, _ in offsets])
    ends = np.array([b for _, b in offsets])
    rows = np.zeros((SPANS * len(acts), len(ids)), np.float32)
    missing = np.ones(SPANS * len(acts), np.float32)
    for k, span in enumerate(s for act in acts for s in act):
        if span is None:
            continue
        inside = (starts < span[1]) & (ends > span[0]) & (ends > starts)
        if inside.any():
            rows[k, inside] = 1 / inside.sum()
            missing[k] = 0
    return Marked(np.array([ids], np.int64), rows[None], missing[None], tuple(numbers))


def _clipped(ids: list[int], offsets: list[tuple[int, int]], act: Act) -> tuple[list[int], list[tuple[int, int]]]:
    """As many word pieces as the model takes, around the trigger where there is one and else around the sides."""
    spans = [act.trigger] if act.trigger is not None else [s for s in act if s is not None]
    middle = sum(a + b for a, b in spans) / (2 * len(spans)) if spans else 0
    room = LONGEST - 2
    at = next((i for i, (a, b) in enumerate(offsets) if b > middle and b > a), 1)
    first = min(max(1, at - int(BEFORE * room)), len(ids) - 1 - room)
    kept = [0, *range(first, first + room), len(ids) - 1]
    return [ids[i] for i in kept], [offsets[i] for i in kept]
