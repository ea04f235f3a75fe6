"""A sentence for the model: its windows, and which word pieces carry which mark."""

import numpy as np
import pytest
from tokenizers import Tokenizer

from dragoman.events.marks import LONGEST, Act, marks, window_of, windows
from dragoman.events.model import FOLDER, TOKENIZER, opened_tokenizer

TEXT = "Turkey shelled three villages."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    found: Tokenizer = opened_tokenizer(FOLDER / TOKENIZER)
    return found


def test_each_span_marks_its_own_word_pieces_in_equal_shares(tokenizer: Tokenizer) -> None:
    (window,) = windows(tokenizer, TEXT)
    found = marks(window, [Act((0, 6), (15, 29), (7, 14))])
    pieces = tokenizer.encode(TEXT).tokens
    of = [[p for p, share in zip(pieces, row, strict=True) if share] for row in found.shares]
    assert of[0] == ["turkey"]
    assert of[1] == ["three", "villages"]
    assert "".join(of[2]).replace("##", "") == "shelled"
    assert np.allclose(found.shares.sum(1), 1)
    assert not found.missing.any()


def test_a_side_that_is_not_named_is_missing(tokenizer: Tokenizer) -> None:
    (window,) = windows(tokenizer, TEXT)
    found = marks(window, [Act(None, (15, 29), (7, 14)), Act((0, 6), None, None)])
    assert found.missing.tolist() == [1, 0, 0, 0, 1, 1]


def test_a_long_sentence_is_read_through_windows_that_miss_no_word(tokenizer: Tokenizer) -> None:
    text = f"{TEXT[:-1]} {'and so on ' * 100}while Greece praised Malta."
    at = text.index("praised")
    found = windows(tokenizer, text)
    assert all(len(w.ids) <= LONGEST for w in found)
    assert {int(i) for w in found for i in w.starts[1:-1]} == {a for a, b in tokenizer.encode(text).offsets if b > a}
    first, last = Act((0, 6), (15, 29), (7, 14)), Act((at - 7, at - 1), (at + 8, at + 13), (at, at + 7))
    assert (window_of(found, first), window_of(found, last)) == (0, len(found) - 1)
    assert not marks(found[0], [first]).missing.any()
    assert marks(found[0], [last]).missing.all()


def test_a_text_without_words_is_read(tokenizer: Tokenizer) -> None:
    (window,) = windows(tokenizer, "")
    assert len(window.ids) == 2
    assert marks(window, []).shares.shape == (0, 2)
