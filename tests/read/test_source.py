import io
import os
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import InputError
from dragoman.read import Source, read_source
from dragoman.records import Article, Coded

ROW = '{"id": "r1", "text": "They met."}\n'


def names(source: Source) -> list[str | None]:
    return [item.id if isinstance(item, Article) else item.article_id for item in source]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    root = Path("news")
    for name in (
        "b.txt",
        "a.md",
        "c.TEXT",
        "notes",
        "pic.png",
        "old.pdf",
        ".hidden.txt",
        "B/2.txt",
        "B/1.txt",
        "z/deep/x.txt",
        "a/q.text",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("They met.", encoding="utf-8")
    (root / "rows.jsonl").write_text(ROW * 2, encoding="utf-8")
    return root


def test_a_folder_is_walked_by_name_and_what_is_skipped_is_counted(folder: Path) -> None:
    source = read_source("news")
    assert names(source) == [
        "news/B/1.txt", "news/B/2.txt", "news/a/q.text", "news/a.md", "news/b.txt", "news/c.TEXT", "r1", "r1",
        "news/z/deep/x.txt",
    ]  # fmt: skip
    assert source.skipped == {"none": 1, ".png": 1, ".pdf": 1}
    assert names(source) == names(source)
    assert source.skipped.total() == 3


def test_total_is_known_unless_there_are_rows(folder: Path) -> None:
    assert read_source(folder).total() is None
    (folder / "rows.jsonl").unlink()
    assert read_source(folder).total() == 7
    assert read_source(folder / "b.txt").total() == 1
    assert read_source("-").total() is None


def test_bad_files_in_a_folder_fail_alone(folder: Path) -> None:
    (folder / "B" / "1.txt").write_bytes(b"\xff\xfe\x00")
    (folder / "a.md").write_bytes(b"  ")
    failed = {item.article_id: item.error.reason for item in read_source(folder) if isinstance(item, Coded) and item.error}
    assert set(failed) == {"news/B/1.txt", "news/a.md"}
    assert "UTF-16" in failed["news/B/1.txt"]
    assert len(list(read_source(folder))) == 9


def test_a_file_of_any_name_without_suffix_is_known_by_its_first_bytes(folder: Path) -> None:
    assert names(read_source("news/notes")) == ["news/notes"]
    Path("rows").write_text(ROW, encoding="utf-8")
    assert names(read_source("rows")) == ["r1"]


def test_a_date_is_handed_to_what_carries_none(folder: Path) -> None:
    Path("2024-03-05-visit.txt").write_text("They met.", encoding="utf-8")
    (plain,) = read_source("2024-03-05-visit.txt")
    (given,) = read_source("2024-03-05-visit.txt", published="2020-01-01")
    assert isinstance(plain, Article)
    assert isinstance(given, Article)
    assert (str(plain.published), str(given.published)) == ("2024-03-05", "2020-01-01")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("none.txt", "none.txt: no such file or folder. Give an existing one"),
        ("news/old.pdf", "the suffix '.pdf' is not known. Known: .txt .text .md .html .htm .jsonl .ndjson."),
    ],
)
def test_wrong_use_is_said_before_anything_is_read(folder: Path, path: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_source(path)
    assert said in str(caught.value)


def test_an_impossible_date_is_said_before_anything_is_read(folder: Path) -> None:
    with pytest.raises(InputError, match="published '2024-13-01' is not a possible date"):
        read_source(folder, published="2024-13-01")


def deny(monkeypatch: pytest.MonkeyPatch, name: str, function: str) -> None:
    """As if the permission were missing: the tests may run as a user who may read all."""
    owner: Any = os if function == "scandir" else Path
    whole = getattr(owner, function)

    def denied(path: Any, *rest: Any, **more: Any) -> Any:
        if Path(path).name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return whole(path, *rest, **more)

    monkeypatch.setattr(owner, function, denied)


def test_unreadable_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deny(monkeypatch, "news", "scandir")
    with pytest.raises(InputError, match=r"news: the folder cannot be read: Permission denied\. Make it readable"):
        read_source(folder)


def test_unreadable_folder_inside_and_unreadable_file_fail_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deny(monkeypatch, "B", "scandir")
    deny(monkeypatch, "b.txt", "open")
    failed = {item.article_id: item.error.reason for item in read_source(folder) if isinstance(item, Coded) and item.error}
    assert set(failed) == {"news/B", "news/b.txt"}
    assert "folder cannot be read" in failed["news/B"]
    assert "cannot be opened: Permission denied" in failed["news/b.txt"]


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> list[Article | Coded]:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    return list(read_source("-", published="2024-03-05"))


def test_standard_input_is_known_by_its_first_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert stdin(monkeypatch, b"They met.") == [Article(text="They met.", published="2024-03-05")]
    assert len(stdin(monkeypatch, b"\xef\xbb\xbf" + ROW.encode() * 3)) == 3
    assert stdin(monkeypatch, b"< 5 met.")[0] == Article(text="< 5 met.", published="2024-03-05")
    (page,) = stdin(monkeypatch, b"  <!DOCTYPE html><html></html>")
    assert isinstance(page, Coded)
    assert page.error
    assert "page" in page.error.reason


def test_bad_standard_input_is_called_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    (empty,) = stdin(monkeypatch, b"")
    _, bad = stdin(monkeypatch, ROW.encode() + b"{]\n")
    assert isinstance(empty, Coded)
    assert isinstance(bad, Coded)
    assert empty.article_id == "standard input"
    assert bad.article_id == "standard input:2"


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such names")
def test_a_name_that_is_not_utf8_is_escaped(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(path)).write_text("They met.", encoding="utf-8")
    except OSError:
        pytest.skip("this file system allows no such names")
    (name,) = names(read_source(tmp_path))
    assert name is not None
    assert name.endswith("caf\\udce9.txt")
