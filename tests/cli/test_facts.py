"""`dragoman facts update`, on recorded answers: nothing here touches the network."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dragoman.cli.facts import facts
from dragoman.errors import ConfigError, DragomanError, InputError, UnknownName
from dragoman.facts import wikidata
from tests.facts.test_wikidata import Canned, recorded

Update = Callable[..., Result]


@pytest.fixture
def update(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Update:
    """Runs the command in an empty folder with this in place of the network."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, network: Canned | None = None) -> Result:
        canned = network or Canned()
        monkeypatch.setattr(wikidata, "connect", lambda contact: canned.service())
        since = [] if "--since" in arguments else ["--since", "2023-03-01"]
        return CliRunner().invoke(facts, ["update", *arguments, *since], catch_exceptions=False)

    return run


def listed() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


def test_offices_are_written_and_the_run_is_summed_up(update: Update) -> None:
    done = update("--out", "offices.csv", "--countries", "FRA,DEU")
    assert (done.exit_code, done.stdout) == (0, "")
    with Path("offices.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["country"] for row in rows] == ["DEU"] * 11 + ["FRA"] * 11
    assert rows[2] | {"alias": ""} == {
        "name": "Aurélien Sabourdin", "alias": "", "kind": "person", "country": "DEU", "sector": "GOV",
        "office": "President of France", "from": "2022-05-14", "to": "", "id": "wd:Q800001",
    }  # fmt: skip
    dropped, summary = done.stderr.splitlines()
    assert dropped.startswith("dropped: 38 terms (2 date impossible, 10 date unknown, before our era")
    assert summary.startswith("2 countries asked for = 2 found + 0 failed · 22 rows · ")
    assert listed() == ["offices.csv"]


def test_the_same_answers_give_the_same_bytes(update: Update) -> None:
    update("--out", "one.csv", "--countries", "FRA,DEU")
    update("--out", "two.csv", "--countries", "DEU,FRA,fra")
    assert Path("one.csv").read_bytes() == Path("two.csv").read_bytes()
    assert b"\r" not in Path("one.csv").read_bytes()


def test_a_country_that_fails_is_named_and_asked_again_alone(update: Update) -> None:
    failing = Canned(lambda query: b"<html>" if '"DEU"' in query else recorded(query))
    done = update("--out", "o.csv", "--countries", "FRA,DEU", network=failing)
    assert done.exit_code == 1
    assert done.stderr.startswith("failed: DEU: its answer is no whole SPARQL result (Expecting value")
    assert "note: the others are written; the same command again asks only for those that failed\n" in done.stderr
    assert "2 countries asked for = 1 found + 1 failed · 11 rows" in done.stderr
    assert Path("o.csv").read_text(encoding="utf-8").count("\n") == 12
    assert listed() == ["o.csv", "o.csv.part"]
    again = Canned()
    assert update("--out", "o.csv", "--countries", "FRA,DEU", network=again).exit_code == 0
    assert len(again.queries) == 4
    assert Path("o.csv").read_text(encoding="utf-8").count("\n") == 23
    assert listed() == ["o.csv"]


def test_nothing_found_leaves_the_file_as_it_was(update: Update) -> None:
    Path("o.csv").write_text("before", encoding="utf-8")
    done = update("--out", "o.csv", "--countries", "FRA", network=Canned(status=503))
    assert done.exit_code == 1
    assert "failed: FRA: it answered HTTP 503.\nnote: o.csv is left as it was" in done.stderr
    assert Path("o.csv").read_text(encoding="utf-8") == "before"
    assert listed() == ["o.csv"]


def test_ctrl_c_keeps_what_is_done(update: Update) -> None:
    def stopped(query: str) -> bytes:
        if '"FRA"' in query:
            raise KeyboardInterrupt
        return recorded(query)

    done = update("--out", "o.csv", "--countries", "FRA,DEU", network=Canned(stopped))
    assert done.exit_code == 130
    assert done.stderr == "interrupted after 1 of 2 countries; the same command again goes on from there\n"
    assert listed() == ["o.csv.part"]
    again = Canned()
    assert update("--out", "o.csv", "--countries", "FRA,DEU", network=again).exit_code == 0
    assert len(again.queries) == 4


def test_a_bar_is_for_a_terminal_only(update: Update, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "asking" not in update("--out", "o.csv", "--countries", "FRA").stderr
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = update("--out", "o.csv", "--countries", "FRA").stderr
    assert "asking" in shown
    assert "countries 11 rows" in shown


def test_a_run_with_another_day_is_refused_unless_begun_anew(update: Update) -> None:
    update("--out", "o.csv", "--countries", "FRA,DEU", network=Canned(lambda q: b"" if '"DEU"' in q else recorded(q)))
    with pytest.raises(ConfigError, match="Use --restart to begin anew"):
        update("--out", "o.csv", "--countries", "FRA,DEU", "--since", "2024-01-01")
    done = update("--out", "o.csv", "--countries", "FRA,DEU", "--since", "2024-01-01", "--restart")
    assert done.exit_code == 0


def test_a_damaged_part_is_named(update: Update) -> None:
    Path("o.csv.part").mkdir()
    Path("o.csv.part/FRA.json").write_text('{"country": "FRA', encoding="utf-8")
    done = update("--out", "o.csv", "--countries", "FRA")
    assert done.exit_code == 0
    assert done.stderr.startswith("note: o.csv.part/FRA.json: it cannot be read back (Unterminated string")


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        (["--out", "o.csv", "--countries", "FRA,XXX"], UnknownName, r"No country to ask for is called 'XXX'\. Known: AFG, AGO"),
        (["--out", "o.csv", "--since", "2999-01-01"], ConfigError, "--since '2999-01-01' lies in the future"),
        (["--out", "o.csv", "--since", "2023-02-30"], ConfigError, "--since '2023-02-30' is not a possible date. Give an ISO"),
        (["--out", "none/o.csv"], InputError, "--out none/o.csv: the folder none does not exist"),
        (["--out", "."], InputError, "this is a folder; a file is needed"),
        (["--out", "-"], ConfigError, "--out '-': a file is needed, such as offices.csv"),
    ],
)
def test_wrong_use_is_said_before_any_request(
    update: Update, arguments: list[str], error: type[DragomanError], said: str
) -> None:
    network = Canned()
    with pytest.raises(error, match=said):
        update(*arguments, network=network)
    assert network.queries == []
    assert listed() == []


def test_a_file_that_cannot_be_written_is_said_before_any_request(update: Update, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", denied)
    network = Canned()
    with pytest.raises(InputError, match=r"o\.csv\.part: the working folder cannot be written: Permission denied\."):
        update("--out", "o.csv", network=network)
    assert network.queries == []


def test_the_contact_is_checked(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--contact 'me': a mail address is needed"):
        CliRunner().invoke(facts, ["update", "--out", str(tmp_path / "o.csv"), "--contact", "me"], catch_exceptions=False)


def test_help_shows_the_way() -> None:
    shown = CliRunner().invoke(facts, ["update", "--help"])
    assert shown.exit_code == 0
    for part in ("Examples:", "dragoman facts update --out", "--countries", "--since", "--restart", "--contact", "Exit codes"):
        assert part in shown.stdout
    bare = CliRunner().invoke(facts, [])
    assert (bare.exit_code, "update" in bare.stdout) == (0, True)
    assert CliRunner().invoke(facts, ["update"]).exit_code == 2
