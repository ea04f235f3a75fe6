"""This machine: articles in, receipts out, in the same order and with the same bytes whatever the number of workers.

Each worker is a process with a coder of its own and works on one article at a time, over its own pipe: when one dies,
it is known which article it died of. No more than LOOK_AHEAD articles a worker are held at once.
"""

import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Protocol, TypeAlias

from dragoman.errors import ConfigError, DragomanError
from dragoman.read.content import content_id
from dragoman.records import Article, ArticleInfo, Coded, Failure

LOOK_AHEAD = 8
WINDOWS_WORKERS = 60  # Windows can wait for no more than 64 things at once
ATTEMPTS = 2


class ArticleCoder(Protocol):
    """What is asked of a coder here."""

    def code_many(self, articles: Iterable[Article]) -> Iterator[Coded]:
        """A receipt for each article, in order."""
        ...


MakeCoder: TypeAlias = Callable[..., ArticleCoder]


def make_coder(**options: Any) -> ArticleCoder:  # noqa: ANN401 (the coder's own keywords)
    """The coder proper; imported only here, since it is slow to import."""
    from dragoman.coder import Coder

    return Coder(**options)


def run(
    articles: Iterable[Article | Coded],
    *,
    workers: int = 1,
    options: Mapping[str, Any] | None = None,
    make: MakeCoder | None = None,
) -> Generator[Coded, None, None]:
    """Code articles; receipts come in the order of the articles, and no article is lost.

    A worker process that dies takes nothing with it: its article is tried once more, alone, and is failed if that kills
    a worker again. Closing the iterator, or Ctrl-C, ends the workers.

    Args:
        articles: what to code; a receipt among them (of an article that could not be read) is passed on in its place.
        workers: processes, at least 1; with 1 the coder runs in this process.
        options: keywords of the coder, the same for all workers.
        make: what makes a coder, `make_coder` by default; a function of a module, since workers get it by name.

    Raises:
        ConfigError: `workers` below 1, or workers that cannot start.
        DragomanError: the coder cannot be made with these options.
    """
    if workers < 1:
        raise ConfigError(f"workers is {workers}; it must be 1 or more. Give 1 to code in one process.")
    make = make or make_coder
    if workers == 1:
        return _run_here(articles, make(**(options or {})))
    return _Crew(workers, make, dict(options or {})).run(articles)


def _run_here(articles: Iterable[Article | Coded], coder: ArticleCoder) -> Generator[Coded, None, None]:
    for item in articles:
        yield item if isinstance(item, Coded) else _code(coder, item)


def _code(coder: ArticleCoder, article: Article) -> Coded:
    (coded,) = coder.code_many((article,))
    return coded


# --- in the worker --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Refused:
    """The coder could not be made: why."""

    message: str


def _work(pipe: Connection, make: MakeCoder, options: dict[str, Any]) -> None:
    """A worker's life: make a coder, say so, then one receipt for each article until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the parent decides
    try:
        coder = make(**options)
    except DragomanError as error:
        pipe.send(_Refused(str(error)))
        return
    try:
        pipe.send(None)
        while True:
            pipe.send(_code(coder, pipe.recv()))
    except (EOFError, OSError):  # the parent has gone
        return


# --- in the parent --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Task:
    number: int
    article: Article
    attempts: int = 0


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: "Connection[Any, Any]"
    ready: bool = False
    task: _Task | None = None


class _Crew:
    """The workers of one run, and what they are at."""

    def __init__(self, size: int, make: MakeCoder, options: dict[str, Any]) -> None:
        self.size = min(size, WINDOWS_WORKERS) if sys.platform == "win32" else size
        self.make, self.options = make, options
        self.context = get_context("spawn")  # the one way that all systems have, and safe beside threads
        self.workers: list[_Worker] = []
        self.waiting: deque[_Task] = deque()
        self.suspects: deque[_Task] = deque()  # they were with a worker when it died
        self.done: dict[int, Coded] = {}
        self.read = self.given = 0

    def run(self, articles: Iterable[Article | Coded]) -> Generator[Coded, None, None]:
        """The receipts, in the order of the articles."""
        source = iter(articles)
        try:
            while True:
                self._fill(source)
                self._hand_out()
                if self.given == self.read:
                    return
                self._collect(timeout=0 if self.given in self.done else None)
                if self.given in self.done:
                    receipt = self.done.pop(self.given)
                    self.given += 1
                    yield receipt
        finally:
            self._dismiss()

    def _fill(self, source: Iterator[Article | Coded]) -> None:
        for item in islice(source, LOOK_AHEAD * self.size - (self.read - self.given)):
            if isinstance(item, Coded):
                self.done[self.read] = item
            else:
                self.waiting.append(_Task(self.read, item))
            self.read += 1

    def _hand_out(self) -> None:
        """Give each free worker a task. An article that may have killed a worker runs while no other does."""
        tasks = [worker.task for worker in self.workers if worker.task]
        if tasks and (self.suspects or any(task.attempts > 1 for task in tasks)):
            return
        queue, places = (self.suspects, 1) if self.suspects else (self.waiting, self.size)
        while len(self.workers) < min(places, len(tasks) + len(queue)):
            self.workers.append(self._hire())
        free = [worker for worker in self.workers if worker.ready and not worker.task]
        for worker in free[: places - len(tasks)]:
            if queue:
                self._give(worker, queue.popleft())

    def _give(self, worker: _Worker, task: _Task) -> None:
        worker.task = task
        task.attempts += 1
        with suppress(OSError):  # it died while idle: `_collect` will find its pipe closed
            worker.pipe.send(task.article)

    def _hire(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=_work, args=(theirs, self.make, self.options), daemon=True)
        with _interrupts_ignored():
            process.start()
        theirs.close()  # so that its death closes the pipe
        return _Worker(process, ours)

    def _collect(self, *, timeout: float | None) -> None:
        """Wait until a worker says something, or dies; at most `timeout` seconds."""
        pipes = {worker.pipe: worker for worker in self.workers}
        for pipe in wait(list(pipes), timeout):
            worker = pipes[pipe]  # type: ignore[index]
            try:
                message = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if isinstance(message, _Refused):
                raise ConfigError(message.message)
            if isinstance(message, Coded) and worker.task:
                self.done[worker.task.number] = message
                worker.task = None
            worker.ready = True

    def _bury(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.pipe.close()
        worker.process.join()
        code = worker.process.exitcode
        if not worker.ready:
            raise ConfigError(
                f"A worker process ended with code {code} before it was ready. Try --workers 1; from a script of your "
                'own, start the run under `if __name__ == "__main__":`.'
            )
        if (task := worker.task) is None:
            return
        if task.attempts < ATTEMPTS:
            self.suspects.append(task)
        else:
            self.done[task.number] = _killer(task.article, code)

    def _dismiss(self) -> None:
        for worker in self.workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self.workers:
            worker.process.join()
        self.workers.clear()


def _killer(article: Article, code: int | None) -> Coded:
    """The receipt of an article that ended a worker each time it was tried."""
    reason = (
        f"The worker process ended with code {code} while coding this article, {ATTEMPTS} times over: out of "
        "memory, most likely. Give it more memory or fewer workers, or leave the article out."
    )
    info = ArticleInfo(
        published=None if article.published is None else str(article.published),
        title=article.title,
        outlet=article.outlet,
        url=article.url,
    )
    return Coded(article_id=article.id or content_id(article.text), article=info, error=Failure(stage="annotate", reason=reason))


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """A process started in here ignores Ctrl-C from its first moment, and so prints no traceback of its own."""
    if threading.current_thread() is not threading.main_thread():  # elsewhere signals cannot be set
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
