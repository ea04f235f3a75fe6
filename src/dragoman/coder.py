"""The one place where the stages meet: an article in, its receipt out.

`Coder` loads once and holds all state; a stage is a function from records to records. No article can stop a run: whatever goes
wrong inside one comes back as its `Failure`, with the stage and the reason.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from spacy.tokens import Token

from dragoman import records
from dragoman.annotate.cast import Cast
from dragoman.annotate.parse import DEFAULT_PARSER, Parsed, Parser, Sentence
from dragoman.annotate.roles import without_private_identity
from dragoman.annotate.said import claims
from dragoman.annotate.when import times
from dragoman.annotate.where import places
from dragoman.annotate.who import Phrases
from dragoman.codebook import load_codebook
from dragoman.codebook.cues import load_cues
from dragoman.codebook.lexicon import Entry, load_lexicon
from dragoman.errors import ConfigError, DragomanError, InputError, UnknownName
from dragoman.events.arguments import sides
from dragoman.events.assemble import EventMaker, Surroundings
from dragoman.events.candidates import Candidate, base_form, candidates, is_definite
from dragoman.events.classify import Typed, also, apply_boundaries, confidence, least_confidence, matches, refuse, settle
from dragoman.events.judge import Judge, Reading
from dragoman.events.merge import Mention, merge
from dragoman.events.model import EventModel
from dragoman.events.narrative import narrated
from dragoman.events.relate import checked, near, related
from dragoman.events.status import status
from dragoman.facts.names import load_names, load_names_with
from dragoman.facts.places import load_gazetteer, load_gazetteer_with
from dragoman.read.content import MAX_CHARS, content_id, require_text
from dragoman.read.language import require_english
from dragoman.read.published import parse_published
from dragoman.signing import signature

_WORD = re.compile(r"[\w'’-]+")
PROFILES = ("plover2", "map21", "zsp15")
Published = dt.date | dt.datetime | str | None


class Coder:
    """Codes articles into PLOVER events.

    Args:
        profile: `plover2` (manual 2.0), or `map21` or `zsp15`, which rename its types and modes.
        threads: of the event model, at least 1.
        parser: name of an installed spaCy pipeline for English.
        max_chars: longer texts fail at stage `read`.
        facts: a CSV of your own actors with dates, see `facts.own`; they stand before those that come with the package.
        places: a CSV of your own places, see `facts.own_places`; likewise.
        min_confidence: from 0 to 1; what is less sure is dropped. None: what the event model alone reads must reach 0.92 and
            the threshold of its type, at which four in five are right on held-out sentences of the bank; the rest is kept, but
            for what is below 0.8 in an article of eight sentences or more with less than one event in five.

    Raises:
        ConfigError, MissingPart, DataError: with what to do.
    """

    def __init__(
        self, *, profile: records.Profile = "plover2", threads: int = 1, parser: str = DEFAULT_PARSER, max_chars: int = MAX_CHARS,
        facts: str | Path | None = None, places: str | Path | None = None, min_confidence: float | None = None,
    ) -> None:  # fmt: skip
        if profile not in PROFILES:
            raise UnknownName("profile", profile, PROFILES)
        if threads < 1 or max_chars < 1:
            raise ConfigError(f"threads is {threads} and max_chars {max_chars}; both must be 1 or more.")
        if min_confidence is not None and not 0 <= min_confidence <= 1:
            raise ConfigError(f"min_confidence is {min_confidence}; allowed is a number from 0 to 1, such as 0.7.")
        self.profile, self.max_chars, self.min_confidence = profile, max_chars, min_confidence
        self.codebook, self.lexicon, self.cues = load_codebook(), load_lexicon(), load_cues()
        self.names = load_names() if facts is None else load_names_with(Path(facts))
        self.gazetteer = load_gazetteer() if places is None else load_gazetteer_with(Path(places))
        self.phrases = Phrases(self.names, self.gazetteer)
        _ = self.names.officials  # a damaged table is met here, not after the first article
        self.parser = Parser(parser)

        self.model = EventModel(threads=threads)
        self.judge = Judge(self.model, min_confidence)
        own = f"+places@{self.gazetteer.signature}" if self.gazetteer.signature else ""
        self.signature = signature(self.parser.signature, self.names.signature + own)

    def code(
        self, text: str, published: Published = None, title: str | None = None, url: str | None = None,
        id: str | None = None, outlet: str | None = None,  # noqa: A002 - the interface's name
    ) -> records.Coded:  # fmt: skip
        """Code one article; what cannot be coded comes back with `error` set."""
        return self.code_article(records.Article(text=text, id=id, published=published, title=title, url=url, outlet=outlet))

    def code_many(self, articles: Iterable[records.Article]) -> Iterator[records.Coded]:
        """Code articles one by one, in order."""
        for article in articles:
            yield self.code_article(article)

    def code_article(self, article: records.Article) -> records.Coded:
        """Code one article record."""
        article_id = article.id or content_id(article.text)
        info = records.ArticleInfo(published=_iso(article.published), title=article.title, outlet=article.outlet, url=article.url)
        receipt = records.Coded(article_id=article_id, article=info)
        stage: records.Stage = "read"
        try:
            published = parse_published(article.published)
            require_english(require_text(article.text, max_chars=self.max_chars))
            stage = "annotate"
            parsed = self.parser(article.text)
            cast = Cast(parsed, self.phrases, published)
            found_times = times(parsed, published)
            found_places = places(parsed, self.names, self.gazetteer)
            found_claims = claims(parsed, cast)
            stage = "events"
            typed, dropped = self._type(parsed, cast)
            around = Surroundings(parsed, published, found_times, found_places, found_claims, cast.home())
            maker = EventMaker(receipt, self.codebook, self.cues, self.signature)
            merged = merge(Mention(maker(t, around), base_form(t.candidate.trigger), is_definite(t.candidate)) for t in typed)
        except InputError as error:
            return receipt.model_copy(update={"error": records.Failure(stage=stage, reason=str(error))})
        except DragomanError:
            raise  # a broken installation is nobody's article
        except Exception as error:  # noqa: BLE001 - the one place where an article's trouble becomes its receipt
            reason = f"{type(error).__name__}: {error}. This is a defect of Dragoman: please report it with the article."
            return receipt.model_copy(update={"error": records.Failure(stage=stage, reason=reason)})
        return receipt.model_copy(
            update={
                "events": tuple(self._in_profile(e) for e in narrated(merged, parsed, published)),
                "times": found_times,
                "places": found_places,
                "entities": tuple(map(without_private_identity, cast.entities)),
                "claims": found_claims,
                "dropped": tuple(dropped),
                "notes": parsed.notes,
            }
        )

    # The parts, each usable alone

    def times(self, text: str, published: Published = None) -> list[records.Time]:
        """The time expressions of a text; without `published`, relative ones keep a partial value."""
        return list(times(self.parser(text), parse_published(published)))

    def places(self, text: str) -> list[records.Place]:
        """The toponyms of a text, resolved offline."""
        return list(places(self.parser(text), self.names, self.gazetteer))

    def claims(self, text: str) -> list[records.Claim]:
        """Who is said to say what."""
        parsed = self.parser(text)
        return list(claims(parsed, Cast(parsed, self.phrases, None)))

    def identify(self, phrase: str, on: Published = None, country: str | None = None) -> records.Entity:
        """Whom a phrase names on a date; fields that it does not say stay None. `country` is the one that the news is about."""
        return self.phrases.identify(phrase, parse_published(on), country)

    def status(self, text: str, start: int, end: int) -> records.Status:
        """Whether the act happened that the word at these offsets tells.

        Raises:
            ConfigError: no word of the text stands there.
        """
        sentence, token = self._token_at(self.parser(text), start, end)
        for candidate in candidates(Parsed(text, (sentence,))):
            if candidate.trigger.i == token.i:
                return status(sentence, token, candidate.clause)
        return status(sentence, token, token)

    def relate(
        self, text: str, actor: tuple[int, int] | None = None, recipient: tuple[int, int] | None = None
    ) -> records.Relation:
        """What the marked actor does to the marked recipient; either may be None. `none` is the chance of no event.

        Raises:
            ConfigError: a mark is outside the text, reversed or inside a word, both overlap, or both are missing.
        """
        actor, recipient = checked(text, "actor", actor), checked(text, "recipient", recipient)
        if actor is None and recipient is None:
            raise ConfigError("Neither the actor nor the recipient is marked; at least one of the two is needed.")
        if actor is not None and recipient is not None and actor[0] < recipient[1] and recipient[0] < actor[1]:
            raise ConfigError(f"The marks of actor {actor} and recipient {recipient} overlap; mark two different phrases.")
        parsed = self.parser(text)
        words = {(c.sentence.char(c.trigger), c.sentence.char(c.trigger) + len(c.trigger)): c for c in candidates(parsed)}
        weights = {word: near(candidate, actor, recipient) for word, candidate in words.items()}
        found = related(self.model, text, actor, recipient, weights)
        mode, _ = found.judgement.mode(found.type)
        told = words.get(found.word) if found.word is not None else None
        reading = status(told.sentence, told.trigger, told.clause).status if told is not None else found.judgement.status
        name, renamed = self._renamed(found.type, mode, text)
        by = f" by {text[slice(*found.word)]!r}" if found.word is not None else ""
        return records.Relation(
            type=name,
            mode=renamed,
            status=reading,
            confidence=round(found.confidence, 4),
            none=round(found.none, 4),
            why=f"model: {found.type}{by}" + (f"; profile {self.profile}: {name}" if name != found.type else ""),
        )

    # Steps of `code_article`

    def _type(self, parsed: Parsed, cast: Cast) -> tuple[list[Typed], list[records.Dropped]]:
        """Typed candidates in order, and what was dropped with its reason."""
        found: list[Typed] = []
        dropped: list[records.Dropped] = []
        for _, group in groupby(candidates(parsed), key=lambda c: c.sentence.index):
            readings = [self._by_lexicon(candidate, cast) for candidate in group]
            judged = dict(self.judge(readings, cast))
            for number, reading in enumerate(readings):
                verdict = judged.get(number)
                if isinstance(verdict, Typed) and (reason := refuse(verdict)) is None:
                    found.append(apply_boundaries(verdict, self.codebook))
                    second = also(found[-1])
                    found += [second] if second is not None else []
                elif isinstance(verdict, Typed):
                    dropped.append(_dropped(reading.candidate, verdict.type, f"{verdict.why}; {reason}"))
                elif verdict is not None:
                    dropped.append(_dropped(reading.candidate, reading.typed.type if reading.typed else None, verdict))
                elif reading.refused is not None:
                    dropped.append(_dropped(reading.candidate, None, reading.refused))
        kept: list[Typed] = []
        for _, told in groupby(found, key=lambda t: t.candidate.sentence.index):
            settled, out = settle(list(told))
            kept += settled
            dropped += [_dropped(t.candidate, t.type, f"{t.why}; {reason}") for t, reason in out]
        least, where = self.min_confidence, ""
        if least is None:
            least, where = (
                least_confidence(len(kept), len(parsed.sentences)),
                ", which it takes in an article that tells little else",
            )
        unsure = [t for t in kept if confidence(t) < least]
        dropped += [_dropped(t.candidate, t.type, f"{t.why}; confidence {confidence(t)} is below {least}{where}") for t in unsure]
        return [t for t in kept if confidence(t) >= least], dropped

    def _by_lexicon(self, candidate: Candidate, cast: Cast) -> Reading:
        """What the lexicon makes of a candidate: the first of its entries that is believed, or why none is."""
        refused = None
        for entry in matches(candidate, self.lexicon):
            if entry.type is None:
                return Reading(candidate, refused=f"entry {entry.id}: no event in this frame", closed=True)
            typed = self._read(candidate, entry, cast)
            reason = refuse(typed)
            if reason is None:
                return Reading(candidate, typed)
            refused = refused or f"{typed.why}; {reason}"
        return Reading(candidate, refused=refused)

    def _read(self, candidate: Candidate, entry: Entry, cast: Cast) -> Typed:
        """A candidate as one entry of the lexicon sees it."""
        actors, recipients, paths = sides(candidate, entry, cast)
        reading = status(candidate.sentence, candidate.trigger, candidate.clause)
        coded = f"{entry.type}/{entry.mode}" if entry.mode else str(entry.type)
        why = "; ".join((f"entry {entry.id} is {coded}", *paths, f"status {reading.status}: {reading.why}"))
        return Typed(candidate, entry, str(entry.type), entry.mode, actors, recipients, reading, why)

    def _in_profile(self, event: records.Event) -> records.Event:
        if self.profile == "plover2":
            return event
        name, mode = self._renamed(event.type, event.mode, event.mentions[0].text)
        return event.model_copy(
            update={"type": name, "mode": mode, "why": f"{event.why}; profile {self.profile}: {event.type} is {name}"}
        )

    def _renamed(self, name: str, mode: str | None, passage: str) -> tuple[str, str | None]:
        """Type and mode under the profile, by the words that tell the act or the CAMEO code that both share."""
        if self.profile == "plover2":
            return name, mode
        return self.codebook.in_profile(name, mode, self.profile, words=_WORD.findall(passage))

    def _token_at(self, parsed: Parsed, start: int, end: int) -> tuple[Sentence, Token]:
        for sentence, token in parsed.tokens():
            at = sentence.char(token)
            if at < end and start < at + len(token):
                return sentence, token
        raise ConfigError(f"No word stands at characters {start} to {end} of a text of {len(parsed.text)} characters.")


def _dropped(candidate: Candidate, name: str | None, why: str) -> records.Dropped:
    return records.Dropped(trigger=candidate.sentence.cut(candidate.trigger, candidate.trigger), type=name, why=why)


def _iso(published: Published) -> str | None:
    return published if published is None or isinstance(published, str) else published.isoformat()
