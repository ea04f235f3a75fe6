"""How far the model's chances can be trusted: temperature, calibration error, precision and recall by threshold."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

BINS = 10
GRID = [k / 100 for k in range(60, 301, 5)]
PRECISION = 0.8  # what an event's default threshold should reach on the bank
LOWEST, HIGHEST = 0.2, 0.9  # thresholds are kept between these: few acts of a type say little about its ends


def temperature(logits: Tensor, right: Tensor) -> float:
    """What logits must be divided by for the lowest cross-entropy. `logits` (N, types), `right` (N)."""
    return min(GRID, key=lambda t: float(F.cross_entropy(logits / t, right)))


def calibration_error(chances: Tensor, right: Tensor) -> float:
    """Expected calibration error of the likeliest type over ten bins of equal width."""
    sure, got = chances.max(-1)
    hit = (got == right).float()
    error = 0.0
    for k in range(BINS):
        inside = (sure > k / BINS) & (sure <= (k + 1) / BINS)
        if inside.any():
            error += float(inside.float().mean()) * abs(float(sure[inside].mean() - hit[inside].mean()))
    return error


def reliability(chances: Tensor, right: Tensor) -> list[dict[str, float]]:
    """The bins of `calibration_error`: acts, mean chance and share that is right."""
    sure, got = chances.max(-1)
    hit = (got == right).float()
    rows = []
    for k in range(BINS):
        inside = (sure > k / BINS) & (sure <= (k + 1) / BINS)
        if inside.any():
            rows.append({"acts": int(inside.sum()), "said": float(sure[inside].mean()), "right": float(hit[inside].mean())})
    return rows


def thresholds(chances: Tensor, right: Tensor, types: Sequence[str]) -> dict[str, float]:
    """For each type the lowest chance from which on PRECISION is reached among acts of which it is the likeliest."""
    found = {}
    for k, name in enumerate(types):
        mine = chances[:, :-1].argmax(-1) == k
        order = chances[mine, k].sort(descending=True)
        hits = (right[mine][order.indices] == k).float().cumsum(0) / torch.arange(1, int(mine.sum()) + 1)
        enough = (hits >= PRECISION).nonzero()
        low = float(order.values[int(enough[-1])]) if len(enough) else HIGHEST
        found[name] = round(min(HIGHEST, max(LOWEST, low)), 3)
    return found


def curve(chances: Tensor, right: Tensor) -> list[dict[str, Any]]:
    """Precision and recall of events (any type, the right one) by threshold."""
    best, got = chances[:, :-1].max(-1)
    events = right < chances.shape[1] - 1
    rows = []
    for k in range(1, 10):
        said = best >= k / 10
        right_here = said & (got == right)
        rows.append(
            {"threshold": k / 10, "precision": round(float(right_here.sum()) / max(1, int(said.sum())), 3),
             "recall": round(float(right_here.sum()) / max(1, int(events.sum())), 3)}
        )  # fmt: skip
    return rows
