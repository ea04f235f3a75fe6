"""Makes the package's lexicon.json from the hand-edited tables in resources/lexicon: without their test sentences."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

COLUMNS = ("lemma", "pos", "type", "mode", "args", "needs")
TARGET = Path("src/dragoman/codebook/lexicon.json")


def rows(root: Path) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Every row of every table, with its file and line."""
    for path in sorted((root / "resources" / "lexicon").glob("*.tsv")):
        if path.name == "classes.tsv":
            continue
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            for row in reader:
                if None in row.values() or None in row:
                    raise ValueError(f"{path.name}:{reader.line_num}: {len(row)} columns; expected {reader.fieldnames}.")
                yield path.name, reader.line_num, row


def lexicon(root: Path) -> dict[Path, bytes]:
    """{path: bytes} of the generated file; rows in order of lemma, so that files may be split or joined freely."""
    with (root / "resources" / "lexicon" / "classes.tsv").open(encoding="utf-8", newline="") as file:
        classes = {r["class"]: r["members"] for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    table = sorted([row[c] for c in COLUMNS] for _, _, row in rows(root))
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in table)
    content = f'{{"classes": {json.dumps(classes, ensure_ascii=False, indent=1)},\n"rows": [\n{lines}\n]}}\n'
    return {TARGET: content.encode()}


BUILDERS = [lexicon]
