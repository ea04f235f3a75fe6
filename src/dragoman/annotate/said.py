"""On whose word: who says what, from reporting verbs, "according to", and quotation marks.

A first version: direct and indirect speech within a sentence, and quoted sentences that continue the speaker before.
"""

import re
from collections.abc import Iterator

from spacy.tokens import Token

from dragoman import records
from dragoman.annotate.cast import SAYING, Cast
from dragoman.annotate.parse import Parsed, Sentence
from dragoman.annotate.roles import without_private_identity

QUOTED = re.compile(r'["“]([^"“”]{2,2000})["”]')


def claims(parsed: Parsed, cast: Cast) -> tuple[records.Claim, ...]:
    """All claims of an article in order, each with one content span; the speaker is resolved where somebody is named."""
    found: list[records.Claim] = []
    last: tuple[records.Claim, int] | None = None
    quotes = [m.span() for m in QUOTED.finditer(parsed.text)]
    for sentence in parsed.sentences:
        here = [*_reported(sentence, cast, quotes), *_according(sentence, cast)]
        if not here and last is not None and sentence.paragraph - last[1] <= 1 and _inside(sentence.start, sentence.end, quotes):
            content = records.Span(start=sentence.start, end=sentence.end, text=parsed.text[sentence.start : sentence.end])
            before = last[0]
            here = [
                records.Claim(
                    source=before.source,
                    content=content,
                    verbatim=True,
                    speaker=before.speaker,
                    why="quoted words that continue the speaker before",
                )
            ]
        found += here
        named = [c for c in here if c.speaker is not None]
        if named:
            last = (named[-1], sentence.paragraph)
    return tuple(found)


def attribution_at(start: int, found: tuple[records.Claim, ...]) -> records.Attribution | None:
    """Whose word a passage is: the innermost claim that holds its first character, or None for the outlet's own voice."""
    holding = [c for c in found if c.content.start <= start < c.content.end and c.source is not None and c.speaker is not None]
    if not holding:
        return None
    inner = min(holding, key=lambda c: c.content.end - c.content.start)
    assert inner.source is not None and inner.speaker is not None  # noqa: S101 - for the type checker, filtered above
    return records.Attribution(
        start=inner.source.start, end=inner.source.end, text=inner.source.text, speaker=inner.speaker, verbatim=inner.verbatim
    )


def _reported(sentence: Sentence, cast: Cast, quotes: list[tuple[int, int]]) -> Iterator[records.Claim]:
    for verb in sentence.span:
        if verb.pos_ != "VERB" or verb.lemma_.lower() not in SAYING:
            continue
        contents = [c for c in verb.children if c.dep_ == "ccomp" and c.i != verb.i]
        subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
        if not contents:
            continue
        source = sentence.cut(*_edges(subjects[0])) if subjects else None
        content = _content(sentence, verb, contents[0])
        speakers = cast.at(sentence, subjects[0]) if subjects else ()
        yield records.Claim(
            source=source,
            cue=sentence.cut(verb, verb),
            content=content,
            verbatim=_inside(content.start, content.end, quotes),
            speaker=without_private_identity(speakers[0]) if speakers else _unnamed(source),
            why=f"complement of {verb.lemma_!r}",
        )


def _according(sentence: Sentence, cast: Cast) -> Iterator[records.Claim]:
    for token in sentence.span:
        if token.lower_ != "according" or token.i + 2 > sentence.span.end:
            continue
        pobjs = [c for p in token.children if p.lower_ == "to" for c in p.children if c.dep_ == "pobj"]
        if not pobjs or token.i + 1 >= sentence.span.end:
            continue
        source = sentence.cut(*_edges(pobjs[0]))
        before = [t for t in sentence.span if t.i < token.i and not t.is_punct]
        after = [t for t in sentence.span if sentence.char(t) >= source.end and not t.is_punct]
        words = before if len(before) >= len(after) else after
        if not words:
            continue
        speakers = cast.at(sentence, pobjs[0])
        yield records.Claim(
            source=source, cue=sentence.cut(token, token.doc[token.i + 1]), content=sentence.cut(words[0], words[-1]),
            speaker=without_private_identity(speakers[0]) if speakers else _unnamed(source), why="'according to'",
        )  # fmt: skip


def _unnamed(source: records.Span | None) -> records.Entity | None:
    """A speaker whom the text describes but who is none of the participants: kept as words, unresolved."""
    return (
        None
        if source is None
        else records.Entity(start=source.start, end=source.end, text=source.text, why="speaker not resolved")
    )


def _content(sentence: Sentence, verb: Token, head: Token) -> records.Span:
    """The complement's words, without the reporting clause when that stands inside or behind it."""
    words = [t for t in head.subtree if not t.is_space]
    if verb.i > head.i:
        words = [t for t in words if t.i < verb.i]
    first, last = words[0], words[-1]
    return sentence.cut(first, last)


def _edges(head: Token) -> tuple[Token, Token]:
    """The noun phrase without clauses that hang on it."""
    last = head
    for child in head.rights:
        if child.dep_ in ("relcl", "acl", "appos", "punct", "advcl"):
            break
        last = max(child.subtree, key=lambda t: t.i)
    return min(head.subtree, key=lambda t: t.i) if head.left_edge.i <= head.i else head, last


def _inside(start: int, end: int, quotes: list[tuple[int, int]]) -> bool:
    """Whether at least four fifths of the passage stand in quotation marks."""
    covered = sum(max(0, min(end, b) - max(start, a)) for a, b in quotes)
    return covered >= 0.8 * max(1, end - start)
