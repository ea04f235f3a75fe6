"""Time expressions of an article, resolved against its day of publication.

`times` reads each paragraph with the grammar of `timex`. Without a day of publication relative words keep a partial
value (`XXXX-WXX-4`) or none: nothing is ever resolved against today.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from dragoman import records
from dragoman.annotate import timedays, timex
from dragoman.annotate.parse import Parsed
from dragoman.annotate.tense import Tense, governs_directly, tense_of
from dragoman.annotate.timedates import Context, Found
from dragoman.annotate.timewords import Word, read_words


def times(parsed: Parsed, published: dt.date | None) -> tuple[records.Time, ...]:
    """All time expressions of a text in order, none overlapping."""
    if isinstance(published, dt.datetime):
        published = published.date()
    reader = _Reader(published)
    found: list[records.Time] = []
    paragraph = -1
    for sentence in parsed.sentences:
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            found.extend(reader.paragraph(sentence.span.doc, sentence.offset))
    return tuple(found)


class _Reader:
    """Reads paragraphs in order and remembers the last date named, which "the next day" and "that year" count from."""

    def __init__(self, published: dt.date | None) -> None:
        self.published = published
        self.anchor: dt.date | None = None
        self.anchor_value: str | None = None

    def paragraph(self, doc: Doc, offset: int) -> Iterator[records.Time]:
        text = doc.text
        words = read_words(text)
        syntax = _Syntax(doc)
        for rule, start, end in timex.matches(words):
            context = self._context(words, start, end, syntax)
            for found in timex.read(rule, words[start:end], context):
                a, b = found.cut or (0, end - start)
                yield self._time(found, text, words[start + a].start, words[start + b - 1].end, offset)

    def _context(self, words: list[Word], start: int, end: int, syntax: "_Syntax") -> Context:
        first, last = words[start], words[end - 1]
        since = start > 0 and words[start - 1].kind == "SINCE"
        return Context(
            published=self.published,
            anchor=self.anchor,
            anchor_value=self.anchor_value,
            tense=lambda: "past" if since else syntax.tense(first.start, last.end),
            direct=lambda: syntax.direct(first.start, last.end),
            before=words[start - 1] if start else None,
            after=words[end] if end < len(words) else None,
            entity=lambda: syntax.entity(last.start),
            follows_noun=lambda: syntax.plural_noun_after(last.end),
        )

    def _time(self, found: Found, text: str, start: int, end: int, offset: int) -> records.Time:
        first_day, last_day = found.covered
        if found.kind in ("DATE", "TIME") and found.value and timedays.days(found.value) != timedays.NO_DAYS:
            self.anchor_value = found.value
            if first_day is not None and first_day == last_day:
                self.anchor = first_day
        return records.Time.model_validate(
            {
                "start": offset + start,
                "end": offset + end,
                "text": text[start:end],
                "kind": found.kind,
                "value": found.value,
                "from": first_day,
                "to": last_day,
                "why": found.why,
            }
        )


class _Syntax:
    """What the rules ask of the parser, looked up by character only when it is asked."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.starts: list[int] | None = None

    def _token(self, char: int) -> Token:
        if self.starts is None:
            self.starts = [token.idx for token in self.doc]
        return self.doc[max(bisect_right(self.starts, char) - 1, 0)]

    def tense(self, start: int, end: int) -> Tense | None:
        """The tense of the verb over the expression."""
        return tense_of(self._root(start, end))

    def direct(self, start: int, end: int) -> bool:
        """Whether a verb governs the expression itself."""
        return governs_directly(self._root(start, end))

    def _root(self, start: int, end: int) -> Token:
        return self.doc[self._token(start).i : self._token(end - 1).i + 1].root

    def entity(self, char: int) -> str:
        """The parser's entity label of the word at this character."""
        return self._token(char).ent_type_

    def plural_noun_after(self, char: int) -> bool:
        """Whether a noun in the plural comes next: "2000 people", "1,500 wounded soldiers"."""
        token = self._token(char - 1)
        return any(t.tag_ in ("NNS", "NNPS") for t in self.doc[token.i + 1 : token.i + 3])
