"""Each construction ends up in the same slots: who acts in `subj` or `by`, who is acted on in `obj` or its preposition."""

import pytest
from tests.built import sentence

from dragoman.annotate.parse import Parsed
from dragoman.events.candidates import candidates, is_passive

ACTIVE = """
Mali Mali NNP nsubj 1
attacked attack VBD ROOT 1
Chad Chad NNP dobj 1
"""
PASSIVE = """
Chad Chad NNP nsubjpass 2
was be VBD auxpass 2
attacked attack VBN ROOT 2
by by IN agent 2
Mali Mali NNP pobj 3
"""
RELATIVE = """
Mali Mali NNP nsubj 5
, , , punct 0
which which WDT nsubj 3
attacked attack VBD relcl 0
Chad Chad NNP dobj 3
apologised apologise VBD ROOT 5
"""
CONTROL = """
Mali Mali NNP nsubj 1
urged urge VBD ROOT 1
Chad Chad NNP dobj 1
to to TO aux 4
attack attack VB xcomp 1
Niger Niger NNP dobj 4
"""
SUBJECT_CONTROL = """
Mali Mali NNP nsubj 1
threatened threaten VBD ROOT 1
to to TO aux 3
attack attack VB xcomp 1
Niger Niger NNP dobj 3
"""
SHARED = """
Mali Mali NNP nsubj 1
invaded invade VBD ROOT 1
and and CC cc 1
attacked attack VBD conj 1
Chad Chad NNP dobj 3
"""
PARTICIPLE = """
forces force NNS nsubj 5
attacked attack VBN acl 0
by by IN agent 1
Mali Mali NNP pobj 2
have have VBP aux 5
fled flee VBN ROOT 5
"""
LIGHT = """
Mali Mali NNP nsubj 1
launched launch VBD ROOT 1
an an DT det 3
attack attack NN dobj 1
on on IN prep 3
Chad Chad NNP pobj 4
"""
POSSESSIVE = """
Mali Mali NNP poss 2
's 's POS case 0
attack attack NN nsubj 5
on on IN prep 2
Chad Chad NNP pobj 3
failed fail VBD ROOT 5
"""
NOMINAL = """
an an DT det 1
attack attack NN ROOT 1
by by IN prep 1
Mali Mali NNP pobj 2
on on IN prep 1
Chad Chad NNP pobj 4
"""
SPEECH = """
Mali Mali NNP nsubj 1
issued issue VBD ROOT 1
a a DT det 3
statement statement NN dobj 1
attacking attack VBG acl 3
Chad Chad NNP dobj 4
"""


def slots(rows: str, lemma: str = "attack") -> dict[str, list[str]]:
    built = sentence(rows)
    found = next(c for c in candidates(Parsed(built.span.text, (built,))) if lemma in c.lemmas)
    return {slot: [t.text for t in tokens] for slot, tokens in found.slots.items()}


@pytest.mark.parametrize(
    "rows", [ACTIVE, PASSIVE, RELATIVE, SHARED, SPEECH], ids=["active", "passive", "relative", "shared", "speech"]
)
def test_verbs_with_both_sides(rows: str) -> None:
    found = slots(rows)
    assert (found["subj"], found["obj"]) == (["Mali"], ["Chad"])


@pytest.mark.parametrize(("rows", "actor"), [(CONTROL, "Chad"), (SUBJECT_CONTROL, "Mali")], ids=["object", "subject"])
def test_infinitives_take_their_governor_s_argument(rows: str, actor: str) -> None:
    found = slots(rows)
    assert (found["subj"], found["obj"]) == ([actor], ["Niger"])


def test_participle_after_its_noun() -> None:
    found = slots(PARTICIPLE)
    assert (found["subj"], found["obj"]) == (["Mali"], ["forces"])


@pytest.mark.parametrize(
    ("rows", "slot"), [(LIGHT, "subj"), (POSSESSIVE, "poss"), (NOMINAL, "by")], ids=["light", "possessive", "nominal"]
)
def test_nouns(rows: str, slot: str) -> None:
    found = slots(rows)
    assert (found[slot], found["on"]) == (["Mali"], ["Chad"])


def test_light_verb_gives_the_noun_its_clause() -> None:
    built = sentence(LIGHT)
    found = next(c for c in candidates(Parsed(built.span.text, (built,))) if "attack" in c.lemmas)
    assert found.clause.text == "launched"


def test_active_verb_with_a_by_phrase_is_no_passive() -> None:
    built = sentence("""
        Mali Mali NNP nsubj 1
        stood stand VBD ROOT 1
        by by IN agent 1
        Chad Chad NNP pobj 2
    """)
    assert not is_passive(built.span[1])


def test_quantities_give_way_to_what_they_count() -> None:
    found = slots("""
        Mali Mali NNP nsubj 1
        freed free VBD ROOT 1
        hundreds hundred NNS dobj 1
        of of IN prep 2
        prisoners prisoner NNS pobj 3
    """, "free")  # fmt: skip
    assert found["obj"] == ["prisoners"]
