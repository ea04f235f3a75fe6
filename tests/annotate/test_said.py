"""Who says what: source, cue and content of each claim, in sentences of our own."""

import pytest

from dragoman.coder import Coder

pytestmark = pytest.mark.slow


def found(coder: Coder, text: str) -> list[tuple[str | None, str | None, str, bool]]:
    claims = coder.claims(text)
    assert all(text[s.start : s.end] == s.text for c in claims for s in (c.source, c.cue, c.content) if s is not None)
    return [(c.source.text if c.source else None, c.cue.text if c.cue else None, c.content.text, c.verbatim) for c in claims]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Mali said that rebels had shelled a market.", [("Mali", "said", "that rebels had shelled a market", False)]),
        # the source with what stands beside it
        (
            "Ann Okoro, a spokeswoman for the union, said the strike was over.",
            [("Ann Okoro, a spokeswoman for the union", "said", "the strike was over", False)],
        ),
        # the whole quotation, on both sides of its cue
        (
            '"We will not leave the town," General Diallo said. "They must come and fetch us."',
            [
                (
                    "General Diallo",
                    "said",
                    '"We will not leave the town," General Diallo said. "They must come and fetch us."',
                    True,
                )
            ],
        ),
        # a quotation that goes on in the next paragraph without a cue
        (
            "“The talks have failed,” said Peru’s envoy.\n\n“We are going home and nobody will stop us.”",
            [
                ("Peru’s envoy", "said", "“The talks have failed,”", True),
                ("Peru’s envoy", None, "“We are going home and nobody will stop us.”", True),
            ],
        ),
        # transcripts, and names behind a dash
        ("SMITH: “We never asked them to go there.”", [("SMITH", None, "“We never asked them to go there.”", True)]),
        ("“They burned our village down.” — Musa Keita", [("Musa Keita", None, "“They burned our village down.”", True)]),
        # what is wished, and verbs that share a subject
        ("Chad wants to reopen the border.", [("Chad", "wants", "to reopen the border", False)]),
        (
            "Kenya closed the port, saying that it was unsafe.",
            [("Kenya", "saying", "that it was unsafe", False)],
        ),
        ("He spoke of the “axis of evil” in Accra.", []),
    ],
)
def test_claims(rules: Coder, text: str, want: list[tuple[str | None, str | None, str, bool]]) -> None:
    assert found(rules, text) == want


def test_what_is_wished_is_nobody_s_word(rules: Coder) -> None:
    events = rules.code("Rebels plan to attack the army in Mali.", "2024-03-15").events
    assert all(e.attribution is None for e in events)


@pytest.mark.parametrize("text", ['"' * 3000, "“" * 2000 + "no”", '"A" said "B" said "C', "''" * 500 + " he said."])
def test_unbalanced_marks_are_taken(rules: Coder, text: str) -> None:
    found(rules, text)
