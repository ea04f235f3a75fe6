"""Noun phrases: where they begin and end, their modifiers, and what their prepositions govern. Syntax only, no facts."""

from collections.abc import Iterator

from spacy.tokens import Token

LEFT = frozenset(
    {"det", "amod", "compound", "nummod", "nmod", "poss", "quantmod", "npadvmod", "punct", "advmod", "case", "preconj", "predet"}
)


def is_definite(head: Token) -> bool:
    """Whether the phrase points at somebody known: "the minister", "their country"."""
    return any(t.lower_ in ("the", "this", "that", "his", "her", "their", "its") for t in head.lefts)


def modifiers(head: Token) -> list[Token]:
    """The head's modifiers before it, with their own modifiers, in order."""
    found: list[Token] = []
    for child in head.lefts:
        if child.dep_ in LEFT and child.dep_ not in ("det", "punct", "poss", "case"):
            found += [t for t in child.subtree if t.i <= child.i or t.dep_ in ("conj", "cc", "compound", "amod", "punct")]
    return [t for t in found if not t.is_punct]


def edges(head: Token) -> tuple[Token, Token]:
    """First and last token of the phrase: modifiers before the head, and an of-phrase after it."""
    first = head
    for child in head.lefts:
        if child.dep_ in LEFT and not (child.dep_ == "punct" and first == head):
            first = min(first, *child.subtree, key=lambda t: t.i)
    while first.i < head.i and (first.is_punct or first.dep_ in ("advmod", "preconj")):
        first = first.doc[first.i + 1]
    last = head
    for prep in head.children:
        if prep.dep_ == "prep" and prep.lower_ == "of" and prep.i == head.i + 1:
            last = max((t for c in prep.children if c.dep_ == "pobj" for t in flat(c)), key=lambda t: t.i, default=head)
    return first, last


def flat(token: Token) -> Iterator[Token]:
    """A noun with its modifiers and conjuncts, without clauses."""
    yield token
    for child in token.children:
        if child.dep_ in LEFT or child.dep_ in ("conj", "cc"):
            yield from flat(child)


def objects_of(head: Token, word: str) -> list[Token]:
    """Objects of the head's preposition `word`, with their conjuncts."""
    return [
        t
        for p in head.children
        if p.dep_ in ("prep", "agent") and p.lower_ == word
        for c in p.children
        if c.dep_ == "pobj"
        for t in (c, *c.conjuncts)
    ]


def core_text(head: Token) -> str:
    """The head with its plain modifiers, without possessors and clauses."""
    words = [t.text for t in head.lefts if t.dep_ in ("det", "nummod", "amod", "predet", "compound")]
    return " ".join([*words, head.text])


def person_name(head: Token) -> str:
    """The person's name that ends at this word, as the entity recogniser has it."""
    first = head.i
    for i in range(head.i - 1, head.sent.start - 1, -1):
        token = head.doc[i]
        if token.ent_type_ != "PERSON" or token.head.i not in range(i, head.i + 1) or head.doc[first].ent_iob_ == "B":
            break
        first = i
    return str(head.doc[first : head.i + 1].text)
