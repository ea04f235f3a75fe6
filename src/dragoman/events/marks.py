"""A sentence and acts marked in it, as the event model reads them.

An act is a triple of spans: who may act, on whom, and the word that may tell it. The model reads a sentence once, and then each
act by the vectors of its spans alone. So what is said of one act does not depend on which others are asked about.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Mark = tuple[int, int] | None
LONGEST = 128  # word pieces; a longer sentence is read through windows that overlap by half
SPANS = 3  # marks of an act


class Act(NamedTuple):
    """Spans of characters of one sentence; None for a side, or a trigger, that is not known."""

    actor: Mark
    recipient: Mark
    trigger: Mark


class Window(NamedTuple):
    """A sentence, or a part of a long one: L word pieces and the characters that each stands for (none: start = end)."""

    ids: NDArray[np.int64]  # (L,)
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


class Marks(NamedTuple):
    """G acts in a window of L word pieces."""

    shares: NDArray[np.float32]  # (3 G, L): the share of each word piece in each span, rows of zeros for what is missing
    missing: NDArray[np.float32]  # (3 G,): 1 where a span is missing


def windows(tokenizer: Any, text: str) -> list[Window]:  # noqa: ANN401 - tokenizers has no types
    """The sentence, whole or in windows."""
    encoded = tokenizer.encode(text)
    ids = np.array(encoded.ids, np.int64)
    bounds = np.array(encoded.offsets, np.int64)
    room, last = LONGEST - 2, len(ids) - 1  # beside the two that stand around every sentence
    firsts = [1]
    while firsts[-1] + room < last:
        firsts.append(min(firsts[-1] + room // 2, last - room))
    kept = [np.array([0, *range(first, min(first + room, last)), last]) for first in firsts]
    return [Window(ids[k], bounds[k, 0], bounds[k, 1]) for k in kept]


def window_of(found: Sequence[Window], act: Act) -> int:
    """The number of the window in whose middle the act's trigger stands, or else its sides."""
    if len(found) == 1:
        return 0
    spans = [act.trigger] if act.trigger is not None else [s for s in act if s is not None]
    middle = sum(a + b for a, b in spans) / (2 * len(spans)) if spans else 0
    return min(range(len(found)), key=lambda k: abs((int(found[k].starts[1]) + int(found[k].ends[-2])) / 2 - middle))


def marks(window: Window, acts: Sequence[Act]) -> Marks:
    """The acts in this window; spans that stand outside it are missing."""
    spans = list(dict.fromkeys(span for act in acts for span in act if span is not None))
    number = {span: k for k, span in enumerate(spans, 1)}
    rows = np.zeros((len(spans) + 1, len(window.ids)), np.float32)  # the first for what is missing
    for span, k in number.items():
        inside = within(window, span)
        rows[k, inside] = 1 / max(1, inside.sum())
    shares = rows[[number[span] if span is not None else 0 for act in acts for span in act]]
    return Marks(shares.reshape(SPANS * len(acts), len(window.ids)), (shares.sum(1) == 0).astype(np.float32))


def within(window: Window, span: tuple[int, int]) -> NDArray[np.bool_]:
    """Which word pieces stand for characters of the span."""
    inside: NDArray[np.bool_] = (window.starts < span[1]) & (window.ends > span[0]) & (window.ends > window.starts)
    return inside
