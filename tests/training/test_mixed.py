"""Texts told of other participants."""

import notation
from mixed import mixed

ROWS = [
    {**notation.read(line), "id": f"x-{k}"}
    for k, line in enumerate(
        (
            "[1|Turkish troops] {A|shelled} [2|three villages], [3|residents] said. ## A ASSAULT 1>2 by=3 ## x",
            "[1|The minister] {A|met} [2|the envoy]; [1|he] {B|praised} [2|her]. ## A CONSULT 1,2>_; B SUPPORT 1>2 ## x",
            "[1|Angolan rebels] {A|freed} [2|the doctors]. ## A RETREAT/release 1>2 ## x",
        )
    )
]


def test_marks_and_triggers_stand_on_their_words() -> None:
    for row in mixed(ROWS):
        for mark in (*(m for p in row["participants"] for m in p["mentions"]), *(e["trigger"] for e in row["events"])):
            assert row["text"][mark["start"] : mark["end"]] == mark["text"]


def test_events_stay_and_participants_come_from_other_texts() -> None:
    found = list(mixed(ROWS))
    kinds = [[(e["type"], e["trigger"]["text"]) for e in row["events"]] for row in found]
    assert kinds == [[(e["type"], e["trigger"]["text"]) for e in row["events"]] for row in ROWS]
    assert any(new["text"] != old["text"] for new, old in zip(found, ROWS, strict=True))
    words = {m["text"].lower() for row in ROWS for p in row["participants"] for m in p["mentions"]}
    assert {m["text"].lower() for row in found for p in row["participants"] for m in p["mentions"]} <= words


def test_pronouns_stay_and_so_does_what_comes_out() -> None:
    assert [row["text"] for row in mixed(ROWS)] == [row["text"] for row in mixed(ROWS)]
    assert all(" he " in row["text"] for row in list(mixed(ROWS))[1:2])
