"""Time expressions against TimeBank and AQUAINT, by the scorer beside the data, and the annotator's share of the parse.

usage: python bench/times.py [SHARED_FOLDER]
The folder is the argument, else DRAGOMAN_SHARED, else `shared` beside the checkout. Where it is missing, this says so
and ends well.
"""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from dragoman.annotate.parse import Parser
from dragoman.annotate.when import times


def shared_folder(arguments: list[str]) -> Path:
    """Where the evaluation data is."""
    given = arguments[0] if arguments else os.environ.get("DRAGOMAN_SHARED")
    return Path(given) if given else Path(__file__).resolve().parents[2] / "shared"


def predict(parser: Parser, documents: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], float, float]:
    """Predictions in the scorer's form, and the seconds that the parse and the annotator took."""
    rows, parse_seconds, seconds = [], 0.0, 0.0
    for document in documents:
        start = time.perf_counter()
        parsed = parser(document["text"])
        middle = time.perf_counter()
        found = times(parsed, dt.date.fromisoformat(document["dct"][:10]))
        parse_seconds += middle - start
        seconds += time.perf_counter() - middle
        rows.append(
            {
                "doc_id": document["doc_id"],
                "times": [t.model_dump(include={"start", "end", "kind", "value"}) for t in found],
            }
        )
    return rows, parse_seconds, seconds


def main() -> None:
    """Print the scorer's figures and the times."""
    shared = shared_folder(sys.argv[1:])
    scorer, data = shared / "bench" / "score_times.py", shared / "data" / "time" / "tbaq"
    if not scorer.is_file() or not data.is_dir():
        print(f"skipped: no development data at {shared}; set DRAGOMAN_SHARED to where it is")
        return
    lines = [line for path in sorted(data.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    rows, parse_seconds, seconds = predict(Parser(), [json.loads(line) for line in lines])
    with tempfile.TemporaryDirectory() as folder:
        gold, predicted = Path(folder) / "gold.jsonl", Path(folder) / "predicted.jsonl"
        gold.write_text("\n".join(lines), encoding="utf-8")
        predicted.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        subprocess.run([sys.executable, str(scorer), str(gold), str(predicted)], check=True)
    share = seconds / parse_seconds
    print(f"parse {parse_seconds:.1f} s, times {seconds:.2f} s, share of the parse {share:.3f} (at most 0.1)")


if __name__ == "__main__":
    main()
