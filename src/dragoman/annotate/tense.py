"""The tense of the verb that a time expression belongs to: what decides between last Thursday and next Thursday."""

from typing import Literal

from spacy.tokens import Token

from dragoman.annotate.timewords import word_set

Tense = Literal["past", "present", "future"]

# Participles and adjectives that put their time ahead, whatever the tense around them: "was due on Monday".
_SCHEDULED = word_set("schedule plan expect set slate due bill book poise slat tip upcoming forthcoming payable")
# Verbs that put off or give time: "postponed until Thursday" looks ahead.
_EXTENDED = word_set("postpone extend delay give adjourn defer remand suspend reschedule")
# Verbs that ask or promise: with a limit, "demanded a reply by Sunday", they look ahead.
_ASKING = word_set(
    "demand ask urge order request vow pledge promise threaten call want warn agree tell instruct oblige require hope "
    "propose offer commit need"
)
_LIMITS = word_set("by until till before")
_INSIDE_NOUN = frozenset(("poss", "compound", "nmod", "amod"))
# Verbs whose infinitive is done or failed by the time of the verb: "managed to flee on Thursday".
_IMPLICATIVE = word_set(
    "manage fail begin start continue try attempt refuse decline use force have seem appear help come go gather arrive "
    "return travel meet march turn cease happen oblige prompt lead cause unable"
)
_MODALS = word_set("will shall would may might can could should must 'll ’ll wo ca")
_STEPS = 12  # climbs at most this far: the depth of any tree that a parser gives a real sentence


def tense_of(token: Token) -> Tense | None:
    """The tense of the nearest verb above a token, itself included; None if there is none or it says nothing.

    A time inside a noun phrase ("Wednesday's ruling") shares the verb's future only in the subject: "will discuss
    Wednesday's ruling" looks back.
    """
    inside = token.dep_ in _INSIDE_NOUN
    current = token
    for _ in range(_STEPS):
        if current != token and _is_scheduled(current):
            return "past" if _had(current) else "future"
        if token.head.lower_ in _LIMITS and current.lemma_.lower() in _ASKING:
            return "future"
        if current.pos_ in ("VERB", "AUX"):
            found = _verb_tense(current)
            if found is not None:
                return None if found == "future" and inside else found
        if current.head == current:
            return None
        inside = inside and current.dep_ not in ("nsubj", "nsubjpass")
        current = current.head
    return None


def governs_directly(token: Token) -> bool:
    """Whether a verb governs the time itself ("met on July 14"), not a noun or adjective ("the July 14 deadline")."""
    head = token.head
    if head.pos_ == "ADP" and head.lower_ not in ("of", "for", "until", "till", "by", "through"):
        head = head.head
    return head != token and head.pos_ in ("VERB", "AUX")


def _had(token: Token) -> bool:
    return any(child.lower_ == "had" for child in token.children)


def _is_scheduled(token: Token) -> bool:
    lemma = token.lemma_.lower()
    if lemma in _EXTENDED:
        return any(child.lower_ in ("until", "till", "to") and child.dep_ == "prep" for child in token.children)
    if lemma == "set" and not any(c.dep_ == "xcomp" or c.lower_ in ("for", "until") for c in token.children):
        return False  # "a record set on Aug. 6"
    return lemma in _SCHEDULED and token.tag_ in ("VBN", "JJ", "VBD") and _passive_or_adjective(token)


def _passive_or_adjective(token: Token) -> bool:
    if token.tag_ != "VBD":
        return True
    return not any(child.dep_ in ("nsubj", "dobj") for child in token.children)


def _verb_tense(verb: Token) -> Tense | None:
    """The tense that a verb shows itself; None where it borrows it from the verb above (participles, conjuncts)."""
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    perfect = any(h.lemma_ == "have" for h in helpers)
    if any(h.lower_ in _MODALS for h in helpers):
        return "past" if perfect else "future"
    if any(h.tag_ == "TO" for h in helpers):
        return "past" if perfect else _infinitive_tense(verb)
    if perfect:
        return "past"
    finite = next((h.tag_ for h in helpers if h.tag_ in ("VBD", "VBZ", "VBP")), verb.tag_)
    if finite in ("VBD", "VBN"):
        return "past"
    if finite in ("VBZ", "VBP"):
        # "is meeting on Thursday" is a plan
        return "future" if verb.tag_ == "VBG" else "present"
    return None


def _infinitive_tense(verb: Token) -> Tense | None:
    """Infinitives look ahead ("agreed to meet on Thursday"), save under verbs that say the act was done or begun."""
    head = verb.head
    if head == verb:
        return "future"
    if _had(head) and head.lemma_.lower() in _SCHEDULED:
        return "past"
    if head.lemma_.lower() in _IMPLICATIVE and verb.dep_ in ("xcomp", "advcl", "ccomp"):
        return _verb_tense(head)
    if verb.dep_ == "advcl" and head.pos_ == "VERB":
        return _verb_tense(head)
    return "future"
