"""Who was named before: what "he", "the minister", "both sides" and "the country" mean further on in an article."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from dragoman import records
from dragoman.annotate.parse import Sentence
from dragoman.annotate.phrase import core_text
from dragoman.annotate.roles import PERSON

HE = frozenset({"he", "she", "him", "her", "his", "himself", "herself", "hers"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
COUNTRY_WORDS = frozenset({"country", "nation", "kingdom", "republic", "state"})
OFFICE_WORDS = frozenset(
    "ambassador chancellor envoy general governor king leader minister premier president queen secretary spokesman "
    "spokeswoman".split()
)
COLLECTIVES = frozenset(
    "administration agency army bureau cabinet coalition commission committee community company council department "
    "court force government group military militia ministry navy opposition parliament party police regime senate "
    "union".split()
)
BOTH = re.compile(
    r"(the |both |these )?(two |rival |warring )?"
    r"(sides?|leaders|countries|nations|parties|pair|neighbou?rs|governments|presidents|ministers)|(the )?(two|both)",
    re.IGNORECASE,
)
NON_STATES = frozenset({"UNO", "EUR", "IGO", "NGO", "MNC", "IMG", "ISM"})
REACH = 40  # mentions looked back over; more would only be reached over many paragraphs
NEAR = 3  # sentences that a pronoun reaches back


@dataclass(frozen=True, slots=True)
class Mention:
    """A participant where it stands."""

    sentence: int
    token: int
    entity: records.Entity
    person: bool
    plural: bool
    subject: bool
    owner: bool


class Memory:
    """The participants of an article in order, as far as it has been read."""

    def __init__(self) -> None:
        self.mentions: list[Mention] = []
        self._surnames: dict[str, records.Entity] = {}
        self._offices: dict[str, records.Entity] = {}
        self._bodies: dict[str, records.Entity] = {}

    def add(self, sentence: Sentence, token: Token, entity: records.Entity) -> None:
        """Remember a participant, by its place, its surname and its office."""
        named = PERSON in entity.why or (entity.name is not None and entity.office is not None)
        if token.dep_ == "pobj" and token.head.lower_ == "as":
            return  # "as president" names nobody new
        owner = token.dep_ == "poss" and token.head.dep_ in ("nsubj", "nsubjpass")  # "Kerry's meetings ... he"
        subject = owner or token.dep_ in ("nsubj", "nsubjpass")
        plural = token.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in token.children)
        person = named or _is_one_person(token, entity)
        self.mentions.append(Mention(sentence.index, token.i, entity, person, plural, subject, token.dep_ == "poss"))
        if named and entity.name:
            self._surnames.setdefault(fold(entity.name.split()[-1]), entity)
        for word in _office_words(entity):
            self._offices[word] = entity
        if entity.country and token.lemma_.lower() in COLLECTIVES:
            self._bodies[token.lemma_.lower()] = entity

    def surname(self, name: str) -> records.Entity | None:
        """The person who was introduced with this last name."""
        return self._surnames.get(fold(name))

    def office(self, word: str) -> records.Entity | None:
        """The named person whose office was last called by this word."""
        return self._offices.get(word.lower())

    def body(self, word: str) -> records.Entity | None:
        """The government, army, court or other body of a country that was last called by this word."""
        return self._bodies.get(word.lower())

    def home(self) -> str | None:
        """The state that the article is set in: named in at least half of its mentions of states, or None."""
        counts = Counter(m.entity.country for m in self.mentions if m.entity.country and m.entity.country not in NON_STATES)
        if not counts:
            return None
        country, n = counts.most_common(1)[0]
        return country if 2 * n >= counts.total() else None

    def pronoun(self, sentence: Sentence, token: Token) -> records.Entity | None:
        """Whom a third-person pronoun means."""
        word = token.lower_
        if word in HE:
            return self._nearest(sentence, token, lambda m: m.person and not m.plural)
        if word in IT:
            return self._nearest(sentence, token, lambda m: not m.person and not m.plural)
        if word in THEY:
            return self._nearest(sentence, token, lambda m: m.plural) or self._nearest(sentence, token, lambda m: not m.person)
        return None

    def country(self, sentence: Sentence, token: Token) -> records.Entity | None:
        """The state named last as such ("Azerbaijan", not "the Azerbaijani minister") before this word."""
        for m in self._before(sentence, token):
            if m.entity.country and not m.entity.sectors and not m.person and not m.owner:
                return m.entity
        return None

    def both(self, sentence: Sentence, token: Token) -> tuple[records.Entity, ...]:
        """The two participants of different countries named last, if the phrase says "the two", "both sides", "the leaders"."""
        if not BOTH.fullmatch(core_text(token)):
            return ()
        found: list[records.Entity] = []
        for m in self._before(sentence, token):
            if m.sentence == sentence.index and m.subject:
                continue  # "The United Nations urged both sides": it is none of them
            if m.entity.country and all(m.entity.country != e.country for e in found):
                found.insert(0, m.entity)
            if len(found) == 2:
                return tuple(found)
        return ()

    def _before(self, sentence: Sentence, token: Token) -> Iterator[Mention]:
        """Mentions before a word, the last first."""
        for m in reversed(self.mentions[-REACH:]):
            if (m.sentence, m.token) < (sentence.index, token.i):
                yield m

    def _nearest(self, sentence: Sentence, token: Token, fits: Callable[[Mention], bool]) -> records.Entity | None:
        """The nearest fitting subject in the nearest sentences, else the nearest that fits at all."""
        near = [m for m in self._before(sentence, token) if sentence.index - m.sentence <= NEAR and fits(m)]
        if not near:
            return None
        subjects = [m for m in near if m.subject and m.sentence >= near[0].sentence - 1]
        return (subjects or near)[0].entity


def fold(word: str) -> str:
    """A name without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


def _is_one_person(token: Token, entity: records.Entity) -> bool:
    return token.tag_ == "NN" and bool(entity.sectors) and entity.name is None and token.lemma_.lower() not in COLLECTIVES


def _office_words(entity: records.Entity) -> Iterator[str]:
    if entity.name and entity.country:
        words = re.findall(r"[a-z]+", f"{entity.office or ''} {entity.text or ''}".lower())
        yield from OFFICE_WORDS.intersection(words)
