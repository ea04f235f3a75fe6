"""PLOVER as data: what every event type, mode, context and sector means, and how they map to CAMEO.

These are the shapes and the questions one can ask. `plover.py` fills and checks them, so that code after it need not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from dragoman.errors import UnknownName
from dragoman.records import Profile, QuadName, StatusName

Symmetry = Literal["never", "always", "either"]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What a type is not, and the code that it is instead (`TYPE` or `TYPE/mode`); None if it is no event."""

    what: str
    instead: str | None


@dataclass(frozen=True, slots=True)
class CameoIn:
    """A CAMEO code for a type or mode in one context."""

    context: str
    cameo: str


@dataclass(frozen=True, slots=True)
class Mode:
    """How an act of one type is done. REQUEST and REJECT share names, hence a mode belongs to its type."""

    name: str
    definition: str
    score: float
    cameo: str
    cameo_in: tuple[CameoIn, ...]
    symmetric: Symmetry


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the sixteen types. `future` names what the same act is while it lies ahead."""

    name: str
    definition: str
    exclusions: tuple[Exclusion, ...]
    quad: QuadName
    quad_number: int
    symmetric: Symmetry
    recipient_required: bool
    score: float
    cameo_root: str
    cameo: str
    cameo_in: tuple[CameoIn, ...]
    future: str
    modes: Mapping[str, Mode]


@dataclass(frozen=True, slots=True)
class Context:
    """Why an act is done or what it concerns; the types share one list."""

    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Sector:
    """Who an actor is within a country."""

    name: str
    definition: str
    frequent: bool


@dataclass(frozen=True, slots=True)
class CountryValue:
    """A value of an actor's country that is no ordinary state."""

    name: str
    meaning: str
    is_state: bool


@dataclass(frozen=True, slots=True)
class PartlyRecognised:
    """A state that few recognise, and the country whose code it takes; `until` is the last day (ISO) of that."""

    name: str
    country: str
    until: str | None


@dataclass(frozen=True, slots=True)
class StatusRule:
    """What a status means, and a question that tells it from the others."""

    name: StatusName
    definition: str
    test: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A hard border between two codes. `code`: what it is (empty: no event); `instead_of`: what it looks like."""

    id: str
    situation: str
    code: tuple[str, ...]
    instead_of: tuple[str, ...]
    status: StatusName
    why: str


@dataclass(frozen=True, slots=True)
class Difference:
    """An act that the profiles code differently: profile to `TYPE` or `TYPE/mode`.

    `words` tell it from other acts of our code, `unless` speak against it; a star stands for any ending. Without words only the
    codes differ, and the CAMEO table says so too. `cite` says where the other profiles have it from.
    """

    id: str
    act: str
    codes: Mapping[Profile, str]
    words: tuple[str, ...]
    unless: tuple[str, ...]
    cite: str

    def fits(self, type_name: str, mode: str | None, words: Iterable[str]) -> bool:
        """Whether an event of ours, told in these words, is this act."""
        name, _, own = self.codes["plover2"].partition("/")
        if type_name != name or (own and own != mode and mode is not None):
            return False
        lowered = [w.lower() for w in words]
        return _any(self.words, lowered) and not _any(self.unless, lowered)


def _any(patterns: Iterable[str], words: list[str]) -> bool:
    return any(w.startswith(p[:-1]) if p.endswith("*") else w == p for p in patterns for w in words)


@dataclass(frozen=True, slots=True)
class Label:
    """A type name that only one profile has, for several types at once."""

    name: str
    types: tuple[str, ...]
    quad_number: int


@dataclass(frozen=True, slots=True)
class Coding:
    """What a CAMEO code is under one profile. Published columns may hold modes and contexts that exist no longer."""

    type: str
    mode: str | None
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CameoRow:
    """One CAMEO code; a coding is None where the profile has no event for it."""

    code: str
    codings: Mapping[Profile, Coding | None]
    note: str

    @property
    def is_written(self) -> bool:
        """May an event get this code by reading the table backwards?

        Roots say too little, and codes that the published mapping lacks (the appeals of 02) have a better known twin;
        they are only read.
        """
        return len(self.code) > 2 and self.codings["map21"] is not None


@dataclass(frozen=True, slots=True)
class Codebook:
    """The whole of PLOVER. Look-ups that find nothing raise `UnknownName` with the names that there are."""

    version: str
    signature: str
    quads: Mapping[QuadName, int]
    types: Mapping[str, EventType]
    aliases: Mapping[str, str]
    labels: Mapping[Profile, Mapping[str, Label]]
    differences: Mapping[str, Difference]
    contexts: Mapping[str, Context]
    sectors: Mapping[str, Sector]
    countries: Mapping[str, CountryValue]
    country_policy: Mapping[str, str]
    partly_recognised: tuple[PartlyRecognised, ...]
    statuses: Mapping[StatusName, StatusRule]
    speech_types: frozenset[str]
    rules: Mapping[str, Rule]
    table: Mapping[str, CameoRow]

    def type_named(self, name: str) -> EventType:
        """The type of that name or of that older name (DEMAND is REQUEST)."""
        found = self.types.get(self.aliases.get(name, name))
        if found is None:
            raise UnknownName("event type", name, [*self.types, *self.aliases])
        return found

    def mode_named(self, type_name: str, mode: str) -> Mode:
        """The mode of that name within the type."""
        kind = self.type_named(type_name)
        if mode not in kind.modes:
            raise UnknownName(f"mode of {kind.name}", mode, kind.modes or ["none, this type has no modes"])
        return kind.modes[mode]

    def score(self, type_name: str, mode: str | None = None) -> float:
        """How cooperative the act is, from -10 to 10; the mode's own score goes before the type's."""
        return self._most_specific(type_name, mode).score

    def quad(self, type_name: str) -> QuadName:
        """The quad class: verbal or material, cooperation or conflict."""
        return self.type_named(type_name).quad

    def symmetric(self, type_name: str, mode: str | None = None) -> Symmetry:
        """May actor and recipient be swapped without loss? Those of CONSULT always, except in a visit."""
        return self._most_specific(type_name, mode).symmetric

    def label(self, type_name: str, profile: Profile) -> str:
        """What the profile calls the type: YIELD for CONCEDE under zsp15, mostly the type's own name."""
        name = self.type_named(type_name).name
        if profile not in self.labels:
            raise UnknownName("profile", profile, self.labels)
        return next((label.name for label in self.labels[profile].values() if name in label.types), name)

    def by_cameo(self, code: str, profile: Profile = "plover2") -> Coding | None:
        """What a CAMEO code is under the profile; None for codes that are no event there, such as plain statements."""
        if profile not in self.labels:
            raise UnknownName("profile", profile, self.labels)
        if code not in self.table:
            # Over 300 codes are known: those of the same root help, the rest is noise.
            siblings = [known for known in self.table if known[:2] == code[:2]]
            raise UnknownName("CAMEO code", code, siblings or [known for known in self.table if len(known) == 2])
        return self.table[code].codings[profile]

    def cameo(self, type_name: str, mode: str | None = None, contexts: Iterable[str] = ()) -> str:
        """The CAMEO code that says most about such an event without saying more than is known.

        1. The codebook's word for one of the contexts (`cameo_in`).
        2. The code whose contexts all apply, and the most of them; of several such, the type's or mode's own code, or
           the one that is the parent of all others.
        3. The type's or mode's own code.
        """
        kind = self.type_named(type_name)
        entry = self._most_specific(type_name, mode)
        given = frozenset(contexts)
        if unknown := given - self.contexts.keys():
            raise UnknownName("context", min(unknown), self.contexts)
        for choice in entry.cameo_in:
            if choice.context in given:
                return choice.cameo
        best = self._best_fits(kind.name, mode, given)
        if not best or entry.cameo in best:
            return entry.cameo
        general = min(best, key=len)
        return general if all(code.startswith(general) for code in best) else entry.cameo

    def in_profile(
        self, type_name: str, mode: str | None, profile: Profile, contexts: Iterable[str] = (), words: Iterable[str] = ()
    ) -> tuple[str, str | None]:
        """Type and mode as the profile has them: by the first of `differences` that its `words` tell, else by the CAMEO code.

        Only a code that says just as much can carry the meaning over. Resigning has none (0831 reads back as
        CONCEDE), so that it keeps its own names, under the profile's label for the type.
        """
        name = self.type_named(type_name).name
        told = tuple(words)
        act = next((d for d in self.differences.values() if profile != "plover2" and d.fits(name, mode, told)), None)
        if act is not None:
            theirs_name, _, theirs_mode = act.codes[profile].partition("/")
            return theirs_name, (theirs_mode or None) if profile != "zsp15" else None
        code = self.cameo(name, mode, contexts)
        ours, theirs = self.by_cameo(code), self.by_cameo(code, profile)
        if profile != "plover2" and ours and theirs and (ours.type, ours.mode) == (name, mode):
            return theirs.type, theirs.mode
        return self.label(name, profile), None if profile == "zsp15" else mode  # zsp15 has labels and no modes

    def _most_specific(self, type_name: str, mode: str | None) -> EventType | Mode:
        return self.type_named(type_name) if mode is None else self.mode_named(type_name, mode)

    def _best_fits(self, type_name: str, mode: str | None, given: frozenset[str]) -> list[str]:
        """The codes of that act with the most contexts, at least one, all of which are among those given."""
        fits: dict[str, int] = {}
        for row in self.table.values():
            coding = row.codings["plover2"]
            if (
                row.is_written
                and coding
                and (coding.type, coding.mode) == (type_name, mode)
                and given.issuperset(coding.contexts)
            ):
                fits[row.code] = len(coding.contexts)
        most = max(fits.values(), default=0)
        return [code for code, number in fits.items() if number == most > 0]
