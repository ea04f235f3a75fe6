import io

import pytest

from dragoman.errors import InputError
from dragoman.read.reader import Job
from dragoman.read.text import date_in_name, read_text
from dragoman.records import Article


def read(data: bytes, **options: str) -> Article:
    (article,) = read_text(io.BytesIO(data), Job(options.pop("name", "a.txt"), **options))  # type: ignore[arg-type]
    assert isinstance(article, Article)
    return article


def test_text_is_kept_as_it_is() -> None:
    assert read("They\r\nmet. é".encode(), id="x") == Article(text="They\r\nmet. é", id="x")


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("news/2024-03-05-state-visit.txt", "2024-03-05"),
        ("2024-03-05.txt", "2024-03-05"),
        ("2024-03-05T10.txt", "2024-03-05"),
        ("2024-03-051.txt", None),
        ("visit-2024-03-05.txt", None),
        ("20240305.txt", None),
        ("2024-03-05/visit.txt", None),
    ],
)
def test_date_in_name(name: str, date: str | None) -> None:
    found = date_in_name(name)
    assert (found and str(found)) == date
    assert str(read(b"They met.", name=name).published or None) == str(date)


def test_a_given_date_goes_before_the_one_in_the_name() -> None:
    assert read(b"They met.", name="2024-03-05.txt", published="2020-01-01").published == "2020-01-01"


@pytest.mark.parametrize("name", ["2024-02-30-visit.txt", "2999-01-01-visit.txt"])
def test_impossible_date_in_name(name: str) -> None:
    with pytest.raises(InputError, match=rf"The file's name begins with a date: published '{name[:10]}' .* rename the file"):
        read(b"They met.", name=name)


@pytest.mark.parametrize(("data", "said"), [(b"", "empty"), (b" \n", "white space"), (b"a\0b", "binary"), (b"\xff", "not UTF-8")])
def test_bad_bytes(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(data)
