"""A sentence with its countries changed for others: names must not decide what an event is."""

import csv
import random
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from dragoman.events.marks import Act, Mark

NAMES = Path(__file__).resolve().parents[1] / "resources" / "facts" / "names.tsv"
KINDS = ("country", "adjective", "capital")
_WORD = re.compile(r"[A-Z][\w-]+(?: [A-Z][\w-]+)*")  # without possessive endings


@lru_cache
def surfaces() -> tuple[dict[str, tuple[str, str]], dict[str, dict[str, str]]]:
    """Surface -> (kind, country), and country -> kind -> its usual surface; countries that have all three kinds."""
    usual: dict[str, dict[str, str]] = {}
    found: dict[str, tuple[str, str]] = {}
    with NAMES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["kind"] in KINDS and row["rank"] == "1" and not row["valid_to"] and len(row["phrase"]) > 3:
                found.setdefault(row["phrase"], (row["kind"], row["code"]))
                own = usual.setdefault(row["code"], {})
                if row["kind"] != "country" or row["phrase"] == row["name"]:
                    own.setdefault(row["kind"], row["phrase"])
    usual = {code: own for code, own in usual.items() if len(own) == len(KINDS)}
    return {s: v for s, v in found.items() if v[1] in usual}, usual


def swapped(text: str, acts: Sequence[Act], rng: random.Random) -> tuple[str, list[Act]]:
    """The sentence about other countries, each changed for one other throughout, and the acts where they stand now."""
    known, usual = surfaces()
    others: dict[str, str] = {}
    edits: list[tuple[int, int, str]] = []
    for match in _WORD.finditer(text):
        for start, end in _parts(match.group()):
            kind, code = known.get(match.group()[start:end], ("", ""))
            if kind:
                new = others.setdefault(code, rng.choice([c for c in usual if c not in others.values()]))
                edits.append((match.start() + start, match.start() + end, usual[new][kind]))
    for start, end, name in reversed(edits):
        text = text[:start] + name + text[end:]
    return text, [Act(*(_moved(span, edits) for span in act)) for act in acts]


def _parts(words: str) -> list[tuple[int, int]]:
    """The longest known names inside a run of capitalised words."""
    known, _ = surfaces()
    found = []
    starts = [m.start() for m in re.finditer(r"\S+", words)]
    ends = [m.end() for m in re.finditer(r"\S+", words)]
    i = 0
    while i < len(starts):
        j = next((j for j in range(len(ends) - 1, i - 1, -1) if words[starts[i] : ends[j]] in known), None)
        if j is not None:
            found.append((starts[i], ends[j]))
            i = j
        i += 1
    return found


def _moved(span: Mark, edits: Sequence[tuple[int, int, str]]) -> Mark:
    if span is None:
        return None
    start, end = span
    before = sum(len(name) - (b - a) for a, b, name in edits if b <= start)
    inside = sum(len(name) - (b - a) for a, b, name in edits if a < end and b > start)
    return start + before, end + before + inside
