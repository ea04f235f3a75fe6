"""Every row of the lexicon carries a sentence that it should catch and one that it should not: both are run.

Rows that are known to fail stand in tests/cases/lexicon_known.tsv with the side that fails; one that passes must leave the list.
"""

from pathlib import Path

import pytest

from build_lexicon import rows
from dragoman.codebook import load_codebook
from dragoman.codebook.lexicon import lexicon_from, load_lexicon
from dragoman.coder import Coder
from dragoman.errors import DataError
from dragoman.events.candidates import candidates

ROOT = Path(__file__).parents[2]

KNOWN = ROOT / "tests" / "cases" / "lexicon_known.tsv"


def caught(coder: Coder, row: dict[str, str], sentence: str) -> bool:
    """Whether the row's word yields its type (and mode) in the sentence; a NONE row catches by yielding nothing."""
    events = [*coder.code(sentence, published="2024-03-15").events]
    words = set(row["lemma"].replace("-", " ").split())
    here = [e for e in events if _lemmas(coder, sentence, e.trigger.start) & words]
    if row["type"] == "NONE":
        return not here
    return any(e.type == row["type"] and (not row["mode"] or e.mode == row["mode"]) for e in here)


def _lemmas(coder: Coder, sentence: str, start: int) -> set[str]:
    """The words of the candidate's own keys, as the lexicon is asked for them."""
    parsed = coder.parser(sentence)
    found = (c for c in candidates(parsed) if c.sentence.char(c.trigger) == start)
    return {word for c in found for lemma in c.lemmas for word in lemma.replace("-", " ").split()}


@pytest.mark.slow
def test_examples_and_counters(rules: Coder) -> None:
    with KNOWN.open(encoding="utf-8") as file:
        known = {tuple(line.rstrip("\n").split("\t")[:3]) for line in file if line.strip() and not line.startswith("#")}
    failing = set()
    total = 0
    for _, _, row in rows(ROOT):
        for side in ("example", "counter"):
            total += 1
            good = caught(rules, row, row[side])
            if row["type"] == "NONE":
                good = good == (side == "example")
            elif side == "counter":
                good = not good
            if not good:
                failing.add((row["lemma"], f"{row['pos']}.{row['type']}.{row['needs'] or '-'}", side))
    new, mended = failing - known, known - failing
    assert not new, f"{len(new)} of {total} sentences fail that did not before, such as {sorted(new)[:10]}"
    assert not mended, f"these pass now, take them off {KNOWN.name}: {sorted(mended)[:10]}"


def _row(**changes: str) -> dict[str, str]:
    return {"lemma": "meet", "pos": "v", "type": "CONSULT", "mode": "", "args": "subj+with,obj", "needs": ""} | changes


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"type": "GREET"}, "no event type is called 'GREET'"),
        ({"mode": "visti"}, "CONSULT has no mode 'visti'"),
        ({"pos": "x"}, "pos is 'x'"),
        ({"args": "subj>thing"}, "unknown slots ['thing']"),
        ({"needs": "obj=@nobody"}, "no word class is called '@nobody'"),
        ({"needs": "obj"}, "cannot read the condition 'obj'"),
        ({"needs": "ask=all"}, "'ask=all'"),
    ],
)
def test_broken_rows_are_named(changes: dict[str, str], message: str) -> None:
    with pytest.raises(DataError) as error:
        lexicon_from([_row(**changes)], {}, load_codebook())
    assert message in str(error.value)
    assert "'meet'" in str(error.value)


def test_specific_entries_come_first() -> None:
    found = lexicon_from([_row(), _row(needs="obj=challenge", type="NONE", args="")], {}, load_codebook())
    assert [e.type for e in found.find(("meet",), "v")] == [None, "CONSULT"]


def test_size() -> None:
    """The first lexicon has at least 600 verbs and 250 event nouns."""
    lemmas = load_lexicon().entries
    assert sum(pos == "v" for _, pos in lemmas) >= 600
    assert sum(pos == "n" for _, pos in lemmas) >= 250
