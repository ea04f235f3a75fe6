"""The notation in which the bank is written and read: a passage with its participants and triggers marked, then its events.

    [1|Turkish troops] {A|shelled} [2|three villages], [3|residents] said. ## A ASSAULT/heavy-weapons 1>2 by=3 ## weapon named

`[n|words]` is a mention of participant n; the same number again ("[1|They]") refers back to it. `{X|word}` is a trigger. After
the first `##` come the events, divided by `;`, or `-` where nothing political happens: trigger, TYPE or TYPE/mode (several modes
with +), actors `>` recipients (numbers divided by commas, `_` where the text names nobody), and, where they differ from an event
that occurred and is the news: `planned`, `attempted`, `denied` or `possible`; `bg` for background; `by=n` for whose word it is.
After the second `##` stands the rule or boundary that the row teaches.

`python training/notation.py FILE...` checks files of this notation; `--write NAME` makes training/bank/NAME.jsonl of them.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.codebook import load_codebook

BANK = Path(__file__).parent / "bank"
STATUSES = ("occurred", "planned", "attempted", "denied", "possible")
NEEDS_RECIPIENT = frozenset({"SANCTION", "AID", "COERCE"})
MAX_TEXT = 1200  # characters
_MARK = re.compile(r"\[(\d+)\|([^\[\]{}|]+)\]|\{([A-Z])\|([^\[\]{}|]+)\}")
_EVENT = re.compile(r"([A-Z]) ([A-Z]+)(?:/([a-z+-]+))? (_|\d+(?:,\d+)*)>(_|\d+(?:,\d+)*|)((?: (?:[a-z]+|by=\d+))*)")
Row = dict[str, Any]


class Unreadable(ValueError):
    """A line is not in the notation, or breaks a rule of it."""


def read(line: str) -> Row:
    """The row of one line: text, participants with their mentions, events, rule.

    Raises:
        Unreadable: with what is wrong.
    """
    parts = [p.strip() for p in line.rstrip("\n").split("##")]
    if len(parts) not in (2, 3):
        raise Unreadable("TEXT ## EVENTS ## RULE is needed")
    text, participants, triggers = _unmarked(parts[0])
    events = [] if parts[1] == "-" else [_event(e.strip(), participants, triggers) for e in parts[1].split(";") if e.strip()]
    used = {e["trigger_mark"] for e in events}
    if set(triggers) - used:
        raise Unreadable(f"trigger {sorted(set(triggers) - used)} has no event: mark only triggers of events")
    for event in events:
        event["trigger"] = triggers[event.pop("trigger_mark")]
    people = [{"id": n, "mentions": mentions} for n, mentions in sorted(participants.items())]
    return {"text": text, "participants": people, "events": events, "rule": parts[2] if len(parts) == 3 else ""}


def render(row: Row) -> str:
    """The line of a row, the inverse of `read`."""
    marks: list[tuple[int, int, str]] = [(m["start"], m["end"], str(p["id"])) for p in row["participants"] for m in p["mentions"]]
    spans = sorted({(e["trigger"]["start"], e["trigger"]["end"]) for e in row["events"]})
    names = {span: chr(ord("A") + k) for k, span in enumerate(spans)}
    marks += [(*span, name) for span, name in names.items()]
    text = row["text"]
    for start, end, name in sorted(marks, reverse=True):
        left, right = ("[", "]") if name.isdigit() else ("{", "}")
        text = f"{text[:start]}{left}{name}|{text[start:end]}{right}{text[end:]}"
    events = "; ".join(_rendered(e, names) for e in row["events"]) or "-"
    return f"{text} ## {events} ## {row['rule']}"


def _rendered(event: Row, names: dict[tuple[int, int], str]) -> str:
    mode = "/" + "+".join(event["modes"]) if event["modes"] else ""
    sides = ">".join(",".join(map(str, event[side])) or "_" for side in ("actors", "recipients"))
    flags = [event["status"]] if event["status"] != "occurred" else []
    flags += ["bg"] if event["background"] else []
    flags += [f"by={event['source']}"] if event["source"] is not None else []
    return " ".join([names[event["trigger"]["start"], event["trigger"]["end"]], event["type"] + mode, sides, *flags])


def _unmarked(marked: str) -> tuple[str, dict[int, list[Row]], dict[str, Row]]:
    text, at = "", 0
    participants: dict[int, list[Row]] = {}
    triggers: dict[str, Row] = {}
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        words = match[2] or match[4]
        span = {"start": len(text), "end": len(text) + len(words), "text": words}
        if words != words.strip():
            raise Unreadable(f"{words!r} begins or ends with a space")
        if match[1]:
            participants.setdefault(int(match[1]), []).append(span)
        elif match[3] in triggers:
            raise Unreadable(f"trigger {match[3]} is there twice")
        else:
            triggers[match[3]] = span
        text += words
        at = match.end()
    text += marked[at:]
    if set(text) & set("[]{}|"):
        raise Unreadable("a mark is not closed, or marks lie inside each other")
    if not len(text.split()) >= 3 or len(text) > MAX_TEXT:
        raise Unreadable(f"the text has {len(text)} characters; 3 words to {MAX_TEXT} characters are allowed")
    for span in (*(m for ms in participants.values() for m in ms), *triggers.values()):
        before, after = text[span["start"] - 1 : span["start"]], text[span["end"] : span["end"] + 1]
        if before.isalnum() or after.isalnum():
            raise Unreadable(f"{span['text']!r} begins or ends inside a word")
    return text, participants, triggers


def _event(spec: str, participants: dict[int, list[Row]], triggers: dict[str, Row]) -> Row:
    match = _EVENT.fullmatch(spec)
    if not match:
        raise Unreadable(f"{spec!r} is no event such as 'A ASSAULT/firearms 1>2 planned bg by=3'")
    mark, name, mode, left, right, rest = match.groups()
    types = load_codebook().types
    if name not in types:
        raise Unreadable(f"type {name!r} is none of {' '.join(types)}")
    modes = mode.split("+") if mode else []
    unknown = [m for m in modes if m not in types[name].modes]
    if unknown:
        raise Unreadable(f"mode {unknown} is none of {name}'s: {' '.join(types[name].modes) or 'none'}")
    if mark not in triggers:
        raise Unreadable(f"trigger {mark} is not marked in the text")
    actors, recipients = _numbers(left, participants), _numbers(right, participants)
    if (not actors and not recipients) or set(actors) & set(recipients):
        raise Unreadable(f"{spec!r}: nobody takes part, or somebody stands on both sides")
    status, background, source = "occurred", False, None
    for flag in rest.split():
        if flag == "bg":
            background = True
        elif flag.startswith("by="):
            (source,) = _numbers(flag[3:], participants)
        elif flag in STATUSES:
            status = flag
        else:
            raise Unreadable(f"{flag!r} is none of {' '.join(STATUSES)} bg by=n")
    return {
        "trigger_mark": mark, "type": name, "modes": modes, "actors": actors, "recipients": recipients, "status": status,
        "background": background, "source": source,
    }  # fmt: skip


def _numbers(cell: str, participants: dict[int, list[Row]]) -> list[int]:
    numbers = [int(n) for n in cell.split(",")] if cell not in ("_", "") else []
    missing = [n for n in numbers if n not in participants]
    if missing:
        raise Unreadable(f"participant {missing} is not marked in the text")
    return numbers


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file with their numbers, without blank ones and comments."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line


def main() -> int:
    """Check files; with `--write`, make the bank's file of them."""
    parser = argparse.ArgumentParser(description="Check files of the bank's notation.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--write", metavar="NAME", help="write training/bank/NAME.jsonl")
    parser.add_argument("--writer", type=int, default=0, help="number of the writer")
    options = parser.parse_args()
    rows, wrong = [], 0
    for path in options.files:
        for number, line in lines(path):
            try:
                rows.append(read(line))
            except Unreadable as error:
                wrong += 1
                print(f"{path}:{number}: {error}", file=sys.stderr)
    events = sum(len(r["events"]) for r in rows)
    empty = sum(not r["events"] for r in rows)
    print(f"{len(rows)} texts, {events} events, {empty} without event, {wrong} lines wrong")
    if options.write and not wrong:
        out = BANK / f"{options.write}.jsonl"
        name = options.write
        named = [{"id": f"{name}-{k:04}", "brief": name, "writer": options.writer, **row} for k, row in enumerate(rows, 1)]
        out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in named), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
