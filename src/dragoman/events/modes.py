"""Modes that the words around an act decide: the weapon of an assault, the content of a request, the ground of a meeting."""

from collections.abc import Iterable

from dragoman import records
from dragoman.events.candidates import Candidate

# Weapons and carriers, by the mode of ASSAULT that they mean (manual 2.0)
WEAPONS = {
    "aerial": "aircraft airplane airstrike bomber f-16 fighter-jet jet plane warplane warplanes helicopter gunship air",
    "drone": "drone uav quadcopter",
    "heavy-weapons": "artillery cannon howitzer missile mortar rocket shell shelling tank torpedo warship",
    "explosives": "bomb bombing car-bomb device dynamite explosion explosive grenade ied landmine mine",
    "firearms": "bullet gun gunfire gunman gunmen machine-gun pistol rifle shooter shooting sniper",
    "primitive": "arson axe blade knife machete petrol rock spear stone sword",
    "crowd-control": "baton cannon-water pepper tear-gas teargas water-cannon truncheon",
    "unconventional": "chlorine gas mustard nerve poison sarin novichok",
}
MODE_OF_WEAPON = {word: mode for mode, words in WEAPONS.items() for word in words.split()}
WEAPON_SLOTS = ("subj", "by", "with", "mod", "obj", "in", "from")

# What a request or refusal is about, by the type of the act that is asked for or refused
ASKED = {
    "AID": "assist", "COOPERATE": "assist", "SUPPORT": "assist", "CONSULT": "meet", "RETREAT": "yield", "CONCEDE": "yield",
    "AGREE": "assist", "COERCE": "change", "SANCTION": "change", "ACCUSE": "change",
}  # fmt: skip
# What is threatened, by type and mode of the threatened act
THREATENED = {
    ("COERCE", "arrest"): "arrest", ("SANCTION", "expel"): "expel", ("COERCE", "deport"): "expel",
    ("COERCE", "seize"): "territory", ("SANCTION", "withdraw"): "relations", ("SANCTION", "discontinue"): "restrict",
}  # fmt: skip
THREATENED_TYPE = {
    "ASSAULT": "violence",
    "MOBILIZE": "violence",
    "COERCE": "restrict",
    "PROTEST": "restrict",
    "SANCTION": "relations",
    "REJECT": "relations",
}


def weapon_mode(candidate: Candidate) -> tuple[str, str] | None:
    """The mode that a named weapon gives an assault, and the word; the first in order of the slots."""
    for slot in WEAPON_SLOTS:
        for token in candidate.slots.get(slot, ()):
            for word in (token, *(c for c in token.children if c.dep_ in ("compound", "amod"))):
                mode = MODE_OF_WEAPON.get(word.lemma_.lower()) or MODE_OF_WEAPON.get(word.lower_)
                if mode is not None:
                    return mode, word.text
    return None


def threat_mode(type_name: str, mode: str | None) -> str | None:
    """The mode of THREATEN for a conflict that is announced."""
    return THREATENED.get((type_name, mode or "")) or THREATENED_TYPE.get(type_name)


def host(actors: Iterable[records.Entity], place: records.Place | None) -> tuple[records.Entity, ...]:
    """The party of a meeting on whose ground it was held, if exactly one country of two is at home."""
    sides = tuple(actors)
    countries = {e.country for e in sides if e.country}
    if place is None or len(countries) != 2 or place.country not in countries:
        return ()
    return tuple(e for e in sides if e.country == place.country)
