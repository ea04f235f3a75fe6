import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import InputError
from dragoman.read.content import content_id, decode, read_whole, require_text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "of type NoneType; it must be a string"),
        (b"They met.", "of type bytes; it must be a string"),
        ("", "The text is empty; it must hold words"),
        (" \n\t\u00a0 ", "only white space (5 characters)"),
        ("They\0met", "a NUL at character 4: this is binary data"),
        ("They \ud800 met", "half a surrogate pair (U+D800) at character 5"),
        ("x" * 101, "has 101 characters; max_chars allows 100"),
    ],
)
def test_unusable_text(text: object, said: str) -> None:
    with pytest.raises(InputError) as caught:
        require_text(text, max_chars=100)
    assert said in str(caught.value)


def test_usable_text_comes_back_unchanged() -> None:
    text = "\ufeff They\r\nmet. 🤝 "
    assert require_text(text) is text
    assert require_text("x" * 100, max_chars=100)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Caf\xe9 closed", "Byte 13 (0xE9) is not UTF-8"),
        (b"\xef\xbb\xbfCaf\xe9", "Byte 16 (0xE9) is not UTF-8"),
        (b"They met \xe2\x80", "Byte 19 (0xE2) is not UTF-8"),
        (b"\x7fELF\x00\x01", "a NUL byte at byte 4: this is binary data"),
        ("They met".encode("utf-16"), "encoded in UTF-16; only UTF-8 is read"),
    ],
)
def test_undecodable(data: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, offset=10)
    assert said in str(caught.value)


def test_byte_order_mark_goes_and_line_ends_stay() -> None:
    assert decode(b"\xef\xbb\xbfThey\r\nmet\r.") == "They\r\nmet\r."


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_decode_is_the_inverse_of_utf8(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode()) == text


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_bytes(b"x" * 1001)
    with large.open("rb") as stream:
        with pytest.raises(InputError, match="It holds 1,001 bytes; at most 1,000 are read"):
            read_whole(stream, limit=1000)
        assert stream.tell() == 0


def test_of_a_large_pipe_no_more_than_the_limit_is_read() -> None:
    stream = io.BytesIO(b"x" * 5000)
    with pytest.raises(InputError, match="more than 1,000 bytes"):
        read_whole(stream, limit=1000)
    assert stream.tell() == 1001


def test_content_id_is_stable() -> None:
    assert content_id("They met.") == "ab226026642c9001"
    assert len(content_id("\ud800")) == 16
