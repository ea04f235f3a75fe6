"""How far the model's chances can be trusted: temperature, calibration error, precision and recall by threshold.

`logits` and `chances` are (N, types), `right` (N) the number of the right type, NONE the last.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

BINS = 10
GRID = [k / 100 for k in range(60, 301, 5)]
PRECISION = 0.8  # what an event's default threshold should reach on the bank
LOWEST, HIGHEST = 0.2, 0.9  # thresholds are kept between these: few acts of a type say little about its ends
Floats = NDArray[np.floating[Any]]
Numbers = NDArray[np.integer[Any]]


def softmax(logits: Floats) -> Floats:
    """Chances of logits, along the last axis."""
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    chances: Floats = shifted / shifted.sum(-1, keepdims=True)
    return chances


def temperature(logits: Floats, right: Numbers) -> float:
    """What logits must be divided by for the lowest cross-entropy."""

    def entropy(heat: float) -> float:
        return float(-np.log(softmax(logits / heat)[np.arange(len(right)), right] + 1e-12).mean())

    return min(GRID, key=entropy)


def reliability(chances: Floats, right: Numbers) -> list[dict[str, float]]:
    """Acts by the chance of their likeliest type, in ten equal bins: how many, the mean chance, the share that is right."""
    sure, hit = chances.max(-1), chances.argmax(-1) == right
    rows = []
    for k in range(BINS):
        inside = (sure > k / BINS) & (sure <= (k + 1) / BINS)
        if inside.any():
            row = {"acts": int(inside.sum()), "said": float(sure[inside].mean()), "right": float(hit[inside].mean())}
            rows.append({name: round(value, 4) for name, value in row.items()})
    return rows


def calibration_error(chances: Floats, right: Numbers) -> float:
    """Expected calibration error: how far apart chance and share stand, weighted by the acts of each bin."""
    return sum(row["acts"] * abs(row["said"] - row["right"]) for row in reliability(chances, right)) / max(1, len(right))


def thresholds(chances: Floats, right: Numbers, types: Sequence[str]) -> dict[str, float]:
    """For each type the lowest chance from which on PRECISION is reached among acts of which it is the likeliest."""
    found = {}
    for k, name in enumerate(types):
        mine = chances[:, :-1].argmax(-1) == k
        order = np.argsort(-chances[mine, k])
        hits = np.cumsum(right[mine][order] == k) / np.arange(1, mine.sum() + 1)
        enough = np.flatnonzero(hits >= PRECISION)
        low = float(chances[mine, k][order][enough[-1]]) if len(enough) else HIGHEST
        found[name] = round(min(HIGHEST, max(LOWEST, low)), 3)
    return found


def curve(chances: Floats, right: Numbers) -> list[dict[str, float]]:
    """Precision and recall of events (any type, the right one) by threshold."""
    best, got = chances[:, :-1].max(-1), chances[:, :-1].argmax(-1)
    events = int((right < chances.shape[1] - 1).sum())
    rows = []
    for k in range(1, 10):
        said = best >= k / 10
        hits = int((said & (got == right)).sum())
        rows.append(
            {
                "threshold": k / 10,
                "precision": round(hits / max(1, int(said.sum())), 3),
                "recall": round(hits / max(1, events), 3),
            }
        )
    return rows
