"""An event out of a typed candidate and what stands around it: date, place, whose word, and the country of local roles."""

import datetime as dt
import hashlib
from collections.abc import Sequence

from dragoman import records
from dragoman.annotate.parse import Parsed
from dragoman.annotate.phrase import edges
from dragoman.annotate.roles import localized, without_private_identity
from dragoman.annotate.said import attribution_at
from dragoman.annotate.where import ADJECTIVE
from dragoman.codebook.cues import Cues
from dragoman.codebook.ontology import Codebook
from dragoman.events.classify import Typed, confidence, runner_up
from dragoman.events.context import contexts, contexts_of_act
from dragoman.events.date import BACKGROUND_DAYS, due, event_date, is_background_date
from dragoman.events.modes import host
from dragoman.events.place import VERBAL, event_place
from dragoman.events.status import is_background

# Objects of violent verbs that are no targets: "launched an attack", "opened fire"
ABSTRACT = frozenset(
    "attack assault strike raid fire fight battle offensive operation campaign war bomb missile rocket shot round blow siege "
    "ambush bombardment violence act crime gas teargas grenade bullet weapon gun stone baton cannon barrage salvo volley".split()
)


class Surroundings:
    """An article's times, places and claims by sentence, so that an event looks only at its own; `home`: see `Cast.home`."""

    def __init__(
        self, parsed: Parsed, published: dt.date | None, times: Sequence[records.Time], places: Sequence[records.Place],
        claims: Sequence[records.Claim], home: str | None,
    ) -> None:  # fmt: skip
        self._parsed, self._contexts = parsed, dict[int, dict[str, tuple[str, ...]]]()
        datelines = [p for p in places if p.why.startswith("dateline")]
        self.published, self.home = published, home
        self.dateline = datelines[0] if datelines else None
        self.times = parsed.by_sentence(times, lambda t: t.start)
        self.places = parsed.by_sentence((p for p in places if not p.why.startswith(("dateline", ADJECTIVE))), lambda p: p.start)
        self.claims = tuple(claims)

    def contexts(self, paragraph: int, cues: Cues) -> dict[str, tuple[str, ...]]:
        """What a paragraph is about, with the words that tell it."""
        if paragraph not in self._contexts:
            own = [s for s in self._parsed.sentences if s.paragraph == paragraph]
            self._contexts[paragraph] = contexts(self._parsed.text[own[0].start : own[-1].end], cues)
        return self._contexts[paragraph]


class EventMaker:
    """Makes the events of one article."""

    def __init__(self, receipt: records.Coded, codebook: Codebook, cues: Cues, signature: str) -> None:
        self.receipt, self.codebook, self.cues, self.signature = receipt, codebook, cues, signature

    def __call__(self, typed: Typed, around: Surroundings) -> records.Event:
        """The event of one candidate, with one mention: its sentence."""
        candidate, status = typed.candidate, typed.status
        sentence = candidate.sentence
        trigger = sentence.cut(candidate.trigger, candidate.trigger)
        times = around.times.get(sentence.index, ())
        date = event_date(sentence, candidate.trigger, times, around.published)
        ahead = typed.type in self.codebook.speech_types or status.status == "planned"
        background = _is_history(date, around.published) or is_background(candidate.trigger, candidate.clause)
        here = around.places.get(sentence.index, ())
        place = event_place(candidate, here, (*typed.actors, *typed.recipients), around.dateline, verbal=typed.type in VERBAL)
        actors = localized(typed.actors, place, around.home, typed.recipients)
        recipients = localized(typed.recipients or _hit(typed, place), place, around.home, typed.actors)
        actors, recipients = (tuple(map(without_private_identity, side)) for side in (actors, recipients))
        mode, why = typed.mode, typed.why
        hosts = host(actors, place) if typed.type == "CONSULT" and mode is None and not recipients else ()
        if hosts:
            actors, recipients, mode = tuple(e for e in actors if e not in hosts), hosts, "visit"
            why = f"{why}; rule host-ground-is-visit: the others came to {hosts[0].country}"
        attribution = attribution_at(trigger.start, around.claims)
        if status.status == "planned" and typed.type in self.codebook.speech_types and _says_it_himself(attribution, actors):
            status = status.model_copy(update={"status": "occurred"})
            why = f"{why}; rule said-by-doer-has-occurred"
        about = {name: ", ".join(map(repr, words)) for name, words in around.contexts(sentence.paragraph, self.cues).items()}
        about = dict(contexts_of_act(typed.type, mode, actors, recipients)) | about
        if about:
            why = "; ".join((why, *(f"context {name}: {reason}" for name, reason in about.items())))
        return records.Event(
            id=_identifier(self.receipt.article_id, typed.type, trigger.start, (*actors, *recipients)),
            article_id=self.receipt.article_id,
            article=self.receipt.article,
            type=typed.type,
            mode=mode,
            quad=self.codebook.quad(typed.type),
            score=self.codebook.score(typed.type, mode),
            contexts=tuple(about),
            cameo=self.codebook.cameo(typed.type, mode, about),
            actors=actors,
            recipients=recipients,
            trigger=trigger,
            mentions=(records.Span(start=sentence.start, end=sentence.end, text=sentence.span.text),),
            date=date,
            due=due(sentence, candidate.trigger, times, around.published) if ahead else None,
            place=place,
            status=status.status,
            background=background,
            attribution=attribution,
            confidence=confidence(typed),
            runner_up=runner_up(typed),
            why=why,
            coder=self.signature,
        )


def _hit(typed: Typed, place: records.Place | None) -> tuple[records.Entity, ...]:
    """Things of the place that an assault was aimed at: "stormed a hotel in Gwadar" hits Pakistan."""
    if typed.type != "ASSAULT" or place is None or place.country is None:
        return ()
    sentence = typed.candidate.sentence
    found = []
    for noun in typed.candidate.slots.get("obj", ()):
        if noun.pos_ == "NOUN" and noun.lemma_.lower() not in ABSTRACT:
            span = sentence.cut(*edges(noun))
            why = f"what was hit at {place.text!r}"
            found.append(records.Entity(start=span.start, end=span.end, text=span.text, country=place.country, why=why))
    return tuple(found)


def _identifier(article_id: str, name: str, start: int, entities: tuple[records.Entity, ...]) -> str:
    """A hash of article, type, trigger and entities: coding twice changes nothing."""
    parts = [article_id, name, str(start), *(f"{e.country}{e.name or e.text}" for e in entities)]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _says_it_himself(attribution: records.Attribution | None, actors: tuple[records.Entity, ...]) -> bool:
    """Whether the one whose word it is will do it: "Mali said that it would strike" is a threat made, not one to come."""
    if attribution is None:
        return False
    speaker = attribution.speaker
    return any((speaker.name and speaker.name == a.name) or (speaker.country and speaker.country == a.country) for a in actors)


def _is_history(date: records.EventDate | None, published: dt.date | None) -> bool:
    """Whether the event ended, or an open date ("since 1993") began, long before the news."""
    if is_background_date(date, published):
        return True
    if date is None or published is None or date.from_ is None or date.to is not None:
        return False
    return (published - date.from_).days > BACKGROUND_DAYS
