"""The codebook holds what PLOVER has, answers by name, and names the entry when its data is broken."""

import copy
import csv
import importlib.util
import json
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest

from dragoman.codebook import Context, EventType, Sector, codebook_from, load_codebook
from dragoman.errors import DataError, UnknownName
from dragoman.records import StatusName, TypeName

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "src" / "dragoman" / "codebook"
CASES = ROOT / "tests" / "cases" / "boundary.jsonl"

Data = dict[str, Any]
Rows = list[dict[str, str]]


@pytest.fixture
def data() -> Data:
    parsed: Data = json.loads((FOLDER / "plover.json").read_text(encoding="utf-8"))
    return parsed


@pytest.fixture
def rows() -> Rows:
    with (FOLDER / "cameo.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dragoman_resources_build", ROOT / "resources" / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# What it holds


def test_the_counts_are_those_of_the_manual() -> None:
    book = load_codebook()
    modes = [len(kind.modes) for kind in book.types.values()]
    assert (len(book.types), sum(modes), len(book.contexts)) == (16, 67, 37)
    assert book.types.keys() == set(get_args(TypeName))
    assert book.statuses.keys() == set(get_args(StatusName))
    assert book.version == "plover2"


def test_each_type_has_its_number_of_modes() -> None:
    numbers = {name: len(kind.modes) for name, kind in load_codebook().types.items() if kind.modes}
    assert numbers == {
        "CONSULT": 4, "RETREAT": 6, "REQUEST": 4, "ACCUSE": 3, "REJECT": 4, "THREATEN": 6, "PROTEST": 7, "SANCTION": 4,
        "MOBILIZE": 4, "COERCE": 10, "ASSAULT": 15,
    }  # fmt: skip


def test_request_and_reject_share_modes_with_scores_of_their_own() -> None:
    book = load_codebook()
    scores = {name: {mode.name: mode.score for mode in book.types[name].modes.values()} for name in ("REQUEST", "REJECT")}
    assert scores == {
        "REQUEST": {"assist": 0.5, "change": -1, "yield": -1, "meet": 0},
        "REJECT": {"assist": -1.5, "change": -2, "yield": -2, "meet": -2},
    }


def test_the_score_of_the_mode_goes_before_that_of_the_type() -> None:
    book = load_codebook()
    assert book.score("CONSULT") == 2.5
    assert book.score("CONSULT", "visit") == 4
    assert book.score("ACCUSE") == -3  # not the +3 that the manual prints
    assert book.score("ASSAULT", "unconventional") == -10


def test_scores_lie_between_minus_ten_and_ten() -> None:
    kinds = load_codebook().types.values()
    scores = [kind.score for kind in kinds] + [mode.score for kind in kinds for mode in kind.modes.values()]
    assert min(scores) >= -10
    assert max(scores) <= 10


def test_quads() -> None:
    book = load_codebook()
    by_quad = {number: sorted(kind.name for kind in book.types.values() if kind.quad_number == number) for number in range(1, 5)}
    assert by_quad == {
        1: ["AGREE", "CONCEDE", "CONSULT", "SUPPORT"],
        2: ["AID", "COOPERATE", "RETREAT"],
        3: ["ACCUSE", "REJECT", "REQUEST", "THREATEN"],
        4: ["ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "SANCTION"],
    }
    assert book.quad("SANCTION") == "material conflict"


def test_only_the_three_types_require_a_recipient() -> None:
    kinds = load_codebook().types.values()
    assert sorted(kind.name for kind in kinds if kind.recipient_required) == ["AID", "COOPERATE", "SANCTION"]


def test_a_visit_is_the_one_directed_way_to_consult() -> None:
    book = load_codebook()
    assert book.symmetric("CONSULT") == book.symmetric("CONSULT", "phone") == "always"
    assert book.symmetric("CONSULT", "visit") == "never"
    assert book.symmetric("ASSAULT") == "either"


@pytest.mark.parametrize(
    ("now", "ahead"),
    [
        ("CONSULT", "AGREE"), ("SUPPORT", "AGREE"), ("COOPERATE", "AGREE"), ("AID", "AGREE"), ("AGREE", "AGREE"),
        ("RETREAT", "CONCEDE"), ("CONCEDE", "CONCEDE"), ("ASSAULT", "THREATEN"), ("PROTEST", "THREATEN"),
        ("MOBILIZE", "THREATEN"), ("SANCTION", "THREATEN"), ("COERCE", "THREATEN"), ("REQUEST", "REQUEST"),
        ("ACCUSE", "ACCUSE"), ("REJECT", "REJECT"), ("THREATEN", "THREATEN"),
    ],
)  # fmt: skip
def test_what_an_act_is_while_it_lies_ahead(now: str, ahead: str) -> None:
    assert load_codebook().types[now].future == ahead


def test_acts_of_speech() -> None:
    assert load_codebook().speech_types == {"AGREE", "REQUEST", "REJECT", "ACCUSE", "THREATEN", "CONCEDE"}


def test_countries_and_sectors() -> None:
    book = load_codebook()
    assert {name for name, value in book.countries.items() if not value.is_state} == {
        "IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC",
    }  # fmt: skip
    assert book.countries["KOS"].is_state
    assert len(book.sectors) == 25
    assert sum(sector.frequent for sector in book.sectors.values()) == 11
    assert {entry.name: entry.until for entry in book.partly_recognised}["Nagorno-Karabakh"] == "2023-12-31"


def test_rules_say_one_thing_and_not_the_same_thing() -> None:
    rules = load_codebook().rules
    assert rules["signing-is-support"].code == ("SUPPORT",)
    assert rules["signing-is-support"].instead_of == ("AGREE",)
    assert rules["missed-shot-is-assault"].status == "attempted"
    assert rules["routine-is-no-event"].code == ()
    assert [rule.id for rule in rules.values() if set(rule.code) & set(rule.instead_of)] == []


def test_no_two_definitions_are_the_same() -> None:
    book = load_codebook()
    entries: list[EventType | Context | Sector] = [
        *book.types.values(),
        *book.contexts.values(),
        *book.sectors.values(),
    ]
    texts = [entry.definition for entry in entries] + [
        mode.definition for kind in book.types.values() for mode in kind.modes.values()
    ]
    assert len(set(texts)) == len(texts)


# What it answers


def test_older_names_lead_to_their_types() -> None:
    book = load_codebook()
    names = {name: book.type_named(name).name for name in ("DEMAND", "DISAPPROVE", "INVESTIGATE", "FIGHT", "AID")}
    assert names == {
        "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT", "AID": "AID",
    }  # fmt: skip


def test_yield_is_a_label_of_one_profile_and_no_type() -> None:
    book = load_codebook()
    assert book.label("CONCEDE", "zsp15") == book.label("RETREAT", "zsp15") == "YIELD"
    assert book.label("AID", "zsp15") == "AID"
    assert book.label("CONCEDE", "plover2") == "CONCEDE"
    with pytest.raises(UnknownName):
        book.type_named("YIELD")


@pytest.mark.parametrize(
    ("ask", "named"),
    [
        (lambda book: book.type_named("AGRE"), ["'AGRE'", "AGREE", "DEMAND", "THREATEN"]),
        (lambda book: book.score("CONSULT", "vist"), ["mode of CONSULT", "'vist'", "visit", "phone"]),
        (lambda book: book.score("AID", "food"), ["mode of AID", "'food'", "no modes"]),
        (lambda book: book.cameo("AID", contexts=["monetary"]), ["context", "'monetary'", "economic"]),
        (lambda book: book.by_cameo("0429"), ["CAMEO code", "'0429'", "042", "046"]),
        (lambda book: book.by_cameo("77"), ["CAMEO code", "'77'", "01", "20"]),
        (lambda book: book.by_cameo("042", "plover3"), ["profile", "'plover3'", "map21", "plover2", "zsp15"]),
        (lambda book: book.label("AID", "plover3"), ["profile", "'plover3'", "plover2"]),
    ],
)
def test_an_unknown_name_is_answered_with_the_known_ones(ask: Callable[[Any], object], named: list[str]) -> None:
    with pytest.raises(UnknownName) as error:
        ask(load_codebook())
    assert [part for part in named if part not in str(error.value)] == []


# What it refuses


def lose_a_type(data: Data, rows: Rows) -> None:
    del data["types"]["AID"]


def lose_a_mode(data: Data, rows: Rows) -> None:
    del data["types"]["ASSAULT"]["modes"]["drone"]


def lose_a_context(data: Data, rows: Rows) -> None:
    del data["contexts"]["lgbt"]


def empty_a_mode(data: Data, rows: Rows) -> None:
    data["types"]["CONSULT"]["modes"]["visit"]["definition"] = " "


def lose_a_definition(data: Data, rows: Rows) -> None:
    del data["contexts"]["economic"]["definition"]


def misnumber_a_quad(data: Data, rows: Rows) -> None:
    data["types"]["SANCTION"]["quad_number"] = 3


def invent_a_quad(data: Data, rows: Rows) -> None:
    data["types"]["SANCTION"]["quad"] = "neutral"


def swap_all_quads(data: Data, rows: Rows) -> None:
    data["quads"]["verbal conflict"] = 4


def misspell_a_key(data: Data, rows: Rows) -> None:
    data["types"]["AID"]["recipient_requred"] = True


def misspell_a_future(data: Data, rows: Rows) -> None:
    data["types"]["AID"]["future"] = "AGREED"


def future_with_a_mode(data: Data, rows: Rows) -> None:
    data["types"]["AID"]["future"] = "CONSULT/visit"


def dangling_mode_code(data: Data, rows: Rows) -> None:
    data["types"]["CONSULT"]["modes"]["visit"]["cameo"] = "049"


def dangling_type_code(data: Data, rows: Rows) -> None:
    data["types"]["CONSULT"]["default_cameo"] = "04x"


def dangling_context_code(data: Data, rows: Rows) -> None:
    data["types"]["SANCTION"]["modes"]["expel"]["cameo_in"][0]["cameo"] = "2019"


def text_for_a_score(data: Data, rows: Rows) -> None:
    data["types"]["AID"]["modes"] = {}
    data["types"]["AID"]["score"] = "ten"


def yes_for_a_score(data: Data, rows: Rows) -> None:
    data["types"]["AID"]["score"] = True


def list_for_an_entry(data: Data, rows: Rows) -> None:
    data["contexts"]["crime"] = ["ordinary crime"]


def exclusion_to_nowhere(data: Data, rows: Rows) -> None:
    data["types"]["AGREE"]["exclusions"][0]["instead"] = "CONSULT/virtual"


def alias_to_nowhere(data: Data, rows: Rows) -> None:
    data["aliases"]["DEMAND"] = "REQUESTS"


def alias_over_a_type(data: Data, rows: Rows) -> None:
    data["aliases"]["AID"] = "SUPPORT"


def rule_with_an_unknown_mode(data: Data, rows: Rows) -> None:
    data["rules"][0]["code"] = ["SUPPORT/signing"]


def rule_twice(data: Data, rows: Rows) -> None:
    data["rules"].append(copy.deepcopy(data["rules"][0]))


def rule_with_an_empty_mode(data: Data, rows: Rows) -> None:
    data["rules"][0]["code"] = ["SUPPORT/"]


def unknown_status(data: Data, rows: Rows) -> None:
    data["statuses"]["rumoured"] = {"definition": "It is said.", "test": "Who says so?"}


def speech_type_to_nowhere(data: Data, rows: Rows) -> None:
    data["speech_types"].append("SAY")


def row_with_an_unknown_type(data: Data, rows: Rows) -> None:
    next(row for row in rows if row["code"] == "055")["type_plover2"] = "REGRET"


def row_with_an_unknown_mode(data: Data, rows: Rows) -> None:
    next(row for row in rows if row["code"] == "132")["mode_plover2"] = "ban"


def row_with_an_unknown_context(data: Data, rows: Rows) -> None:
    next(row for row in rows if row["code"] == "073")["contexts_plover2"] = "humanitarian"


def row_with_an_unknown_label(data: Data, rows: Rows) -> None:
    next(row for row in rows if row["code"] == "085")["type_zsp15"] = "YELD"


def row_with_a_mode_and_no_type(data: Data, rows: Rows) -> None:
    next(row for row in rows if row["code"] == "042")["type_map21"] = ""


def row_twice(data: Data, rows: Rows) -> None:
    rows.append(dict(rows[30]))


def row_without_its_zero(data: Data, rows: Rows) -> None:
    rows.append({**rows[30], "code": "7"})


def row_cut_short(data: Data, rows: Rows) -> None:
    del rows[40]["note"]


@pytest.mark.parametrize(
    ("break_it", "named"),
    [
        (lose_a_type, ["15 types", "16"]),
        (lose_a_mode, ["66 modes", "67"]),
        (lose_a_context, ["36 contexts", "37"]),
        (empty_a_mode, ["types.CONSULT.modes.visit", "`definition` is empty"]),
        (lose_a_definition, ["contexts.economic", "lacks `definition`"]),
        (misnumber_a_quad, ["types.SANCTION", "`quad_number` is 3", "'material conflict' is 4"]),
        (invent_a_quad, ["types.SANCTION", "'neutral'", "verbal conflict"]),
        (swap_all_quads, ["quads", "[1, 2, 4, 4]"]),
        (misspell_a_key, ["types.AID", "'recipient_requred'", "recipient_required"]),
        (misspell_a_future, ["types.AID.future", "'AGREED'", "AGREE,"]),
        (future_with_a_mode, ["types.AID.future", "'CONSULT/visit'"]),
        (dangling_mode_code, ["types.CONSULT.modes.visit", "'049'", "cameo.csv"]),
        (dangling_type_code, ["types.CONSULT", "`default_cameo`", "'04x'", "cameo.csv"]),
        (dangling_context_code, ["types.SANCTION.modes.expel.cameo_in[0]", "'2019'"]),
        (text_for_a_score, ["types.AID", "`score`", "'ten'", "number"]),
        (yes_for_a_score, ["types.AID", "`score`", "True", "number"]),
        (list_for_an_entry, ["contexts", "`crime`", "mapping"]),
        (exclusion_to_nowhere, ["types.AGREE.exclusions[0].instead", "'CONSULT/virtual'", "visit"]),
        (alias_to_nowhere, ["aliases.DEMAND", "'REQUESTS'", "REQUEST,"]),
        (alias_over_a_type, ["aliases", "'AID'"]),
        (rule_with_an_unknown_mode, ["rules[meeting-ahead-is-agree]", "'SUPPORT/signing'", "none"]),
        (rule_twice, ["rules[meeting-ahead-is-agree]", "another entry"]),
        (rule_with_an_empty_mode, ["rules[meeting-ahead-is-agree]", "'SUPPORT/'"]),
        (unknown_status, ["statuses", "'rumoured'", "occurred"]),
        (speech_type_to_nowhere, ["speech_types", "'SAY'"]),
        (row_with_an_unknown_type, ["code '055'", "'REGRET'", "CONCEDE"]),
        (row_with_an_unknown_mode, ["code '132'", "'THREATEN/ban'", "restrict"]),
        (row_with_an_unknown_context, ["code '073'", "'humanitarian'", "human_security"]),
        (row_with_an_unknown_label, ["code '085'", "'YELD'"]),
        (row_with_a_mode_and_no_type, ["code '042'", "map21"]),
        (row_twice, ["twice"]),
        (row_without_its_zero, ["code '7'", "two to four digits"]),
        (row_cut_short, ["columns", "note"]),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_broken_data_is_refused_with_the_entry_named(
    data: Data, rows: Rows, break_it: Callable[[Data, Rows], None], named: list[str]
) -> None:
    break_it(data, rows)
    with pytest.raises(DataError) as error:
        codebook_from(data, rows)
    assert [part for part in [*named, "make data"] if part not in str(error.value)] == []


# How it gets here


def test_whole_data_passes_and_the_signature_is_that_of_the_bytes(data: Data, rows: Rows) -> None:
    assert codebook_from(data, rows, signature="abc").signature == "abc"
    assert len(load_codebook().signature) == 8
    assert load_codebook() is load_codebook()


def test_loading_takes_less_than_20_ms() -> None:
    def seconds() -> float:
        load_codebook.cache_clear()
        start = time.perf_counter()
        load_codebook()
        return time.perf_counter() - start

    assert min(seconds() for _ in range(5)) < 0.020  # the best of five: a busy machine is not slow code


def test_the_package_holds_what_resources_make() -> None:
    build = builder()
    assert build.stale(ROOT, build.codebook(ROOT)) == []


def test_building_twice_gives_the_same_bytes_with_plain_line_ends() -> None:
    build = builder()
    first, second = build.codebook(ROOT), build.codebook(ROOT)
    assert first == second
    assert [path for path, content in first.items() if b"\r" in content or not content.endswith(b"\n")] == []


def test_a_stale_file_is_found(tmp_path: Path) -> None:
    build = builder()
    files = {Path("a.json"): b"new", Path("b.json"): b"same"}
    (tmp_path / "a.json").write_bytes(b"old")
    (tmp_path / "b.json").write_bytes(b"same")
    assert build.stale(tmp_path, files) == [Path("a.json")]


def test_a_key_that_is_there_twice_is_no_yaml_of_ours(tmp_path: Path) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "plover.yaml").write_text("contexts:\n  crime: 1\n  crime: 2\n", encoding="utf-8")
    with pytest.raises(Exception, match="'crime' is there twice"):
        builder().codebook(tmp_path)


# The boundary cases speak the codebook's language


def test_boundary_cases_use_known_names_and_their_own_words() -> None:
    book = load_codebook()
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    assert [case["id"] for case in cases] == [f"boundary-{number:02d}" for number in range(1, 61)]
    for case in cases:
        for want in case["want"]:
            for mode in [want["mode"], *want.get("or_mode", [])]:
                assert book.score(want["type"], mode) is not None, case["id"]
            assert set(want["contexts"]) <= book.contexts.keys(), case["id"]
            assert want["status"] in book.statuses, case["id"]
            phrases = want["actors"] + want["recipients"]
            assert [phrase for phrase in phrases if phrase not in case["text"]] == [], case["id"]


def test_boundary_cases_reach_every_type() -> None:
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    assert {want["type"] for case in cases for want in case["want"]} == load_codebook().types.keys()
