"""Claims against annotated articles, and acts that happened against those that did not, by the scorers beside the data.

usage: python bench/claims.py [SHARED_FOLDER]
The folder is the argument, else DRAGOMAN_SHARED, else `shared` beside the checkout. Where it is missing, this says so
and ends well.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from dragoman.coder import Coder


def shared_folder(arguments: list[str]) -> Path:
    """Where the evaluation data is."""
    given = arguments[0] if arguments else os.environ.get("DRAGOMAN_SHARED")
    return Path(given) if given else Path(__file__).resolve().parents[2] / "shared"


def main() -> None:
    """Print the scorer's figures."""
    shared = shared_folder(sys.argv[1:])
    scorer, gold = shared / "bench" / "score_claims.py", shared / "data" / "attribution" / "polnear" / "dev.jsonl"
    if not scorer.is_file() or not gold.is_file():
        print(f"skipped: no development data at {shared}; set DRAGOMAN_SHARED to where it is")
        return
    coder = Coder()
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder) / "predicted.jsonl"
        with predicted.open("w", encoding="utf-8") as file:
            for line in gold.read_text(encoding="utf-8").split("\n"):
                if line.strip():
                    document = json.loads(line)
                    found = [c.model_dump(include={"source", "cue", "content"}) for c in coder.claims(document["text"])]
                    file.write(json.dumps({"doc_id": document["doc_id"], "claims": found}) + "\n")
        subprocess.run([sys.executable, str(scorer), str(gold), str(predicted)], check=True)


if __name__ == "__main__":
    main()
