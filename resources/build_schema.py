"""Makes docs/event.schema.json, the JSON Schema of an event as `--format jsonl` writes it, from the records."""

import json
from pathlib import Path

from dragoman.records import Event


def schema(root: Path) -> dict[Path, bytes]:
    """{path: bytes} of the schema; `root` is not read, the records are the source."""
    content = json.dumps(Event.model_json_schema(by_alias=True, mode="serialization"), indent=2, ensure_ascii=False)
    return {Path("docs/event.schema.json"): (content + "\n").encode()}


BUILDERS = [schema]
