"""Where the evaluation data of others is: never part of the project, and what needs it is skipped where it is missing."""

import json
import os
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared"))  # the folder, `shared` beside the checkout by default


def is_there(*paths: Path) -> bool:
    """Whether all of these files are there; says which is not and what to do."""
    missing = next((p for p in paths if not p.is_file()), None)
    if missing is not None:
        print(f"skipped: {missing} is missing; set DRAGOMAN_SHARED to the folder that holds the data")
    return missing is None


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a file of JSON lines, none where it is missing."""
    if not is_there(path):
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]  # texts hold U+2028
