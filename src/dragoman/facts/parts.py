"""A run over many countries that can be stopped and gone on with: those that are done are kept in a folder, a file each."""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dragoman.errors import ConfigError, InputError
from dragoman.facts import questions
from dragoman.facts.wikidata import Found, Holder, NoAnswer, Service, clean, holders

GIVE_UP = 3  # countries failing in a row after which the rest is not asked

_ID = re.compile(r"wd:Q[1-9][0-9]{0,11}")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


class _Stale(Exception):
    """A country that was saved by a run of another kind; the text says of which."""


class Parts:
    """The working folder: the countries that are done, a file each, so that a run that was stopped goes on from there.

    `saved` has those that were done before, `damaged` what is wrong with those that cannot be read back.
    """

    def __init__(self, folder: Path, codes: Sequence[str], *, since: dt.date, restart: bool = False) -> None:
        self._folder, self._codes = folder, codes
        self._header = {"query": questions.VERSION, "since": since.isoformat()}
        self.saved: dict[str, Found] = {}
        self.damaged: list[str] = []
        try:
            folder.mkdir(exist_ok=True)
            folder.joinpath(".writable").touch()
            folder.joinpath(".writable").unlink()
        except OSError as error:
            raise InputError(
                f"{folder}: the working folder cannot be written: {error.strerror}. Give --out in another folder."
            ) from error
        for code in codes:
            if restart:
                self._path(code).unlink(missing_ok=True)
            else:
                self._load(code)

    def save(self, code: str, found: Found) -> None:
        """Keep a country, whole or not at all."""
        path = self._path(code)
        beside = path.with_suffix(".new")
        content = {**self._header, "country": code, "dropped": found.dropped, "rows": found.holders}
        beside.write_text(json.dumps(content, ensure_ascii=False, indent=0), encoding="utf-8")
        beside.replace(path)

    def close(self, *, done: bool) -> None:
        """Take away what belongs to these countries if all is done, and the folder if nothing is left in it."""
        for code in self._codes:
            self._path(code).with_suffix(".new").unlink(missing_ok=True)
            if done:
                self._path(code).unlink(missing_ok=True)
        if not any(self._folder.iterdir()):
            self._folder.rmdir()

    def _path(self, code: str) -> Path:
        return self._folder / f"{code}.json"

    def _load(self, code: str) -> None:
        path = self._path(code)
        try:
            self.saved[code] = _saved(path.read_bytes(), code, self._header)
        except FileNotFoundError:
            return
        except _Stale as stale:
            raise ConfigError(
                f"{path}: it was saved by a run with {stale}. Use --restart to begin anew, or the same --since to go on."
            ) from None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            self.damaged.append(f"{path}: it cannot be read back ({clean(str(error))[:80]}); {code} is asked for again.")


def refresh(codes: Sequence[str], *, since: dt.date, service: Service, parts: Parts) -> Iterator[tuple[str, Found | NoAnswer]]:
    """Each country with what it yielded, or why it did not. What `parts` has is not asked again."""
    failed = 0
    for code in codes:
        found = parts.saved.get(code)
        if found is None and failed >= GIVE_UP:
            yield code, NoAnswer(f"not asked, since {GIVE_UP} countries in a row had failed.")
            continue
        try:
            if found is None:
                found = holders(service, code, since)
                parts.save(code, found)
                failed = 0
        except NoAnswer as error:
            failed += 1
            yield code, error
            continue
        yield code, found


def _saved(content: bytes, code: str, header: Mapping[str, str]) -> Found:
    """A country as it was saved. Raises what reading raises, or `_Stale` if it belongs to another run."""
    saved = json.loads(content)
    if saved["country"] != code:
        raise ValueError(f"it is of {saved['country']!r}")
    if saved["query"] != header["query"]:
        raise _Stale(f"the questions {saved['query']!r}, which are now {header['query']!r}")
    if saved["since"] != header["since"]:
        raise _Stale(f"--since {saved['since']!r}, not {header['since']}")
    rows = tuple(Holder(*row) for row in saved["rows"])
    if not all(_is_sound(row, code) for row in rows):
        raise ValueError("a row has not the form of ours")
    dropped = {str(reason): int(count) for reason, count in saved["dropped"].items()}
    return Found(rows, dropped)


def _is_sound(row: Holder, code: str) -> bool:
    if not all(isinstance(cell, str) and cell.isprintable() for cell in row):
        return False
    dates = bool(_DATE.fullmatch(row.start)) and bool(_DATE.fullmatch(row.end or row.start))
    return dates and bool(_ID.fullmatch(row.id)) and (row.kind, row.country) == ("person", code) and bool(row.name)
