"""Who was named before: what "he", "the minister", "both sides" and "the country" mean further on in an article.

Rules over syntax, each with its reason in the answer; what fits nobody stays unresolved. Whom a pronoun means is the fitting
mention of the greatest salience: subjects before objects, near before far, people with names before "an aide".
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from dragoman import records
from dragoman.annotate.parse import Sentence
from dragoman.annotate.persons import NON_STATES
from dragoman.annotate.phrase import core_text, is_definite
from dragoman.annotate.roles import PERSON
from dragoman.facts.keys import plain

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "herself", "hers"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
COUNTRY_WORDS = frozenset({"country", "nation", "kingdom", "republic", "state", "emirate", "sultanate", "monarchy"})
MONARCHIES = frozenset("SAU GBR JOR MAR BHR ESP NLD BEL DNK NOR SWE THA KHM BTN LSO SWZ TON MYS KWT QAT ARE OMN BRN".split())
# Bodies of a country that an article goes on to call by the last word alone
COLLECTIVES = frozenset(
    "administration agency army bureau cabinet coalition commission committee community company council department "
    "court delegation force government group military militia ministry navy opposition parliament party police regime senate "
    "team union".split()
)
# Words for bodies of which the article has named one before, and the sectors that this one must have
KINDS = {
    **dict.fromkeys(("group", "movement", "faction", "militia", "organization", "organisation", "outfit"),
                    ("REB", "PRM", "CRM", "PTY", "UAF", "SOC", "OPP")),
    **dict.fromkeys(("party", "bloc"), ("PTY",)),
    **dict.fromkeys(("company", "firm", "airline", "bank"), ("BUS",)),
    **dict.fromkeys(("army", "military", "troop", "soldier", "force"), ("MIL",)),
    **dict.fromkeys(("rebel", "militant", "insurgent", "guerrilla", "fighter", "separatist"), ("REB", "UAF", "PRM")),
    **dict.fromkeys(("police", "officer"), ("COP",)),
    **dict.fromkeys(("court", "judge"), ("JUD",)),
    **dict.fromkeys(("parliament", "legislature", "lawmaker"), ("LEG",)),
}  # fmt: skip
GOVERNMENTS = frozenset({"government", "administration", "regime", "cabinet", "authority"})
# Private people whom an article goes on to call by another word
PRIVATE_WORDS = frozenset(
    "suspect man woman victim detainee prisoner assailant attacker defendant accused activist teenager".split()
)
# What tells ministers, generals and judges of one country apart
RANKS = frozenset("prime foreign defence defense interior finance home first vice deputy economy justice oil energy health trade "
                  "agriculture information transport education chief supreme attorney general".split())  # fmt: skip
NUMBERS = {"two": 2, "both": 2, "pair": 2, "three": 3, "trio": 3, "four": 4, "five": 5}
SEVERAL = re.compile(
    r"(?:the |both |these |all )?(?:(two|three|four|five|rival|warring|neighbou?ring) )?(?:foreign |prime |defen[cs]e )?"
    r"(sides?|leaders|countries|nations|states|parties|pair|trio|neighbou?rs|governments|presidents|ministers|premiers|delegations|teams"
    r"|armies|militaries|capitals|kings|allies|foes|rivals|powers|negotiators|diplomats)|(?:the )?(two|both|three|pair|trio)",
    re.IGNORECASE,
)
OUTSIDE = frozenset({"in", "at", "near", "over", "into", "from", "toward", "towards", "across", "through", "off", "around"})
REACH = 60  # mentions looked back over; more would only be reached over many paragraphs
NEAR = 3  # sentences that a pronoun reaches back
FAR = 8  # sentences that "the rebels" and "the group" reach back
DISTANCE = 1.2  # salience lost with each sentence


@dataclass(frozen=True, slots=True)
class Mention:
    """A participant where it stands.

    `weight`: 3 for the subject of a main clause, 2 for another subject or whoever owns one, 1 for other places in a clause, 0 for
    a place where something happens. `clause`: the verb it belongs to. `group`: the first of what "and" joins. `words`: what
    the phrase and its appositions call it.
    """

    sentence: int
    token: int
    entity: records.Entity
    person: bool
    plural: bool
    weight: float
    subject: bool
    clause: int
    group: int
    words: frozenset[str]
    gender: str | None
    indefinite: bool
    pronoun: bool = False


class Memory:
    """The participants of an article in order, as far as it has been read. `gender`: of given names, "f" or "m"."""

    def __init__(self, gender: Callable[[str], str | None]) -> None:
        self.mentions: list[Mention] = []
        self._gender = gender
        self._surnames: dict[str, records.Entity] = {}

    def add(self, sentence: Sentence, token: Token, entity: records.Entity, *, pronoun: bool = False) -> None:
        """Remember a participant; a pronoun only makes whom it means more salient."""
        if token.dep_ == "pobj" and token.head.lower_ == "as":
            return  # "as president" names nobody new
        named = PERSON in entity.why or (entity.name is not None and entity.office is not None)
        words = _words(token)
        self.mentions.append(
            Mention(
                sentence.index, token.i, entity, named or _is_one_person(token, entity), _is_plural(token), _weight(token),
                _is_subject(token), clause(token), _group(token), words, self._gender_of(token, entity, words),
                entity.name is None and not is_definite(token) and token.tag_ == "NN", pronoun,
            )
        )  # fmt: skip
        if named and entity.name and not pronoun:
            self._surnames.setdefault(plain(entity.name.split()[-1]), entity)
            if token.pos_ == "PROPN":
                self._surnames.setdefault(plain(token.text), entity)  # "Xi Jinping ... Xi"

    def surname(self, name: str) -> records.Entity | None:
        """The person who was introduced with this last name."""
        return self._surnames.get(plain(name))

    def home(self) -> str | None:
        """The state that the article is set in: named in at least half of its mentions of states, or None."""
        named = (m.entity.country for m in self.mentions if not m.pronoun)
        counts = Counter(country for country in named if country and country not in NON_STATES)
        if not counts:
            return None
        country, n = counts.most_common(1)[0]
        return country if 2 * n >= counts.total() else None

    def person(self, sentence: Sentence) -> records.Entity | None:
        """The person who was the last subject of a main clause in the sentences before."""
        for m in reversed(self.mentions[-REACH:]):
            if m.person and m.weight >= 3 and 0 < sentence.index - m.sentence <= NEAR:
                return m.entity
        return None

    # Words that refer back

    def pronoun(self, sentence: Sentence, token: Token) -> tuple[records.Entity, ...]:
        """Whom a third-person pronoun means."""
        word = token.lower_
        if word.endswith(("self", "selves")):
            mine = [m for m in self._before(sentence, token) if m.sentence == sentence.index and m.clause == clause(token)]
            return tuple(m.entity for m in mine if m.subject)[::-1]
        if word in HE or word in SHE:
            other = "f" if word in HE else "m"
            best = self._best(sentence, token, lambda m: m.person and not m.plural and m.gender != other, people=True)
        elif word in IT:
            best = None if _is_empty(token) else self._best(sentence, token, lambda m: not m.person and not m.plural)
            if best is not None and best.weight < 2 and best.sentence < sentence.index and token.tag_ != "PRP$":
                best = None  # "The ship left Odesa. It carried corn."
        elif word in THEY:
            best = self._best(sentence, token, lambda m: m.plural and bool(m.entity.country)) or self._best(
                sentence, token, lambda m: not m.person and bool(m.entity.country)
            )
            if best is not None and best.plural:
                return tuple(m.entity for m in self._before(sentence, token) if _together(m, best))[::-1] or (best.entity,)
        else:
            best = None
        return () if best is None else (best.entity,)

    def country(self, sentence: Sentence, token: Token) -> records.Entity | None:
        """The state named before that "the country" or "the kingdom" means."""
        crowned = token.lemma_.lower() in ("kingdom", "monarchy", "emirate", "sultanate")

        def fits(m: Mention) -> bool:
            state = bool(m.entity.country) and not m.entity.sectors and not m.person and m.entity.country not in NON_STATES
            return state and (not crowned or m.entity.country in MONARCHIES)

        if any(c.lower_ == "that" for c in token.lefts):  # "He was sent to Suriname. Prisons in that country ..."
            found = next(
                (m for m in self._before(sentence, token) if fits(m) and not (m.subject and m.clause == clause(token))), None
            )
        else:
            found = self._best(sentence, token, fits, reach=FAR, argument=True)
        return None if found is None else found.entity

    def several(self, sentence: Sentence, token: Token) -> tuple[records.Entity, ...]:
        """The participants of different countries whom "the two", "both sides" or "the three leaders" means."""
        match = SEVERAL.fullmatch(core_text(token))
        if not match or any(c.dep_ == "poss" for c in token.children):
            return ()
        wanted = NUMBERS.get((match[1] or match[3] or "two").lower(), 2)
        number = match[2] or match[3] or ""
        if not (
            match[1] or match[3] or number.lower().startswith("side") or is_definite(token) or match[0].lower().startswith("both")
        ):
            return ()
        rows: dict[int, list[Mention]] = {}
        for m in self._before(sentence, token):
            if m.entity.country and not m.pronoun and not (m.sentence == sentence.index and m.subject):
                rows.setdefault(m.sentence, []).insert(0, m)
        for number_of, mentions in sorted(rows.items(), reverse=True):
            if sentence.index - number_of > FAR:
                break
            joined = Counter(m.group for m in mentions)
            for group, n in joined.items():
                if n == wanted:
                    return _distinct([m for m in mentions if m.group == group], wanted)
        for number_of, mentions in sorted(rows.items(), reverse=True):
            if sentence.index - number_of > NEAR:
                break
            arguments = [m for m in mentions if m.weight > 0]
            found = _distinct(arguments, wanted)
            if len(found) == wanted:
                return found
        found = _distinct([m for _, mentions in sorted(rows.items(), reverse=True) for m in reversed(mentions)], wanted)[::-1]
        return found if len(found) == wanted else ()

    def one_of_two(self, sentence: Sentence, token: Token) -> records.Entity | None:
        """Whom "the former" or "the latter" means: of the two named last in one sentence."""
        rows: dict[int, list[Mention]] = {}
        for m in self._before(sentence, token):
            if (not m.pronoun and not m.person) or m.entity.country:
                rows.setdefault(m.sentence, []).insert(0, m)
        for number, mentions in sorted(rows.items(), reverse=True):
            found = _distinct(mentions, 2)
            if len(found) == 2 and sentence.index - number <= NEAR:
                return found[0 if token.lower_ == "former" else 1]
        return None

    def definite(self, sentence: Sentence, token: Token, sectors: tuple[str, ...]) -> records.Entity | None:
        """Whom "the general", "the group", "the government" or "the rebels" means, of those named before."""
        word = token.lemma_.lower()
        if token.tag_ not in ("NNS", "NNPS"):
            needed = {word, *(c.lower_ for c in token.lefts if c.lower_ in RANKS)}
            for m in self._before(sentence, token):
                if m.person and needed <= m.words and m.entity.country and not m.indefinite and not m.pronoun:
                    return m.entity
            body = next(
                (m for m in self._before(sentence, token) if word in m.words and word in COLLECTIVES and m.entity.country), None
            )
            if body is not None:
                return body.entity
        if word in KINDS or (sectors[:1] and sectors[0] in ("REB", "PRM") and token.tag_ == "NNS"):
            return self._of_kind(sentence, token, KINDS.get(word, sectors[:1]))
        if word in GOVERNMENTS:
            state = self._best(sentence, token, lambda m: _is_state(m) and m.subject, reach=2)
            return None if state is None else state.entity
        if word in PRIVATE_WORDS and sectors[:1] in (("CVL",), ("CRM",), ()):
            found = self._best(sentence, token, lambda m: m.person and bool(m.entity.country) and m.entity.name is None)
            return None if found is None or found.entity.sectors[:1] not in (("CVL",), ("CRM",), ()) else found.entity
        return None

    def _of_kind(self, sentence: Sentence, token: Token, sectors: tuple[str, ...]) -> records.Entity | None:
        """The last mention with one of these sectors, if the article has named no other country's."""
        found = [
            m.entity
            for m in self._before(sentence, token)
            if m.entity.country and not m.person and m.entity.sectors[:1] and m.entity.sectors[0] in sectors
            and sentence.index - m.sentence <= FAR
        ]  # fmt: skip
        return found[0] if found and len({e.country for e in found}) == 1 else None

    def _before(self, sentence: Sentence, token: Token) -> Iterator[Mention]:
        """Mentions before a word, the last first."""
        for m in reversed(self.mentions[-REACH:]):
            if (m.sentence, m.token) < (sentence.index, token.i):
                yield m

    def _best(
        self, sentence: Sentence, token: Token, fits: Callable[[Mention], bool], *, reach: int = NEAR, people: bool = False,
        argument: bool = False,
    ) -> Mention | None:  # fmt: skip
        """The most salient fitting mention; not the subject of the very clause, unless the word is one itself or a possessive."""
        own = clause(token)
        free = not argument and (_is_subject(token) or token.tag_ == "PRP$")
        best, top = None, float("-inf")
        for m in self._before(sentence, token):
            distance = sentence.index - m.sentence
            if distance > reach:
                break
            of_subject = m.subject or (argument and m.weight == 2.0)  # "Israel's president visited the country"
            if not fits(m) or (not free and distance == 0 and m.clause == own and of_subject):
                continue
            value = m.weight - DISTANCE * distance
            if people:
                value += (m.entity.name is not None) - 1.5 * m.indefinite
            if value > top:  # of two alike the later one is met first and stays
                best, top = m, value
        return best

    def _gender_of(self, token: Token, entity: records.Entity, words: frozenset[str]) -> str | None:
        if words & FEMALE:
            return "f"
        if words & MALE:
            return "m"
        if entity.name is None or " " not in entity.name:
            return None
        return self._gender(entity.name.split()[0])


FEMALE = frozenset(
    "queen princess woman mother daughter sister wife widow spokeswoman congresswoman chairwoman mrs ms girl actress "
    "businesswoman lady stateswoman policewoman nun empress duchess".split()
)
MALE = frozenset(
    "king prince man father son brother husband spokesman congressman chairman mr boy actor businessman statesman policeman "
    "monk emperor duke sheikh imam pope sultan emir ayatollah sir".split()
)


def clause(token: Token) -> int:
    """The verb whose clause a word stands in."""
    while token.head != token and (token.pos_ not in ("VERB", "AUX") or _is_controlled(token)):
        token = token.head
    return token.i


def _is_controlled(verb: Token) -> bool:
    """Whether a verb has its subject from another: "refused to receive him"."""
    return verb.dep_ == "xcomp" and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)


def _is_state(m: Mention) -> bool:
    return bool(m.entity.country) and not m.entity.sectors and not m.person and m.entity.country not in NON_STATES


def _is_subject(token: Token) -> bool:
    token = _first(token)
    return token.dep_ in ("nsubj", "nsubjpass", "csubj")


def _weight(token: Token) -> float:
    """See `Mention`."""
    token = _first(token)
    if token.dep_ == "poss" and token.head.dep_ in ("nsubj", "nsubjpass"):  # "Kerry's meetings ... he"
        return 2.0
    if token.dep_ in ("nsubj", "nsubjpass"):
        return 3.0 if token.head.dep_ in ("ROOT", "conj") else 2.0
    if token.dep_ == "pobj" and token.head.lower_ in OUTSIDE:
        return 0.0
    if token.dep_ == "pobj" and token.head.dep_ == "agent":
        return 1.5
    return 1.0


def _first(token: Token) -> Token:
    """The first of what "and" joins."""
    while token.dep_ == "conj" and token.head.pos_ in ("NOUN", "PROPN", "PRON"):
        token = token.head
    return token


def _group(token: Token) -> int:
    """The first of what "and" joins, or the noun that joined adjectives stand before ("Turkish and Russian troops")."""
    return _first(token).i


def _together(m: Mention, best: Mention) -> bool:
    return m.sentence == best.sentence and m.group == best.group


def _distinct(mentions: list[Mention], wanted: int) -> tuple[records.Entity, ...]:
    """The first mentions of different countries."""
    found: dict[str, records.Entity] = {}
    for m in mentions:
        if m.entity.country and len(found) < wanted:
            found.setdefault(m.entity.country, m.entity)
    return tuple(found.values())


def _words(token: Token) -> frozenset[str]:
    """What a phrase and its appositions call somebody, in lower case."""
    heads = [token, *(c for c in token.children if c.dep_ == "appos")]
    found = {h.lemma_.lower() for h in heads}
    for head in heads:
        before = (c for c in head.lefts if c.dep_ in ("compound", "amod", "nmod"))
        found.update(t.lemma_.lower().rstrip(".") for c in before for t in c.subtree)
    return frozenset(found)


def _is_plural(token: Token) -> bool:
    joined = token.dep_ == "conj" or any(c.dep_ == "conj" for c in token.children)
    return (
        token.tag_ in ("NNS", "NNPS")
        or (joined and token.pos_ in ("NOUN", "PROPN"))
        or token.lemma_.lower() in ("police", "delegation", "team")
    )


def _is_one_person(token: Token, entity: records.Entity) -> bool:
    return token.tag_ == "NN" and bool(entity.sectors) and entity.name is None and token.lemma_.lower() not in COLLECTIVES


def _is_empty(token: Token) -> bool:
    """Whether "it" stands for nobody: "it may take months", "it was raining", "it is clear that", or for a thing named before."""
    verb = token.head
    if token.dep_ not in ("nsubj", "nsubjpass") or verb.pos_ not in ("VERB", "AUX"):
        return False
    lemma = verb.lemma_.lower()
    children = list(verb.children)
    if lemma in ("rain", "snow", "emerge", "seem", "appear", "matter", "transpire"):
        return True
    if lemma == "take" and any(
        c.dep_ in ("dobj", "npadvmod") and (c.ent_type_ in ("DATE", "TIME") or c.lemma_ in SPANS) for c in children
    ):
        return True
    told = any(c.dep_ in ("acomp", "attr") for c in children)
    return lemma == "be" and told and any(
        d.dep_ in ("xcomp", "ccomp", "advcl", "prep") and (d.dep_ != "prep" or d.lower_ == "for")
        for c in (*children, *(g for c in children if c.dep_ in ("acomp", "attr") for g in c.children)) for d in (c,)
    )  # fmt: skip


SPANS = frozenset("day week month year hour minute decade time".split())
