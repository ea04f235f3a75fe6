"""What a candidate is: type and mode from the lexicon, then the boundary rules of the codebook over it.

The lexicon's most specific entry whose conditions hold decides; its argument slots name the two sides. Nothing here looks at
which country is named: with the countries swapped, the type stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from dragoman import records
from dragoman.annotate.cast import WE
from dragoman.annotate.memory import HE, IT, SHE, THEY
from dragoman.codebook import Codebook
from dragoman.codebook.lexicon import Entry, Lexicon, Need
from dragoman.events.arguments import filling
from dragoman.events.candidates import Candidate, base_form
from dragoman.events.modes import ASKED, threat_mode, weapon_mode
from dragoman.events.status import NEGATED, NEGATED_ABOVE, PURPOSE, is_asked, is_purpose

# Which sides must be political actors for a type to be believed, unless the entry says otherwise
ASK = {
    "CONSULT": "actor", "AGREE": "actor", "SUPPORT": "actor", "CONCEDE": "actor", "COOPERATE": "either", "AID": "either",
    "RETREAT": "either", "REQUEST": "actor", "ACCUSE": "actor", "REJECT": "actor", "THREATEN": "actor", "PROTEST": "actor",
    "SANCTION": "either", "MOBILIZE": "actor", "COERCE": "either", "ASSAULT": "either",
}  # fmt: skip
PUBLIC = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY", "REB", "PRM", "UAF", "OPP", "PTY", "PRE", "ELI"})
# Types that are acts of words alone: what nobody is told to have said is none of them
SPEECH = frozenset({"ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "THREATEN"})
FUTURE_RULE = {
    "AGREE": "future-cooperation-is-agree",
    "CONCEDE": "future-giving-way-is-concede",
    "THREATEN": "future-conflict-is-threaten",
}
RULES = frozenset({"act", "amendment", "bill", "clause", "law", "legislation", "provision", "rule", "statute"})
SELF_DIRECTED = frozenset({("RETREAT", "resign"), ("PROTEST", "hunger")})
CONTENT_PREPOSITIONS = frozenset("for to of on against about over with from into".split())  # "called for talks", not "in a call"
PRONOUNS = (HE | SHE | IT | THEY | WE) - {"his", "her", "its", "their", "our", "my"}
FIRMS = "MNC"  # what stands in the place of a country for firms of several
# What people suffer by force or do in the street is public, whoever they are; words and help between private people are not
FORCE = frozenset({"PROTEST", "ASSAULT", "COERCE", "SANCTION", "RETREAT"})
MILITARY = frozenset({"MIL", "REB", "PRM", "UAF"})
MODEL = "model"  # the entry of what the event model reads where the lexicon has none
# An article of LONG sentences or more with less than one event in SPARSE of them tells of something else than politics
LONG, SPARSE, SPARSE_LEAST = 8, 5, 0.8
LEXICON = 0.8  # of what the lexicon alone reads in articles, so much is an event of that type


@dataclass(frozen=True, slots=True)
class Typed:
    """A candidate with its type, sides and status, on the way to an Event."""

    candidate: Candidate
    entry: Entry
    type: str
    mode: str | None
    actors: tuple[records.Entity, ...]
    recipients: tuple[records.Entity, ...]
    status: records.Status
    why: str
    chance: float | None = None  # the event model's, of this type; None where it was not asked
    second: tuple[str, float] | None = None  # its next type and chance


def matches(candidate: Candidate, lexicon: Lexicon) -> Iterator[Entry]:
    """The entries of the candidate's lemmas whose conditions hold, the longest lemma and the most specific first."""
    for entry in lexicon.find(candidate.lemmas, candidate.pos):
        if all(_holds(need, candidate, entry) for need in entry.needs):
            yield entry


def _holds(need: Need, candidate: Candidate, entry: Entry) -> bool:
    tokens = filling(candidate, entry, need.slot)
    if not need.words:
        return bool(tokens) != need.negated
    found = any(t.lemma_.lower() in need.words or t.lower_ in need.words for t in tokens)
    return found != need.negated


def is_political(entity: records.Entity) -> bool:
    """Whether an entity is a state, an organisation or a role that politics knows; a bare person's name is not."""
    return bool(entity.country or entity.sectors)


def is_public(entity: records.Entity) -> bool:
    """Whether an entity belongs to public life: a state, somebody or something of one, or a role with power."""
    return bool(entity.country and entity.country != FIRMS) or has_power(entity)


def has_power(entity: records.Entity) -> bool:
    """Whether an entity acts in public life by itself: a state or body that is named, or a role with power.

    A nurse or a firm does not; nor does "they" of a country without any role, which may be anybody or anything.
    """
    named = (entity.text or "").lower() not in PRONOUNS
    return bool(PUBLIC & set(entity.sectors)) or bool(named and entity.country and entity.country != FIRMS and not entity.sectors)


def refuse(typed: Typed) -> str | None:
    """Why a typed candidate is no event, or None."""
    actors, recipients = typed.actors, typed.recipients
    ask = typed.entry.ask or ASK[typed.type]
    if not actors and not recipients:
        return "no participant is named"
    political = (any(map(is_political, actors)), any(map(is_political, recipients)))
    if typed.entry.symmetric and len(actors) < 2 and ask == "both" and not _is_pair(actors):
        return "only one side is named"
    if ask == "both" and not typed.entry.symmetric and not all(political):
        return "both sides must be political actors"
    if ask == "actor" and actors and not political[0]:
        return "the actor is no political actor"
    if ask == "actor" and not actors:
        return "the actor is not named"
    if not any(political):
        return "neither side is a political actor"
    sides = (*actors, *recipients)
    abroad = len({e.country for e in sides if e.country} - {FIRMS}) > 1
    if not (typed.type == "PROTEST" or any(map(is_public if typed.type in FORCE or abroad else has_power, sides))):
        return "no state, office, armed group, party or organisation takes part"
    if _same(actors, recipients) and (typed.type, typed.mode) not in SELF_DIRECTED:
        return "actor and recipient are the same"
    if typed.status.why.endswith((NEGATED, NEGATED_ABOVE)):
        return "negated: it did not happen, and nobody says that it did"
    return _not_told(typed)


def _not_told(typed: Typed) -> str | None:
    """Why the words do not tell that the act happened, will happen or is denied, or None."""
    candidate = typed.candidate
    if is_purpose(candidate.clause) or typed.status.why.endswith(PURPOSE):
        return "told as a purpose, not as done"
    if is_asked(candidate.sentence, candidate.clause):
        return "asked in a question"
    if typed.type in SPEECH and typed.status.status == "possible":
        return "nobody is told to have said it"
    if typed.type == "CONSULT" and any(e.sectors[:1] == ("JRN",) for e in (*typed.actors, *typed.recipients)):
        return "an interview is no consultation"
    if not candidate.passive and any(t.lemma_.lower() in RULES for t in candidate.slots.get("subj", ())):
        return "what a law says, not an act"
    return None


def _is_pair(actors: tuple[records.Entity, ...]) -> bool:
    """One phrase for several: "the two ministers", "both armies"."""
    words = (actors[0].text or "").lower().split()[:2] if actors else []
    return bool({"two", "both", "three", "four"} & set(words))


def also(typed: Typed) -> Typed | None:
    """A second event of the same words: who is sentenced to prison is also detained (COERCE/arrest)."""
    verb = typed.candidate.trigger
    if (typed.type, typed.mode) != ("SANCTION", "convict") or typed.candidate.pos != "v":
        return None
    terms = [t.lemma_.lower() for slot in ("to", "in", "for") for t in typed.candidate.slots.get(slot, ())]
    prison = bool({"prison", "jail", "year", "life", "month"}.intersection(terms))
    if base_form(verb) not in ("jail", "imprison") and not (base_form(verb) == "sentence" and prison):
        return None
    return replace(typed, type="COERCE", mode="arrest", why=f"{typed.why}; rule prison-sentence-is-two-events")


def _same(actors: tuple[records.Entity, ...], recipients: tuple[records.Entity, ...]) -> bool:
    def key(e: records.Entity) -> object:
        return e.name or (e.country, e.text)

    return bool(recipients) and {key(e) for e in actors} == {key(e) for e in recipients}


def apply_boundaries(typed: Typed, codebook: Codebook) -> Typed:
    """The codebook's rules that turn on tense and on who acts; each says so in `why`."""
    status = typed.status.status
    new = codebook.types[typed.type].future
    if status == "planned" and new != typed.type:
        cue = typed.status.cue
        awaited = cue is not None and cue.text.lower() in ("expected", "looming", "impending", "imminent")
        if new == "THREATEN" and (awaited or not typed.actors):
            return replace(
                typed,
                status=typed.status.model_copy(update={"status": "possible"}),
                why=f"{typed.why}; a conflict that others expect is possible",
            )
        mode = threat_mode(typed.type, typed.mode) if new == "THREATEN" else None
        return replace(typed, type=new, mode=mode, why=f"{typed.why}; rule {FUTURE_RULE[new]}")
    if typed.type == "COERCE" and typed.mode in ("arrest", "seize") and _is_capture(typed):
        why = f"{typed.why}; rule fighters-captured-is-abduct"
        return replace(typed, type="ASSAULT", mode="abduct", why=why)
    if typed.type == "ASSAULT" and typed.mode is None:
        weapon = weapon_mode(typed.candidate)
        if weapon is not None:
            return replace(typed, mode=weapon[0], why=f"{typed.why}; weapon {weapon[1]!r} is {weapon[0]}")
    if typed.type == "RETREAT" and typed.mode == "release" and _is_rescue(typed):
        return replace(typed, type="AID", mode=None, why=f"{typed.why}; rule rescue-is-aid")
    return typed


def _is_capture(typed: Typed) -> bool:
    """Forces that take fighters."""
    forces = any(set(a.sectors[:1]) & MILITARY for a in typed.actors)
    return forces and any(set(r.sectors[:1]) & {"REB", "MIL", "UAF"} for r in typed.recipients)


def _is_rescue(typed: Typed) -> bool:
    """Forces that free hostages did not hold them."""
    prisoners = any(
        t.lemma_.lower() in ("prisoner", "detainee", "inmate", "convict") for t in typed.candidate.slots.get("obj", [])
    )
    return not prisoners and any(a.sectors[:1] in (("MIL",), ("COP",)) for a in typed.actors)


def settle(found: list[Typed]) -> tuple[list[Typed], list[tuple[Typed, str]]]:
    """Rules between candidates of one sentence: what is only the content of another, or part of it, is no event of its own.

    `found` are the typed candidates of one sentence; what is dropped comes back with its reason.
    """
    dropped: list[tuple[Typed, str]] = []
    found = list(found)
    by_token = {(t.candidate.sentence.index, t.candidate.trigger.i): t for t in found}
    for typed in found[:]:
        outer = _outer(typed, by_token)
        if outer is None:
            continue
        reason = _content_of(typed, outer)
        if reason is not None:
            dropped.append((typed, reason))
            _take_content(outer, typed, found, by_token)
        elif outer.type == "AGREE" and typed.type in ("CONCEDE", "THREATEN"):
            dropped.append((outer, f"the promise is {typed.type} by its content"))
    for typed in found[:]:
        deed = _deed_of(typed, by_token)
        if deed is not None:
            dropped.append((typed, f"the same act as {deed.candidate.trigger.text!r}"))
            found[next(i for i, t in enumerate(found) if t is deed)] = replace(
                deed,
                actors=deed.actors or typed.actors,
                mode=deed.mode or typed.mode,
                why=f"{deed.why}; with {typed.candidate.trigger.text!r}: {typed.why}",
            )
    for typed in found:
        if typed.type == "MOBILIZE" and any(
            o.type == "ASSAULT"
            and o.candidate.sentence is typed.candidate.sentence
            and _countries(o.actors) == _countries(typed.actors)
            for o in found
        ):
            dropped.append((typed, "rule move-within-attack-is-one-event"))
        if (
            typed.type == "ACCUSE"
            and typed.mode == "allege"
            and any(
                o.type == "SANCTION" and o.mode == "convict" and o.candidate.sentence is typed.candidate.sentence for o in found
            )
        ):
            dropped.append((typed, "rule verdict-is-convict"))
    gone = {id(t) for t, _ in dropped}
    return [t for t in found if id(t) not in gone], dropped


def _deed_of(typed: Typed, by_token: dict[tuple[int, int], Typed]) -> Typed | None:
    """The verb that tells what a noun of the same type did: "were killed in an air strike by"."""
    trigger = typed.candidate.trigger
    if typed.candidate.pos != "n" or trigger.dep_ != "pobj" or trigger.head.lower_ not in ("in", "by", "during", "with"):
        return None
    verb = by_token.get((typed.candidate.sentence.index, trigger.head.head.i))
    return verb if verb is not None and verb.type == typed.type and not (verb.actors and typed.actors) else None


def _take_content(outer: Typed, inner: Typed, found: list[Typed], by_token: dict[tuple[int, int], Typed]) -> None:
    """A request, refusal, promise or threat takes the mode that its content gives, and whom the content would touch."""
    better = outer
    if outer.mode is None and outer.type in ("REQUEST", "REJECT", "THREATEN"):
        act, act_mode = inner.entry.type or inner.type, inner.entry.mode
        mode = threat_mode(act, act_mode) if outer.type == "THREATEN" else ASKED.get(act)
        if mode is not None:
            better = replace(
                better, mode=mode, why=f"{better.why}; its content {inner.candidate.trigger.text!r} gives the mode {mode}"
            )
    if not outer.recipients and not outer.entry.symmetric and outer.type in ("REJECT", "THREATEN", "AGREE"):
        touched = tuple(r for r in inner.recipients if r.country is None or r.country not in _countries(outer.actors))
        if touched:
            better = replace(better, recipients=touched, why=f"{better.why}; recipient: that of {inner.candidate.trigger.text!r}")
    if better is not outer:
        found[next(i for i, t in enumerate(found) if t is outer)] = better
        by_token[outer.candidate.sentence.index, outer.candidate.trigger.i] = better


def _content_of(inner: Typed, outer: Typed) -> str | None:
    if outer.type in ("REQUEST", "REJECT", "THREATEN", "PROTEST"):
        return f"it is what the {outer.type} of {outer.candidate.trigger.text!r} is about"
    if outer.type == "CONCEDE" and inner.type in ("RETREAT", "CONCEDE"):
        return f"it is what the CONCEDE of {outer.candidate.trigger.text!r} is about"
    if outer.type == "AGREE" and inner.type not in ("CONCEDE", "THREATEN"):
        return f"it is what the AGREE of {outer.candidate.trigger.text!r} promises"
    if outer.type == inner.type and outer.candidate.trigger.i == inner.candidate.clause.i:
        return f"the same act as {outer.candidate.trigger.text!r}"
    return None


def _outer(typed: Typed, by_token: dict[tuple[int, int], Typed]) -> Typed | None:
    """The typed predicate on whose complement or object this one hangs, if any."""
    token = typed.candidate.trigger
    for _ in range(5):
        head = token.head
        if head.i == token.i:
            return None
        if token.dep_ == "conj":
            if any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children):
                return None
            token = head
            continue
        if token.dep_ == "prep" and token.lower_ not in CONTENT_PREPOSITIONS:
            return None
        if token.dep_ in ("relcl", "appos", "advcl", "nsubj", "nsubjpass", "poss"):
            return None
        if token.dep_ == "acl" and token.tag_ in ("VBN", "VBG"):
            return None  # "an agreement signed by" tells of its own act
        outer = by_token.get((typed.candidate.sentence.index, head.i))
        if token.dep_ == "ccomp" and not _is_content(token, typed, outer):
            return None
        if outer is not None and outer is not typed:
            return outer
        token = head
    return None


def _is_content(verb: Token, typed: Typed, outer: Typed | None) -> bool:
    """Whether a clause is what is asked or threatened: "urged X to go", "demanded that X go", "warned that it would strike"."""
    modal = any(c.dep_ == "aux" and c.lower_ in ("will", "would", "may", "might", "can") for c in verb.children)
    if verb.tag_ == "VB" and not modal:
        return True
    return outer is not None and outer.type in ("THREATEN", "AGREE") and typed.status.status == "planned"


def _countries(entities: tuple[records.Entity, ...]) -> set[str | None]:
    return {e.country for e in entities}


def confidence(typed: Typed) -> float:
    """How sure the coder is, from 0 to 1: the event model's chance, and for what the lexicon reads the mean with LEXICON."""
    chance = LEXICON if typed.chance is None else typed.chance
    return round(chance if typed.entry.id == MODEL else (LEXICON + chance) / 2, 2)


def least_confidence(events: int, sentences: int) -> float:
    """How sure an event must be in an article of that many events and sentences.

    In articles about something else than politics what looks like an event mostly is none. Measured on annotated sets
    (development): events an article on non-political news 0.66 without, 0.29 with; on political news 7.8 and 7.6.
    """
    return SPARSE_LEAST if sentences >= LONG and events * SPARSE < sentences else 0.0


def runner_up(typed: Typed) -> records.RunnerUp | None:
    """The event model's next type."""
    if typed.second is None:
        return None
    name, chance = typed.second
    return records.RunnerUp.model_validate({"type": name, "confidence": round(chance, 2)})
