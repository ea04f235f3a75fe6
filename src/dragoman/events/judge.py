"""From candidates to typed events: the event model judges what the lexicon reads, and reads on where the lexicon is silent.

For each candidate the lexicon's reading (type and sides by its slots), or else proposals for both sides from syntax, become acts
marked in the sentence. All acts of a sentence are judged at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman import records
from dragoman.annotate.cast import Cast
from dragoman.codebook import Codebook
from dragoman.codebook.lexicon import Entry
from dragoman.events.arguments import Sides, pairs, unique
from dragoman.events.candidates import Candidate
from dragoman.events.classify import Typed, is_public
from dragoman.events.marks import Act, Mark
from dragoman.events.model import EventModel, Judgement
from dragoman.events.status import status

PROPOSALS = 3  # of a candidate that the lexicon does not know
# Types whose sides act alike
MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})
DOUBT = 0.85  # a lexicon's reading that the model holds for NONE with this chance is dropped
SURE = 0.6  # and one that it holds for another type with this chance becomes that type


@dataclass(frozen=True, slots=True)
class Judged:
    """A typed candidate with what the model said of it."""

    typed: Typed
    judgement: Judgement


def act(candidate: Candidate, actors: Sequence[records.Entity], recipients: Sequence[records.Entity]) -> Act:
    """The first of each side and the trigger, marked in the candidate's sentence."""
    sentence, trigger = candidate.sentence, candidate.trigger
    start = sentence.char(trigger) - sentence.start
    return Act(_mark(candidate, actors), _mark(candidate, recipients), (start, start + len(trigger)))


def _mark(candidate: Candidate, side: Sequence[records.Entity]) -> Mark:
    sentence = candidate.sentence
    for entity in side:
        if entity.start is not None and entity.end is not None and sentence.start <= entity.start and entity.end <= sentence.end:
            return entity.start - sentence.start, entity.end - sentence.start
    return None


def read(candidate: Candidate, cast: Cast) -> Iterator[tuple[Sides, Act]]:
    """Proposals for both sides of a candidate, the likeliest first, of which at least one side acts in public life."""
    seen = set()
    for sides in pairs(candidate, cast):
        if not any(map(is_public, (*sides[0], *sides[1]))):
            continue
        one = act(candidate, *sides)
        if one not in seen and (one.actor is not None or one.recipient is not None):
            seen.add(one)
            yield sides, one
        if len(seen) == PROPOSALS:
            return


class Judge:
    """Types the candidates of one sentence after another."""

    def __init__(self, model: EventModel, codebook: Codebook) -> None:
        self.model, self.codebook = model, codebook

    def __call__(self, candidates_read: Sequence[tuple[Candidate, Typed | None, bool]], cast: Cast) -> Iterator[tuple[int, Typed | str]]:
        """For each candidate of a sentence that may be an event its number with its typed reading, or why it is none.

        `candidates_read`: each candidate with the lexicon's reading, None where it has none, and whether others may be tried.
        """
        asked: list[tuple[int, Sides | None, Act]] = []
        for number, (candidate, typed, open_) in enumerate(candidates_read):
            if typed is not None:
                asked.append((number, None, act(candidate, typed.actors, (*typed.recipients, *(typed.actors[1:] if typed.entry.symmetric else ())))))
            elif open_:
                asked += [(number, sides, one) for sides, one in read(candidate, cast)]
        if not asked:
            return
        sentence = candidates_read[0][0].sentence
        said = self.model.judge(sentence.span.text, [a for _, _, a in asked])
        for number, (candidate, typed, _) in enumerate(candidates_read):
            mine = [(sides, j) for (n, sides, _), j in zip(asked, said, strict=True) if n == number]
            if not mine:
                continue
            if typed is not None:
                yield number, self._weighed(typed, mine[0][1])
            else:
                sides, judgement = max(mine, key=lambda m: m[1].types[m[1].type])
                assert sides is not None
                if judgement.types[judgement.type] >= self.threshold(judgement.type):
                    yield number, self._told(candidate, sides, judgement)

    def threshold(self, name):
        import os
        return max(float(os.environ.get('LO','0')), min(1,self.model.thresholds[name]*float(os.environ.get('THR','1'))))

    def _weighed(self, typed: Typed, judgement: Judgement) -> Typed | str:
        import os
        mine = judgement.types[typed.type]
        other = judgement.type
        if judgement.none > float(os.environ.get('DOUBT',DOUBT)):
            return f"{typed.why}; model: NONE {judgement.none:.2f}"
        if other != typed.type and judgement.types[other] > float(os.environ.get('SURE',SURE)):
            return replace(typed, type=other, mode=judgement.mode(other)[0], why=f"{typed.why}; model: {other} {judgement.types[other]:.2f}")
        return typed

    def _told(self, candidate: Candidate, sides: Sides, judgement: Judgement) -> Typed:
        name = judgement.type
        mode, sure = judgement.mode(name)
        mode = mode if sure > 0.5 else None
        actors, recipients = sides
        symmetric = name in MUTUAL and mode != "visit"
        if symmetric:
            actors, recipients = unique((*actors, *recipients)), ()
        entry = Entry("model", candidate.lemmas[0], candidate.pos, name, mode, (), (), symmetric, (), None)
        reading = status(candidate.sentence, candidate.trigger, candidate.clause)
        return Typed(candidate, entry, name, mode, actors, tuple(r for r in recipients if r not in actors), reading, f"model: {name} {judgement.types[name]:.2f}; status {reading.status}: {reading.why}")
