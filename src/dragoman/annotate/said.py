"""On whose word: who says what, from reporting verbs, "according to", and quotation marks.

A claim is first read from its cue and syntax, sentence by sentence; then it takes the whole of the quotations of its paragraph
that stand near its cue or source. Quotations without a cue belong to the name beside them, or to the speaker before. Not read:
nouns as cues ("the statement that"), and one quotation over several paragraphs as one claim.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from dragoman import records
from dragoman.annotate.cast import SAYING, Cast
from dragoman.annotate.parse import Parsed, Sentence
from dragoman.annotate.roles import without_private_identity

NEAR_QUOTE = 60  # characters between a cue and the quotation that it introduces
PARENTHETIC = 3  # words of a complement behind its verb from which on that stands inside: "talks, he noted, had failed"
LONG_QUOTE = 4  # words from which quoted words are speech and no borrowed phrase
# Verbs whose infinitive or sentence is what somebody wants, plans or holds
WANTING = frozenset(
    "vow pledge promise plan want threaten urge demand ask refuse decline agree offer hope intend decide propose encourage call "
    "request order pressure prefer expect feel know realize realise understand learn discover find worry fear doubt wonder "
    "recall point show recount joke quip respond reply question rule opine imply hint caution concede lament boast fume".split()
)
WISH = "what is wished or held"  # what `why` begins with where nobody is told to have said it
# Verbs whose content is the object of a preposition
CALLING = frozenset(
    {("call", "for"), ("push", "for"), ("press", "for"), ("appeal", "for"), ("warn", "of"), ("complain", "about")}
)
FIRST_PERSON = frozenset({"i", "we", "you"})
Quote = tuple[int, int, int]  # its first character, the one behind its last, and the number of its paragraph
_MARK = re.compile(r"[\"“”]|''|``")
_NAMED_AFTER = re.compile(r"\s*(?:—|–|―|--)\s*([A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,4})")


def claims(parsed: Parsed, cast: Cast) -> tuple[records.Claim, ...]:
    """All claims of an article in order, each with one content span; the speaker is resolved where somebody is named."""
    quotes = quotations(parsed)
    told = [c for s in parsed.sentences for c in (*_reported(s, cast), *_according(s, cast))]
    told = [c for c in told if not _is_own_voice(c, quotes)]
    return tuple(sorted(_with_quotes(parsed, told, quotes), key=lambda c: (c.content.start, c.content.end)))


def quotations(parsed: Parsed) -> list[Quote]:
    """Quoted passages with their marks, in order and apart; one that is not closed runs to the end of its paragraph."""
    found: list[Quote] = []
    for number, (start, end) in enumerate(_paragraphs(parsed)):
        opened: int | None = None
        for mark in _MARK.finditer(parsed.text, start, end):
            at = mark.start()
            if opened is None and mark[0] != "”":
                opened = at
            elif opened is not None and mark[0] != "“":
                found.append((opened, mark.end(), number))
                opened = None
        if opened is not None:
            found.append((opened, end, number))
    return found


def _paragraphs(parsed: Parsed) -> list[tuple[int, int]]:
    bounds: dict[int, tuple[int, int]] = {}
    for sentence in parsed.sentences:
        start, _ = bounds.get(sentence.paragraph, (sentence.start, 0))
        bounds[sentence.paragraph] = (start, sentence.end)
    return list(bounds.values())


def _is_own_voice(claim: records.Claim, quotes: Sequence[Quote]) -> bool:
    """Whether a quoted speaker says so of himself: "I think that" inside his words."""
    source, cue = claim.source, claim.cue
    first = source is None or source.text.lower() in FIRST_PERSON
    return first and cue is not None and _is_quoted(cue.start, quotes)


def _is_quoted(at: int, quotes: Sequence[Quote]) -> bool:
    """Whether a character stands in a quotation; `quotes` are in order and apart."""
    before = bisect_right(quotes, at, key=lambda q: q[0]) - 1
    return before >= 0 and at < quotes[before][1]


def _with_quotes(parsed: Parsed, told: Sequence[records.Claim], quotes: Sequence[Quote]) -> Iterator[records.Claim]:
    """The claims with the whole of the quotations that they introduce, and quotations that have no cue."""
    owned: dict[int, list[Quote]] = {}  # by the number of the claim
    paragraphs = _paragraphs(parsed)
    spoken, cued = defaultdict[int, list[Quote]](list), defaultdict[int, list[tuple[int, records.Claim]]](list)
    for quote in quotes:
        if len(parsed.text[quote[0] : quote[1]].split()) >= LONG_QUOTE:
            spoken[quote[2]].append(quote)
    for k, claim in enumerate(told):
        if claim.cue is not None and not _is_quoted(claim.cue.start, quotes):
            cued[bisect_right(paragraphs, claim.cue.start, key=lambda p: p[0]) - 1].append((k, claim))
    last: records.Claim | None = None
    for number, bounds in enumerate(paragraphs):
        cues, free = cued[number], []
        for quote in spoken[number]:
            k, own = min(cues, key=lambda kc: _apart(kc[1], quote), default=(-1, None))
            if own is not None and (k in owned or _apart(own, quote) <= NEAR_QUOTE):
                owned.setdefault(k, []).append(quote)
            else:
                free.append(quote)
        if free:
            yield _without_cue(parsed, bounds, free, last)
        last = next((c for _, c in reversed(cues) if c.speaker is not None), last)
    for k, claim in enumerate(told):
        bare = claim.content == claim.cue
        if k in owned:
            parts = [(a, b) for a, b, _ in owned[k]] + ([] if bare else [(claim.content.start, claim.content.end)])
            content = _span(parsed, min(a for a, _ in parts), max(b for _, b in parts))
            yield claim.model_copy(update={"content": content, "verbatim": True, "why": f"{claim.why}; with the words quoted"})
        elif not bare:
            yield claim.model_copy(update={"verbatim": _inside(claim.content.start, claim.content.end, quotes)})


def _without_cue(
    parsed: Parsed, paragraph: tuple[int, int], quotes: Sequence[Quote], last: records.Claim | None
) -> records.Claim:
    """Quotations that no verb introduces: of the name beside them, else of the speaker before."""
    source, why = _beside(parsed, *paragraph, quotes), "quoted beside a name"
    speaker = _unnamed(source)
    if source is None and last is not None:
        source, speaker = last.source, last.speaker
        why = "quoted words that continue the speaker before"
    elif source is None:
        why = "quoted words without a speaker"
    content = _span(parsed, quotes[0][0], quotes[-1][1])
    return records.Claim(source=source, content=content, verbatim=True, speaker=speaker, why=why)


def _apart(claim: records.Claim, quote: Quote) -> int:
    """How many characters lie between a claim's cue or source and a quotation."""
    start, end, _ = quote
    spans = [s for s in (claim.cue, claim.source) if s is not None]
    return min((max(0, s.start - end, start - s.end) for s in spans), default=1_000_000)


def _beside(parsed: Parsed, start: int, end: int, quotes: Sequence[Quote]) -> records.Span | None:
    """Who stands beside a quotation: "Smith: ...", or behind it after a dash."""
    before = parsed.text[start : quotes[0][0]].rstrip()
    if before.endswith(":") and 0 < len(before[:-1].split()) <= 6:
        return _span(parsed, start, start + len(before) - 1)
    after = _NAMED_AFTER.match(parsed.text, quotes[-1][1], end)
    return _span(parsed, after.start(1), after.end(1)) if after is not None else None


def _span(parsed: Parsed, start: int, end: int) -> records.Span:
    return records.Span(start=start, end=end, text=parsed.text[start:end])


def attribution_at(start: int, found: tuple[records.Claim, ...]) -> records.Attribution | None:
    """Whose word a passage is: the innermost claim that holds its first character, or None for the outlet's own voice."""
    said = [c for c in found if c.verbatim or not c.why.startswith(WISH)]
    holding = [c for c in said if c.content.start <= start < c.content.end and c.source is not None and c.speaker is not None]
    if not holding:
        return None
    inner = min(holding, key=lambda c: c.content.end - c.content.start)
    assert inner.source is not None and inner.speaker is not None  # noqa: S101 - for the type checker, filtered above
    return records.Attribution(
        start=inner.source.start, end=inner.source.end, text=inner.source.text, speaker=inner.speaker, verbatim=inner.verbatim
    )


def _reported(sentence: Sentence, cast: Cast) -> Iterator[records.Claim]:
    """What verbs of saying and wanting have as their content; a verb of saying without any has itself, until a quote is found."""
    for verb in sentence.span:
        lemma = verb.lemma_.lower()
        if verb.pos_ != "VERB" or lemma not in SAYING | WANTING:
            continue
        contents = [c for c in verb.children if c.dep_ == "ccomp" or (c.dep_ == "xcomp" and lemma in WANTING)]
        contents += [n for c in verb.children if (lemma, c.lower_) in CALLING for n in c.children if n.dep_ in ("pobj", "pcomp")]
        subject = _subject(verb)
        if not contents and (subject is None or lemma not in SAYING):
            continue
        source = _whole_source(sentence, subject, verb) if subject is not None else None
        cue = sentence.cut(verb, verb)
        speakers = cast.at(sentence, subject) if subject is not None else ()
        yield records.Claim(
            source=source,
            cue=cue,
            content=_content(sentence, verb, contents[0]) if contents else cue,
            speaker=without_private_identity(speakers[0]) if speakers else _unnamed(source),
            why=_why(lemma, bool(contents)),
        )


def _why(lemma: str, complement: bool) -> str:
    if lemma not in SAYING:
        return f"{WISH}: complement of {lemma!r}"
    return f"complement of {lemma!r}" if complement else f"beside {lemma!r}"


def _subject(verb: Token) -> Token | None:
    """Who says it: the verb's own subject, or that of the verb that it is joined to or hangs on ("he left, saying that")."""
    current = verb
    for _ in range(4):
        own = next((c for c in current.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if own is not None:
            return own
        if current.dep_ not in ("conj", "advcl", "xcomp", "pcomp") or current.head == current:
            return None
        current = current.head.head if current.dep_ == "pcomp" else current.head
    return None


def _whole_source(sentence: Sentence, subject: Token, verb: Token) -> records.Span:
    """The subject with what stands beside it: "Ann Lee, a spokeswoman for the union"."""
    words = [t for t in subject.subtree if not t.is_space and (t.i < verb.i) == (subject.i < verb.i)]
    while len(words) > 1 and words[-1].is_punct and words[-1].text not in (")", '"', "”"):
        words.pop()
    return sentence.cut(words[0], words[-1])


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
    after = [t for t in words if t.i > verb.i]
    if verb.i > head.i and len(after) < PARENTHETIC:
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


def _inside(start: int, end: int, quotes: Sequence[Quote]) -> bool:
    """Whether at least four fifths of the passage stand in quotation marks."""
    covered, k = 0, max(0, bisect_right(quotes, start, key=lambda q: q[0]) - 1)
    while k < len(quotes) and quotes[k][0] < end:
        covered += max(0, min(end, quotes[k][1]) - max(start, quotes[k][0]))
        k += 1
    return covered >= 0.8 * max(1, end - start)
