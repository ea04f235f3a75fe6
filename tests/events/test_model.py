"""The event model's files, marks that cannot be, and that neighbours change nothing."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from dragoman.coder import Coder
from dragoman.errors import ConfigError, MissingPart
from dragoman.events.marks import Act
from dragoman.events.model import CONFIG, FOLDER, JUDGE, NONE, READER, TOKENIZER, EventModel, likeliest
from dragoman.events.relate import checked

TEXT = "Turkey shelled three villages in Syria."


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in (CONFIG, READER, JUDGE, TOKENIZER):
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path


def test_a_damaged_file_is_named_with_its_hash_and_the_repair(copy: Path) -> None:
    (copy / READER).write_bytes((copy / READER).read_bytes()[:-1])
    with pytest.raises(MissingPart, match=r"reader\.onnx has SHA-256 [0-9a-f]{64}, expected [0-9a-f]{64}\. Repair"):
        EventModel(copy)


@pytest.mark.parametrize("name", [CONFIG, READER, JUDGE, TOKENIZER])
def test_a_missing_file_is_named_with_the_repair(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(MissingPart, match=rf"{name}.*cannot be read.*--force-reinstall"):
        EventModel(copy)


def test_a_file_that_is_no_model_names_onnxruntime(copy: Path) -> None:
    (copy / READER).write_bytes(b"no model")
    config = json.loads((copy / CONFIG).read_text(encoding="utf-8"))
    config["files"][READER] = hashlib.sha256(b"no model").hexdigest()
    (copy / CONFIG).write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(MissingPart, match=r"onnxruntime .* cannot load .*reader\.onnx"):
        EventModel(copy)


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ((-1, 4), "characters -1 to 4 of a text of 39"),
        ((0, 40), "characters 0 to 40 of a text of 39"),
        ((6, 0), "characters 6 to 0"),
        ((3, 3), "characters 3 to 3"),
        ((0, 3), "cuts a word at 3"),
        ((9, 14), "cuts a word at 9"),
    ],
)
def test_a_mark_that_cannot_be_is_refused_with_what_is_allowed(mark: tuple[int, int], said: str) -> None:
    with pytest.raises(ConfigError, match=f"{said}.*Allowed are two offsets from 0 to 39"):
        checked(TEXT, "actor", mark)


def test_marks_at_borders_of_words_are_taken() -> None:
    assert checked(TEXT, "actor", (0, 6)) == (0, 6)
    assert checked(TEXT, "recipient", (33, 38)) == (33, 38)
    assert checked(TEXT, "recipient", None) is None


@pytest.mark.slow
@pytest.mark.parametrize(("actor", "recipient", "said"), [((0, 6), (0, 6), "overlap"), (None, None, "Neither")])
def test_a_pair_needs_two_phrases(
    coder: Coder, actor: tuple[int, int] | None, recipient: tuple[int, int] | None, said: str
) -> None:
    with pytest.raises(ConfigError, match=said):
        coder.relate(TEXT, actor, recipient)


@pytest.mark.slow
def test_an_act_is_judged_the_same_whatever_is_asked_beside_it(coder: Coder) -> None:
    read = coder.model.read(TEXT)
    act = Act((0, 6), (15, 29), (7, 14))
    others = [Act((33, 38), (0, 6), (7, 14)), Act(None, None, (15, 20)), Act((0, 6), (33, 38), None)]
    (alone,) = read.judge([act])
    for order in ([act, *others], [*others, act]):
        found = read.judge(order)[order.index(act)]
        assert found.types == pytest.approx(alone.types, abs=1e-5)
    assert alone.type == "ASSAULT"
    assert alone.types[NONE] < 0.5


@pytest.mark.slow
def test_the_word_that_tells_an_act_is_seen_without_sides(coder: Coder) -> None:
    read = coder.model.read(TEXT)
    told = read.word((7, 14))
    assert sum(told.values()) == pytest.approx(1)
    assert likeliest(told) == "ASSAULT"
    assert told[NONE] < 0.5 < read.word((21, 29))[NONE]


@pytest.mark.slow
def test_other_countries_change_nothing(coder: Coder) -> None:
    (one,) = coder.model.read("Turkey shelled Syria.").judge([Act((0, 6), (15, 20), (7, 14))])
    (two,) = coder.model.read("Mali shelled Niger.").judge([Act((0, 4), (13, 18), (5, 12))])
    assert one == two


@pytest.mark.slow
def test_an_added_paragraph_leaves_the_rest_as_it_was(coder: Coder) -> None:
    text = (
        "Turkish troops shelled three villages in northern Iraq on Monday, officials said.\n\n"
        "Iraq's foreign minister condemned the attack and called for talks with Ankara."
    )
    more = f"{text}\n\nThe minister of trade of Chile met a delegation of farmers from Peru."

    def told(body: str) -> list[str]:
        coded = coder.code(body, "2024-03-05", id="same")
        return [e.model_dump_json(by_alias=True) for e in coded.events if all(m.end <= len(text) for m in e.mentions)]

    assert told(text)
    assert told(more) == told(text)


@pytest.mark.slow
def test_a_long_sentence_is_judged_around_its_words(coder: Coder) -> None:
    text = f"{TEXT[:-1]}, {'and so on ' * 300}while Greece praised Malta."
    at = text.index("praised")
    found = coder.model.read(text).judge([Act((0, 6), (15, 29), (7, 14)), Act((at - 7, at - 1), (at + 8, at + 13), (at, at + 7))])
    assert [j.type for j in found] == ["ASSAULT", "SUPPORT"]
