"""Time expressions against TimeBank and AQUAINT, by the scorer beside the data, and the annotator's share of the parse.

usage: python bench/times.py
The data are looked for as `evaluation` says; where they are missing, this says so and ends well.
"""

import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from dragoman.annotate.parse import Parser
from dragoman.annotate.when import times
from evaluation import SHARED, is_there, rows


def predict(parser: Parser, documents: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], float, float]:
    """Predictions in the scorer's form, and the seconds that the parse and the annotator took."""
    predictions, parse_seconds, seconds = [], 0.0, 0.0
    for document in documents:
        start = time.perf_counter()
        parsed = parser(document["text"])
        middle = time.perf_counter()
        found = times(parsed, dt.date.fromisoformat(document["dct"][:10]))
        parse_seconds += middle - start
        seconds += time.perf_counter() - middle
        predictions.append(
            {
                "doc_id": document["doc_id"],
                "times": [t.model_dump(include={"start", "end", "kind", "value"}) for t in found],
            }
        )
    return predictions, parse_seconds, seconds


# The first article that was annotated, "seed": what its seven expressions mean
SEED = ("2023-07-13", "2023", "2023-03", "2023-04", "2023-05", "1993", "2023-07-10")


def seed(parser: Parser) -> None:
    """Say how many expressions of the seed article are right."""
    for article in rows(SHARED / "gold" / "dev.jsonl"):
        if article["id"] == "seed":
            found = [t.value for t in times(parser(article["text"]), dt.date.fromisoformat(article["published"][:10]))]
            right = sum(a == b for a, b in zip(found, SEED, strict=False)) if len(found) == len(SEED) else 0
            print(f"seed article: {right} of {len(SEED)} expressions right")


def main() -> None:
    """Print the scorer's figures and the times."""
    scorer, data = SHARED / "bench" / "score_times.py", SHARED / "data" / "time" / "tbaq"
    documents = [document for path in sorted(data.glob("*.jsonl")) for document in rows(path)]
    if not is_there(scorer) or not documents:
        return
    parser = Parser()
    seed(parser)
    predictions, parse_seconds, seconds = predict(parser, documents)
    with tempfile.TemporaryDirectory() as folder:
        gold, predicted = Path(folder) / "gold.jsonl", Path(folder) / "predicted.jsonl"
        gold.write_text("\n".join(map(json.dumps, documents)), encoding="utf-8")
        predicted.write_text("\n".join(map(json.dumps, predictions)), encoding="utf-8")
        subprocess.run([sys.executable, str(scorer), str(gold), str(predicted)], check=True)
    share = seconds / parse_seconds
    print(f"parse {parse_seconds:.1f} s, times {seconds:.2f} s, share of the parse {share:.3f} (at most 0.1)")


if __name__ == "__main__":
    main()
