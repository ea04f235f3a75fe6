"""Acts marked in a sentence: which word pieces carry which mark."""

import numpy as np
import pytest
from tokenizers import Tokenizer

from dragoman.events.marks import LONGEST, Act, marked
from dragoman.events.model import FOLDER, TOKENIZER

TEXT = "Turkey shelled three villages."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    found = Tokenizer.from_file(str(FOLDER / TOKENIZER))
    found.no_padding()
    found.no_truncation()
    return found


def test_each_span_marks_its_own_word_pieces_in_equal_shares(tokenizer: Tokenizer) -> None:
    (one,) = marked(tokenizer, TEXT, [Act((0, 6), (15, 29), (7, 14))])
    pieces = tokenizer.encode(TEXT).tokens
    of = [[p for p, share in zip(pieces, row, strict=True) if share] for row in one.marks[0]]
    assert of[0] == ["turkey"]
    assert of[1] == ["three", "villages"]
    assert "".join(of[2]).replace("##", "") == "shelled"
    assert np.allclose(one.marks[0].sum(1), 1)
    assert not one.missing.any()


def test_a_side_that_is_not_named_is_missing(tokenizer: Tokenizer) -> None:
    (one,) = marked(tokenizer, TEXT, [Act(None, (15, 29), (7, 14)), Act((0, 6), None, None)])
    assert one.missing.tolist() == [[1, 0, 0, 0, 1, 1]]
    assert one.acts == (0, 1)


def test_a_long_sentence_is_clipped_around_each_act(tokenizer: Tokenizer) -> None:
    filler = "and so on " * 100
    text = f"{TEXT[:-1]} {filler}while Greece praised Malta."
    at = text.index("praised")
    found = marked(tokenizer, text, [Act((0, 6), (15, 29), (7, 14)), Act(None, None, (at, at + 7))])
    assert [one.acts for one in found] == [(0,), (1,)]
    assert all(one.ids.shape[1] == LONGEST for one in found)
    assert all(not one.missing[0, 2] for one in found)


def test_a_sentence_without_acts_is_not_read(tokenizer: Tokenizer) -> None:
    assert marked(tokenizer, TEXT, []) == []
