"""`dragoman when` and `dragoman where`: what they print, and with which exit code."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.cli import main

pytestmark = pytest.mark.slow
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command as a process would, in an empty folder; gives the exit code and what it wrote out and as errors."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, given: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["dragoman", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
        with pytest.raises(SystemExit) as stopped:
            main()
        return int(stopped.value.code or 0), *capsys.readouterr()

    return run


def test_when_gives_a_row_an_expression(command: Command) -> None:
    status, out, err = command("when", "They met last Thursday and will sign in mid-May.", "--published", "2024-03-06")
    assert (status, err) == (0, "")
    rows = [line.split() for line in out.splitlines() if "2024" in line]
    assert rows[0][:6] == ["last", "Thursday", "DATE", "2024-02-29", "2024-02-29", "2024-02-29"]
    assert rows[1][:5] == ["mid-May", "DATE", "2024-05", "2024-05-11", "2024-05-20"]


def test_when_writes_records(command: Command) -> None:
    status, out, _ = command("when", "-", "--format", "json", given="They met on Monday and on 5 May 2021.")
    found = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [(t["text"], t["from"]) for t in found] == [("Monday", None), ("5 May 2021", "2021-05-05")]  # never against today


def test_where_gives_a_row_a_place(command: Command) -> None:
    status, out, err = command("where", "The talks in Paris, Texas, ended.")
    assert (status, err) == (0, "")
    assert "USA" in out
    assert "4717560" in out


def test_where_takes_places_of_your_own(command: Command) -> None:
    Path("places.csv").write_text("name,lat,lon,country\nCamp Juno,1.5,29.2,COD\n", encoding="utf-8")
    status, out, _ = command("where", "Rebels shelled Camp Juno.", "--places", "places.csv", "--format", "json")
    (found,) = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert (found["name"], found["country"], found["lat"], found["precision"]) == ("Camp Juno", "COD", 1.5, "site")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("when", "Nothing here."), 1, ""),
        (("where", "Nothing here."), 1, ""),
        (("when", " "), 2, "TEXT: The text is only white space"),
        (("when", "Monday", "--published", "31 February"), 2, "--published '31 February' is not a possible date"),
        (("where", "Goma", "--places", "none.csv"), 2, "--places 'none.csv' cannot be read"),
    ],
)
def test_what_cannot_be_answered(command: Command, arguments: tuple[str, ...], status: int, message: str) -> None:
    got, out, err = command(*arguments)
    assert (got, out) == (status, "")
    assert message in err
