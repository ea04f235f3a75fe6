"""Places against public sets, by the scorer beside the data; how far the gazetteer alone can go; time, memory and size.

usage: python bench/places.py
The data are looked for as `evaluation` says; where they are missing, this says so and ends well.
"""

import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from dragoman.annotate.parse import Parser
from dragoman.annotate.where import places
from dragoman.facts.names import load_names
from dragoman.facts.places import Gazetteer, load_gazetteer
from evaluation import SHARED, is_there, rows

SETS = ("lgl", "trnews", "gwn", "geovirus")
NEAR = 161  # km


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The great-circle distance."""
    a, b, c, d = map(math.radians, (lat, lon, other_lat, other_lon))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 6371 * 2 * math.asin(min(1, math.sqrt(h)))


def oracle(documents: list[dict[str, Any]], gazetteer: Gazetteer) -> float:
    """The share of toponyms of which some place of their name lies near enough: what the best choice could reach."""
    right = asked = 0
    for document in documents:
        for toponym in document["toponyms"]:
            if toponym.get("lat") is None or toponym.get("non_locational"):
                continue
            asked += 1
            name = document["text"][toponym["start"] : toponym["end"]]
            point = toponym["lat"], toponym["lon"]
            right += any(kilometres(*point, row.lat, row.lon) <= NEAR for row in gazetteer.lookup(name))
    return right / max(1, asked)


def main() -> None:
    """Print the scorer's figures by set, and the costs."""
    scorer, data = SHARED / "bench" / "score_places.py", SHARED / "data" / "geo"
    sets = {name: data / name / "data.jsonl" for name in SETS}
    if not is_there(scorer, *sets.values()):
        return
    parser, names = Parser(), load_names()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.perf_counter()
    gazetteer = load_gazetteer()
    gazetteer.lookup("Goma")
    opened = time.perf_counter() - begin
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    parse_seconds = seconds = 0.0
    for name, gold in sets.items():
        documents = rows(gold)
        predictions = []
        for document in documents:
            start = time.perf_counter()
            parsed = parser(document["text"])
            middle = time.perf_counter()
            found = places(parsed, names, gazetteer)
            parse_seconds, seconds = parse_seconds + middle - start, seconds + time.perf_counter() - middle
            kept = [p.model_dump(include={"start", "end", "lat", "lon"}) for p in found]
            predictions.append({"doc_id": document["doc_id"], "places": kept})
        with tempfile.TemporaryDirectory() as folder:
            predicted = Path(folder) / "predicted.jsonl"
            predicted.write_text("\n".join(map(json.dumps, predictions)), encoding="utf-8")
            printed = subprocess.run([sys.executable, str(scorer), str(gold), str(predicted)], check=True, capture_output=True)
        scores = json.loads(printed.stdout)
        shown = ("gold", "precision", "recall", "f1", "acc161", "acc161_all")
        print(name, {k: scores[k] for k in shown}, f"oracle {oracle(documents, gazetteer):.3f}", flush=True)
    print(f"share of the parse {seconds / parse_seconds:.3f} (at most 0.15)")
    print(f"gazetteer: opened in {opened:.2f} s (at most 0.3), memory {grown / 1024:.0f} MB (at most 120)")


if __name__ == "__main__":
    main()
