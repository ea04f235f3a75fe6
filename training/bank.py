"""The bank: invented news sentences with all their events, and what must hold of it.

`python training/bank.py` checks every file of training/bank and says what is wrong. A row is what `notation.read` makes of a
line, with `id`, `brief` and `writer`. What is checked: the form, the quotas of QUOTAS, near-duplicates, and against loops of
paraphrase that, with names, numbers and dates masked, no trigger word makes up more than LEMMA_SHARE of its type and no six words
stand in more than SIX_SHARE of the texts. Where articles of others are at hand (see bench/accuracy.py) no nine words may be
shared with them.
"""

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import notation

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(__file__).parent / "bank"
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared"))
QUOTAS = {"texts": 5000, "events": 8000, "without event": 1500, "passages": 1000, "a type": 350, "a mode": 40, "a status": 300}
LEMMA_SHARE = 0.06
SIX_SHARE = 0.002
ALIKE = (
    0.7  # share of five-word runs that makes two texts near-duplicates; the halves of a minimal pair may be as alike as they like
)
Row = dict[str, Any]
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[.!?]")
_DATES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december".split()
)
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "es", "ed", "s", "e", "y")


def rows() -> Iterator[Row]:
    """All rows, brief by brief."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


@cache
def masked(text: str) -> tuple[str, ...]:
    """The words in lower case; names, numbers and dates are "@"."""
    found: list[str] = []
    opens = True
    for word in _WORD.findall(text):
        if word in ".!?":
            opens = True
            continue
        lower = word.lower()
        name = word[:1].isupper() and not opens
        masked_word = "@" if name or word[:1].isdigit() or lower in _DATES else lower
        if not (masked_word == "@" and found and found[-1] == "@"):
            found.append(masked_word)
        opens = False
    return tuple(found)


def runs(words: tuple[str, ...], n: int) -> set[tuple[str, ...]]:
    """All runs of n words that are not mostly masked."""
    every = (words[i : i + n] for i in range(len(words) - n + 1))
    return {run for run in every if run.count("@") <= n // 3}


def stem(trigger: str) -> str:
    """What the forms of a word share, roughly: "shelled", "shelling" -> "shell"."""
    word = trigger.lower().split()[0]
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= 3), "")
    word = word[: len(word) - len(ending)]
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls" else word


def is_passage(row: Row) -> bool:
    """Whether a party of some event is named only in a sentence before that of its trigger, and referred to or left out in it."""
    ends = [m.end() for m in re.finditer(r"[.!?][\"”’]?(?=\s)", row["text"])]
    sentence = [sum(end <= at for end in ends) for at in range(len(row["text"]) + 1)]
    people = {p["id"]: [sentence[m["start"]] for m in p["mentions"]] for p in row["participants"]}
    return any(
        min(people[n]) < sentence[event["trigger"]["start"]]
        for event in row["events"]
        for n in (*event["actors"], *event["recipients"])
    )


def counts(found: list[Row]) -> dict[str, Counter[str]]:
    """Counts by type, mode, status and the rest, for the quotas and the datasheet."""
    events = [e for row in found for e in row["events"]]
    return {
        "whole": Counter(
            {
                "texts": len(found),
                "events": len(events),
                "without event": sum(not row["events"] for row in found),
                "passages": sum(map(is_passage, found)),
                "participants": sum(len(row["participants"]) for row in found),
                "background": sum(e["background"] for e in events),
                "on somebody's word": sum(e["source"] is not None for e in events),
                "without actor": sum(not e["actors"] for e in events),
                "symmetric or without recipient": sum(not e["recipients"] for e in events),
            }
        ),
        "type": Counter(e["type"] for e in events),
        "mode": Counter(f"{e['type']}/{m}" for e in events for m in e["modes"]),
        "status": Counter(e["status"] for e in events),
        "rule": Counter(row["rule"].partition("/")[0] for row in found),
        "writer": Counter(str(row["writer"]) for row in found),
    }


def problems(found: list[Row]) -> Iterator[str]:
    """What is wrong with the bank."""
    yield from _of_form(found)
    yield from _of_quotas(found)
    yield from _of_triggers(found)
    yield from _of_words(found)
    yield from _of_twins(found)
    yield from _of_others(found)


def _of_form(found: list[Row]) -> Iterator[str]:
    for number, n in Counter(row["id"] for row in found).items():
        if n > 1:
            yield f"{number}: this id is there {n} times"
    for row in found:
        try:
            again = notation.read(notation.render(row))
        except notation.Unreadable as error:
            yield f"{row['id']}: {error}"
            continue
        if again != {k: row[k] for k in again}:
            yield f"{row['id']}: it reads otherwise once it is written in the notation"


def _of_quotas(found: list[Row]) -> Iterator[str]:
    from dragoman.codebook import load_codebook

    types = load_codebook().types
    count = counts(found)
    for what in ("texts", "events", "without event", "passages"):
        if count["whole"][what] < QUOTAS[what]:
            yield f"{count['whole'][what]} {what}; at least {QUOTAS[what]} are wanted"
    for name in types:
        if count["type"][name] < QUOTAS["a type"]:
            yield f"{count['type'][name]} events of {name}; at least {QUOTAS['a type']} are wanted"
        for mode in types[name].modes:
            if count["mode"][f"{name}/{mode}"] < QUOTAS["a mode"]:
                yield f"{count['mode'][f'{name}/{mode}']} events of {name}/{mode}; at least {QUOTAS['a mode']} are wanted"
    for status in notation.STATUSES:
        if count["status"][status] < QUOTAS["a status"]:
            yield f"{count['status'][status]} events are {status}; at least {QUOTAS['a status']} are wanted"


def _of_triggers(found: list[Row]) -> Iterator[str]:
    stems: dict[str, Counter[str]] = {}
    for row in found:
        for event in row["events"]:
            stems.setdefault(event["type"], Counter())[stem(event["trigger"]["text"])] += 1
    for name, counted in stems.items():
        for word, n in counted.most_common(5):
            if n > LEMMA_SHARE * counted.total() and n > 10:
                yield f"{word!r} triggers {n} of {counted.total()} events of {name}; at most {LEMMA_SHARE:.0%} are allowed"


def _of_words(found: list[Row]) -> Iterator[str]:
    counted = Counter(run for row in found for run in runs(masked(row["text"]), 6))
    limit = max(4, SIX_SHARE * len(found))
    for run, n in counted.most_common(20):
        if n > limit:
            yield f"{' '.join(run)!r} stands in {n} texts; at most {limit:.0f} are allowed"


def _of_twins(found: list[Row]) -> Iterator[str]:
    index: dict[tuple[str, ...], list[int]] = {}
    shingles = [runs(masked(row["text"]), 5) for row in found]
    for k, row in enumerate(found):
        near = Counter(other for run in shingles[k] for other in index.get(run, ()))
        for other, shared in near.items():
            together = len(shingles[k] | shingles[other])
            if together and shared / together > ALIKE and not _is_pair(found[other], row):
                yield f"{row['id']} and {found[other]['id']} are near-duplicates"
        for run in shingles[k]:
            index.setdefault(run, []).append(k)


def _is_pair(one: Row, two: Row) -> bool:
    """Whether two rows may be alike: the halves, or thirds, of one minimal pair."""
    near = abs(int(one["id"].rpartition("-")[2]) - int(two["id"].rpartition("-")[2])) <= 3
    return one["brief"] == two["brief"] and near and one["rule"].partition("/")[0] == two["rule"].partition("/")[0]


def _of_others(found: list[Row]) -> Iterator[str]:
    """Nine words in a row that a text of the bank shares with somebody else's."""
    files = [
        p for folder in ("data", "gold") for p in sorted((SHARED / folder).rglob("*")) if p.suffix in (".jsonl", ".json", ".txt")
    ]
    if not files:
        print(f"skipped: no articles of others at {SHARED}; set DRAGOMAN_SHARED to the folder that holds them")
        return
    ours: dict[tuple[str, ...], str] = {}
    for row in found:
        words = tuple(w.lower() for w in re.findall(r"[^\W_]+", row["text"]))
        ours.update((words[i : i + 9], row["id"]) for i in range(len(words) - 8))
    firsts = {run[:2] for run in ours}
    told = set[str]()
    for path in files:
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            theirs = [w.lower() for w in re.findall(r"[^\W_]+", line)]
            for i in range(len(theirs) - 8):
                if (theirs[i], theirs[i + 1]) in firsts and (number := ours.get(tuple(theirs[i : i + 9]))) and number not in told:
                    told.add(number)
                    yield f"{number}: shares nine words with {path.name}: {' '.join(theirs[i : i + 9])!r}"


def main() -> int:
    """Check the bank."""
    found = list(rows())
    wrong = list(problems(found))
    for line in wrong:
        print(line, file=sys.stderr)
    whole: Iterable[tuple[str, int]] = counts(found)["whole"].items()
    print(", ".join(f"{n:,} {what}" for what, n in whole), f"· {len(wrong)} problems")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
