"""The records that flow through Dragoman: one definition for Python, JSON, JSON Schema and every export.

All offsets are Python character offsets into the article's text, end-exclusive: `text[span.start:span.end] == span.text`.
Unknown is a value: a missing one is None or an empty tuple, and no later stage fills it with a guess. Records are frozen; a
stage returns new ones. `model_dump(mode="json", by_alias=True)` gives the names of the JSON interface (`from`, not `from_`).
"""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

TypeName = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
StatusName = Literal["occurred", "planned", "attempted", "denied", "possible"]
QuadName = Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
Profile = Literal["plover2", "map21", "zsp15"]
TimeKind = Literal["DATE", "TIME", "DURATION", "SET"]
DateBasis = Literal["text", "narrative", "publication"]
Precision = Literal["site", "city", "district", "province", "country", "region"]
Stance = Literal["asserts", "denies", "confirms"]
Stage = Literal["read", "annotate", "events"]


class Record(BaseModel):
    """Base of all records: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, ser_json_inf_nan="null")


class Span(Record):
    """A passage: `start` and `end` count characters of the article's text."""

    start: int
    end: int
    text: str


class Article(Record):
    """One article as it was read. The text is never rewritten after this.

    `published` is a date, a datetime or an ISO string of either; with a zone it is taken in that zone. `title` helps but is
    never coded and has no offsets. `id` may be None: the content's hash is used then.
    """

    text: str
    id: str | None = None
    published: dt.datetime | dt.date | str | None = None
    title: str | None = None
    url: str | None = None
    outlet: str | None = None


class ArticleInfo(Record):
    """What an event keeps of its article. `published` is an ISO date or datetime string as given."""

    published: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None


class Entity(Record):
    """An actor, recipient or speaker: its characters, and whom they name on that date.

    `country`: ISO 3166 alpha-3, KOS, or PLOVER's non-states (UNO EUR IGO NGO MNC IMG ISM). `sectors`: PLOVER codes, the first
    is the primary one. `id`: `wd:Q…` or a slug of ours. `start`, `end`, `text` are None only for someone meant but not named.
    """

    start: int | None = None
    end: int | None = None
    text: str | None = None
    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    id: str | None = None
    according_to: "Attribution | None" = None
    why: str = ""


class Attribution(Record):
    """Whose word something is: the span names the source; `verbatim` when the words stand in quotation marks."""

    start: int
    end: int
    text: str
    speaker: Entity
    verbatim: bool = False


class Time(Span):
    """A time expression. `value` is a TIMEX3 value (`2023-07-13`, `2023-W28`, `P3D`, `PRESENT_REF`).

    `from_`/`to` are the first and last full day that it covers (None: open or not resolvable); `why` names the rule.
    """

    kind: TimeKind
    value: str | None = None
    from_: dt.date | None = Field(default=None, alias="from")
    to: dt.date | None = None
    why: str = ""


class Place(Span):
    """A toponym and what it names. `lat` and `lon` are WGS84 degrees; `country` as in Entity, None at sea."""

    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    precision: Precision | None = None
    why: str = ""


class Claim(Record):
    """Somebody's words: `content` runs from its first to its last character; `source` and `cue` where they are named."""

    source: Span | None = None
    cue: Span | None = None
    content: Span
    verbatim: bool = False
    speaker: Entity | None = None
    why: str = ""


class EventDate(Record):
    """When an event happened, in full days; one side None is "on or before" or "since".

    `basis`: `text` (words give it: the span), `narrative` (carried over from words nearby) or `publication`.
    """

    from_: dt.date | None = Field(default=None, alias="from")
    to: dt.date | None = None
    basis: DateBasis
    start: int | None = None
    end: int | None = None
    text: str | None = None


class EventClaim(Record):
    """One side's word about an event: the span names the speaker."""

    stance: Stance
    speaker: Entity
    start: int
    end: int
    text: str


class Count(Record):
    """A number of people as the text gives it: `max` is None where it is open ("at least 14")."""

    min: int | None
    max: int | None
    start: int
    end: int
    text: str
    speaker: Entity | None = None


class Toll(Record):
    """People killed, hurt, arrested, driven out, and crowd sizes: every figure given, none invented."""

    dead: tuple[Count, ...] = ()
    injured: tuple[Count, ...] = ()
    arrested: tuple[Count, ...] = ()
    displaced: tuple[Count, ...] = ()
    size: tuple[Count, ...] = ()


class RunnerUp(Record):
    """The second best type."""

    type: TypeName
    confidence: float


class Event(Record):
    """One happening as one article tells it. Every field is always there; unknown is None or empty."""

    id: str
    article_id: str
    article: ArticleInfo
    type: str  # TypeName under plover2; a profile may add names of its own, such as YIELD
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    quad: QuadName
    score: float
    cameo: str | None = None
    actors: tuple[Entity, ...] = ()
    recipients: tuple[Entity, ...] = ()
    trigger: Span
    mentions: tuple[Span, ...]
    date: EventDate | None = None
    due: EventDate | None = None
    place: Place | None = None
    status: StatusName
    background: bool = False
    attribution: Attribution | None = None
    claims: tuple[EventClaim, ...] = ()
    toll: Toll = Toll()
    incident: str | None = None
    confidence: float
    runner_up: RunnerUp | None = None
    why: str
    coder: str


class Incident(Record):
    """One happening in the world, with the events of all articles that report it."""

    id: str
    events: tuple[str, ...]
    first: dt.date | None = None
    latest: dt.date | None = None
    outlets: int = 0
    why: str = ""


class Relation(Record):
    """What a marked pair does: one of the profile's types, never NONE; `none` is the probability of no event."""

    type: str
    mode: str | None = None
    status: StatusName = "occurred"
    confidence: float
    none: float
    why: str


class Status(Record):
    """Whether an act happened: `cue` is the words that decided it, None where nothing speaks against `occurred`."""

    status: StatusName
    background: bool = False
    cue: Span | None = None
    why: str


class Dropped(Record):
    """A candidate that became no event, and why."""

    trigger: Span
    type: str | None = None
    why: str


class Failure(Record):
    """Why an article could not be coded: the stage, one clear message, and what to do."""

    stage: Stage
    reason: str


class Coded(Record):
    """The receipt for one article: its events, or its failure. `outcome` is one of coded, empty, failed."""

    article_id: str
    article: ArticleInfo
    events: tuple[Event, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()
    error: Failure | None = None

    @property
    def outcome(self) -> Literal["coded", "empty", "failed"]:
        """What became of the article: events found, none found, or not codable."""
        return "failed" if self.error else "coded" if self.events else "empty"
