"""Agreement of a second reader with the bank: what share of the labels two people give alike, and by how much more than chance.

usage: python training/agreement.py FILE... [--show]

A file has the second reader's lines: `# id` and below it the same text in the notation of notation.py. Events are the same
where their triggers touch; all else is compared on those.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bank
import notation

Row = dict[str, Any]


def kappa(pairs: Sequence[tuple[object, object]]) -> dict[str, float]:
    """Cohen's kappa, with the plain share of equal labels."""
    if not pairs:
        return {"n": 0, "agreement": 0.0, "kappa": 0.0}
    equal = sum(a == b for a, b in pairs) / len(pairs)
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(left[label] * right[label] for label in left) / len(pairs) ** 2
    return {
        "n": len(pairs), "agreement": round(equal, 3), "kappa": round((equal - chance) / (1 - chance), 3) if chance < 1 else 1.0,
    }  # fmt: skip


def second(paths: Sequence[Path]) -> dict[str, Row]:
    """The second reader's rows by id."""
    found: dict[str, Row] = {}
    for path in paths:
        number = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                number = line[2:].strip()
            elif line.strip():
                found[number] = notation.read(line)
    return found


def matched(one: Row, two: Row) -> list[tuple[Row, Row]]:
    """Events of both readers whose triggers touch, each once; of several the one of the same type."""
    left, found = list(two["events"]), []
    for event in one["events"]:
        near = [e for e in left if _touch(e["trigger"], event["trigger"])]
        if near:
            best = max(near, key=lambda e: e["type"] == event["type"])
            left.remove(best)
            found.append((event, best))
    return found


def _touch(a: Row, b: Row) -> bool:
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def same_side(one: Row, two: Row, a: list[int], b: list[int]) -> bool:
    """Whether two sides name the same people: all mentions of one's participants touch the other's, or both are empty."""
    if not a or not b:
        return not a and not b
    left = [[m for p in one["participants"] if p["id"] == n for m in p["mentions"]] for n in a]
    right = [[m for p in two["participants"] if p["id"] == n for m in p["mentions"]] for n in b]
    covered = all(any(_touch(m, o) for m in ms for os in right for o in os) for ms in left)
    return covered and all(any(_touch(o, m) for o in os for ms in left for m in ms) for os in right)


def compare(first: dict[str, Row], other: dict[str, Row]) -> dict[str, Any]:
    """All figures."""
    texts = [(first[i], other[i]) for i in sorted(other) if i in first and first[i]["text"] == other[i]["text"]]
    events = [(a, b, x, y) for a, b in texts for x, y in matched(a, b)]
    total = sum(len(a["events"]) for a, _ in texts), sum(len(b["events"]) for _, b in texts)
    typed = [(x, y) for _, _, x, y in events if x["type"] == y["type"]]
    return {
        "texts": len(texts), "events of the bank": total[0], "of the second reader": total[1],
        "events found by both": {"n": len(events), "f1": round(2 * len(events) / max(1, sum(total)), 3)},
        "has an event": kappa([(bool(a["events"]), bool(b["events"])) for a, b in texts]),
        "type": kappa([(x["type"], y["type"]) for _, _, x, y in events]),
        "mode": kappa([(tuple(sorted(x["modes"])), tuple(sorted(y["modes"]))) for x, y in typed]),
        "status": kappa([(x["status"], y["status"]) for x, y in typed]),
        "background": kappa([(x["background"], y["background"]) for x, y in typed]),
        "on somebody's word": kappa([(x["source"] is not None, y["source"] is not None) for x, y in typed]),
        "actors the same": _share([same_side(a, b, x["actors"], y["actors"]) for a, b, x, y in events]),
        "recipients the same": _share([same_side(a, b, x["recipients"], y["recipients"]) for a, b, x, y in events]),
    }  # fmt: skip


def _share(answers: list[bool]) -> dict[str, float]:
    return {"n": len(answers), "agreement": round(sum(answers) / max(1, len(answers)), 3)}


def main() -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(description="Agreement of a second reader with the bank.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--show", action="store_true", help="print the events that differ")
    options = parser.parse_args()
    first, other = {row["id"]: row for row in bank.rows()}, second(options.files)
    if options.show:
        for number in sorted(set(first) & set(other)):
            a, b = first[number], other[number]
            if len(matched(a, b)) != len(a["events"]) or len(a["events"]) != len(b["events"]) or any(
                (x["type"], x["status"]) != (y["type"], y["status"]) for x, y in matched(a, b)
            ):  # fmt: skip
                print(f"{number}\n  {notation.render(a)}\n  {notation.render(b)}")
    print(json.dumps(compare(first, other), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
