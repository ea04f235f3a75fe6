"""The run over countries, stopped, gone on with and damaged; on the answers of `test_wikidata`."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import ConfigError, InputError
from dragoman.facts import questions
from dragoman.facts.parts import Parts, refresh
from dragoman.facts.wikidata import Found, NoAnswer
from tests.facts.test_wikidata import SINCE, Canned, kind, recorded


def run(canned: Canned, parts: Parts, codes: Sequence[str] = ("DEU", "FRA")) -> dict[str, Found | NoAnswer]:
    return dict(refresh(codes, since=SINCE, service=canned.service(), parts=parts))


def opened(folder: Path, codes: Sequence[str] = ("DEU", "FRA"), **more: Any) -> Parts:
    return Parts(folder / "o.csv.part", codes, **{"since": SINCE, **more})


def test_a_run_that_was_stopped_goes_on(tmp_path: Path) -> None:
    def stopped(query: str) -> bytes:
        if '"FRA"' in query:
            raise KeyboardInterrupt
        return recorded(query)

    with pytest.raises(KeyboardInterrupt):
        run(Canned(stopped), opened(tmp_path))
    again = Canned()
    done = run(again, opened(tmp_path))
    assert [kind(q) for q in again.queries] == ["offices", "holders", "leaders", "names"]
    assert done == run(Canned(), opened(tmp_path, restart=True))
    assert sorted(path.name for path in tmp_path.rglob("*.json")) == ["DEU.json", "FRA.json"]
    opened(tmp_path).close(done=True)
    assert list(tmp_path.iterdir()) == []


def test_what_belongs_to_others_is_not_cleared(tmp_path: Path) -> None:
    run(Canned(), opened(tmp_path))
    opened(tmp_path, ["FRA"]).close(done=True)
    assert [path.name for path in tmp_path.rglob("*.json")] == ["DEU.json"]


def test_one_country_fails_and_the_others_go_on(tmp_path: Path) -> None:
    done = run(Canned(lambda q: b"oops" if '"DEU"' in q else recorded(q)), opened(tmp_path))
    assert isinstance(done["DEU"], NoAnswer)
    assert isinstance(done["FRA"], Found)
    again = Canned()
    run(again, opened(tmp_path))
    assert '"DEU"' in again.queries[0]
    assert len(again.queries) == 4


def test_after_three_failures_in_a_row_the_rest_is_not_asked(tmp_path: Path) -> None:
    codes = ["AFG", "AGO", "ALB", "AND", "ARE", "FRA"]
    run(Canned(), opened(tmp_path, ["FRA"]), ["FRA"])
    canned = Canned(status=403)
    done = run(canned, opened(tmp_path, codes), codes)
    assert len(canned.queries) == 3
    assert str(done["AND"]) == str(done["ARE"]) == "not asked, since 3 countries in a row had failed."
    assert isinstance(done["FRA"], Found)


def test_a_run_with_another_day_or_other_questions_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(Canned(), opened(tmp_path))
    with pytest.raises(ConfigError, match=r"DEU\.json: .* --since '2023-03-01', not 2024-01-01\. Use --restart"):
        opened(tmp_path, since=dt.date(2024, 1, 1))
    assert len(opened(tmp_path).saved) == 2
    monkeypatch.setattr(questions, "VERSION", "00000000")
    with pytest.raises(ConfigError, match=r"which are now '00000000'\. Use --restart"):
        opened(tmp_path)
    assert opened(tmp_path, restart=True).saved == {}


DAMAGES: list[Callable[[str], str]] = [
    lambda text: text[:200],
    lambda _: "",
    lambda _: "[]",
    lambda _: "[" * 100_000,
    lambda text: text.replace('"country": "FRA"', '"country": "DEU"'),
    lambda text: text.replace('"wd:Q800014"', '"Q800014"'),
    lambda text: text.replace('"2024-09-05"', '"=1+1"'),
    lambda text: text.replace('"head of government"', '"a\\u001b[31mb"'),
    lambda text: text.replace('"head of government"', "3"),
    lambda text: text.replace('"head of government",', ""),
    lambda text: text.replace('"dropped": {', '"dropped": {"a": "b",'),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_part_is_named_and_asked_for_again(tmp_path: Path, damage: Callable[[str], str]) -> None:
    before = run(Canned(), opened(tmp_path))
    path = tmp_path / "o.csv.part" / "FRA.json"
    content = path.read_text(encoding="utf-8")
    assert damage(content) != content
    path.write_text(damage(content), encoding="utf-8")
    parts = opened(tmp_path)
    assert [note.partition(":")[0] for note in parts.damaged] == [str(path)]
    assert parts.damaged[0].endswith("FRA is asked for again.")
    assert run(Canned(), parts) == before
    assert path.read_text(encoding="utf-8") == content


def test_a_working_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "o.csv.part").write_text("a file", encoding="utf-8")
    with pytest.raises(InputError, match=r"o\.csv\.part: the working folder cannot be written: .*Give --out in another folder"):
        opened(tmp_path)
