"""Did it happen: occurred, planned, attempted, denied or possible, from the words around an act.

Read upward from the act: its own modifiers and auxiliaries first, then the verbs that govern it, then the clause it stands
in. The first that decides wins, and is kept as the cue.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman import records
from dragoman.annotate.parse import Sentence
from dragoman.events.candidates import base_form

PLANNED_WORDS = frozenset(
    "planned upcoming scheduled forthcoming future proposed prospective impending imminent next expected promised "
    "pending looming intended".split()
)
ATTEMPTED_WORDS = frozenset("attempted failed foiled thwarted abortive aborted botched unsuccessful would-be".split())
POSSIBLE_WORDS = frozenset(
    "possible potential alleged suspected feared hypothetical supposed likely probable apparent eventual threatened".split()
)
PLANNERS = frozenset(
    "plan intend expect schedule vow promise pledge agree prepare aim hope want set due ready decide slate commit "
    "undertake offer propose threaten warn arrange determine poise swear".split()
)
ATTEMPTERS = frozenset("try attempt fail struggle fight battle".split())
PREVENTERS = frozenset("foil thwart avert prevent intercept repel repulse stop abort block".split())
DENIERS = frozenset("deny dismiss refute disavow rebut repudiate debunk rubbish scotch".split())
# What a claim is, whose content is denied where the claim is rejected or called false
CLAIMS = frozenset(
    "accusation account allegation assertion charge claim insinuation notion report rumor rumour story suggestion".split()
)
REJECTERS = DENIERS | {"reject"}
FALSE = frozenset(
    "false untrue baseless unfounded groundless fabricated fiction fabrication invention lie nonsense wrong".split()
)
CANCELLERS = frozenset("cancel scrap shelve drop abandon scotch axe ditch annul".split())
POSTPONERS = frozenset("postpone delay defer reschedule adjourn".split())
DOUBTERS = frozenset(
    "fear suspect worry doubt predict forecast anticipate expect speculate suggest imagine wonder consider mull weigh "
    "contemplate discuss debate".split()
)
ASKERS = frozenset(
    "urge ask demand request call press push want order tell beg appeal recommend advise encourage implore petition plead".split()
)
FEARS = frozenset("fear dread expect predict foresee anticipate warn".split())  # of what they name something may come
AIMED = frozenset("aim design intend mean".split())  # "aimed at forcing", "designed to punish"
PROSPECTS = frozenset(
    "likelihood prospect threat fear risk possibility danger chance expectation spectre specter warning hint".split()
)
AWAITERS = frozenset("brace prepare wait await ready".split())
FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
MODAL = frozenset({"may", "might", "could", "would", "should", "can", "must", "ought", "ca"})
# Reasons that others ask for: such acts are no events
NEGATED, NEGATED_ABOVE, PURPOSE = "negated", "negated above", "told as a purpose"
CONDITIONS = frozenset({"if", "unless", "whether", "lest"})


def status(sentence: Sentence, trigger: Token, clause: Token) -> records.Status:
    """The status of the act that `trigger` names, whose finite or light verb is `clause`."""
    for read in (_as_a_thing, _claimed, _modifiers, _negation, _governors, _auxiliaries, _purpose, _conditions):
        found = read(trigger, clause)
        if found is not None:
            name, cue, why = found
            return records.Status(status=name, cue=sentence.cut(cue, cue), why=f"{cue.text!r}: {why}")
    return records.Status(status="occurred", why="nothing speaks against it")


def is_negated(trigger: Token, clause: Token) -> Token | None:
    """The word that negates the act, or None."""
    if trigger.pos_ == "ADJ" and any(c.lower_ in ("less", "hardly", "barely", "least") for c in trigger.lefts):
        return next(c for c in trigger.lefts if c.lower_ in ("less", "hardly", "barely", "least"))
    for token in dict.fromkeys((clause, trigger)):
        for child in token.children:
            if child.dep_ == "neg" or (child.dep_ == "det" and child.lower_ in ("no", "neither") and token == trigger):
                return child
            if child.dep_ in ("nsubj", "nsubjpass") and any(
                d.lower_ in ("no", "neither") and d.dep_ == "det" and not _counts(d) for d in child.children
            ):
                return child
            if child.dep_ in ("nsubj", "nsubjpass") and child.lower_ in ("nobody", "none"):
                return child
        if token.dep_ == "pcomp" and token.head.lower_ == "without":
            return token.head
    if trigger.dep_ == "pobj" and trigger.head.lower_ == "without":
        return trigger.head
    return None


def _counts(no: Token) -> bool:
    """Whether it is that of "no fewer than sixty"."""
    return no.i + 1 < len(no.doc) and no.nbor().lower_ in ("fewer", "less", "more")


def is_purpose(clause: Token) -> bool:
    """Whether the act is only what somebody wants to reach: "launched an offensive in order to oust"."""
    return clause.dep_ == "advcl" and any(c.lower_ == "to" and c.dep_ == "aux" for c in clause.children)


def is_asked(sentence: Sentence, clause: Token) -> bool:
    """Whether the act is what a question asks."""
    if sentence.span[-1].text != "?" and "?" not in sentence.span.text[-2:]:
        return False
    while clause.dep_ in ("xcomp", "ccomp", "conj", "dobj") and clause.head != clause:
        clause = clause.head
    return clause.dep_ == "ROOT"


Found = tuple[records.StatusName, Token, str] | None


def _modifiers(trigger: Token, clause: Token) -> Found:
    for child in trigger.lefts:
        word = child.lower_
        if word in PLANNED_WORDS:
            return "planned", child, "set for the future"
        if word in ATTEMPTED_WORDS:
            return "attempted", child, "begun and failed"
        if word in POSSIBLE_WORDS:
            return "possible", child, "not known to have happened"
        if word in ("allegedly", "reportedly", "apparently", "possibly", "probably", "likely") and child.dep_ == "advmod":
            return "possible", child, "hedged"
    if trigger.dep_ == "dobj" and trigger.head.lemma_ in PREVENTERS:
        return "attempted", trigger.head, "stopped in execution"
    return _awaited(trigger)


def _over(trigger: Token) -> tuple[Token | None, str]:
    """The verb that takes a noun as its object, or with a preposition, and that preposition; a verb in the passive likewise."""
    if trigger.pos_ not in ("NOUN", "PROPN"):
        return None, ""
    if trigger.dep_ in ("dobj", "nsubjpass") or (trigger.dep_ == "conj" and trigger.head.dep_ == "dobj"):
        return (trigger.head if trigger.dep_ != "conj" else trigger.head.head), ""
    if trigger.dep_ == "pobj" and trigger.head.head.pos_ in ("VERB", "AUX"):
        return trigger.head.head, trigger.head.lower_
    return None, ""


def _as_a_thing(trigger: Token, clause: Token) -> Found:
    """An act named by a noun, by the verb that has it: cancelled, put off, scheduled, asked for, feared."""
    verb, preposition = _over(trigger)
    if verb is None or any(c.dep_ == "neg" for c in verb.children):
        return None
    lemma, particles = base_form(verb), {c.lower_ for c in verb.children if c.dep_ in ("prt", "advmod", "prep")}
    if preposition == "" and (lemma in CANCELLERS or (lemma == "call" and "off" in particles)):
        return "denied", verb, "cancelled"
    moved = (lemma == "put" and particles & {"off", "back"}) or (
        lemma == "move" and verb.dep_ == "ROOT" and {"from", "to"} <= particles
    )
    if preposition == "" and (lemma in POSTPONERS or moved):
        return "planned", verb, "put off"
    if preposition == "" and lemma in ("schedule", "slate", "plan", "arrange", "propose"):
        return "planned", verb, "set for the future"
    if preposition in ("", "for") and lemma in ("demand", "request", "urge", "seek") and trigger.dep_ != "nsubjpass":
        return "possible", verb, "asked for or considered"
    if preposition == "for" and lemma in ("call", "appeal", "ask", "push", "press", "plead", "petition"):
        return "possible", verb, "asked for or considered"
    if (preposition in ("of", "against") and lemma == "warn") or (preposition == "" and lemma in FEARS):
        return "possible", verb, "feared or supposed"
    return None


def _claimed(trigger: Token, clause: Token) -> Found:
    """What somebody claims, where the claim is rejected or called false: "dismissed reports of a coup", "it is not true that"."""
    content, claim = clause if clause.dep_ in ("acl", "ccomp", "advcl", "relcl") else trigger, None
    for word in (trigger, content):
        head = word.head.head if word.dep_ in ("pobj", "pcomp") else word.head
        if head.lemma_.lower() in CLAIMS and head.i != word.i:
            claim = head
    if claim is None:
        true = clause.head
        infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in clause.children)
        said = clause.dep_ in ("ccomp", "csubj") and true.lemma_ == "be" and not infinitive
        about = {c.lower_ for c in true.children if c.dep_ in ("acomp", "attr")} if said else set()
        negated = said and any(c.dep_ == "neg" for c in true.children)
        if (about & {"true", "correct"} and negated) or (about & FALSE and not negated):
            return "denied", true, "told in order to deny it"
        return None
    verb = claim.head.head if claim.dep_ == "pobj" else claim.head
    words = {c.lower_ for c in verb.children if c.dep_ in ("acomp", "attr", "oprd")}
    if base_form(verb) in REJECTERS or words & FALSE or (verb.lemma_ == "truth" and any(c.lower_ == "no" for c in verb.children)):
        return "denied", verb, "told in order to deny it"
    return None


def _purpose(trigger: Token, clause: Token) -> Found:
    """What an act is for: "launched a raid to free them", "so as to abduct", "aimed at forcing", "with the aim of"."""
    if is_purpose(clause) and base_form(clause.head) not in ("go", "live", "wake"):
        return "possible", clause, PURPOSE
    token = clause
    for _ in range(2):
        if token.dep_ == "pcomp" and token.head.head.lemma_.lower() in (*AIMED, "purpose", "hope", "goal", "view", "intention"):
            return "possible", token.head.head, PURPOSE
        aimed = token.head.tag_ == "VBN" and token.head.dep_ in ("acl", "relcl") and base_form(token.head) in AIMED
        if aimed and token.dep_ in ("xcomp", "advcl"):
            return "possible", token.head, PURPOSE
        if token.dep_ not in ("xcomp", "ccomp") or token.head == token:
            return None
        token = token.head
    return None


def _awaited(trigger: Token) -> Found:
    """What lies ahead in somebody's mind: "the likelihood of attacks", "bracing for an assault", "to withdraw would be wrong"."""
    above = trigger.head.head if trigger.dep_ == "pobj" else trigger.head
    if trigger.dep_ == "pobj" and trigger.head.lower_ == "of" and above.lemma_.lower() in PROSPECTS:
        return "possible", above, "not known to have happened"
    if trigger.dep_ == "pobj" and trigger.head.lower_ == "for" and base_form(above) in AWAITERS:
        return "possible", above, "awaited"
    if trigger.dep_ == "csubj" and any(c.lower_ == "to" and c.dep_ == "aux" for c in trigger.children):
        return "possible", trigger, "considered"
    return None


def _negation(trigger: Token, clause: Token) -> Found:
    word = is_negated(trigger, clause)
    return ("denied", word, NEGATED) if word is not None else None


def governors(token: Token) -> Iterator[tuple[Token, bool]]:
    """Verbs, nouns and adjectives that the act's clause depends on, nearest first; True where it hangs on an infinitive."""
    finite = False  # past a clause with a tense of its own, nobody's plan or request reaches the act
    for _ in range(6):
        head = token.head
        infinitive = not finite and any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)
        if token.dep_ in ("xcomp", "ccomp", "acl", "advcl") and head.i != token.i:
            if token.dep_ == "advcl" and not infinitive:
                return
            if token.dep_ == "acl" and not infinitive:
                return
            yield head, infinitive
            finite = finite or (token.dep_ == "ccomp" and not infinitive)
            token = head
        elif token.dep_ == "pcomp" and head.i != token.i and head.head.i != head.i:
            yield head.head, False
            token = head.head
        elif token.dep_ == "conj" and head.pos_ in ("VERB", "AUX") and token.pos_ in ("VERB", "AUX"):
            token = head
        elif token.pos_ == "NOUN" and token.dep_ in ("dobj", "pobj", "attr"):
            verb = head if token.dep_ != "pobj" else head.head
            if verb.i == token.i or verb.pos_ not in ("VERB", "AUX"):
                return
            if base_form(verb) in PLANNERS | DENIERS | DOUBTERS | ATTEMPTERS | ASKERS and token.dep_ == "dobj":
                yield verb, not finite
            token = verb
        else:
            return


# Words whose infinitive lies ahead: "a plan to attack", "is going to attack"
AHEAD = frozenset(
    "go plan intention decision promise pledge threat vow proposal offer willing able eager likely agreement deal".split()
)


def _governors(trigger: Token, clause: Token) -> Found:
    for head, infinitive in governors(clause):
        negation = next((c for c in head.children if c.dep_ == "neg"), None)
        if negation is not None and infinitive:
            return "denied", negation, NEGATED_ABOVE
        if base_form(head) in DENIERS or head.lower_ == "short":  # "stopped short of imposing"
            return "denied", head, "told in order to deny it"
        if infinitive and head.dep_ == "dobj" and base_form(head.head) in CANCELLERS:
            return "denied", head.head, "cancelled"  # "dropped its plan to deport them"
        found = _with_infinitive(head, clause) if infinitive else _with_sentence(head, clause)
        if found is not None:
            return found
    return None


def _with_sentence(head: Token, clause: Token) -> Found:
    if base_form(head) in ASKERS and clause.tag_ == "VB":  # "demanded that the junta release him"
        return "possible", head, "asked for or considered"
    return ("possible", head, "feared or supposed") if base_form(head) in DOUBTERS else None


def _with_infinitive(head: Token, clause: Token) -> Found:
    lemma = base_form(head)
    if lemma == "go" and any(c.lower_ == "on" for c in head.children):
        return None  # "went on to seize"
    if lemma == "be" and head.tag_ in ("VBP", "VBZ", "VBD"):
        return "planned", head, "set for the future"
    if lemma in ATTEMPTERS or lemma in ("effort", "attempt", "bid"):
        return "attempted", head, "tried"
    if lemma in ("want", "expect", "hope") and any(c.dep_ in ("nsubj", "nsubjpass") for c in clause.children):
        return "possible", head, "asked for or considered"
    if lemma in AIMED and head.tag_ == "VBN":
        return "possible", head, PURPOSE
    if lemma in PLANNERS | AHEAD:
        return "planned", head, "set for the future"
    if lemma in ASKERS or lemma in DOUBTERS:
        return "possible", head, "asked for or considered"
    return ("possible", head, PURPOSE) if head.pos_ == "NOUN" else None


def _auxiliaries(trigger: Token, clause: Token) -> Found:
    verb = clause
    for _ in range(4):
        for child in verb.children:
            if child.dep_ in ("aux", "auxpass") and child.lower_ in FUTURE:
                return "planned", child, "future"
            if child.dep_ == "aux" and child.lower_ in MODAL and not (child.lower_ in ("would", "could") and _reported(verb)):
                return "possible", child, "modal"
            if child.dep_ == "aux" and child.lower_ == "would":
                return "planned", child, "future in reported speech"
            if child.dep_ == "aux" and child.lower_ == "could":
                return "possible", child, "modal"
        shares = verb.dep_ == "conj" and not any(c.dep_ == "nsubj" for c in verb.children)
        if verb.head.pos_ not in ("VERB", "AUX") or not (shares or verb.dep_ == "xcomp"):
            return None
        verb = verb.head
    return None


def _reported(verb: Token) -> bool:
    return verb.dep_ == "ccomp" and verb.head.tag_ in ("VBD", "VBN") and not any(c.lower_ in CONDITIONS for c in verb.children)


def _conditions(trigger: Token, clause: Token) -> Found:
    token = clause
    for _ in range(4):
        for child in token.children:
            if child.dep_ in ("mark", "advmod") and child.lower_ in CONDITIONS:
                return "possible", child, "conditional"
        if token.head.i == token.i or token.dep_ not in ("xcomp", "conj", "dobj", "ccomp"):
            return None
        token = token.head
    return None


BACKGROUND_PREPOSITIONS = frozenset({"after", "following", "since", "before"})
ONCE = frozenset({"formerly", "historically", "long", "once", "previously"})
SPELLS = frozenset({"week", "month", "year", "decade"})


def is_background(trigger: Token, clause: Token) -> bool:
    """Whether the act is told as history.

    After "since" or "following", in a clause with "after", in a past relative clause, as a past participle behind a noun, in a
    past perfect, with "previously" and the like, or "in recent weeks". On annotated articles (development) 0.904 of events are
    told rightly as news or background with this and the dates; the event model's own answer added nothing.
    """
    if trigger.pos_ in ("NOUN", "PROPN") and trigger.dep_ == "pobj" and trigger.head.lower_ in BACKGROUND_PREPOSITIONS:
        return True
    if clause.dep_ == "relcl" and (clause.tag_ == "VBD" or any(c.lower_ in ("has", "have", "had") for c in clause.children)):
        return True
    if clause.dep_ == "acl" and clause.tag_ == "VBN":
        return True
    if clause.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in ("after", "since") for c in clause.children):
        return not any(_is_short(c) for c in clause.children)
    words = {c.lower_ for c in clause.children if c.dep_ == "advmod"}
    if words & ONCE or any(_is_recent(c) for c in clause.children):
        return True
    had = any(c.lower_ in ("had", "'d") and c.dep_ == "aux" for c in clause.children)
    return had and clause.dep_ not in ("ccomp", "xcomp", "ROOT")


def _is_short(measure: Token) -> bool:
    """Whether little time lies between: "just after", "hours after", "a day after"."""
    return bool({measure.lower_, measure.lemma_.lower()} & {"just", "shortly", "soon", "immediately", "minute", "hour", "day"})


def _is_recent(preposition: Token) -> bool:
    """Whether a phrase names a stretch before the news: "in recent weeks", "over the past months"."""
    nouns = [c for c in preposition.children if c.dep_ == "pobj" and c.tag_ == "NNS" and c.lemma_.lower() in SPELLS]
    return preposition.lower_ in ("in", "over", "during", "for") and any(
        c.lower_ in ("recent", "past", "last", "previous") for noun in nouns for c in noun.children
    )
