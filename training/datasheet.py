"""The counts of the datasheet, training/bank/README.md.

`python training/datasheet.py` writes them between the two marks of the page; `--check` writes nothing and fails if they are
stale.
"""

import re
import statistics
import sys
from collections.abc import Iterable

import bank

PAGE = bank.FOLDER / "README.md"
BEGIN, END = "<!-- counts: made by training/datasheet.py -->", "<!-- end of counts -->"
CONSTRUCTIONS = {
    "passive with an agent": r"\b(?:was|were|been|being|is|are|be) (?:\w+ )?\w+(?:ed|en|wn|ught|t) by\b",
    "relative clause": r"\b(?:who|whom|whose|which)\b",
    "participle after a comma": r", \w+ing\b",
    "possessive": r"['’]s\b",
    "quotation": r"[\"“”]",
    "condition": r"\b(?:if|unless)\b",
    "negation": r"\b(?:not|no|never|nobody|none|nor|neither)\b|n['’]t\b",
    "40 words or more": "",
    "headline or 10 words at most": "",
}


def table(head: tuple[str, str], rows: Iterable[tuple[str, object]]) -> str:
    """A table of two columns."""
    lines = [f"| {head[0]} | {head[1]} |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows)]
    return "\n".join(lines)


def page_counts() -> str:
    """The part of the page that is computed."""
    found = list(bank.rows())
    count = bank.counts(found)
    lengths = [len(row["text"].split()) for row in found]
    constructions = []
    for name, pattern in CONSTRUCTIONS.items():
        if name.startswith("40"):
            n = sum(length >= 40 for length in lengths)
        elif name.startswith("headline"):
            n = sum(length <= 10 for length in lengths)
        else:
            n = sum(bool(re.search(pattern, row["text"], re.IGNORECASE)) for row in found)
        constructions.append((name, n))
    parts = [
        table(("whole", "n"), count["whole"].items()),
        f"Words in a text: {min(lengths)} to {max(lengths)}, median {statistics.median(lengths):.0f}.",
        table(("type", "events"), sorted(count["type"].items())),
        table(("mode", "events"), sorted(count["mode"].items())),
        table(("status", "events"), sorted(count["status"].items())),
        table(("construction (by pattern)", "texts"), constructions),
        table(("rule", "texts"), sorted(count["rule"].items())),
        table(("writer", "texts"), sorted(count["writer"].items(), key=lambda kv: int(kv[0]))),
    ]
    return "\n\n".join(parts)


def main() -> int:
    """Write or check the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    made = f"{before}{BEGIN}\n\n{page_counts()}\n\n{END}{after}"
    if "--check" in sys.argv:
        if made != text:
            print(f"{PAGE} is stale. Run `python training/datasheet.py`.", file=sys.stderr)
        return int(made != text)
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
