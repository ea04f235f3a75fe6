"""What a machine does not check goes stale: the documented command line is the one there is."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from typer.main import get_command

from dragoman.annotate.parse import Parser
from dragoman.annotate.when import times
from dragoman.cli import app
from dragoman.coder import Coder
from dragoman.export.flat import COLUMNS
from dragoman.read.source import READERS

ROOT = Path(__file__).parents[1]
CLI = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
COMMAND = get_command(app)
COMMANDS = {**COMMAND.commands}  # type: ignore[attr-defined]
COMMANDS |= {f"facts {name}": command for name, command in COMMANDS["facts"].commands.items()}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_chapter_and_its_help(name: str) -> None:
    assert f"## dragoman {name}\n" in CLI
    assert COMMANDS[name].help


@pytest.mark.parametrize("name", COMMANDS)
def test_the_options_of_a_chapter_are_those_of_the_command(name: str) -> None:
    chapter = re.split(r"^## ", CLI.split(f"## dragoman {name}\n")[1], flags=re.MULTILINE)[0]
    documented = set(re.findall(r"^\| `(--[a-z-]+)", chapter, re.MULTILINE))
    options = {option for parameter in COMMANDS[name].params for option in parameter.opts if option.startswith("--")}
    documented.discard("--restart")
    assert documented == options - {"--help"}


def test_the_columns_of_csv_are_documented_in_order() -> None:
    table = CLI.split("### CSV\n")[1].split("\n#")[0]
    named = [column for line in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for column in re.findall(r"`(\w+)`", line)]
    assert named == list(COLUMNS)


def test_the_suffixes_are_documented() -> None:
    assert all(f"`{suffix}`" in CLI for suffix in READERS)


def test_files_named_in_the_docs_exist() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")]
    named = {name for text in texts for name in re.findall(r"`((?:examples|docs|resources|bench|src)/[\w./-]+)`", text)}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@pytest.mark.slow
def test_the_page_of_times_says_what_the_code_does(parser: Parser) -> None:
    page = (ROOT / "docs" / "times.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("|")]
    shown: dict[str, list[list[str]]] = {}
    for text, *cells in rows:
        if text not in ("text", "---"):
            shown.setdefault(text, []).extend([cells] if cells[0] else [])
    assert len(shown) > 50
    for text, wanted in shown.items():
        found = times(parser(text), dt.date(2023, 7, 14))
        assert [[t.text, t.kind, t.value or "", str(t.from_ or ""), str(t.to or "")] for t in found] == wanted, text


def holds(shown: object, real: object) -> bool:
    """Whether what a page shows is what comes out; a string that ends in "..." shows its beginning."""
    if isinstance(shown, dict) and isinstance(real, dict):
        return all(k in real and holds(v, real[k]) for k, v in shown.items())
    if isinstance(shown, list) and isinstance(real, list):
        return len(shown) == len(real) and all(map(holds, shown, real))
    if isinstance(shown, str) and shown.endswith("...") and isinstance(real, str):
        return real.startswith(shown[:-3])
    return shown == real


@pytest.mark.slow
def test_the_readme_s_output_is_what_comes_out(coder: Coder) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = json.loads(readme.split("```json")[1].split("```")[0])
    text = readme.split('echo "')[1].split('" |')[0].replace("\\\n", "") + "\n"
    events = coder.code(text, published="2024-03-06").events
    assert len(events) == 2
    assert holds(shown, events[1].model_dump(mode="json", by_alias=True))


@pytest.mark.slow
def test_the_readme_s_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    exec(compile(readme.split("```python")[1].split("```")[0], "README.md", "exec"), {})  # our own page
    assert "ACCUSE allege ['TUR'] ['GRC']" in capsys.readouterr().out
