"""Scores the coder on annotated articles, with candidate recall beside it, against the floors in floors.json.

usage: python bench/accuracy.py [--show] [--write FILE]

The articles are copyrighted news and not part of the project: they are looked for in the folder named by DRAGOMAN_SHARED, or in
`shared` beside the checkout. Where they are missing this says so and ends well.
"""

import argparse
import json
import runpy
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dragoman.annotate.cast import Cast
from dragoman.annotate.roles import localized
from dragoman.annotate.where import places
from dragoman.coder import Coder
from dragoman.events.arguments import proposals
from dragoman.events.assemble import Surroundings
from dragoman.events.candidates import Candidate, candidates
from dragoman.events.place import event_place
from dragoman.read.published import parse_published
from dragoman.records import Entity
from evaluation import ROOT, SHARED, is_there, rows

PROPOSALS = 3  # how many of a candidate's ranked proposals are looked at


def countries(side: Iterable[dict[str, Any] | Entity]) -> set[str]:
    """The countries that a side names."""
    found = (e["country"] if isinstance(e, dict) else e.country for e in side)
    return {c for c in found if c}


def close(gold: set[str], got: set[str]) -> bool:
    """At least half of all countries that either names are named by both; a side without a country asks nothing."""
    return not gold or 2 * len(gold & got) >= len(gold | got)


def candidate_recall(articles: list[dict[str, Any]], coder: Coder) -> dict[str, float | int]:
    """The share of required events that have a candidate inside a mention, and with both sides' countries right as well."""
    required = inside = both = wide = 0
    for article in articles:
        parsed = coder.parser(article["text"])
        cast = Cast(parsed, coder.phrases, parse_published(article["published"]))
        toponyms = places(parsed, coder.names, coder.gazetteer)
        around = Surroundings(parsed, None, (), toponyms, (), cast.home())
        found = [(c.sentence.char(c.trigger), c) for c in candidates(parsed)]
        wide += len(found)
        for event in article["events"]:
            if not event["required"]:
                continue
            required += 1
            spans = [(s, s + len(m)) for m in event["mentions"] if (s := article["text"].find(m)) >= 0]
            here = [c for at, c in found if any(a - 15 <= at < b + 15 for a, b in spans)]
            inside += bool(here)
            both += any(_right(event, c, cast, around) for c in here)
    return {
        "candidates_per_article": round(wide / max(1, len(articles))),
        "with_candidate": round(inside / max(1, required), 3),
        "with_both_countries": round(both / max(1, required), 3),
    }


def _right(event: dict[str, Any], candidate: Candidate, cast: Cast, around: Surroundings) -> bool:
    actors, recipients = countries(event["actors"]), countries(event["recipients"])
    place = event_place(candidate, around.places.get(candidate.sentence.index, ()), (), around.dateline, verbal=False)
    for number, sides in enumerate(proposals(candidate, cast)):
        if number == PROPOSALS:
            return False
        a, r = (localized(one, place, cast.home(), other) for one, other in (sides, sides[::-1]))
        if event["type"] in ("CONSULT", "AGREE", "COOPERATE"):
            if close(actors | recipients, countries(a) | countries(r)):
                return True
        elif close(actors, countries(a)) and close(recipients, countries(r)):
            return True
    return False


def apart(articles: list[dict[str, Any]], events: list[dict[str, Any]], scorer: Path) -> dict[str, str]:
    """Of required events found by type: right dates by whether the day is that of publication, places by whether a side's."""
    judged = runpy.run_path(str(scorer))
    asked, right = Counter[str](), Counter[str]()
    for article in articles:
        told = [e for e in events if e["article_id"] == article["id"]]
        golds = article["events"]
        required = {i for i, g in enumerate(golds) if g["required"]}
        levels = {
            (i, k): judged["level"](g, e, judged["spans"](article["text"], g))
            for i, g in enumerate(golds)
            for k, e in enumerate(told)
        }
        found: dict[int, int] = {}
        for least in (4, 3, 2):
            found = {k: i for k, i in judged["match"](levels, least, required, found).items() if i in required}
        for k, i in found.items():
            gold, event = golds[i], told[k]
            if gold["date"] and gold["type"] not in judged["FORWARD"]:
                day = article["published"][:10]
                name = f"date, {'' if (gold['date']['from'], gold['date']['to']) == (day, day) else 'not '}that of publication"
                asked[name] += 1
                right[name] += judged["same_date"](gold, event)
            if gold["place"] and gold["place"]["country"]:
                ours = gold["place"]["country"] in countries([*gold["actors"], *gold["recipients"]])
                name = f"place, {'' if ours else 'not '}a country of a side"
                asked[name] += 1
                right[name] += judged["same_place"](gold, event)
    return {name: f"{right[name]} of {asked[name]}" for name in sorted(asked)}


def main() -> int:
    """Code the development articles, score them, compare with the floors."""
    parser = argparse.ArgumentParser(description="Score the coder on annotated articles.")
    parser.add_argument("--show", action="store_true", help="print each missed and spurious event")
    parser.add_argument("--write", type=Path, help="keep the coded events in this file")
    options = parser.parse_args()
    gold, scorer = SHARED / "gold" / "dev.jsonl", SHARED / "bench" / "score_events.py"
    if not is_there(gold, scorer):
        return 0
    articles = rows(gold)
    coder = Coder()
    out = options.write or Path(tempfile.mkdtemp()) / "events.jsonl"
    with out.open("w", encoding="utf-8") as file:
        for a in articles:
            coded = coder.code(a["text"], a["published"], title=a["title"], id=a["id"])
            if coded.error:
                print(f"failed: {a['id']}: {coded.error.stage}: {coded.error.reason}", file=sys.stderr)
            for event in coded.events:
                file.write(event.model_dump_json(by_alias=True) + "\n")
    flags = ["--interval"] + (["--show"] if options.show else [])
    printed = subprocess.run(
        [sys.executable, str(scorer), str(gold), str(out), *flags], capture_output=True, text=True, check=True
    ).stdout
    print(printed)
    result = json.loads(printed[printed.index("\n{") :] if options.show else printed)
    print(json.dumps(candidate_recall(articles, coder)))
    print(json.dumps(apart(articles, rows(out), scorer)))
    print(coder.signature)
    floors = json.loads((ROOT / "bench" / "floors.json").read_text(encoding="utf-8"))["events"]
    low = {k: (result[k]["f1"], floor) for k, floor in floors.items() if result[k]["f1"] < floor}
    for name, (score, floor) in low.items():
        print(f"below its floor: {name} F1 is {score}, floor {floor} (bench/floors.json)", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
