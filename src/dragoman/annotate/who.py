"""Who a phrase names: its words alone, read as a noun phrase, give country, sectors, name and office as of a day.

No syntax tree is needed, so that a phrase costs a fraction of a millisecond. The words are cut into pieces that the facts
know (names, roles, people) and the few words that join them; the last piece before a preposition is the head. Then, in
this order:

1. a known name or a public figure at the head says who it is;
2. a role at the head ("minister", "troops") gives sectors, and its modifiers, possessor and of/in/from phrases the country;
3. a thing at the head ("warship", "missile programme") belongs to whoever possesses or modifies it;
4. what stands after a comma, or in brackets, completes what is still unknown.

`read` takes a whole phrase; `core` takes what stands up to the head word, for a caller who knows the syntax.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from dragoman import records
from dragoman.annotate.persons import NON_STATES, Found, Hints, Identity, called, identify
from dragoman.annotate.pieces import BODIES, SHARED, Cutter, Piece, Setting, divided, is_noun
from dragoman.annotate.reading import (
    LANDS,
    OPPOSING,
    OWNERS,
    Reading,
    age,
    complete,
    entity_of,
    is_same_office,
    join,
    merged,
    modify_by_role,
    take_country,
    take_owner,
    take_side,
    without_state,
)
from dragoman.annotate.roles import PERSON, without_private_identity
from dragoman.errors import ConfigError
from dragoman.facts.keys import key
from dragoman.facts.names import Names
from dragoman.facts.places import Gazetteer

MAX_CHARS = 400  # of a phrase; what is longer is no phrase
ADJECTIVAL = frozenset({"country", "adjective", "demonym", "metonym", "capital", "organization", "group", "place"})
# What a unit is counted in: the phrase is about what follows "of"
COUNTS = frozenset(
    "hundred hundreds thousand thousands dozen dozens score scores million millions number numbers group groups series string "
    "handful couple pair majority minority some many most one two three four five six seven eight nine ten eleven twelve several "
    "part half lot lots bunch wave crowd crowds column convoy batch all each both team teams band bands squad tens rest any none "
    "few plenty mob throng contingent flotilla members member people families relatives".split()
)
STATE_ROLES = (
    "governor",
    "lieutenant governor",
    "secretary of state",
    "state ",
    "attorney general",
    "sheriff",
    "congress",
    "senator",
)
# Words for a body beside its name: "the Law and Justice party"
GENERIC = frozenset(
    "party group movement organisation organization militia cartel gang company force network faction union".split()
)
# Adjectives that say whose a group, member or official is
ADJECTIVES = {
    "congressional": ("LEG",), "parliamentary": ("LEG",), "legislative": ("LEG",), "senatorial": ("LEG",), "judicial": ("JUD",),
    "military": ("MIL",), "naval": ("MIL",), "paramilitary": ("PRM",), "presidential": ("GOV",), "ministerial": ("GOV",),
    "governmental": ("GOV",), "religious": ("REL",), "medical": ("MED",), "academic": ("EDU",), "criminal": ("CRM",),
}  # fmt: skip
# Arms that act for the forces of their country: "Turkish aircraft struck"
MATERIEL = frozenset(
    "aircraft airplane artillery bomber destroyer drone fighter fleet frigate gunboat gunship helicopter jet missile plane "
    "rocket submarine tank vessel warplane warship".split()
)


TOWN = 5_000  # people from which a town's bare name is taken for its people: there is a village of Earth


class Phrases:
    """Reads phrases in a setting."""

    def __init__(self, names: Names, gazetteer: Gazetteer) -> None:
        self.names, self.gazetteer = names, gazetteer
        self._cutter = Cutter(names)

    def read(self, text: str, setting: Setting) -> Reading | None:
        """A whole phrase with its prepositions and appositions; None if it names nobody."""
        if len(text) > MAX_CHARS:
            return None
        cut = self._cutter.cut(text, setting)
        parts = list(divided(cut))
        readings = [r for part in parts if (r := self._segment(part, setting)) is not None]
        if not readings:
            return None
        first, *others = readings
        for other in others:
            complete(first, other)
        return None if first.thing and not (first.countries or first.sectors) else first

    def core(self, text: str, setting: Setting, *, person: bool | None = None) -> Reading | None:
        """The words up to the head, without possessor. `person`: whether the caller holds the head for a person's name."""
        return self._core(self._cutter.cut(text[-MAX_CHARS:], setting), setting, person=person)

    def identify(self, phrase: str, on: dt.date | None, country: str | None = None) -> records.Entity:
        """Whom a phrase names on a day, as a record; fields that it does not say stay None.

        Args:
            phrase: words for somebody, such as "Defense Minister Diego Molano"; over MAX_CHARS it is no phrase.
            on: the day of the news; None takes what has not ended.
            country: the one that the news is about, as a code or an English name; it settles names that several share.

        Raises:
            ConfigError: the country is not known.
        """
        near: tuple[str, ...] = ()
        if country is not None and country.strip():
            code = self.names.value(country)
            if code is None:
                raise ConfigError(f"country {country!r} is not known. Give a code such as FRA or KOS, or a name such as France.")
            near = (code,)
        return without_private_identity(entity_of(self.read(phrase, Setting(on, near)), phrase))

    def _segment(self, cut: Sequence[Piece], setting: Setting) -> Reading | None:
        """A noun phrase with what its prepositions govern."""
        for at, piece in enumerate(cut):
            if piece.kind != "preposition" or (at == 0 and len(cut) > 1):
                continue
            head, tail = cut[:at], cut[at + 1 :]
            if piece.text.lower() == "of" and _only_counts(head):
                return self._segment(tail, setting)
            outer, inner = self._conjunct(head, setting), self._segment(tail, setting)
            if outer is None or inner is None:
                return outer or (inner if piece.text.lower() in OWNERS and not head else None)
            return join(outer, piece.text.lower(), inner)
        return self._conjunct(cut, setting)

    def _conjunct(self, cut: Sequence[Piece], setting: Setting) -> Reading | None:
        """The first of the phrases that "and" joins, with the countries of the others where they share its sectors."""
        for at, piece in enumerate(cut):
            if piece.kind != "and" or not at:
                continue
            left, right = cut[:at], cut[at + 1 :]
            ends = left[-1]
            if piece.text == SHARED:
                one, two = self._core(left, setting), self._conjunct(right, setting)
                if one is not None and two is not None:
                    two.countries = list(merged(one.countries, two.countries))
                return two or one
            if ends.kind == "name" and not is_noun(ends) and not any(p.kind == "role" for p in left):
                continue  # "Turkish and Belorussian soldiers" share their head
            one, two = self._core(left, setting), self._conjunct(right, setting)
            if one is None or two is None:
                return one or two
            if one.kind == "country" and two.role and two.countries and right[0].kind == "name" and not is_noun(right[0]):
                return one
            if one.kind == two.kind and one.sectors == two.sectors and not one.person:
                for country in two.countries:
                    one.add_country(country, "coordination")
            if not one.countries and one.role and len(two.countries) == 1 and not any(p.kind == "owner" for p in right):
                one.countries = list(two.countries) if two.role and right[-1].kind == "role" and right[0].kind != "name" else []
            return one
        return self._core(cut, setting)

    def _core(self, cut: Sequence[Piece], setting: Setting, *, person: bool | None = None) -> Reading | None:
        owner: Reading | None = None
        for at in range(len(cut) - 1, -1, -1):
            if cut[at].kind == "owner":
                owner = self._segment(cut[:at], setting)
                cut = cut[at + 1 :]
                break
        items = [p for p in cut if p.kind not in ("the", "number")]
        if not items:
            return owner
        reading = self._head(items, setting, person, owner)
        if reading is None:
            return None
        if owner is not None:
            take_owner(reading, owner)
        return reading

    def _head(self, items: Sequence[Piece], setting: Setting, person: bool | None, owner: Reading | None) -> Reading | None:
        head, rest = items[-1], items[:-1]
        if head.kind in ("standing", "former", "nobody") and rest:  # "president designate"
            return self._head(rest, setting, person, owner)
        if head.kind in ("person", "caps"):
            return self._person_at(items, setting, person, owner)
        if head.kind == "name" and rest and rest[-1].kind == "role" and head.row.kind in LANDS and rest[-1].text[:1].isupper():
            person_of_that_name = self._person_at((*rest, replace(head, kind="caps", rows=())), setting, None, owner)
            if person_of_that_name is not None and person_of_that_name.known:
                return person_of_that_name  # "Minister Hague"
        reading = Reading(kind=head.kind)
        if head.kind == "name":
            if rest and rest[-1].kind == "name" and rest[-1].row.kind in BODIES and head.row.kind == "country":
                reading.add_country(head.row.code, repr(head.text))  # "the PRI Mexico"
                head, rest = rest[-1], rest[:-1]
            if head.row.kind == "place" and not head.row.code:
                return None  # "guinea pigs" and "Michael Jordan" hold a country's name and are none of its
            self._take_name(reading, head)
            if head.row.kind == "organization":
                self._take_namesake(reading, head, rest)
            self._modify(reading, rest, setting)
            return reading
        if head.kind == "role":
            reading.role, reading.sectors, reading.yields = head.text, head.sectors, head.yields or not head.sectors
            reading.why.append(f"role word {head.text!r}" + (f" is {' '.join(head.sectors)}" if head.sectors else ""))
            self._modify(reading, rest, setting)
            age(reading, rest)
            if head.text[:1].isupper() and rest and rest[-1].kind == "caps" and reading.name is None:
                reading.name = f"{rest[-1].text} {head.text}"  # "Cairo University"
            return reading
        lower = head.text.lower()
        reading.thing = True
        self._modify(reading, rest, setting)
        if _singular(lower) in MATERIEL:
            reading.thing = not reading.countries
            reading.sectors = merged(("MIL",), reading.sectors)
            reading.why.append(f"{head.text!r} stands for the forces that use it")
        return reading

    def _take_namesake(self, reading: Reading, head: Piece, rest: Sequence[Piece]) -> None:
        """Another country's body of the same name: "the Saudi National Guard" is not the American one."""
        lands = [r for p in rest if p.kind == "name" for r in p.rows[:1] if r.kind in LANDS | {"adjective"}]
        said = next((r.code for r in lands if r.code), None)
        if said is not None:
            take_country(reading, said, " ".join([*(p.text for p in rest if p.kind == "name"), head.text]))

    def _take_name(self, reading: Reading, piece: Piece) -> None:
        row = piece.row
        reading.rows = piece.rows
        reading.countries = [row.code] if row.code and not reading.countries else reading.countries
        reading.sectors, reading.kind = row.sectors, row.kind
        reading.known = True
        if row.kind not in ("adjective", "demonym"):
            reading.name, reading.id = row.name, row.id
        reading.why.append(f"{piece.text!r} is a known {row.kind} ({row.source})")

    def _modify(self, reading: Reading, rest: Sequence[Piece], setting: Setting, titles: Sequence[Piece] = ()) -> None:
        """What stands before the head: countries, bodies, other roles, and words of stance."""
        had = bool(reading.countries)
        for piece in rest:
            lower = piece.text.lower()
            if piece.kind == "name":
                self._modify_by_name(reading, piece, had=had, around=[*rest, *titles])
            elif lower in ADJECTIVES and not reading.thing:
                if not reading.sectors or reading.yields:
                    reading.sectors = ADJECTIVES[lower]
                    reading.why.append(f"{piece.text!r} is {' '.join(ADJECTIVES[lower])}")
            elif piece.kind == "caps" and not had and not reading.countries:
                reading.add_country(self._city(piece.text, setting), repr(piece.text))
            elif piece.kind == "role" and lower not in OPPOSING:
                modify_by_role(reading, piece)
            take_side(reading, lower)

    def _modify_by_name(self, reading: Reading, piece: Piece, *, had: bool, around: Sequence[Piece]) -> None:
        row = next((r for r in piece.rows if r.kind in ADJECTIVAL), None)
        if row is None:
            return
        if not had:
            reading.add_country(_of_states(piece, around, reading) or row.code, repr(piece.text))
        if row.kind in BODIES and (reading.role or "").lower() in GENERIC:
            reading.name, reading.id, reading.known = row.name, row.id, True
        if row.kind in BODIES and row.sectors:
            both = (row.sectors, ()) if reading.yields or reading.thing else (reading.sectors, row.sectors)
            reading.sectors = merged(*both)
        elif "PRE" in row.sectors:
            reading.sectors = merged(reading.sectors, row.sectors)

    def _person_at(self, items: Sequence[Piece], setting: Setting, person: bool | None, owner: Reading | None) -> Reading | None:
        """A name at the end, with titles and countries before it."""
        head, rest = items[-1], items[:-1]
        reading = Reading(kind="person")
        titles = [p for p in rest if p.kind == "role"]
        reading.yields = True
        self._modify(reading, [p for p in rest if p.kind != "role"], setting, titles)
        explicit = list(reading.countries) or list(owner.countries if owner is not None else ())
        sectors = merged(*(tuple(titles[-1].sectors), sum((t.sectors for t in titles[:-1]), ()))) if titles else ()
        words = frozenset(w for t in titles for w in t.text.lower().replace("-", " ").split())
        hints = Hints(tuple(explicit), setting.near, sectors, words)
        found = self._identify(head, setting.on, hints, titled=bool(titles) or person is True)
        identity = found.identity
        if identity is None and head.kind == "caps" and not titles and person is not True:
            return self._city_at(head, reading, setting)
        former = any(p.kind == "former" for p in rest)
        if titles:
            reading.role = titles[-1].text
            reading.sectors = merged(sectors, reading.sectors)
            reading.office = " ".join(t.text for t in titles)
            reading.why.append(
                f"role word {titles[-1].text!r}" + (f" is {' '.join(titles[-1].sectors)}" if titles[-1].sectors else "")
            )
        reading.person, reading.called = True, head.text
        reading.why.append(PERSON)
        reading.name = head.text
        if identity is not None:
            self._take_identity(reading, identity, titled=bool(titles), explicit=explicit)
        elif found.between:
            reading.add_country(found.country if titles and not explicit else None, "each of them")
            reading.why.append("left open between " + ", ".join(found.between[:4]))
        if not titles and identity is None and not reading.sectors and not explicit and person is None:
            reading.known = False
        if former and not (identity is not None and identity.standing == "in office" and not titles):
            age(reading, rest)
        return reading

    def _take_identity(self, reading: Reading, identity: Identity, *, titled: bool, explicit: list[str]) -> None:
        office = identity.office
        reading.known = True
        reading.name, reading.id = office.name, office.id
        if not explicit or office.country in NON_STATES:
            reading.countries = [office.country] if office.country else []
        if identity.standing == "in office":
            reading.sectors = merged(reading.sectors, identity.sectors)
            reading.office = office.office
        elif identity.standing == "former" and (not titled or is_same_office(reading, identity)):
            reading.sectors = merged(identity.sectors, without_state(reading.sectors) if titled else ())
            reading.office = None if titled else reading.office
        elif not titled:
            reading.sectors = identity.sectors
        reading.why.append(identity.why)

    def _identify(self, head: Piece, on: dt.date | None, hints: Hints, *, titled: bool) -> Found:
        officials = self.names.officials
        if head.kind == "person":
            return identify(officials.spells(head.text), on, hints)
        words = head.text.split()
        if len(words) == 1:
            leader = officials.leader(head.text, on) if on is not None else None
            if not titled and not hints.countries:
                return identify((leader,), on, hints) if leader is not None else Found()
            found = called(officials.called(head.text, lawmakers=hints.sectors[:1] == ("LEG",)), on, hints)
            return found if found.identity or leader is None else identify((leader,), on, hints)
        if all(len(w.strip(".")) == 1 for w in words[:-1]):
            first = words[0][0].lower()
            return identify([o for o in officials.called(words[-1]) if o.name[:1].lower() == first], on, hints)
        shorter = (f"{words[0]} {words[-1]}", " ".join(words[1:])) if len(words) > 2 else ()
        for name in shorter:  # "George Dubya Bush", "Alhaji Atiku Abubakar"
            found = identify(officials.spells(name), on, hints)
            if found.identity is not None:
                return found
        found = identify(officials.alike(head.text), on, hints)
        if found.identity is None and titled and hints.countries and len(words) > 2:
            return called(officials.called(" ".join(words[-2:])), on, hints)
        return found

    def _city_at(self, head: Piece, reading: Reading, setting: Setting) -> Reading | None:
        # A given name alone ("Yuki") is nobody, though somewhere a town is called so
        country = None if self.names.gender(head.text) else self._city(head.text, setting)
        if country is None:
            return reading if reading.countries else None
        reading.kind, reading.name = "city", head.text
        reading.sectors = ("CVL",)  # a capital stands for its government, a city for its people
        reading.add_country(country, f"{head.text!r}, a place,")
        return reading

    def _city(self, name: str, setting: Setting) -> str | None:
        """The country of a city or province that is no name of its own in the facts; None if several states have one."""
        rows = [r for r in self.gazetteer.lookup(name) if r.country and not (r.kind == "city" and 0 < r.population < TOWN)]
        if not rows:
            return None
        for country in setting.near:
            if any(r.country == country for r in rows):
                return country
        best, *others = [r for r in rows if key(r.name) == key(name)] or rows  # towns of that name before those once called so
        rivals = [r for r in others if r.country != best.country]
        clear = all(best.population >= 3 * r.population for r in rivals)
        return best.country if clear else None


def _of_states(piece: Piece, rest: Sequence[Piece], reading: Reading) -> str | None:
    """The country whose state shares a name with a country, beside a role of such states: "the Georgia governor"."""
    roles = {p.text.lower() for p in rest if p.kind == "role"} | {(reading.role or "").lower()}
    if is_noun(piece) and any(role.startswith(STATE_ROLES) for role in roles):
        return next((r.code for r in piece.rows if r.code == "USA"), None)
    return None


def _only_counts(head: Sequence[Piece]) -> bool:
    """Whether only a number, a quantity or a crowd stands before "of": "a team of heavily armed police"."""
    nouns = [p for p in head if p.kind not in ("the", "number", "former", "standing")]
    if not nouns:
        return bool(head)
    last = nouns[-1].text.lower().split()[-1]
    return last in COUNTS and all(p.kind in ("word", "role", "caps") for p in nouns)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
