import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman import batch
from dragoman.batch.local import LOOK_AHEAD
from dragoman.errors import ConfigError, DragomanError
from dragoman.read.unreadable import unreadable
from dragoman.records import Article, Coded
from tests.fakes import fake_coder


def articles(count: int) -> list[Article]:
    return [Article(id=str(n), text=f"They met {'and met ' * (n % 3)}once more.") for n in range(count)]


def run(items: list[Article | Coded], workers: int) -> list[Coded]:
    return list(batch.run(items, workers=workers, make=fake_coder))


def test_same_bytes_in_the_same_order_whatever_the_number_of_workers() -> None:
    items: list[Article | Coded] = [*articles(50)]
    items.insert(20, unreadable("bad.txt", "not UTF-8"))
    one, two, three = ([c.model_dump_json() for c in run(items, workers)] for workers in (1, 2, 3))
    assert one == two == three
    assert len(one) == 51
    assert "not UTF-8" in one[20]


def test_no_articles() -> None:
    assert run([], 1) == run([], 2) == []


@pytest.mark.parametrize("workers", [0, -1])
def test_too_few_workers(workers: int) -> None:
    with pytest.raises(ConfigError, match=rf"workers is {workers}; it must be 1 or more\."):
        batch.run([], workers=workers, make=fake_coder)


@pytest.mark.parametrize("workers", [1, 2])
def test_look_ahead_is_bounded(workers: int) -> None:
    read = 0

    def source() -> Iterator[Article]:
        nonlocal read
        for article in articles(200):
            read += 1
            yield article

    most = 0
    for given, _ in enumerate(batch.run(source(), workers=workers, make=fake_coder)):
        most = max(most, read - given)
    assert read == 200
    assert most <= LOOK_AHEAD * workers


def test_an_article_that_kills_its_worker_twice_is_failed_and_no_other_is_lost() -> None:
    items: list[Article | Coded] = [*articles(30)]
    items[7] = Article(id="killer", text="kills every time", published="2024-03-05", title="T")
    done = run(items, 2)
    assert [c.article_id for c in done] == [item.id for item in items if isinstance(item, Article)]
    assert [c.article_id for c in done if c.error] == ["killer"]
    error = done[7].error
    assert error
    assert error.stage == "annotate"
    assert "ended with code 7" in error.reason
    assert (done[7].article.published, done[7].article.title) == ("2024-03-05", "T")


def test_an_article_that_kills_its_worker_once_is_coded(tmp_path: Path) -> None:
    items: list[Article | Coded] = [*articles(20)]
    items[3] = Article(id="once", text=f"kills-once {tmp_path / 'met'}")
    done = run(items, 2)
    assert [c.outcome for c in done] == ["coded"] * 20


@pytest.mark.parametrize("workers", [1, 2])
def test_a_coder_that_cannot_be_made_stops_the_run(workers: int) -> None:
    with pytest.raises(DragomanError, match="not installed"):
        list(batch.run(articles(3), workers=workers, options={"profile": "no parser"}, make=fake_coder))


def test_workers_that_die_at_birth_stop_the_run() -> None:
    with pytest.raises(ConfigError, match="ended with code 9 before it was ready"):
        list(batch.run(articles(3), workers=2, options={"profile": "stillborn"}, make=fake_coder))


def test_closing_the_run_ends_the_workers() -> None:
    receipts = batch.run([*articles(40), Article(text="sleeps 60")], workers=2, make=fake_coder)
    next(receipts)
    started = time.monotonic()
    receipts.close()
    assert time.monotonic() - started < 5


SCRIPT = """
import sys
from dragoman import batch
from dragoman.records import Article
from tests.fakes import fake_coder
if __name__ == "__main__":
    try:
        articles = (Article(id=str(n), text="sleeps 0.05") for n in range(10_000))
        for coded in batch.run(articles, workers=2, make=fake_coder):
            print(coded.article_id, flush=True)
    except KeyboardInterrupt:
        print("stopped", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups to send Ctrl-C to from a test")
def test_ctrl_c_ends_cleanly(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert process.stdout
    assert process.stdout.readline() == "0\n"
    os.killpg(process.pid, signal.SIGINT)  # as the terminal does: to the parent and its workers
    out, err = process.communicate(timeout=20)
    assert out.endswith("stopped\n")
    assert err == ""
