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
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from dragoman import records
from dragoman.annotate.persons import NON_STATES, STATE, Found, Hints, Identity, called, identify
from dragoman.annotate.roles import PERSON, without_private_identity
from dragoman.errors import ConfigError
from dragoman.facts.keys import key, pieces
from dragoman.facts.names import Name, Names
from dragoman.facts.places import Gazetteer

MAX_CHARS = 400  # of a phrase; what is longer is no phrase
MAX_NAME = 6  # words of a person's name that are looked up
NAMED = frozenset({"country", "organization", "group", "metonym", "capital", "place"})
ADJECTIVAL = frozenset({"country", "adjective", "demonym", "metonym", "capital", "organization", "group", "place"})
BODIES = frozenset({"organization", "group"})
LANDS = frozenset({"country", "capital", "place", "metonym"})
FORMER = frozenset(
    "former ex ousted deposed retired late onetime exiled erstwhile disgraced ex- fugitive overthrown toppled one-time".split()
)
# Words before a role that leave it what it is
STANDING = frozenset(
    "acting interim caretaker deputy vice assistant associate outgoing incoming designate new top senior chief leading longtime "
    "long-time then junior local regional national provincial federal first second third current newly-elected newly elected "
    "fellow veteran hard-line hardline moderate conservative liberal young old alleged suspected".split()
)
NOBODY_BEFORE = frozenset({"pro", "anti", "non", "counter"})
NOBODY_AFTER = re.compile(
    r".-(backed|funded|sponsored|supported|aligned|occupied|controlled|born|trained|educated|made|built|supplied|allied|friendly"
    r"|affiliated|linked|held|armed|financed|speaking|leaning|bound|inspired|designed|mediated|brokered|style)$"
)
# What a unit is counted in: the phrase is about what follows "of"
COUNTS = frozenset(
    "hundred hundreds thousand thousands dozen dozens score scores million millions number numbers group groups series string "
    "handful couple pair majority minority some many most one two three four five six seven eight nine ten eleven twelve several "
    "part half lot lots bunch wave crowd crowds column convoy batch all each both team teams band bands squad tens rest any none "
    "few plenty mob throng contingent flotilla members member people families relatives".split()
)
DETERMINERS = frozenset(
    "the a an this that these those his her its their our my your some any all each every both another other several many more "
    "most few no such certain various".split()
)
NUMBERS = re.compile(r"\d[\d,.]*(?:st|nd|rd|th|s|%)?$|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty"
                     r"|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|dozens?|scores?|about|around|nearly|almost"
                     r"|roughly|over|least|at|up|to|than)$")  # fmt: skip
PREPOSITIONS = frozenset(
    "of in from for at inside within across near outside to with against by on over under around between into".split()
)
OWNERS = ("of", "in", "from", "for", "at", "inside", "within", "across", "near", "around", "on", "outside")
HONORIFICS = frozenset("mr mrs ms miss mx dr sir dame lord lady".split())
PARTICLES = frozenset("al el de la da do dos del van von der den bin ibn ben di du le of ul y abu st".split())
LEADS = frozenset("los las la el les le al die das".split())
PRESIDING = frozenset("president speaker chairman chairwoman chair chairperson head leader member secretary clerk".split())
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
OPPOSING = frozenset({"opposition", "dissident"})
ARMED = frozenset(
    "rebel separatist militant insurgent guerrilla jihadist islamist extremist terrorist secessionist mutinous".split()
)
LOYAL = frozenset("pro-government pro-regime pro-state government-backed state-backed government-aligned loyalist".split())
# Arms that act for the forces of their country: "Turkish aircraft struck"
MATERIEL = frozenset(
    "aircraft airplane artillery bomber destroyer drone fighter fleet frigate gunboat gunship helicopter jet missile plane rocket "
    "submarine tank vessel warplane warship".split()
)
_WORD = re.compile(r"[^\s()\[\],;:\"“”«»]+|[(),;:\[\]]")
_POSSESSIVE = re.compile(r"(.+?)(['’]s|(?<=s)['’])$")
_ARABIC = re.compile(r"(al|el|ul|an|as|ash|ad|at|ar|az)-[A-Z]")
# "London-based", "Saudi-led": the place counts where nothing else gives a country
_SEATED = re.compile(r"(.+)-(based|led)$")
_BARE = re.compile(r"^['’‘`.!?*]+|['’‘`!?*]+$")


@dataclass(frozen=True, slots=True)
class Setting:
    """When and where a phrase is read. `near`: countries that the news names, the most frequent first, which settle what several
    bear the same name.
    """

    on: dt.date | None = None
    near: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """What the words of one phrase say.

    `thing`: its head is no participant, and what is said is whose thing it is. `known`: the facts hold who it is.
    `called`: a person's name as the phrase has it. `rows`: all that the facts hold of a name. `yields`: the role takes the sectors of the body that it belongs to.
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


@dataclass(slots=True)
class Piece:
    """Some words of a phrase, [start, end), and what they are.

    `kind`: name, person, role, caps (unknown words with capitals), word, number, former, nobody ("Iran-backed"), standing
    ("deputy"), preposition, and, comma, open, close, owner (the possessive mark), the.
    """

    kind: str
    start: int
    end: int
    text: str
    rows: tuple[Name, ...] = ()
    sectors: tuple[str, ...] = ()
    yields: bool = False

    @property
    def row(self) -> Name:
        """The row of the facts that decides: a name rather than an adjective."""
        return next((r for r in self.rows if r.kind in NAMED), self.rows[0])


class Phrases:
    """Reads phrases in a setting."""

    def __init__(self, names: Names, gazetteer: Gazetteer) -> None:
        self.names, self.gazetteer = names, gazetteer

    def read(self, text: str, setting: Setting) -> Reading | None:
        """A whole phrase with its prepositions and appositions; None if it names nobody."""
        if len(text) > MAX_CHARS:
            return None
        cut = self.cut(text, setting)
        parts = list(_parts(cut))
        readings = [r for part in parts if (r := self._segment(part, setting)) is not None]
        if not readings:
            return None
        first, *others = readings
        for other in others:
            complete(first, other)
        return None if first.thing and not (first.countries or first.sectors) else first

    def core(self, text: str, setting: Setting, *, person: bool | None = None) -> Reading | None:
        """The words up to the head, without possessor. `person`: whether the caller holds the head for a person's name."""
        return self._core(self.cut(text[-MAX_CHARS:], setting), setting, person=person)

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

    # Cutting a phrase into pieces

    def cut(self, text: str, setting: Setting) -> list[Piece]:
        """The pieces of a phrase, in order."""
        words = list(_words(text))
        parts = [" ".join(pieces(w)) for w in words]
        found: list[Piece] = []
        i = 0
        while i < len(words):
            piece = self._piece(words, parts, i, setting, found)
            found.append(piece)
            i = piece.end
        return _joined(found, words)

    def _piece(self, words: list[str], parts: list[str], i: int, setting: Setting, before: list[Piece]) -> Piece:
        word, lower = words[i], words[i].lower()
        if (kind := _MARKS.get(lower)) is not None:
            return Piece(kind, i, i + 1, word)
        capital = word[:1].isupper() or word[:1].isdigit()
        name = self._name(words, parts, i, setting, before) if capital or "-" in word or len(word) > 2 else None
        role = self._role(words, parts, i)
        if capital and not (name and name.end - i > 2):
            person = self._person(words, parts, i)
            if person is not None and (name is None or person.end > name.end) and (role is None or person.end > role.end):
                return person
        if name is not None and (role is None or name.end >= role.end) and not _is_rather_role(name, role, words):
            return name
        if lower in STANDING and role is not None and role.end == i + 1 and i + 1 < len(words):
            after = self._role(words, parts, i + 1)
            if after is not None:
                return Piece("standing", i, i + 1, word)
        if role is not None:
            return role
        return _plain(word, lower, i)

    def _name(self, words: list[str], parts: list[str], i: int, setting: Setting, before: list[Piece]) -> Piece | None:
        length = self.names.longest(words, i, parts)
        while length:
            text = " ".join(words[i : i + length])
            rows = _settled(self.names.lookup(text, setting.on), setting.near)
            if rows and not (length > 1 and rows[0].kind in BODIES and before and _runs_on(before[-1], i)):
                return Piece("name", i, i + length, text, rows)
            length -= 1
        return None

    def _role(self, words: list[str], parts: list[str], i: int) -> Piece | None:
        found = self.names.longest_role(parts, i)
        if found is None:
            return None
        end, sectors, yields = found
        return Piece("role", i, end, " ".join(words[i:end]), (), sectors, yields)

    def _person(self, words: list[str], parts: list[str], i: int) -> Piece | None:
        end = i
        while end < len(words) and end - i < MAX_NAME and _is_name_word(words[end], end > i):
            end += 1
        officials = self.names.officials
        for last in range(end, i, -1):
            if words[last - 1][:1].islower() and not _ARABIC.match(words[last - 1]):
                continue
            at = " ".join(parts[i:last])
            if officials.is_own(at) or (last > i + 1 and at in officials):
                return Piece("person", i, last, " ".join(words[i:last]))
        return None

    # Reading

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
                    two.countries = list(_merge(one.countries, two.countries))
                return two or one
            if ends.kind == "name" and not _is_noun(ends) and not any(p.kind == "role" for p in left):
                continue  # "Turkish and Belorussian soldiers" share their head
            one, two = self._core(left, setting), self._conjunct(right, setting)
            if one is None or two is None:
                return one or two
            if one.kind == "country" and two.role and two.countries and right[0].kind == "name" and not _is_noun(right[0]):
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
            _own(reading, owner)
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
            _age(reading, rest)
            if head.text[:1].isupper() and rest and rest[-1].kind == "caps" and reading.name is None:
                reading.name = f"{rest[-1].text} {head.text}"  # "Cairo University"
            return reading
        lower = head.text.lower()
        reading.thing = True
        self._modify(reading, rest, setting)
        if _singular(lower) in MATERIEL:
            reading.thing = not reading.countries
            reading.sectors = _merge(("MIL",), reading.sectors)
            reading.why.append(f"{head.text!r} stands for the forces that use it")
        return reading

    def _take_namesake(self, reading: Reading, head: Piece, rest: Sequence[Piece]) -> None:
        """Another country's body of the same name: "the Saudi National Guard" is not the American one."""
        lands = [r for p in rest if p.kind == "name" for r in p.rows[:1] if r.kind in LANDS | {"adjective"}]
        said = next((r.code for r in lands if r.code), None)
        if said is not None:
            _take_country(reading, said, " ".join([*(p.text for p in rest if p.kind == "name"), head.text]))

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
                _modify_by_role(reading, piece)
            _take_side(reading, lower)

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
            reading.sectors = _merge(*both)
        elif "PRE" in row.sectors:
            reading.sectors = _merge(reading.sectors, row.sectors)

    def _person_at(self, items: Sequence[Piece], setting: Setting, person: bool | None, owner: Reading | None) -> Reading | None:
        """A name at the end, with titles and countries before it."""
        head, rest = items[-1], items[:-1]
        reading = Reading(kind="person")
        titles = [p for p in rest if p.kind == "role"]
        reading.yields = True
        self._modify(reading, [p for p in rest if p.kind != "role"], setting, titles)
        explicit = list(reading.countries) or list(owner.countries if owner is not None else ())
        sectors = _merge(*(tuple(titles[-1].sectors), sum((t.sectors for t in titles[:-1]), ()))) if titles else ()
        words = frozenset(w for t in titles for w in t.text.lower().replace("-", " ").split())
        hints = Hints(tuple(explicit), setting.near, sectors, words)
        found = self._identify(head, setting.on, hints, titled=bool(titles) or person is True)
        identity = found.identity
        if identity is None and head.kind == "caps" and not titles and person is not True:
            return self._city_at(head, reading, setting)
        former = any(p.kind == "former" for p in rest)
        if titles:
            reading.role = titles[-1].text
            reading.sectors = _merge(sectors, reading.sectors)
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
            _age(reading, rest)
        return reading

    def _take_identity(self, reading: Reading, identity: Identity, *, titled: bool, explicit: list[str]) -> None:
        office = identity.office
        reading.known = True
        reading.name, reading.id = office.name, office.id
        if not explicit or office.country in NON_STATES:
            reading.countries = [office.country] if office.country else []
        if identity.standing == "in office":
            reading.sectors = _merge(reading.sectors, identity.sectors)
            reading.office = office.office
        elif identity.standing == "former" and (not titled or _is_same_office(reading, identity)):
            reading.sectors = (
                _merge(identity.sectors, ()) if not titled else _merge(identity.sectors, _without_state(reading.sectors))
            )
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

    # Places

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
        rows = [r for r in self.gazetteer.lookup(name) if r.country]
        if not rows:
            return None
        for country in setting.near:
            if any(r.country == country for r in rows):
                return country
        best, *others = [r for r in rows if key(r.name) == key(name)] or rows  # towns of that name before those once called so
        rivals = [r for r in others if r.country != best.country]
        clear = all(best.population >= 3 * r.population for r in rivals)
        return best.country if clear else None


def _modify_by_role(reading: Reading, piece: Piece) -> None:
    """A role before the head: "army accountant", "militia leader", "rebel soldiers"."""
    if reading.thing:
        reading.sectors = _merge(piece.sectors, reading.sectors)
    elif reading.yields and piece.sectors:
        reading.sectors = piece.sectors
        reading.why.append(f"{piece.text!r} is {' '.join(piece.sectors)}")
    elif piece.text.lower() in ARMED and reading.sectors[:1] in (("MIL",), ("UAF",), ()):
        reading.sectors = ("REB",)


def _take_side(reading: Reading, word: str) -> None:
    """Words that say on whose side somebody is: opposition, pro-government, ruling."""
    if word in OPPOSING and not reading.thing:
        reading.sectors = _merge(reading.sectors, ("OPP",)) if reading.sectors[:1] != ("GOV",) else ("OPP",)
    elif word in LOYAL and reading.role and reading.sectors[:1] in (("UAF",), ("MIL",), ("REB",)):
        reading.sectors = ("PRM",)
    elif word == "ruling" and reading.sectors[:1] == ("PTY",):
        reading.sectors = _merge(reading.sectors, ("GOV",))


def entity_of(reading: Reading | None, text: str) -> records.Entity:
    """A reading as a record; the first of several countries."""
    if reading is None:
        return records.Entity(start=0, end=len(text), text=text, why="nobody that is known")
    return records.Entity(
        start=0, end=len(text), text=text, name=reading.name, country=next(iter(reading.countries), None), sectors=reading.sectors,
        office=reading.office, id=reading.id or slug(reading.name), why="; ".join(reading.why),
    )  # fmt: skip


def slug(name: str | None) -> str | None:
    """Our own identifier for somebody whom the facts do not hold."""
    return "-".join(p for p in pieces(name) if p.isalnum()) or None if name else None


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
            outer.sectors = _merge(inner.sectors[:1], outer.sectors if inner.sectors[0] != "LEG" else ())
    if outer.known and outer.kind in BODIES and word == "of" and len(inner.countries) == 1:
        _take_country(outer, inner.countries[0], outer.name)
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
        first.sectors = _merge(first.sectors, other.sectors)
    elif first.person:
        first.office = first.office or other.role
        if other.sectors and "ELI" not in first.sectors:
            first.sectors = _merge(other.sectors, first.sectors) if not first.known else _merge(first.sectors, other.sectors)
        first.known = first.known or bool(other.sectors)
        if not first.id and not first.countries:
            first.countries = list(other.countries)
    elif not first.known or not first.sectors:
        first.sectors = _merge(first.sectors, other.sectors)
        if first.name is None or (other.kind in BODIES and not first.known):
            first.name, first.id = other.name or first.name, other.id or first.id
    if not first.countries:
        first.countries = list(other.countries)
    if other.why:
        first.why.append(f"apposition: {other.why[0]}")


def _take_country(reading: Reading, country: str, name: str | None) -> None:
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


def _own(reading: Reading, owner: Reading) -> None:
    """What a possessor gives: "Iran's warship", "the army's spokesman"."""
    if reading.kind in BODIES | {"metonym"} and reading.known and not reading.person and len(owner.countries) == 1:
        _take_country(reading, owner.countries[0], reading.name)
    elif owner.countries and (not reading.countries or (reading.role is not None and set(reading.countries) <= NON_STATES)):
        reading.countries = []  # "China's U.N. ambassador" is China's
        for country in owner.countries:
            reading.add_country(country, "possessor")
    if owner.sectors and not reading.person and (not reading.sectors or (reading.yields and owner.kind not in LANDS)):
        reading.sectors = _merge(owner.sectors if owner.kind not in LANDS else (), () if reading.yields else reading.sectors)


def _age(reading: Reading, rest: Sequence[Piece]) -> None:
    """Make a former official of somebody in the service of a state, where the phrase says "former"."""
    if any(p.kind == "former" for p in rest) and STATE.intersection(reading.sectors):
        reading.sectors = _merge(("ELI",), _without_state(reading.sectors))
        reading.why.append("'former' makes a former official")


def _without_state(sectors: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(s for s in sectors if s != "GOV")


def _is_same_office(reading: Reading, identity: Identity) -> bool:
    """Whether the title is that of the office that has ended: "President Sarkozy" in 2020 is the former president."""
    words = set((reading.role or "").lower().replace("-", " ").split())
    return bool(words & set(identity.office.office.lower().replace("-", " ").split()))


def _words(text: str) -> Iterator[str]:
    for raw in _WORD.findall(text):
        word = _BARE.sub("", raw) if raw[-1:] not in "'’" or not _POSSESSIVE.match(raw) else raw
        before, _, after = word.partition("-")
        if after and before.lower() in FORMER:
            yield before
            word = after
        if seated := _SEATED.match(word):
            yield seated[1]
            word = seated[2]
        owned = _POSSESSIVE.match(word)
        if owned:
            yield owned[1]
            yield "'s"
        elif word:
            yield word


def _plain(word: str, lower: str, i: int) -> Piece:
    """A word that the facts do not know."""
    before, _, after = lower.partition("-")
    if lower.rstrip(".") in HONORIFICS:
        return Piece("the", i, i + 1, word)
    if lower in FORMER or before in FORMER:
        return Piece("former", i, i + 1, word)
    if (before in NOBODY_BEFORE and after) or NOBODY_AFTER.search(lower):
        return Piece("nobody", i, i + 1, word)
    if lower in STANDING:
        return Piece("standing", i, i + 1, word)
    if NUMBERS.match(lower):
        return Piece("number", i, i + 1, word)
    return Piece("caps" if word[:1].isupper() or _ARABIC.match(word) else "word", i, i + 1, word)


def _parts(cut: list[Piece]) -> Iterator[list[Piece]]:
    """What commas and brackets divide. A list of lands after "of" stays whole: "leaders of Mali, Chad and Niger"."""
    part: list[Piece] = []
    for here, after in pairwise([*cut, Piece("comma", 0, 0, "")]):
        if here.kind in ("open", "close", "comma"):
            listed = here.text == "," and _is_listed(part, cut, here, after)
            if listed:
                part.append(Piece("and", here.start, here.end, ","))
                continue
            if part:
                yield part
            part = []
        else:
            part.append(here)
    if part:
        yield part


def _is_listed(part: list[Piece], cut: list[Piece], comma: Piece, after: Piece) -> bool:
    """Whether a comma divides the members of a list rather than an apposition."""
    if not part or part[-1].kind != "name" or after.kind != "name":
        return False
    rest = [p for p in cut if p.start > comma.start]
    following = next((p for p in rest[1:] if p.kind not in ("name", "the")), None)
    return following is not None and (following.kind == "and" or following.text == ",") and part[-1].rows[0].code != ""


def _joined(found: list[Piece], words: list[str]) -> list[Piece]:
    """Unknown capitals that stand together are one piece, with a land's name before or within them ("Jordan Peterson")."""
    merged: list[Piece] = []
    for piece in found:
        last = merged[-1] if merged else None
        if last is not None and last.kind == "owner" and piece.kind == "and":
            merged[-1] = Piece("and", last.start, piece.end, SHARED)
            continue
        if last is not None and last.end == piece.start and piece.kind == "caps":
            if last.kind in ("caps", "person"):
                merged[-1] = Piece("caps", last.start, piece.end, " ".join(words[last.start : piece.end]))
                continue
            if (
                last.kind == "name"
                and last.end - last.start == 1
                and last.rows[0].kind in ("country", "capital", "place")
                and _is_noun(last)
            ):
                merged[-1] = Piece("caps", last.start, piece.end, " ".join(words[last.start : piece.end]))
                continue
        merged.append(piece)
    return merged


def _of_states(piece: Piece, rest: Sequence[Piece], reading: Reading) -> str | None:
    """The country whose state shares a name with a country, beside a role of such states: "the Georgia governor"."""
    roles = {p.text.lower() for p in rest if p.kind == "role"} | {(reading.role or "").lower()}
    if _is_noun(piece) and any(role.startswith(STATE_ROLES) for role in roles):
        return next((r.code for r in piece.rows if r.code == "USA"), None)
    return None


def _settled(rows: tuple[Name, ...], near: tuple[str, ...]) -> tuple[Name, ...]:
    """The rows of a name with the one first that the news is likeliest to mean; a body that several countries have stays open."""
    best = [r for r in rows if r.rank == rows[0].rank]
    if len({r.code for r in rows}) < 2:
        return rows
    for country in near:
        found = next((r for r in rows if r.code == country), None)
        if found is not None:
            return (found, *(r for r in rows if r is not found))
    if len({r.code for r in best}) < 2 or rows[0].kind not in BODIES:
        return rows
    shared = rows[0].sectors if len({r.sectors[:1] for r in best}) == 1 else ()
    others = "; left open between " + ", ".join(f"{r.name} ({r.code})" for r in best[:4])
    return (replace(rows[0], code="", sectors=shared, name=rows[0].phrase, id="", source=rows[0].source + others), *rows)


def _runs_on(last: Piece, i: int) -> bool:
    """Whether unknown capitals stand right before word i: "Santa Marta Self Defense Forces" are not Japan's."""
    return last.kind == "caps" and last.end == i


def _is_noun(piece: Piece) -> bool:
    """Whether a name stands for a body or land, and is not an adjective of one."""
    return piece.kind != "name" or piece.rows[0].kind in NAMED


def _is_rather_role(name: Piece, role: Piece | None, words: list[str]) -> bool:
    """Whether words of a common body are no name here, such as "the ministry"."""
    return (
        role is not None
        and role.end == name.end
        and not name.row.code
        and not any(w[:1].isupper() for w in words[name.start : name.end])
    )


def _is_name_word(word: str, inside: bool) -> bool:
    return word[:1].isupper() or (inside and (word.lower() in PARTICLES or word.lower().partition("-")[0] in PARTICLES))


def _only_counts(head: Sequence[Piece]) -> bool:
    """Whether only a number, a quantity or a crowd stands before "of": "a team of heavily armed police"."""
    nouns = [p for p in head if p.kind not in ("the", "number", "former", "standing")]
    if not nouns:
        return bool(head)
    last = nouns[-1].text.lower().split()[-1]
    return last in COUNTS and all(p.kind in ("word", "role", "caps") for p in nouns)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _merge(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


SHARED = "'s and"  # joins two possessors: "Japan's and South Korea's ministers"
_MARKS = {
    ",": "comma", ";": "comma", ":": "comma", "(": "open", "[": "open", ")": "close", "]": "close", "'s": "owner", "and": "and",
    "or": "and", "&": "and",
    **dict.fromkeys(DETERMINERS, "the"), **dict.fromkeys(PREPOSITIONS, "preposition"),
}  # fmt: skip
