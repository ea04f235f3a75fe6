"""`dragoman who`: what it prints, and with which exit code."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.cli import main

ROWS = "name,country,sector,office,from,to\nThe Harbour Brigade,KEN,MIL,,2023,\n"
Who = Callable[..., tuple[int, str, str]]


@pytest.fixture
def who(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Who:
    """Runs the command as a process would, in an empty folder; gives the exit code and what it wrote out and as errors."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["dragoman", "who", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
        return int(stopped.value.code or 0), *capsys.readouterr()

    return run


def fields(text: str) -> dict[str, str]:
    return {field: value for field, _, value in (" ".join(line.split()).partition(" ") for line in text.splitlines())}


def test_text_has_a_field_a_line(who: Who) -> None:
    status, out, err = who("Defense Minister Diego Molano", "--on", "2022-06-01")
    assert (status, err) == (0, "")
    assert out.splitlines()[:5] == [
        "country  COL",
        "sectors  GOV MIL",
        "name     Diego Molano",
        "office   Minister of Defence",
        "id       wd:Q5806403",
    ]
    assert out.splitlines()[5].startswith("why      role word 'Defense Minister' is GOV MIL; ")
    assert len(out.splitlines()) == 6


def test_json_is_a_whole_record_on_one_line(who: Who) -> None:
    status, out, err = who("the president of Côte d’Ivoire", "--format", "json")
    assert (status, err, out.count("\n")) == (0, "", 1)
    found = json.loads(out)
    assert list(found) == ["start", "end", "text", "name", "country", "sectors", "office", "id", "according_to", "why"]
    assert (found["text"], found["country"], found["sectors"], found["name"]) == (
        "the president of Côte d’Ivoire",
        "CIV",
        ["GOV"],
        None,
    )


@pytest.mark.parametrize(
    ("arguments", "country", "sector"),
    [
        (["the Taliban", "--on", "2021-08-14"], "AFG", "REB"),
        (["the Taliban", "--on", "2021-08-15"], "AFG", "GOV"),
        (["the Taliban", "--on", ""], "AFG", "GOV"),
        (["the Taliban"], "AFG", "GOV"),
        (["the DPP", "--country", "MWI"], "MWI", "PTY"),
        (["the DPP", "--country", "taiwan"], "TWN", "PTY"),
    ],
)
def test_the_day_and_the_country_of_the_news_decide(who: Who, arguments: list[str], country: str, sector: str) -> None:
    status, out, _ = who(*arguments)
    assert status == 0
    assert fields(out)["country"] == country
    assert fields(out)["sectors"].split()[0] == sector


@pytest.mark.parametrize(
    "phrase", ["he", "They", "nobody that is known", "?!", "—", "1234", "x" * 10_000, "the minister " * 1_000, "\x1b[31m", "()"]
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_nobody_is_exit_code_1(who: Who, phrase: str, form: str) -> None:
    status, out, err = who("--format", form, "--", phrase)
    assert (status, err) == (1, "")
    if form == "text":
        assert out == "country  -\nsectors  -\nname     -\noffice   -\nid       -\nwhy      nobody that is known\n"
    else:
        assert json.loads(out)["why"] == "nobody that is known"
    assert "\x1b" not in out


def test_no_control_character_of_the_phrase_reaches_the_terminal(who: Who) -> None:
    status, out, _ = who("President Jo\x1b[31m Wanjala of Kenya")
    assert status == 0
    assert "\x1b" not in out


def test_own_facts_stand_before_ours_on_their_days(who: Who) -> None:
    Path("own.csv").write_text(ROWS, encoding="utf-8")
    status, out, _ = who("the Harbour Brigade", "--facts", "own.csv", "--on", "2023-01-01")
    assert status == 0
    assert fields(out) == {
        "country": "KEN",
        "sectors": "MIL",
        "name": "The Harbour Brigade",
        "office": "-",
        "id": "the-harbour-brigade.ken",
        "why": "'Harbour Brigade' is a known organization (facts of the user: own.csv, row 2)",
    }
    assert fields(who("the Harbour Brigade", "--facts", "own.csv", "--on", "2022-12-31")[1])["country"] == "-"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Hamas", "--on", "2022-13-01"], "'2022-13-01' is not a possible date. Give an ISO date"),
        (["Hamas", "--on", "yesterday"], "'yesterday' is not a possible date"),
        (["Hamas", "--on", "2999-01-01"], "'2999-01-01' lies in the future"),
        (["Hamas", "--country", "Ruritania"], "dragoman: country 'Ruritania' is not known. Give a code such as FRA or KOS"),
        ([""], 'dragoman: PHRASE is empty. Give words such as "the president of Mali".'),
        ([" \t\n"], "dragoman: PHRASE is empty."),
        ([], "Missing argument 'PHRASE'"),
        (["Hamas", "--format", "csv"], "'csv' is not one of 'text', 'json'"),
        (["Hamas", "--facts", "none.csv"], "dragoman: --facts 'none.csv' cannot be read (No such file or directory)."),
        (["Hamas", "--facts", "."], "dragoman: --facts '.' is no file."),
        (["Hamas", "--facts", "own.csv"], "dragoman: own.csv, row 3: sector 'NAVY' is not known. Allowed: AGR BUS"),
    ],
)
def test_wrong_use_is_exit_code_2_and_one_message(who: Who, arguments: list[str], said: str) -> None:
    Path("own.csv").write_text(f"{ROWS}Red Fleet,KEN,NAVY,,,\n", encoding="utf-8")
    status, out, err = who(*arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_help_shows_the_way(who: Who) -> None:
    status, out, _ = who("--help")
    assert status == 0
    for part in (
        "Examples:",
        "PHRASE",
        "--on",
        "--country",
        "--facts",
        "--format",
        "Exit codes: 0 somebody is known, 1 nobody is",
    ):
        assert part in out
