import json
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.read.language import detect, require_english

ENGLISH = [
    "Norway's prime minister met the president of Chad in N'Djamena on Monday.",
    "LONDON (Reuters) - British lawmakers defeated Prime Minister Theresa May.",
    "NETANYAHU, ERDOGAN AND MACRON MEET LULA IN ADDIS ABABA",
    "Trump To Iran's President Rouhani: 'NEVER, EVER THREATEN' The United States",
]
OTHERS = {
    "de": "Der Bundeskanzler traf am Dienstag in Berlin den französischen Präsidenten.",
    "fr": "Le président a rencontré mardi à Paris le chancelier allemand.",
    "es": "El presidente se reunió el martes con el ministro de Exteriores en Madrid.",
    "ru": "Президент встретился во вторник с министром иностранных дел в Москве.",
    "ar": "التقى الرئيس يوم الثلاثاء وزير الخارجية في القاهرة لبحث الأزمة",
    "tr": "Cumhurbaşkanı salı günü Ankara’da Almanya başbakanı ile bir araya geldi.",
    "sw": "Rais alikutana na waziri wa mambo ya nje siku ya Jumanne mjini Nairobi.",
}


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_accepted(text: str) -> None:
    assert detect(text).accepted
    require_english(text)


@pytest.mark.parametrize(("code", "text"), OTHERS.items())
def test_other_languages_are_refused_by_name(code: str, text: str) -> None:
    with pytest.raises(InputError) as caught:
        require_english(text)
    message = str(caught.value)
    assert f"The text is in '{code}'" in message
    assert "py3langid" in message
    assert "only English ('en') is coded" in message


@pytest.mark.parametrize("text", ["", "1 2 3", "Berlin", "Präsident trifft Kanzler", "7. 8. 9. " * 500])
def test_too_few_letters_to_tell(text: str) -> None:
    assert require_english(text) is None


def test_only_the_beginning_counts() -> None:
    assert detect(ENGLISH[0] * 100 + OTHERS["ru"] * 10_000) == detect(ENGLISH[0] * 100)


def test_no_english_news_is_refused(shared: Path) -> None:
    files = sorted(shared.glob("data/news/*/data.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]
    refused = [row["id"] for row in rows for text in (row["text"], row["text"][:60]) if not detect(text).accepted]
    assert rows
    assert refused == []
