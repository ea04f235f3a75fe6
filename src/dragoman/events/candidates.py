"""Candidates: every predicate that may report an act, with the phrases that stand around it as slots.

Wide on purpose: each verb, and each noun and adjective that has a participant near it, so that nothing is lost before
typing. A slot is a syntactic place (`subj`, `obj`, `to`, `with`, `poss`, ...) with the head words that fill it; active and
passive, relative clauses, control, coordination, participles and light verbs all end up in the same slots, and `paths`
says how each was reached.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from dragoman.annotate.parse import Parsed, Sentence

# Verbs that only carry an event noun: their subject and prepositions belong to the noun: "held talks with"
LIGHT = frozenset(
    "hold launch carry conduct pay make stage mount wage begin start continue resume open issue deliver give offer "
    "have do commit perform undertake pursue lead join attend take receive enter impose announce end finish complete "
    "wrap hand suffer face arrange host renew step intensify unleash carry_out file bring lodge level slap set "
    "express voice reiterate repeat sign extend lay place put raise seek win call cut order declare organize organise "
    "plan prepare send break conclude provide supply pledge promise grant reach clinch".split()
)
CARRIERS = frozenset(
    "be go come travel fly arrive engage participate take meet return sit gather attend join kill die injure wound "
    "detain hit say involve enter".split()
)
DEEP = frozenset({"to", "on", "against", "with", "from"})
OBJECT_CONTROL = frozenset(
    "urge ask tell order force compel persuade convince press push call allow permit invite encourage help warn "
    "instruct beg want require request forbid advise enable cause lead get expect remind direct authorize authorise "
    "mandate".split()
)
SPEECH = frozenset(
    "statement letter speech resolution tweet report declaration message post communique communiqué remark comment "
    "video motion bill law decree order article interview editorial note document text announcement petition warning".split()
)
PARTITIVES = frozenset(
    "hundred thousand dozen ten score million number group series string handful couple pair majority some many most "
    "one two three four five six seven eight nine several part half lot bunch wave crowd column convoy batch all each "
    "both".split()
)
IRREGULAR = {
    "slew": "slay",
    "slain": "slay",
    "retook": "retake",
    "overflew": "overfly",
    "overran": "overrun",
    "foresaw": "foresee",
}
CLOSED_SYLLABLE = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
RELATIVE = frozenset({"who", "which", "that", "whom"})


@dataclass(slots=True)
class Candidate:
    """One predicate. `clause` is the verb whose tense and negation count (the light verb of a noun), or the trigger itself."""

    sentence: Sentence
    trigger: Token
    pos: str
    lemmas: tuple[str, ...]
    clause: Token
    slots: dict[str, list[Token]] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    passive: bool = False

    def fill(self, slot: str, tokens: Iterable[Token], path: str) -> None:
        """Add head words to a slot, conjuncts included; the first path is kept as the reason."""
        found = self.slots.setdefault(slot, [])
        for token in map(_counted, tokens):
            for one in (token, *_conjuncts(token)):
                if one not in found and one.i != self.trigger.i:
                    found.append(one)
        if found:
            self.paths.setdefault(slot, path)
        else:
            del self.slots[slot]


def candidates(parsed: Parsed) -> Iterator[Candidate]:
    """All candidates of an article, in order of their triggers."""
    for sentence in parsed.sentences:
        for token in sentence.span:
            if token.pos_ == "VERB" or (
                token.pos_ == "AUX" and token.dep_ in ("ROOT", "conj", "ccomp", "relcl", "advcl") and token.lemma_ != "be"
            ):
                yield verb_candidate(sentence, token)
            elif token.pos_ == "NOUN" or (token.pos_ == "PROPN" and token.ent_type_ not in ("PERSON", "GPE", "DATE")):
                yield noun_candidate(sentence, token)
            elif token.pos_ == "ADJ" and token.dep_ in ("acomp", "oprd", "conj", "amod", "ROOT"):
                yield adjective_candidate(sentence, token)


def verb_candidate(sentence: Sentence, verb: Token) -> Candidate:
    """A verb with its deep subject and object, prepositions, and the subject of its complement clause."""
    candidate = Candidate(sentence, verb, "v", _verb_lemmas(verb), verb)
    candidate.passive = is_passive(verb)
    candidate.fill("subj", *_subject(verb))
    candidate.fill("obj", *_object(verb))
    _fill_prepositions(candidate, verb)
    for thing in candidate.slots.get("obj", ()):
        if thing.head == verb:  # "imposed sanctions on": the phrase may hang on either word
            _fill_prepositions(candidate, thing, only_missing=True)
    for child in verb.children:
        if child.dep_ == "dative" and child.pos_ != "ADP":
            candidate.fill("iobj", [child], "indirect object")
        elif child.dep_ == "dative":
            candidate.fill(child.lower_, [c for c in child.children if c.dep_ == "pobj"], f"'{child.lower_}' phrase")
        elif child.dep_ == "ccomp":
            infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children)
            candidate.slots.setdefault("xcomp" if infinitive else "that", []).append(child)
            candidate.fill("comp", [c for c in child.children if c.dep_ in ("nsubj", "nsubjpass")], "subject of the complement")
        elif child.dep_ in ("acomp", "oprd"):
            candidate.fill("acomp", [child], "complement")
        elif child.dep_ == "xcomp":
            candidate.slots.setdefault("xcomp", []).append(child)
            candidate.fill("comp", [c for c in child.children if c.dep_ in ("nsubj", "nsubjpass")], "subject of the complement")
    for inner in candidate.slots.get("xcomp", ()):
        candidate.fill("deep", _deep(inner), "object of the complement")  # "threatened to expel French diplomats"
    return candidate


def _deep(verb: Token) -> list[Token]:
    """Whom a complement's act concerns: its object, then what "to", "on", "against", "with" and "from" hang on either."""
    objects = _object(verb)[0]
    preps = [p for head in (verb, *objects) for p in head.children if p.dep_ in ("prep", "dative") and p.lower_ in DEEP]
    return [*objects, *(c for p in preps for c in p.children if c.dep_ == "pobj")]


def noun_candidate(sentence: Sentence, noun: Token) -> Candidate:
    """A noun with its possessor, modifiers and prepositions, and what a light verb adds."""
    carrier = _carrier(noun)
    candidate = Candidate(sentence, noun, "n", _noun_lemmas(noun), carrier or _governing_verb(noun))
    candidate.fill("poss", [c for c in noun.children if c.dep_ == "poss"], "possessor")
    candidate.fill("mod", _modifiers(noun), "modifier")
    _fill_prepositions(candidate, noun)
    for child in noun.children:
        if child.dep_ == "acl" and child.tag_ == "VB":
            candidate.slots.setdefault("xcomp", []).append(child)
        if child.dep_ == "acl":
            if child.tag_ == "VBN":
                candidate.fill(
                    "by",
                    [t for a in child.children if a.dep_ == "agent" for t in a.children if t.dep_ == "pobj"],
                    "by-phrase of a participle",
                )
            if child.tag_ in ("VBN", "VBG"):
                _fill_prepositions(candidate, child, only_missing=True)
    if carrier is not None:
        candidate.fill("subj", *_subject(carrier))
        if noun.dep_ not in ("dobj", "nsubjpass", "conj", "pobj"):
            candidate.slots.pop("subj", None)
        _fill_prepositions(candidate, carrier, only_missing=True)
        for child in carrier.children:
            if child.dep_ == "dative":
                given = [child] if child.pos_ != "ADP" else [c for c in child.children if c.dep_ == "pobj"]
                candidate.fill("to", given, "indirect object of the light verb")
    return candidate


def adjective_candidate(sentence: Sentence, adjective: Token) -> Candidate:
    """A predicative adjective ("is critical of", "was ready to") with its verb's subject."""
    verb = adjective.head if adjective.head.pos_ in ("AUX", "VERB") else adjective
    candidate = Candidate(sentence, adjective, "a", (adjective.lemma_.lower(),), verb)
    if verb != adjective:
        candidate.fill("subj", *_subject(verb))
    _fill_prepositions(candidate, adjective)
    for child in (*adjective.children, *verb.children):
        if child.dep_ in ("xcomp", "ccomp"):
            candidate.slots.setdefault("xcomp", []).append(child)
    return candidate


def is_definite(candidate: Candidate) -> bool:
    """Whether a noun points back to something told before: "the attack", "those talks"."""
    return candidate.pos == "n" and any(c.lower_ in ("the", "this", "that", "these", "those") for c in candidate.trigger.lefts)


def is_passive(verb: Token) -> bool:
    """Whether the verb is a passive, with or without its auxiliary ("was hit by", "villages hit by")."""
    deps = {c.dep_ for c in verb.children}
    if "agent" in deps and "dobj" not in deps and (verb.tag_ == "VBN" or verb.lower_ == verb.lemma_.lower()):
        return True  # the parser takes the subject of a headline's passive for an active one: "Lithuania hit by trade ban"
    if verb.tag_ == "VBN" and verb.dep_ == "conj" and verb.head.tag_ == "VBN" and not deps & {"aux", "nsubj", "dobj"}:
        return is_passive(verb.head)  # "were stopped and detained"
    return bool(deps & {"auxpass", "nsubjpass"}) or (
        verb.tag_ == "VBN" and (verb.dep_ == "acl" or "agent" in deps) and "nsubj" not in deps
    )


def doers_of(verb: Token) -> list[Token]:
    """The deep subject of a verb: who does what it tells."""
    return _subject(verb)[0]


def _subject(verb: Token, depth: int = 0) -> tuple[list[Token], str]:
    """The deep subject and how it was reached; a passive's subject is its agent."""
    if is_passive(verb):
        return [c for a in verb.children if a.dep_ == "agent" for c in a.children if c.dep_ == "pobj"], "agent of the passive"
    own = [c for c in verb.children if c.dep_ in ("nsubj", "csubj") and c.pos_ != "VERB"]
    if own:
        listed = [t for c in own if (t := _listed_before(c)) is not None]
        return [*listed, *_antecedents(verb, own)], "subject"  # "Turkey, Greece agree to talks"
    return _inherited(verb, depth)


def _listed_before(subject: Token) -> Token | None:
    """The first of two states that only a comma joins, as headlines have them."""
    if subject.i < subject.sent.start + 2 or subject.nbor(-1).text != "," or subject.ent_type_ != "GPE":
        return None
    first = subject.nbor(-2)
    return first if first.ent_type_ == "GPE" and first.dep_ not in ("pobj", "dobj", "conj", "appos") else None


def _inherited(verb: Token, depth: int) -> tuple[list[Token], str]:
    head = verb.head
    if depth > 4 or head.i == verb.i:
        return [], "no subject"
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        return _surface_subject(head, depth + 1), "subject shared by coordination"
    if verb.dep_ in ("xcomp", "ccomp") and head.pos_ in ("VERB", "AUX"):
        objects = [c for c in head.children if c.dep_ in ("dobj", "nsubjpass")]
        if head.lemma_ in OBJECT_CONTROL and objects:
            return objects, f"object of {head.lemma_!r}"
        return _surface_subject(head, depth + 1), f"subject of {head.lemma_!r}"
    if verb.dep_ == "xcomp" and head.pos_ == "ADJ" and head.head.pos_ in ("VERB", "AUX"):
        return _surface_subject(head.head, depth + 1), f"subject of {head.text!r}"  # "Israel is likely to strike"
    if verb.dep_ == "advcl" and head.pos_ in ("VERB", "AUX") and verb.tag_ in ("VBG", "VBN", "VB"):
        return _surface_subject(head, depth + 1), "subject of the main clause"
    if verb.dep_ == "pcomp":
        return _subject_of_gerund(head, depth)
    if verb.dep_ == "relcl":
        return ([head], "head of the relative clause") if not _has_gap_object(verb) else ([], "no subject")
    if verb.dep_ == "acl":
        return _subject_of_modifier(verb, depth)
    return [], "no subject"


def _subject_of_gerund(preposition: Token, depth: int) -> tuple[list[Token], str]:
    """Who does what follows a preposition: "accused X of shelling", "after meeting X"."""
    governor = preposition.head
    if governor.pos_ in ("VERB", "AUX"):
        objects = [c for c in governor.children if c.dep_ in ("dobj", "nsubjpass")]
        if preposition.lower_ in ("of", "for", "from", "with", "into") and objects:
            return objects, f"object of {governor.lemma_!r}"
        return _surface_subject(governor, depth + 1), "subject of the main clause"
    return [c for c in governor.children if c.dep_ == "poss"], "possessor"


def _subject_of_modifier(verb: Token, depth: int) -> tuple[list[Token], str]:
    """Who does what modifies a noun: "troops carrying arms", "a statement condemning", "a plan to attack"."""
    if verb.tag_ == "VBG" and verb.head.lemma_.lower() not in SPEECH:
        return [verb.head], "head of the participle"
    if verb.tag_ == "VBG":
        return _owner(verb.head, depth), "author of the text"
    if verb.tag_ == "VB":
        return _owner(verb.head, depth), "subject of the noun's verb"
    return [], "no subject"


def _owner(noun: Token, depth: int) -> list[Token]:
    """Whose plan, promise or statement: its possessor or author, else the subject of the verb that it is the object of."""
    owners = [c for c in noun.children if c.dep_ == "poss"]
    owners += [c for p in noun.children if p.lower_ in ("by", "from") for c in p.children if c.dep_ == "pobj"]
    if owners or noun.dep_ not in ("dobj", "attr", "nsubjpass", "pobj"):
        return owners
    verb = noun.head if noun.dep_ != "pobj" else noun.head.head
    if verb.pos_ not in ("VERB", "AUX"):
        return []
    return _subject(verb, depth + 1)[0] if noun.dep_ == "nsubjpass" else _surface_subject(verb, depth + 1)


def _surface_subject(verb: Token, depth: int) -> list[Token]:
    own = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") and c.pos_ != "VERB"]
    return _antecedents(verb, own) if own else _inherited(verb, depth)[0]


def _antecedents(verb: Token, subjects: list[Token]) -> list[Token]:
    """A relative pronoun stands for the noun that its clause hangs on."""
    if verb.dep_ == "relcl":
        return [verb.head if t.lower_ in RELATIVE and t.tag_ in ("WDT", "WP", "IN", "DT") else t for t in subjects]
    return subjects


def _has_gap_object(verb: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)


def _object(verb: Token) -> tuple[list[Token], str]:
    if is_passive(verb):
        own = [c for c in verb.children if c.dep_ in ("nsubjpass", "nsubj")]
        if own:
            return _antecedents(verb, own), "subject of the passive"
        if verb.dep_ == "acl":
            return [verb.head], "head of the participle"
        if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
            return [c for c in verb.head.children if c.dep_ == "nsubjpass"], "subject of the passive, shared"
        found, path = _inherited(verb, 0)
        return found, f"subject of the passive: {path}"
    own = [c for c in verb.children if c.dep_ == "dobj"]
    if verb.dep_ == "relcl":
        if own and own[0].lower_ in RELATIVE:
            return [verb.head], "head of the relative clause"
        if (
            not own
            and _has_gap_object(verb)
            and not any(c.lower_ in RELATIVE and c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
        ):
            return [verb.head], "head of the relative clause"
    if not own and verb.dep_ == "conj":
        return [c for c in verb.rights if c.dep_ == "dobj"], "object"
    shared = [c for d in verb.children if d.dep_ == "conj" and d.pos_ == "VERB" for c in d.children if c.dep_ == "dobj"]
    if not own and shared and not any(c.dep_ in ("prep", "ccomp", "xcomp", "prt") for c in verb.children):
        return shared, "object shared by coordination"
    return own, "object"


def _fill_prepositions(candidate: Candidate, head: Token, *, only_missing: bool = False, deep: bool = True) -> None:
    for prep in head.children:
        if prep.dep_ not in ("prep", "agent", "prt", "advmod") or prep.pos_ not in ("ADP", "SCONJ", "ADV"):
            continue
        chain = prep
        while not any(c.dep_ in ("pobj", "pcomp") for c in chain.children) and any(c.dep_ == "prep" for c in chain.children):
            chain = next(c for c in chain.children if c.dep_ == "prep")
        slot = "to" if chain.lower_ in ("towards", "toward") else "on" if chain.lower_ == "upon" else chain.lower_
        if prep.dep_ == "agent" and head.pos_ == "VERB" and head == candidate.trigger:
            continue
        if only_missing and slot in candidate.slots:
            continue
        objects = [c for c in chain.children if c.dep_ in ("pobj", "pcomp")]
        candidate.fill(slot, objects, f"'{slot}' phrase")
        if deep:  # "exchange of bodies between A and B": the parser hangs the second phrase on the first one's noun
            for thing in objects:
                _fill_prepositions(candidate, thing, only_missing=True, deep=False)


def _carrier(noun: Token) -> Token | None:
    """The light verb that carries an event noun, if any: "held talks", "talks were held", "engaged in talks"."""
    token = noun
    while token.dep_ == "conj" and token.head.pos_ in ("NOUN", "PROPN"):
        token = token.head
    head = token.head
    if token.dep_ in ("dobj", "nsubjpass", "attr") and head.pos_ == "VERB" and base_form(head) in LIGHT:
        return head
    carried = token.dep_ == "pobj" and head.dep_ == "prep" and head.lower_ in ("in", "for", "on", "at", "into", "with", "during")
    if carried and head.head.pos_ == "VERB" and base_form(head.head) in CARRIERS:
        return head.head
    return None


def _governing_verb(noun: Token) -> Token:
    """The verb of the noun's own clause, where the noun is its subject or object; else the noun itself."""
    if noun.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") and noun.head.pos_ in ("VERB", "AUX"):
        return noun.head
    return noun


def _modifiers(noun: Token) -> Iterator[Token]:
    for child in noun.lefts:
        if child.dep_ in ("compound", "amod", "nmod", "npadvmod"):
            yield child
            yield from _modifiers(child)
        elif child.dep_ == "punct":
            continue


def _counted(token: Token) -> Token:
    """The noun that a quantity counts: "hundreds of prisoners" are prisoners."""
    if token.lemma_.lower() in PARTITIVES:
        for prep in token.children:
            if prep.lower_ == "of":
                return next((c for c in prep.children if c.dep_ == "pobj"), token)
    return token


def _conjuncts(token: Token) -> Iterator[Token]:
    """Nouns joined to this one, and those that "including" adds are left out: they are part of the first."""
    for child in token.rights:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON"):
            yield child
            yield from _conjuncts(child)


def _verb_lemmas(verb: Token) -> tuple[str, ...]:
    """Keys for the lexicon, the longest first: "crack down on", "crack down", "crack"."""
    lemma = base_form(verb)
    particles = [c for c in verb.children if c.dep_ == "prt" or (c.pos_ in ("ADP", "ADV") and _follows(verb, c))]
    keys = []
    for particle in particles:
        after = [c for c in (*particle.children, *verb.children) if c.dep_ == "prep" and c.i == particle.i + 1]
        keys += [f"{lemma} {particle.lower_} {p.lower_}" for p in after]
    keys += [f"{lemma} {p.lower_}" for p in particles]
    follow = verb.doc[verb.i + 1 : verb.i + 2]
    keys += [f"{lemma} {c.lower_}" for c in verb.children if c.dep_ in ("acomp", "oprd")]
    keys += [f"{lemma} {follow[0].lower_}"] if follow and follow[0].dep_ in ("advmod", "acomp", "oprd", "dobj", "prt") else []
    before = list(verb.doc[max(0, verb.i - 2) : verb.i])
    if len(before) == 2 and before[1].text == "-":
        keys.insert(0, f"{before[0].lower_}-{lemma}")
    return tuple(dict.fromkeys([*keys, lemma, *_repaired(verb.lower_, lemma)]))


def _follows(verb: Token, word: Token) -> bool:
    """Whether a word stands right behind its verb, adverbs aside: "called again on", not "gave them in Niamey"."""
    return word.dep_ in ("prep", "advmod") and word.i > verb.i and all(t.pos_ == "ADV" for t in verb.doc[verb.i + 1 : word.i])


def base_form(verb: Token) -> str:
    """The verb's lemma, with the lemmatiser's commonest slips mended: "raped" is of "rape", not of "rap", which doubles its p."""
    word, lemma = verb.lower_, verb.lemma_.lower()
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in (lemma + "ed", lemma + "es") and not lemma.endswith(("s", "z")) and CLOSED_SYLLABLE.fullmatch(lemma):
        return lemma + "e"
    return lemma


def _repaired(word: str, lemma: str) -> Iterator[str]:
    """Base forms that the lemmatiser missed: "dined" -> "din", "resupplied" -> "resupplie", "readmitted" -> "readmitte"."""
    yield lemma + "e"
    if word.endswith("ied"):
        yield word[:-3] + "y"
    elif word.endswith("ed"):
        yield word[:-1]
        yield word[:-2]
        if len(word) > 5 and word[-3] == word[-4]:
            yield word[:-3]


def _noun_lemmas(noun: Token) -> tuple[str, ...]:
    lemma = noun.lemma_.lower()
    keys = [lemma]
    words = [lemma]
    surface = [noun.lower_]
    for i in range(noun.i - 1, max(noun.i - 4, -1), -1):
        token = noun.doc[i]
        words.insert(0, token.lemma_.lower())
        surface.insert(0, token.lower_)
        keys.insert(0, " ".join(words))
        keys.insert(0, " ".join([*surface[:-1], lemma]))
        if "-" in words[1:]:
            keys.insert(0, " ".join(words).replace(" - ", "-"))
    after = [t.lower_ for t in noun.doc[noun.i + 1 : noun.i + 3]]
    if after[:1] == ["-"] and len(after) == 2:
        keys.insert(0, f"{lemma}-{after[1]}")
    return tuple(dict.fromkeys([*keys, noun.lower_]))
