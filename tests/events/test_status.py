"""Occurred, planned, attempted, denied or possible, from hand-built sentences."""

import pytest
from tests.built import sentence

from dragoman.events.status import is_background, is_purpose, status

PLAIN = """
Mali Mali NNP nsubj 1
attacked attack VBD ROOT 1
Chad Chad NNP dobj 1
"""
FUTURE = """
Mali Mali NNP nsubj 2
will will MD aux 2
attack attack VB ROOT 2
"""
MODAL = """
Mali Mali NNP nsubj 2
may may MD aux 2
attack attack VB ROOT 2
"""
NEGATED = """
Mali Mali NNP nsubj 3
did do VBD aux 3
not not RB neg 3
attack attack VB ROOT 3
"""
TRIED = """
Mali Mali NNP nsubj 1
tried try VBD ROOT 1
to to TO aux 3
attack attack VB xcomp 1
"""
PLANNED = """
Mali Mali NNP nsubj 1
plans plan VBZ ROOT 1
to to TO aux 3
attack attack VB xcomp 1
"""
DENIED = """
Mali Mali NNP nsubj 1
denied deny VBD ROOT 1
that that IN mark 5
it it PRP nsubj 5
had have VBD aux 5
attacked attack VBN ccomp 1
"""
CONDITION = """
if if IN mark 2
Mali Mali NNP nsubj 2
attacks attack VBZ advcl 4
Chad Chad NNP nsubj 4
retaliates retaliate VBZ ROOT 4
"""
THWARTED = """
police police NNS nsubj 1
foiled foil VBD ROOT 1
an an DT det 3
attack attack NN dobj 1
"""
UPCOMING = """
an an DT det 2
upcoming upcoming JJ amod 2
attack attack NN ROOT 2
"""
FEARED = """
the the DT det 1
prospect prospect NN ROOT 1
of of IN prep 1
an an DT det 4
attack attack NN pobj 2
"""
AWAITED = """
residents resident NNS nsubj 1
braced brace VBD ROOT 1
for for IN prep 1
an an DT det 4
attack attack NN pobj 2
"""
CONSIDERED = """
to to TO aux 1
attack attack VB csubj 3
would would MD aux 3
be be VB ROOT 3
wrong wrong JJ acomp 3
"""


@pytest.mark.parametrize(
    ("rows", "expected", "cue"),
    [
        (PLAIN, "occurred", None), (FUTURE, "planned", "will"), (MODAL, "possible", "may"), (NEGATED, "denied", "not"),
        (TRIED, "attempted", "tried"), (PLANNED, "planned", "plans"), (DENIED, "denied", "denied"), (CONDITION, "possible", "if"),
        (THWARTED, "attempted", "foiled"), (UPCOMING, "planned", "upcoming"),
        (FEARED, "possible", "prospect"), (AWAITED, "possible", "braced"), (CONSIDERED, "possible", "attack"),
    ],
)  # fmt: skip
def test_status(rows: str, expected: str, cue: str | None) -> None:
    built = sentence(rows)
    trigger = next(t for t in built.span if t.lemma_ == "attack")
    found = status(built, trigger, trigger)
    assert found.status == expected
    assert (found.cue.text if found.cue else None) == cue
    assert found.why


def test_purpose() -> None:
    built = sentence("""
        Mali Mali NNP nsubj 1
        advanced advance VBD ROOT 1
        to to TO aux 3
        oust oust VB advcl 1
        rebels rebel NNS dobj 3
    """)
    assert is_purpose(built.span[3])
    assert not is_purpose(built.span[1])


BACKGROUND = {
    "in a clause with after": (True, """
        talks talk NNS nsubj 1
        stalled stall VBD ROOT 1
        after after IN mark 4
        Mali Mali NNP nsubj 4
        attacked attack VBD advcl 1
    """),
    "a day after": (False, """
        talks talk NNS nsubj 1
        stalled stall VBD ROOT 1
        a a DT det 3
        day day NN npadvmod 6
        after after IN mark 6
        Mali Mali NNP nsubj 6
        attacked attack VBD advcl 1
    """),
    "behind a noun": (True, """
        towns town NNS nsubj 3
        attacked attack VBN acl 0
        by by IN agent 1
        burn burn VBP ROOT 3
    """),
    "previously": (True, """
        Mali Mali NNP nsubj 2
        previously previously RB advmod 2
        attacked attack VBD ROOT 2
    """),
    "in recent weeks": (True, """
        Mali Mali NNP nsubj 1
        attacked attack VBD ROOT 1
        in in IN prep 1
        recent recent JJ amod 4
        weeks week NNS pobj 2
    """),
    "plain": (False, PLAIN),
}  # fmt: skip


@pytest.mark.parametrize("name", BACKGROUND)
def test_background(name: str) -> None:
    want, rows = BACKGROUND[name]
    built = sentence(rows)
    trigger = next(t for t in built.span if t.lemma_ == "attack")
    assert is_background(trigger, trigger) is want
