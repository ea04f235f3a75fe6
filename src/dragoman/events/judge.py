"""From candidates to typed events: the event model says which words tell an act, and who acts on whom.

The model reads a sentence once and says of each word whether it tells an act. What the lexicon reads of a word is weighed against
that. For words that tell an act and that the lexicon does not read, each participant of the sentence is asked about as actor, as
recipient and with each other one; the act that the model is surest of names the event, and the participants it believes are the
sides.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman import records
from dragoman.annotate.cast import Cast
from dragoman.codebook.lexicon import Entry
from dragoman.events.arguments import Sides, proposals, unique
from dragoman.events.candidates import Candidate
from dragoman.events.classify import MODEL, Typed, is_public
from dragoman.events.marks import Act, Mark
from dragoman.events.model import NONE, EventModel, Judgement, likeliest
from dragoman.events.status import status

ASKED = 8  # participants that a word is asked about
PAIRED = 3  # of them, those that are asked about in pairs
MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})  # types whose sides act alike
TELLS = 0.25  # the chance of an event from which on a word's sides are asked about
# The least chance of an act that the model alone reads, whatever its type's threshold. On annotated articles (development) 0.85
# gave type F1 0.628 at precision 0.665, 0.9 0.627 at 0.692, 0.92 0.634 at 0.721; events an article on non-political news 0.33,
# 0.23 and 0.22.
LOWEST = 0.92
SIDE = 0.5  # the chance from which on a participant is a side
FILL = 0.6  # and is one that the lexicon's reading lacks
DOUBT = 0.98  # a lexicon's reading of a word that the model holds for NONE with this chance is dropped
SURE = 0.6  # and one that it holds for another type with this chance becomes that type


Who = records.Entity | None
Answers = dict[tuple[Who, Who], Judgement]  # what the model says of actors and recipients of one word


@dataclass(frozen=True, slots=True)
class Reading:
    """A candidate, and the lexicon's reading of it: typed, or why it was refused; `closed` where it knows of no event."""

    candidate: Candidate
    typed: Typed | None = None
    refused: str | None = None
    closed: bool = False


class Judge:
    """Types the candidates of one sentence after another. State: the model.

    `least`: the least chance, 0 to 1, of an act that the model alone reads; None for LOWEST and the threshold of its type.
    """

    def __init__(self, model: EventModel, least: float | None = None) -> None:
        self.model, self.least = model, least

    def __call__(self, readings: Sequence[Reading], cast: Cast) -> Iterator[tuple[int, Typed | str]]:
        """For candidates of one sentence that may be events, by number: the typed event, or why there is none."""
        sentence = readings[0].candidate.sentence
        people = cast.in_sentence(sentence)
        # With one participant a word is not asked about: type F1 0.654 and not 0.656, and 13 sentences an article read, not 15
        public = len(people) > 1 and any(e.country for e in people) and any(map(is_public, people))
        typed = {k: r.typed for k, r in enumerate(readings) if r.typed is not None}
        unread = [k for k, r in enumerate(readings) if public and r.typed is None and not r.closed]
        if not typed and not unread:
            return
        read = self.model.read(sentence.span.text)
        words = {k: read.word(_trigger(readings[k].candidate)) for k in (*typed, *unread)}
        telling = [k for k in unread if 1 - words[k][NONE] >= TELLS]
        lexical = [act(t.candidate, *_first(t)) for t in typed.values()]
        near = {k: _near(readings[k].candidate, people, cast) for k in (*typed, *telling)}
        open_ = [k for k in near if k not in typed or _lacks_a_side(typed[k])]
        alone: list[tuple[int, tuple[Who, Who]]] = [(k, s) for k in open_ for e in near[k] for s in ((e, None), (None, e))]
        judged = read.judge(lexical + [act(readings[k].candidate, *sides) for k, sides in alone])
        answers: dict[int, Answers] = {k: {} for k in near}
        for (k, one), judgement in zip(alone, judged[len(lexical) :], strict=True):
            answers[k][one] = judgement
        pairs = [(k, both) for k in telling for both in _pairs(readings[k].candidate, answers[k])]
        for (k, both), judgement in zip(pairs, read.judge([act(readings[k].candidate, *s) for k, s in pairs]), strict=True):
            answers[k][both] = judgement
        for (k, reading), pair in zip(typed.items(), judged, strict=False):
            yield k, self._weighed(_completed(reading, answers[k]), words[k], pair)
        for k in telling:
            found = self._told(readings[k].candidate, answers[k])
            if found is not None:
                yield k, found

    def _weighed(self, typed: Typed, word: Mapping[str, float], pair: Judgement) -> Typed | str:
        """The lexicon's reading, unless the model is sure of something else, be it of the word alone or with its sides.

        Asked of the sides alone, type F1 on annotated articles was 0.564 and not 0.615 with an earlier model: the lexicon's
        sides are often not quite those of the text.
        """
        types = min(word, pair.types, key=lambda t: t[NONE])
        if types[NONE] > DOUBT:
            return f"{typed.why}; model: NONE {types[NONE]:.2f}"
        name, mode, why = typed.type, typed.mode, typed.why
        best = likeliest(types)
        if best != name and types[best] > SURE and " " not in typed.entry.lemma:  # a phrase ("call in") says more than its words
            name, mode = best, pair.likely_mode(best)
            why = f"{why}; model: {name} {types[name]:.2f}"
        second = likeliest(types, name)
        return replace(typed, type=name, mode=mode, why=why, chance=types[name], second=(second, types[second]))

    def _told(self, candidate: Candidate, answers: Answers) -> Typed | None:
        """The event that the model reads where the lexicon does not: its named sides have a country each.

        With sides that have none ("the company", "he") type F1 on annotated articles was 0.573 and not 0.596 with an earlier
        model.
        """
        if not answers:
            return None
        types = min(answers.values(), key=lambda j: j.none).types
        name = likeliest(types)
        if types[name] < (max(LOWEST, self.model.thresholds[name]) if self.least is None else self.least):
            return None
        mode = min(answers.values(), key=lambda j: j.none).likely_mode(name)
        symmetric = name in MUTUAL and mode != "visit"
        actors, recipients = _believed(answers, name, SIDE)
        if symmetric:
            actors, recipients = unique((*actors, *recipients)), ()
        if not all(any(e.country for e in side) for side in (actors, recipients) if side):
            return None
        entry = Entry(MODEL, candidate.lemmas[0], candidate.pos, name, mode, (), (), symmetric, (), None)
        reading = status(candidate.sentence, candidate.trigger, candidate.clause)
        why = f"model: {name} {types[name]:.2f}; status {reading.status}: {reading.why}"
        second = likeliest(types, name)
        return Typed(
            candidate, entry, name, mode, actors, recipients, reading, why, chance=types[name], second=(second, types[second])
        )


def _completed(typed: Typed, answers: Answers) -> Typed:
    """A side that the lexicon's reading lacks, from those that the model is sure of."""
    if not answers:
        return typed
    actors, recipients = _believed(answers, typed.type, FILL)
    if typed.actors:
        mine = tuple(e for e in recipients if e not in typed.actors and e.country)
        return replace(typed, recipients=mine, why=f"{typed.why}; recipient: model") if mine else typed
    mine = tuple(e for e in actors if e not in typed.recipients and e.country)
    return replace(typed, actors=mine, why=f"{typed.why}; actor: model") if mine else typed


def _believed(answers: Answers, name: str, least: float) -> Sides:
    """The participants that the model believes to act, and to be acted on; who may be either is what is likelier.

    Of each the mean of its chance alone and in the best pair.
    """
    acting: dict[records.Entity, float] = {}
    acted: dict[records.Entity, float] = {}
    for side, (entity, other) in ((acting, (0, 1)), (acted, (1, 0))):
        for one in dict.fromkeys(sides[entity] for sides in answers):
            if one is not None:
                chances = {sides[other]: j.types[name] for sides, j in answers.items() if sides[entity] is one}
                alone = chances.pop(None)
                side[one] = (alone + max(chances.values(), default=alone)) / 2
    actors = tuple(e for e, p in acting.items() if p >= least and p >= acted[e])
    recipients = tuple(e for e, p in acted.items() if p >= least and p > acting[e])
    return unique(actors), unique(recipients)


def _near(candidate: Candidate, people: Sequence[records.Entity], cast: Cast) -> list[records.Entity]:
    """The participants that syntax proposes and then those nearest to the word, none that it stands in."""
    at = candidate.sentence.char(candidate.trigger)
    proposed = {_mark(candidate, e) for sides in proposals(candidate, cast) for side in sides for e in side}
    beside = [e for e in people if _mark(candidate, e) is not None and not (e.start or 0) <= at < (e.end or 0)]
    near = sorted(
        beside, key=lambda e: (_mark(candidate, e) not in proposed, min(abs((e.start or 0) - at), abs((e.end or 0) - at)))
    )
    return sorted(near[:ASKED], key=lambda e: e.start or 0)


def _pairs(candidate: Candidate, answers: Answers) -> Iterator[tuple[Who, Who]]:
    """The likeliest actors with the likeliest recipients."""
    actors = sorted((s for s in answers if s[0]), key=lambda s: answers[s].none)[:PAIRED]
    recipients = sorted((s for s in answers if s[1]), key=lambda s: answers[s].none)[:PAIRED]
    yield from ((a, r) for a, _ in actors for _, r in recipients if _mark(candidate, a) != _mark(candidate, r))


def _lacks_a_side(typed: Typed) -> bool:
    return not typed.entry.symmetric and not (typed.actors and typed.recipients)


def _first(typed: Typed) -> tuple[Who, Who]:
    """The first of either side of a reading; of sides that act alike the first two."""
    sides = (typed.actors[:1], typed.actors[1:]) if typed.entry.symmetric else (typed.actors, typed.recipients)
    actor, recipient = (next((e for e in side if _mark(typed.candidate, e) is not None), None) for side in sides)
    return actor, recipient


def act(candidate: Candidate, actor: Who, recipient: Who) -> Act:
    """The sides and the trigger, marked in the candidate's sentence."""
    return Act(_mark(candidate, actor), _mark(candidate, recipient), _trigger(candidate))


def _trigger(candidate: Candidate) -> tuple[int, int]:
    start = candidate.sentence.char(candidate.trigger) - candidate.sentence.start
    return start, start + len(candidate.trigger)


def _mark(candidate: Candidate, entity: Who) -> Mark:
    sentence = candidate.sentence
    if entity is None or entity.start is None or entity.end is None:
        return None
    inside = sentence.start <= entity.start and entity.end <= sentence.end
    return (entity.start - sentence.start, entity.end - sentence.start) if inside else None
