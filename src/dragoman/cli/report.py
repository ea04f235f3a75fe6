"""What a run says about itself, on standard error: progress, failures as they come, and a summary at the end."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from dragoman.export.table import printable
from dragoman.records import Article, Coded


class Report:
    """Counts the articles that went in and what became of each. `total` is how many will come, if that is known.

    The bar is shown on a terminal from the second article on, unless `quiet` (the results go to the same terminal).
    """

    def __init__(self, *, total: int | None, quiet: bool = False) -> None:
        self.console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        self.total = total
        self.bar: Progress | None = None
        self.task = TaskID(0)
        self.silent = quiet or not self.console.is_terminal
        self.read = self.events = 0
        self.outcomes: Counter[str] = Counter()
        self.started = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def failed(self) -> int:
        """Articles that could not be coded."""
        return self.outcomes["failed"]

    def reading(self, articles: Iterable[Article | Coded]) -> Iterator[Article | Coded]:
        """The same articles, counted as they are read."""
        for article in articles:
            self.read += 1
            if self.read == 2 and not self.silent:
                self._open()
            yield article

    def add(self, coded: Coded) -> None:
        """Count a receipt; say at once what failed or had to be cut."""
        self.outcomes[coded.outcome] += 1
        self.events += len(coded.events)
        if coded.error:
            self._say(f"failed: {coded.article_id}: {coded.error.stage}: {coded.error.reason}")
        if coded.notes:
            more = f" ({len(coded.notes) - 1} more notes)" if len(coded.notes) > 1 else ""
            self._say(f"note: {coded.article_id}: {coded.notes[0]}{more}")
        if self.bar:
            self.bar.update(self.task, completed=self.outcomes.total())

    def finish(self, *, skipped: Mapping[str, int]) -> None:
        """Say what was passed over in folders, and the summary.

        Raises:
            RuntimeError: the articles read are not those accounted for; that would be a mistake of ours.
        """
        self.close()
        if skipped:
            kinds = ", ".join(f"{count} with suffix {suffix}" for suffix, count in sorted(skipped.items()))
            self._say(f"skipped: {sum(skipped.values())} files that no reader takes ({kinds})")
        if self.read != self.outcomes.total():
            raise RuntimeError(f"{self.read} articles were read and {self.outcomes.total()} are accounted for")
        self._say(f"{self._count()} · {time.monotonic() - self.started:.1f} s")

    def interrupted(self) -> None:
        """Say how far a run came that was stopped by hand."""
        self.close()
        self._say(f"interrupted after {self._count()}")

    def close(self) -> None:
        """Take the bar away."""
        if self.bar:
            self.bar.stop()
            self.bar = None
        self.silent = True

    def _count(self) -> str:
        coded, empty, failed = (self.outcomes[outcome] for outcome in ("coded", "empty", "failed"))
        return (
            f"{_number(self.outcomes.total(), 'article')} in = {coded:,} coded + {empty:,} empty + {failed:,} failed"
            f" · {_number(self.events, 'event')}"
        )

    def _open(self) -> None:
        columns = (TextColumn("coding"), BarColumn(), MofNCompleteColumn(), TextColumn("articles"), TimeElapsedColumn())
        self.bar = Progress(*columns, console=self.console, transient=True)
        self.task = self.bar.add_task("coding", total=self.total)
        self.bar.start()

    def _say(self, line: str) -> None:
        console = self.bar.console if self.bar else self.console
        console.print(printable(line), soft_wrap=True)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
