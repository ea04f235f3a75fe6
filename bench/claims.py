"""Claims against annotated articles, by the scorer beside the data.

usage: python bench/claims.py
The data are looked for as `evaluation` says; where they are missing, this says so and ends well.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from dragoman.coder import Coder
from evaluation import SHARED, is_there, rows


def main() -> None:
    """Print the scorer's figures."""
    scorer, gold = SHARED / "bench" / "score_claims.py", SHARED / "data" / "attribution" / "polnear" / "dev.jsonl"
    if not is_there(scorer, gold):
        return
    coder = Coder()
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder) / "predicted.jsonl"
        with predicted.open("w", encoding="utf-8") as file:
            for document in rows(gold):
                found = [c.model_dump(include={"source", "cue", "content"}) for c in coder.claims(document["text"])]
                file.write(json.dumps({"doc_id": document["doc_id"], "claims": found}) + "\n")
        subprocess.run([sys.executable, str(scorer), str(gold), str(predicted)], check=True)


if __name__ == "__main__":
    main()
