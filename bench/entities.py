"""Resolves people drawn by seed from the facts in five phrasings on two dates each, and names that the facts do not hold.

usage: python bench/entities.py [--show]

Of 100 people, drawn evenly over regions and decades, each is asked for on a day inside a term and on one long after the last:
country and standing (in office, out of it) must be right. 50 invented names must stay unresolved. Then the speed over different
phrases on one core without any cache, and what the tables cost in memory and time. Where annotated phrases are at hand (see
accuracy.py), they are scored too. Ends with an error below the floors of floors.json.
"""

import argparse
import datetime as dt
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from dragoman.annotate.pieces import Setting
from dragoman.annotate.who import Phrases
from dragoman.facts import Names, load_gazetteer, load_names, tables
from dragoman.facts.keys import key
from dragoman.facts.officials import FAMILY_NAME_FIRST, Office, load_officials
from evaluation import ROOT, SHARED, is_there

SEED = 20261122
PEOPLE, STRANGERS = 100, 50
REGIONS = {
    "Americas": "USA CAN MEX GTM HND CUB HTI COL VEN ECU PER BOL BRA ARG CHL",
    "Europe": "GBR FRA DEU ITA ESP POL HUN GRC SRB KOS SWE NLD UKR",
    "Former Soviet Union": "RUS BLR GEO ARM AZE KAZ UZB KGZ MDA",
    "Middle East and North Africa": "ISR PSE IRN IRQ SYR LBN TUR SAU YEM EGY LBY TUN DZA MAR JOR",
    "Africa": "NGA GHA SEN MLI CIV KEN ETH SDN SSD COD RWA UGA ZAF ZWE AGO",
    "Asia and Oceania": "CHN TWN JPN KOR PRK IND PAK AFG BGD LKA NPL MMR THA PHL IDN VNM AUS",
}
DECADES = (1990, 2000, 2010, 2020)
TITLES = {
    "head_of_state": "President", "head_of_government": "Prime Minister", "foreign_minister": "Foreign Minister",
    "defence_minister": "Defense Minister", "interior_minister": "Interior Minister", "minister": "Minister",
}  # fmt: skip
# Made-up people: given and last names of many languages, put together at random; none may be in the facts
GIVEN = "Jorlan Tamsin Odrick Velmar Sennia Brixton Yorath Kaldrin Merewen Dastan Oluwafemi Zbynek Anneliese Rutger Ximo".split()
LAST = "Weatherbee Krostov Adeyinkaluwa Plimsoll Vandersprout Quillfeather Marzouqani Tschernobek Obarundo Hallowick".split()


def people(rng: random.Random) -> list[list[Office]]:
    """All spells of each person drawn, evenly over regions and decades."""
    officials = load_officials()
    region_of = {code: region for region, codes in REGIONS.items() for code in codes.split()}
    rows = [row for row in tables.rows("officials.tsv") if row[4] in TITLES and row[2] in region_of and len(row[0].split()) > 1]
    cells: dict[tuple[str, int], list[str]] = {}
    for at, _, country, _, _, _, start, end, *_ in rows:
        if end and start and start[:4] >= "1988":
            cells.setdefault((region_of[country], int(start[:4]) // 10 * 10), []).append(at)
    order = [(region, decade) for decade in DECADES for region in REGIONS]
    drawn: list[list[Office]] = []
    seen = set[str]()
    while len(drawn) < PEOPLE:
        for cell in order:
            if not cells.get(cell):
                continue
            spells = list(officials.spells(rng.choice(cells[cell])))
            if spells[0].id in seen or not all(o.end for o in spells):
                continue
            seen.add(spells[0].id)
            drawn.append(spells)
    return drawn[:PEOPLE]


def phrasings(names: Names, office: Office, aliases: list[str]) -> list[str]:
    """Five ways in which news names somebody: with and without title, by last name, by another spelling, with an apposition."""
    land = names.country(office.country)
    country = land.name if land is not None else office.country
    adjectives = [
        row[1] for row in tables.rows("names.tsv") if row[2] == "adjective" and row[3] == office.country and row[9] == "1"
    ]
    adjective = next((a for a in adjectives if a[:3] == country[:3]), adjectives[0] if adjectives else country)
    title = TITLES.get(office.office_class, "Minister")
    last = office.name.split()[0 if office.country in FAMILY_NAME_FIRST else -1]
    other = aliases[0].title() if aliases else office.name
    return [
        office.name,
        f"{title} {office.name}",
        f"{adjective} {title} {last}",
        f"{other}, the {title.lower()} of {country}",
        f"{country}'s {title.lower()}, {office.name}",
    ]


def known_people(phrases: Phrases, rng: random.Random, *, show: bool) -> dict[str, float]:
    """Shares of the questions whose country, standing and id are right, and of those that are left open or wrong.

    Names that several people in the facts share are drawn too: with nothing else said, leaving them open is no mistake.
    """
    counts: Counter[str] = Counter()
    known_as: dict[str, set[str]] = {}
    for row in tables.rows("officials.tsv"):
        known_as.setdefault(row[9], set()).add(row[0])
    for spells in people(rng):
        office = max((o for o in spells if o.office_class in TITLES and o.start), key=lambda o: o.start or dt.date.min)
        assert office.start is not None and office.end is not None
        inside = office.start + (office.end - office.start) / 2
        after = max(o.end for o in spells if o.end) + dt.timedelta(days=3 * 365)
        for on in (inside, after):
            held = any(o.holds(on) for o in spells if o.id == office.id)
            for phrase in phrasings(phrases.names, office, sorted(known_as[office.id] - {key(office.name)})):
                found = phrases.identify(phrase, on)
                titled = " " in phrase.removeprefix(office.name).strip()
                standing = ("ELI" not in found.sectors) if held else titled or found.sectors[:1] != ("GOV",)
                checks = {
                    "country": found.country == office.country, "standing": standing and bool(found.sectors),
                    "id": found.id == office.id,
                }  # fmt: skip
                counts.update(k for k, ok in checks.items() if ok)
                is_open = "left open" in found.why and found.id != office.id and found.country in (None, office.country)
                counts["open"] += is_open
                counts["wrong"] += not is_open and not (checks["country"] and checks["id"])
                counts["asked"] += 1
                if show and not all(checks.values()):
                    print(f"{phrase!r} on {on}: {[k for k, ok in checks.items() if not ok]} {found.why[:150]}")
    asked = counts.pop("asked")
    return {k: round(counts[k] / asked, 4) for k in ("country", "standing", "id", "open", "wrong")} | {"asked": asked}


def strangers(phrases: Phrases, rng: random.Random) -> list[str]:
    """Those of the invented names that were taken for somebody."""
    names = {f"{rng.choice(GIVEN)} {rng.choice(LAST)}" for _ in range(400)}
    wrong = []
    for name in sorted(names)[:STRANGERS]:
        found = phrases.identify(name, dt.date(2020, 6, 1))
        if found.country or found.sectors or found.name or found.id:
            wrong.append(name)
    return wrong


def speed(phrases: Phrases, rng: random.Random) -> float:
    """Different phrases a second on one core; nothing is cached between them."""
    pool = [p for spells in people(rng) for o in spells[:3] for p in phrasings(phrases.names, o, [])]
    pool = list(dict.fromkeys(pool))
    begin = time.perf_counter()
    for phrase in pool:
        phrases.read(phrase, Setting(dt.date(2015, 5, 5)))
    return len(pool) / (time.perf_counter() - begin)


def cost() -> dict[str, float]:
    """Seconds to open all tables and the megabytes that they take, in a process of their own."""
    script = (
        "import re, time\n"
        "from dragoman.facts import load_gazetteer, load_names\n"
        "def peak(): return int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) / 1024\n"
        "m = peak(); t = time.perf_counter()\n"
        "load_gazetteer(); load_names().officials\n"
        "print(time.perf_counter() - t, peak() - m)"
    )
    runs = [subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout for _ in range(3)]
    seconds, megabytes = min(tuple(map(float, run.split())) for run in runs)
    files = sum(path.stat().st_size for path in tables.FOLDER.glob("*.gz"))
    return {"seconds": round(seconds, 3), "megabytes": round(megabytes, 1), "packed_megabytes": round(files / 1e6, 1)}


def annotated(phrases: Phrases) -> dict[str, dict[str, float]] | None:
    """Scores on a peer's test cases, or None where they are missing."""
    gold, scorer = SHARED / "data" / "entities" / "ngec" / "data.jsonl", SHARED / "bench" / "score_entities.py"
    if not is_there(gold, scorer):
        return None
    out = Path(tempfile.mkdtemp()) / "entities.jsonl"
    with out.open("w", encoding="utf-8") as file:
        for case in map(json.loads, gold.read_text(encoding="utf-8").splitlines()):
            found = phrases.identify(case["phrase"], _day(case.get("query_date")), case.get("known_country"))
            row = {"id": case["id"], "country": found.country, "sectors": found.sectors, "name": found.name}
            file.write(json.dumps(row) + "\n")
    printed = subprocess.run([sys.executable, scorer, gold, out], capture_output=True, text=True, check=True).stdout
    scores: dict[str, dict[str, float]] = json.loads(printed)
    return scores


def _day(written: str | None) -> dt.date:
    """The day of a case; those without one, and "today", are of the peer's present."""
    for form in ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y"):
        try:
            return dt.datetime.strptime(written or "", form).date()
        except ValueError:
            continue
    return dt.date(2023, 1, 1)


def main() -> int:
    """Measure, print, compare with the floors."""
    parser = argparse.ArgumentParser(description="Measure how phrases are resolved.")
    parser.add_argument("--show", action="store_true", help="print what was resolved wrongly")
    show: bool = parser.parse_args().show
    phrases = Phrases(load_names(), load_gazetteer())
    known = known_people(phrases, random.Random(SEED), show=show)
    wrong = strangers(phrases, random.Random(SEED))
    result = {
        "people": known, "strangers_resolved": wrong, "phrases_per_second": round(speed(phrases, random.Random(SEED))),
        "tables": cost(), "annotated": annotated(phrases),
    }  # fmt: skip
    print(json.dumps(result, indent=1))
    floors = json.loads((ROOT / "bench" / "floors.json").read_text(encoding="utf-8"))["entities"]
    low = [f"people.{k} is {known[k]}, floor {floors[k]}" for k in ("country", "standing", "id") if known[k] < floors[k]]
    low += [f"people.wrong is {known['wrong']}, at most {floors['wrong']} is allowed"] if known["wrong"] > floors["wrong"] else []
    low += [f"{len(wrong)} of {STRANGERS} invented names were resolved: {wrong}"] if wrong else []
    scores = result["annotated"]
    if isinstance(scores, dict):
        for k in ("country", "sector"):
            if scores[k]["accuracy"] < floors[f"annotated_{k}"]:
                low.append(f"annotated {k} is {scores[k]['accuracy']}, floor {floors[f'annotated_{k}']}")
    for line in low:
        print(f"below its floor: {line} (bench/floors.json)", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
