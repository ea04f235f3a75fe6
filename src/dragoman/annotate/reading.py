"""What the words of a phrase say, and how its parts complete one another: possessor, preposition, apposition, "former"."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman import records
from dragoman.annotate.persons import NON_STATES, STATE, Identity
from dragoman.annotate.pieces import BODIES, Piece
from dragoman.facts.keys import pieces
from dragoman.facts.names import Name

LANDS = frozenset({"country", "capital", "place", "metonym"})
OWNERS = ("of", "in", "from", "for", "at", "inside", "within", "across", "near", "around", "on", "outside")
PRESIDING = frozenset("president speaker chairman chairwoman chair chairperson head leader member secretary clerk".split())
OPPOSING = frozenset({"opposition", "dissident"})
ARMED = frozenset(
    "rebel separatist militant insurgent guerrilla jihadist islamist extremist terrorist secessionist mutinous".split()
)
LOYAL = frozenset("pro-government pro-regime pro-state government-backed state-backed government-aligned loyalist".split())


@dataclass(slots=True)
class Reading:
    """What the words of one phrase say.

    `thing`: its head is no participant, and what is said is whose thing it is. `known`: the facts hold who it is.
    `called`: a person's name as the phrase has it. `rows`: all that the facts hold of a name. `yields`: the role
    takes the sectors of the body that it belongs to.
    """

    countries: list[str] = field(default_factory=list)
    sectors: tuple[str, ...] = ()
    name: str | None = None
    office: str | None = None
    id: str | None = None
    kind: str = ""
    person: bool = False
    thing: bool = False
    role: str | None = None
    yields: bool = False
    known: bool = False
    called: str | None = None
    rows: tuple[Name, ...] = ()
    why: list[str] = field(default_factory=list)

    def add_country(self, country: str | None, source: str) -> None:
        """Take a country once, with what gives it."""
        if country and country not in self.countries:
            self.countries.append(country)
            self.why.append(f"{source} gives {country}")


def join(outer: Reading, word: str, inner: Reading) -> Reading:
    """What a preposition's object adds to the phrase that it hangs on: "members of the army", "police in Lagos"."""
    if word not in OWNERS:
        return outer
    if word in ("of", "for", "from", "at") and outer.role is not None and inner.sectors and not outer.person:
        plain = inner.kind not in LANDS
        last = outer.role.lower().split()[-1]
        if plain and (not outer.sectors or (outer.yields and word == "of")):
            outer.sectors = inner.sectors
        elif plain and last in PRESIDING and inner.sectors[0] in ("LEG", "JUD", "PTY", "REB"):
            outer.sectors = merged(inner.sectors[:1], outer.sectors if inner.sectors[0] != "LEG" else ())
    if outer.known and outer.kind in BODIES and word == "of" and len(inner.countries) == 1:
        take_country(outer, inner.countries[0], outer.name)
    if not outer.countries:
        for country in inner.countries:
            outer.add_country(country, f"'{word} {inner.name or inner.role or country}'")
    if outer.thing and not outer.known:
        outer.name = outer.id = None
    return outer


def complete(first: Reading, other: Reading) -> None:
    """Take from an apposition or brackets what is still unknown: "Gallant, the defence minister of Israel"."""
    if other.thing and not other.countries:
        return
    if first.kind in ("country", "capital", "city", "place") and other.kind in ("country", "place", "city"):
        if first.kind == "city" and other.countries:
            first.countries = other.countries  # "Tripoli, Lebanon"
        return
    if other.person and not first.person:
        first.office = first.office or first.role
        first.name, first.id, first.person, first.known = other.name, other.id, True, other.known
        first.office = other.office or first.office
        first.sectors = merged(first.sectors, other.sectors)
    elif first.person:
        first.office = first.office or other.role
        if other.sectors and "ELI" not in first.sectors:
            first.sectors = merged(other.sectors, first.sectors) if not first.known else merged(first.sectors, other.sectors)
        first.known = first.known or bool(other.sectors)
        if not first.id and not first.countries:
            first.countries = list(other.countries)
    elif not first.known or not first.sectors:
        first.sectors = merged(first.sectors, other.sectors)
        if first.name is None or (other.kind in BODIES and not first.known):
            first.name, first.id = other.name or first.name, other.id or first.id
    if not first.countries:
        first.countries = list(other.countries)
    if other.why:
        first.why.append(f"apposition: {other.why[0]}")


def take_country(reading: Reading, country: str, name: str | None) -> None:
    """Make a body that of the country which the phrase says: "Malawi's DPP", "Chile's Defense Department"."""
    if country in reading.countries or (reading.countries and reading.countries[0] in NON_STATES):
        return
    row = next((r for r in reading.rows if r.code == country), None)
    if row is not None:
        reading.name, reading.id, reading.sectors = row.name, row.id, row.sectors
    elif reading.kind == "group" and reading.countries:
        return  # "Lebanon's PKK offices": an armed group or party stays where it is at home
    else:
        reading.name, reading.id = name, f"{slug(name)}.{country.lower()}" if name else None
    reading.countries = []
    reading.add_country(country, "what stands before it")


def take_owner(reading: Reading, owner: Reading) -> None:
    """What a possessor gives: "Iran's warship", "the army's spokesman"."""
    if reading.kind in BODIES | {"metonym"} and reading.known and not reading.person and len(owner.countries) == 1:
        take_country(reading, owner.countries[0], reading.name)
    elif owner.countries and (not reading.countries or (reading.role is not None and set(reading.countries) <= NON_STATES)):
        reading.countries = []  # "China's U.N. ambassador" is China's
        for country in owner.countries:
            reading.add_country(country, "possessor")
    if owner.sectors and not reading.person and (not reading.sectors or (reading.yields and owner.kind not in LANDS)):
        reading.sectors = merged(owner.sectors if owner.kind not in LANDS else (), () if reading.yields else reading.sectors)


def modify_by_role(reading: Reading, piece: Piece) -> None:
    """A role before the head: "army accountant", "militia leader", "rebel soldiers"."""
    if reading.thing:
        reading.sectors = merged(piece.sectors, reading.sectors)
    elif reading.yields and piece.sectors:
        reading.sectors = piece.sectors
        reading.why.append(f"{piece.text!r} is {' '.join(piece.sectors)}")
    elif piece.text.lower() in ARMED and reading.sectors[:1] in (("MIL",), ("UAF",), ()):
        reading.sectors = ("REB",)


def take_side(reading: Reading, word: str) -> None:
    """Words that say on whose side somebody is: opposition, pro-government, ruling."""
    if word in OPPOSING and not reading.thing:
        reading.sectors = merged(reading.sectors, ("OPP",)) if reading.sectors[:1] != ("GOV",) else ("OPP",)
    elif word in LOYAL and reading.role and reading.sectors[:1] in (("UAF",), ("MIL",), ("REB",)):
        reading.sectors = ("PRM",)
    elif word == "ruling" and reading.sectors[:1] == ("PTY",):
        reading.sectors = merged(reading.sectors, ("GOV",))


def age(reading: Reading, rest: Sequence[Piece]) -> None:
    """Make a former official of somebody in the service of a state, where the phrase says "former"."""
    if any(p.kind == "former" for p in rest) and STATE.intersection(reading.sectors):
        reading.sectors = merged(("ELI",), without_state(reading.sectors))
        reading.why.append("'former' makes a former official")


def without_state(sectors: tuple[str, ...]) -> tuple[str, ...]:
    """The sectors less that of the government, which a former official has left."""
    return tuple(s for s in sectors if s != "GOV")


def is_same_office(reading: Reading, identity: Identity) -> bool:
    """Whether the title is that of the office that has ended: "President Sarkozy" in 2020 is the former president."""
    words = set((reading.role or "").lower().replace("-", " ").split())
    return bool(words & set(identity.office.office.lower().replace("-", " ").split()))


def entity_of(reading: Reading | None, text: str) -> records.Entity:
    """A reading as a record; the first of several countries."""
    if reading is None:
        return records.Entity(start=0, end=len(text), text=text, why="nobody that is known")
    country = next(iter(reading.countries), None)
    return records.Entity(
        start=0, end=len(text), text=text, name=reading.name, country=country, sectors=reading.sectors,
        office=reading.office, id=reading.id or slug(reading.name), why="; ".join(reading.why),
    )  # fmt: skip


def slug(name: str | None) -> str | None:
    """Our own identifier for somebody whom the facts do not hold."""
    return "-".join(p for p in pieces(name) if p.isalnum()) or None if name else None


def merged(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """Both in order, each once."""
    return tuple(dict.fromkeys((*first, *second)))
