"""The model card, src/dragoman/weights/README.md: its tables are made from the model's configuration.

usage: python training/card.py
"""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from dragoman.events.model import CONFIG, FOLDER, READER

PAGE = FOLDER / "README.md"
BEGIN, END = "<!-- scores: made by training/card.py -->", "<!-- end of scores -->"
BAR = 40  # characters of a full bar of the reliability plot


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)])


def plot(rows: Iterable[dict[str, float]]) -> str:
    """Bins of the model's chances as bars: # what was right, and | what was said."""
    lines = []
    for row in rows:
        bar = "#" * round(BAR * row["right"])
        at = round(BAR * row["said"])
        drawn = f"{bar:<{BAR}}"
        lines.append(f"{row['said']:.2f}  {drawn[:at]}|{drawn[at:]}  {row['right']:.2f}  ({row['acts']:,.0f} acts)")
    return "```\n" + "\n".join(lines) + "\n```"


def scores(config: dict[str, Any]) -> str:
    """The part of the page that is computed."""
    word, pair, reading = (config["scores"][what] for what in ("word", "pair", "reading"))
    fields = ("n", "accuracy", "macro_f1", "mode", "status", "background", "calibration_error")
    return "\n\n".join(
        [
            f"Bank `{config['bank'][:12]}`, model `{config['files'][READER][:12]}`. On briefs neither trained on nor used "
            "to choose:",
            table(
                ("figure", "acts with their telling word", "acts without", "what single word pieces tell"),
                [(f.replace("_", " "), word[f], pair[f], reading.get(f, "")) for f in fields],
            ),
            "Precision and recall of events by threshold, and each type's default threshold (precision 0.8 on held-out briefs):",
            table(("threshold", "precision", "recall"), [(r["threshold"], r["precision"], r["recall"]) for r in word["curve"]]),
            table(("type", "threshold"), config["thresholds"].items()),
            "Reliability: the mean chance said (`|`) and the share that is right (`#`), acts with their telling word:",
            plot(word["reliability"]),
        ]
    )


def main() -> int:
    """Write the computed part into the page."""
    config = json.loads((FOLDER / CONFIG).read_text(encoding="utf-8"))
    page = PAGE.read_text(encoding="utf-8")
    made = f"{BEGIN}\n\n{scores(config)}\n\n{END}"
    PAGE.write_text(re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: made, page, flags=re.DOTALL), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
