"""Speed and memory of `dragoman code` beside the bare spaCy pipeline, over the same articles on the same machine.

usage: python bench/speed.py [--articles N] [--workers N]

Each runs in a process of its own, loading included. The articles are copyrighted news and not part of the project: they are
looked for in the folder named by DRAGOMAN_SHARED, or in `shared` beside the checkout. Where they are missing this says so
and ends well.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared"))
NEWS = SHARED / "data" / "news" / "allsides" / "data.jsonl"
Figures = dict[str, float]


def peak_megabytes() -> float:
    """The most memory that this process has held, in MB; 0 where the system does not tell."""
    try:
        import resource
    except ModuleNotFoundError:  # Windows
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)  # bytes there, kilobytes elsewhere


def spacy_alone(rows: Path) -> None:
    """Tag, parse and find names; keep nothing."""
    from dragoman.annotate.parse import load_parser

    nlp = load_parser()
    with rows.open(encoding="utf-8") as lines:
        for _ in nlp.pipe(json.loads(line)["text"] for line in lines):
            pass


def dragoman_code(rows: Path, workers: int) -> None:
    """The command, as a user runs it."""
    from dragoman.cli import main

    out = rows.with_name("events.jsonl")
    sys.argv = ["dragoman", "code", str(rows), "--format", "jsonl", "--out", str(out), "--workers", str(workers)]
    with suppress(SystemExit):
        main()


def measured(what: str, rows: Path, workers: int) -> Figures:
    """Seconds and peak MB of one run in a fresh process."""
    command = [sys.executable, __file__, "--run", what, "--rows", str(rows), "--workers", str(workers)]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    seconds = time.perf_counter() - started
    if done.returncode:
        sys.exit(f"{what} ended with code {done.returncode}:\n{done.stderr}")
    for line in done.stderr.splitlines()[-1:]:
        print(f"  {line}")
    return {"seconds": seconds, "peak": float(done.stdout.splitlines()[-1])}


def sample(count: int, folder: Path) -> tuple[Path, int, int]:
    """The first `count` articles as rows for the command; how many there are, and how many words."""
    rows = folder / "rows.jsonl"
    with NEWS.open(encoding="utf-8") as lines:
        taken = list(islice(lines, count))
    rows.write_text("".join(taken), encoding="utf-8")
    return rows, len(taken), sum(len(json.loads(line)["text"].split()) for line in taken)


def compare(count: int, workers: int) -> None:
    """Measure both and print them side by side."""
    with tempfile.TemporaryDirectory() as name:
        rows, articles, words = sample(count, Path(name))
        print(f"{articles} articles, {words:,} words, loading included; dragoman with {workers} worker(s)")
        figures = {what: measured(what, rows, workers) for what in ("spacy", "dragoman")}
        for what, found in figures.items():
            each = f"{articles / found['seconds']:.1f} articles/s, {words / found['seconds']:,.0f} words/s"
            print(f"{what:9} {found['seconds']:6.1f} s  {each}, peak {found['peak']:.0f} MB")
        print(f"ratio     {figures['dragoman']['seconds'] / figures['spacy']['seconds']:6.2f} times spaCy's time")


def main() -> None:
    """Compare, or, as the child of a comparison, run one side."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--articles", type=int, default=500)
    arguments.add_argument("--workers", type=int, default=1)
    arguments.add_argument("--run", choices=("spacy", "dragoman"), help=argparse.SUPPRESS)
    arguments.add_argument("--rows", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.run == "spacy":
        spacy_alone(given.rows)
    elif given.run == "dragoman":
        dragoman_code(given.rows, given.workers)
    elif NEWS.exists():
        compare(given.articles, given.workers)
        return
    else:
        print(f"no articles at {NEWS}; set DRAGOMAN_SHARED to where they are. Nothing was measured.")
        return
    print(peak_megabytes())


if __name__ == "__main__":
    main()
