"""What the command writes, and all the bad input that it must bear: first without a model, then with the real coder."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dragoman.batch import local
from dragoman.cli import app, main
from dragoman.cli.output import check_target, opened
from dragoman.errors import DragomanError
from dragoman.export.flat import COLUMNS
from tests.fakes import FakeCoder, fake_coder

GOOD = '{"id": "good", "text": "Ola Nordmann met the president.", "published": "2024-03-05", "title": "T"}'


def coder_without_model(
    *, facts: str | None = None, places: str | None = None, min_confidence: float | None = None, **options: str
) -> FakeCoder:
    """Workers import it by name. It knows no facts and no doubt: that they reach the coder proper is tested with that one."""
    return fake_coder(**options)


class Run:
    """What a run of the command left behind."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def summary(self) -> str:
        return self.err.splitlines()[-1]


@pytest.fixture
def dragoman(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Any:
    """Runs the command as a process would, in an empty folder, with a coder that needs no model."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(local, "make_coder", coder_without_model)

    def run(*arguments: str, stdin: bytes | None = None) -> Run:
        monkeypatch.setattr(sys, "argv", ["dragoman", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin or b"")))
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsysbinary.readouterr()
        return Run(int(stopped.value.code or 0), out.decode(), err.decode())

    return run


def write(name: str, data: bytes | str) -> str:
    Path(name).write_bytes(data.encode() if isinstance(data, str) else data)
    return name


def listed(folder: Path = Path()) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# What comes out


def test_jsonl_is_one_whole_event_a_line(dragoman: Any) -> None:
    run = dragoman("code", write("2024-03-05-a.txt", "Ola Nordmann met Chad’s met."), "--format", "jsonl")
    assert run.status == 0
    assert [event["trigger"]["start"] for event in run.events] == [13, 24]
    event = run.events[0]
    assert list(event)[:4] == ["id", "article_id", "article", "type"]
    assert list(event)[-3:] == ["runner_up", "why", "coder"]
    assert event["date"]["from"] == "2024-03-04"
    assert (event["place"], event["contexts"], event["incident"]) == (None, [], None)
    assert event["article_id"] == "2024-03-05-a.txt"
    assert event["article"]["published"] == "2024-03-05"
    assert "Chad’s" in run.out
    assert run.err.startswith("1 article in = 1 coded + 0 empty + 0 failed · 2 events · ")


def test_csv_has_the_columns_that_are_documented(dragoman: Any) -> None:
    run = dragoman("code", write("a.jsonl", GOOD + "\n"), "--format", "csv")
    header, row = csv.reader(io.StringIO(run.out))
    assert header == list(COLUMNS)
    flat = dict(zip(header, row, strict=True))
    assert flat["recipients"] == "Chad; Mali"
    assert flat["recipient_countries"] == "; MLI"
    assert flat["actor_sectors"] == "GOV LEG"
    assert (flat["date_from"], flat["place"], flat["background"]) == ("2024-03-04", "", "false")


def test_csv_of_no_events_has_its_header(dragoman: Any) -> None:
    assert dragoman("code", write("a.txt", "No politics."), "--format", "csv").out == ",".join(COLUMNS) + "\n"


def test_table_is_plain_when_piped(dragoman: Any) -> None:
    run = dragoman("code", write("a.jsonl", GOOD))
    for part in (
        "2024-03-04",
        "2024-03-05",
        "CONSULT",
        "meet",
        "Ola Nordmann (NOR)",
        "Chad; Mali (MLI)",
        "occurred",
        "good",
    ):
        assert part in run.out
    assert "\x1b" not in run.out
    assert dragoman("code", write("b.txt", "No politics.")).out == ""


def test_out_is_written_whole_under_its_name(dragoman: Any) -> None:
    run = dragoman("code", write("a.jsonl", GOOD), "--format", "jsonl", "--out", "events.jsonl")
    assert (run.status, run.out) == (0, "")
    assert json.loads(Path("events.jsonl").read_text(encoding="utf-8"))["type"] == "CONSULT"
    assert listed() == ["a.jsonl", "events.jsonl"]


def test_out_is_not_touched_when_the_run_breaks(tmp_path: Path) -> None:
    target = tmp_path / "events.jsonl"
    target.write_text("before", encoding="utf-8")

    def broken_off() -> None:
        with opened(target) as stream:
            stream.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert target.read_text(encoding="utf-8") == "before"
    assert listed(tmp_path) == ["events.jsonl"]


@pytest.mark.parametrize(("out", "said"), [(".", "this is a folder; a file is needed"), ("none/e.jsonl", "does not exist")])
def test_impossible_out(dragoman: Any, out: str, said: str) -> None:
    run = dragoman("code", write("a.jsonl", GOOD), "--out", out)
    assert run.status == 2
    assert said in run.err
    assert check_target("-") is None


def test_standard_input_and_several_paths(dragoman: Any) -> None:
    run = dragoman("code", "-", write("b.txt", "They met."), "--published", "2024-03-05", "--format", "jsonl", stdin=b"We met.")
    assert [event["article"]["published"] for event in run.events] == ["2024-03-05", "2024-03-05"]
    assert len(run.events[0]["article_id"]) == 16
    assert run.summary.startswith("2 articles in = 2 coded + 0 empty + 0 failed · 2 events · ")


def test_same_bytes_with_any_number_of_workers(dragoman: Any) -> None:
    rows = "\n".join(json.dumps({"id": n, "text": "They met. " * (n % 4) + "fine"}) for n in range(30)) + "\n{broken\n"
    one, two, again = (dragoman("code", write("r.jsonl", rows), "--format", "jsonl", "--workers", n) for n in ("1", "2", "2"))
    assert one.out == two.out == again.out
    assert one.status == two.status == 1
    assert "31 articles in = 22 coded + 8 empty + 1 failed" in two.summary


def test_help_and_bare_command_show_the_way(dragoman: Any) -> None:
    bare, text = dragoman(), dragoman("code", "--help")
    assert (bare.status, text.status) == (0, 0)
    assert "code" in bare.out
    for part in ("Examples:", "dragoman code article.txt", "--published", "--workers", "map21", "jsonl", "Exit codes"):
        assert part in text.out


# Bad input: the others go on, the failed ones are counted, and the exit code says so


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "The text is empty; it must hold words."),
        ("blank.txt", b" \r\n\t ", "The text is only white space (5 characters)"),
        ("binary.txt", b"\x89PNG\r\n\0\0", "a NUL byte at byte 6: this is binary data"),
        ("latin.txt", "They met in Orléans".encode("latin-1"), "Byte 15 (0xE9) is not UTF-8"),
        ("utf16.txt", "They met".encode("utf-16"), "encoded in UTF-16"),
        ("large.txt", b"word " * 4_000_000, "It holds 20,000,000 bytes; at most 4,000,000 are read"),
        ("long.txt", b"word " * 300_000, "The text has 1,500,000 characters; max_chars allows 1,000,000"),
        ("2999-01-01.txt", b"They met.", "published '2999-01-01' lies in the future"),
        ("rows.jsonl", b'{"text": "They met."', "rows.jsonl line 1: Not valid JSON"),
        ("rows.jsonl", b'{"id": "rows.jsonl", "title": "They met."}', 'rows.jsonl line 1: The row has no "text"'),
        (
            "rows.jsonl",
            b'{"text": "They met.", "published": "2023-02-30"}',
            "published '2023-02-30' is not a possible date",
        ),
        (
            "rows.jsonl",
            b'{"text": "They met.", "published": "2999-01-01"}',
            "published '2999-01-01' lies in the future",
        ),
    ],
)
def test_a_bad_article_fails_and_the_others_go_on(dragoman: Any, name: str, data: bytes, said: str) -> None:
    run = dragoman("code", write("a.txt", "They met."), write(name, data), write("z.txt", "They met."), "--format", "jsonl")
    assert run.status == 1
    assert [event["article_id"] for event in run.events] == ["a.txt", "z.txt"]
    failed, summary = run.err.splitlines()
    assert failed.startswith(f"failed: {name}")
    assert ": read: " in failed
    assert said in failed
    assert summary.startswith("3 articles in = 2 coded + 0 empty + 1 failed · 2 events · ")


def test_a_broken_line_among_good_ones(dragoman: Any) -> None:
    run = dragoman("code", write("r.jsonl", f"{GOOD}\n{{broken\n{GOOD}\n"), "--format", "jsonl")
    assert (run.status, len(run.events)) == (1, 2)
    assert "failed: r.jsonl:2: read: r.jsonl line 2: Not valid JSON (" in run.err
    assert "3 articles in = 2 coded + 0 empty + 1 failed" in run.summary


def test_a_failure_of_the_coder_and_a_note_are_told_on_one_plain_line_each(dragoman: Any) -> None:
    run = dragoman("code", write("a.txt", "fails now"), write("b.txt", "long they met"))
    assert run.status == 1
    assert "failed: a.txt: annotate: it fails [31m.\n" in run.err
    assert "note: b.txt: cut here (1 more notes)\n" in run.err


def test_files_that_no_reader_takes_are_counted(dragoman: Any) -> None:
    Path("news").mkdir()
    write("news/a.txt", "They met.")
    write("news/b.pdf", "x")
    run = dragoman("code", "news")
    assert run.status == 0
    assert "skipped: 1 files that no reader takes (1 with suffix .pdf)" in run.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.txt"], "dragoman: none.txt: no such file or folder. Give an existing one, or - for standard input."),
        (["x.pdf"], "the suffix '.pdf' is not known. Known: .txt"),
        (["a.txt", "--format", "xml"], "'xml' is not one of 'table', 'jsonl', 'csv'"),
        (["a.txt", "--profile", "cameo"], "'cameo' is not one of 'plover2', 'map21', 'zsp15'"),
        (
            ["a.txt", "--published", "2023-02-30"],
            "dragoman: published '2023-02-30' is not a possible date. Give an ISO date",
        ),
        (["a.txt", "--published", "2999-01-01"], "lies in the future"),
        (["a.txt", "--workers", "0"], "dragoman: --workers '0': a whole number of 1 or more is needed, such as 2."),
        (["a.txt", "--workers", "two"], "--workers 'two': a whole number"),
        (["a.txt", "--min-confidence", "2"], "--min-confidence '2': a number from 0 to 1 is needed, such as 0.7."),
        (["a.txt", "--min-confidence", "nan"], "--min-confidence 'nan': a number"),
        (["a.txt", "--min-confidence", "high"], "--min-confidence 'high': a number"),
        (["a.txt", "--facts", "own.csv"], "dragoman: own.csv, row 3: country 'Ruritania' is not known. Write a code such as FRA"),
        (["none.txt", "--facts", "own.csv"], "dragoman: own.csv, row 3: "),
        (["a.txt", "--facts", "own.csv", "--workers", "2", "--out", "e.csv"], "dragoman: own.csv, row 3: "),
        (["a.txt", "--facts", "none.csv"], "dragoman: --facts 'none.csv' cannot be read (No such file or directory)."),
        ([], "Missing argument"),
        (["a.txt", "--nonsense"], "No such option"),
    ],
)
def test_wrong_use_is_said_before_any_work(
    dragoman: Any, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.setattr(local, "make_coder", lambda **_: pytest.fail("a coder was made"))
    write("a.txt", "They met.")
    write("x.pdf", "x")
    write("own.csv", "name,country\nRed Fleet,KEN\nRed Fleet,Ruritania\n")
    run = dragoman("code", *arguments)
    assert (run.status, run.out) == (2, "")
    assert said in run.err
    assert "Traceback" not in run.err
    assert listed() == ["a.txt", "own.csv", "x.pdf"]


def test_unreadable_folder(dragoman: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("closed").mkdir()

    def denied(path: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", denied)
    run = dragoman("code", "closed")
    assert run.status == 2
    assert run.err == ("dragoman: closed: the folder cannot be read: Permission denied. Make it readable, or leave it out.\n")


def test_a_defect_of_ours_is_one_line_without_traceback(dragoman: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise TypeError("oops")

    monkeypatch.setattr(local, "make_coder", broken)
    run = dragoman("code", write("a.txt", "They met."))
    assert run.status == 70
    assert run.err.startswith("dragoman: This is a mistake in Dragoman itself: TypeError: oops.")
    assert len(run.err.splitlines()) == 1


def test_an_error_of_the_coder_itself_stops_the_run(dragoman: Any) -> None:
    run = dragoman("code", write("a.txt", "unusable"))
    assert (run.status, run.err) == (2, "dragoman: not today\n")


def test_ctrl_c_says_how_far_it_came(dragoman: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dragoman.export.jsonl.JsonlWriter.write", interrupt)
    run = dragoman("code", write("a.txt", "They met."), "--format", "jsonl", "--out", "e.jsonl")
    assert run.status == 130
    assert run.err.startswith("interrupted after 1 article in = 1 coded")
    assert listed() == ["a.txt"]


def test_errors_raised_on_purpose_pass_through_the_app() -> None:
    result = CliRunner().invoke(app, ["code", "none.txt"])
    assert isinstance(result.exception, DragomanError)


# With the real coder


def command(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dragoman", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.slow
def test_version_prints_the_signature(coder: Any) -> None:
    done = command("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == coder.signature + "\n"


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_facts_of_the_user_are_used_and_signed(tmp_path: Path, coder: Any, workers: str) -> None:
    own = tmp_path / "own.csv"
    own.write_text("name,country,sector,from\nThe Harbour Brigade,KEN,REB,2024\n", encoding="utf-8")
    text = json.dumps({"text": "The Harbour Brigade attacked Mali.", "published": "2024-03-05"}) + "\n"
    arguments = ("code", "-", "--format", "jsonl", "--workers", workers)
    (plain,), (event,) = (
        [json.loads(line) for line in command(*arguments, *more, stdin=text).stdout.splitlines()]
        for more in ((), ("--facts", str(own)))
    )
    assert plain["actors"][0]["country"] is None
    assert (event["actors"][0]["country"], event["actors"][0]["sectors"]) == ("KEN", ["REB"])
    assert event["actors"][0]["name"] == "The Harbour Brigade"
    assert "own.csv, row 2" in event["actors"][0]["why"]
    assert plain["coder"] == coder.signature
    assert "+own@" in event["coder"]


@pytest.mark.slow
def test_text_that_is_not_english_is_failed_by_name() -> None:
    done = command("code", "-", stdin="Der Bundeskanzler traf am Dienstag in Berlin den französischen Präsidenten.")
    assert done.returncode == 1
    assert "failed: " in done.stderr
    assert ": read: The text is in 'de'" in done.stderr
    assert "py3langid" in done.stderr


@pytest.mark.slow
def test_a_sentence_of_100_000_words_is_cut_and_noted() -> None:
    words = "the minister met the president and " * 100 + "the old bridge near the harbour and " * 14_300
    assert len(words.split()) > 100_000
    done = command("code", "-", stdin=words)
    assert done.returncode == 0
    assert "note: " in done.stderr
    assert "has more than 200 tokens; it was cut there" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_closed_pipe_is_quiet() -> None:
    script = f'"{sys.executable}" -m dragoman code - --format jsonl'
    if os.name == "nt":
        pytest.skip("a shell pipeline for POSIX")
    rows = "".join(json.dumps({"text": f"Norway's premier met Chad's president on Monday, {n}."}) + "\n" for n in range(400))
    done = subprocess.run(f"{script} | head -n 1", shell=True, input=rows, capture_output=True, text=True, check=False)
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
