"""Where results go: the terminal, or a file that appears whole or not at all."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from dragoman.errors import InputError


def check_target(out: str | None) -> Path | None:
    """The file to write, or None for the terminal, before any work is done.

    Raises:
        InputError: it is a folder, or lies in none.
    """
    if out is None or out == "-":
        return None
    target = Path(out)
    if target.is_dir():
        raise InputError(
            f"--out {out}: this is a folder; a file is needed. Give a file in it, such as {target / 'events.jsonl'}."
        )
    if not target.parent.is_dir():
        raise InputError(f"--out {out}: the folder {target.parent} does not exist. Make it, or give a file in another.")
    return target


@contextmanager
def opened(target: Path | None) -> Iterator[IO[str]]:
    """A text stream in UTF-8 to the target. A file is written under a temporary name beside it and renamed at the end.

    Raises:
        InputError: the file cannot be written.
    """
    if target is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    real = target.resolve()
    beside = real.with_name(f".{real.name}.{os.getpid()}.part")
    direct = real.exists() and not real.is_file()  # a device or a named pipe: it cannot be renamed over
    try:
        stream = (real if direct else beside).open("w", encoding="utf-8", errors="backslashreplace", newline="")
    except OSError as error:
        raise InputError(f"--out {target}: it cannot be written: {error.strerror}. Give a file in another folder.") from error
    try:
        with stream:
            yield stream
        if not direct:
            beside.replace(real)
    finally:
        if not direct:
            beside.unlink(missing_ok=True)
