"""What a role says of somebody who is not named: whose country it is, and that private people stay roles."""

from dragoman import records
from dragoman.facts.officials import USER

PERSON = "person's name"  # the reason that marks a reading as somebody's own name
# Roles that belong to the place where they act, unless the text says otherwise: "police", "the army", "protesters"
LOCAL = frozenset(
    {"COP", "MIL", "GOV", "JUD", "LEG", "SPY", "REB", "PRM", "OPP", "PTY", "CVL", "UAF", "CRM", "LAB", "EDU", "MED", "AGR"}
)
# Titles that domestic news gives without a country: "Rep. Adam Smith", "Lt. Gen. Mayville"
SERVING = frozenset({"MIL", "COP", "JUD", "LEG"})
# Roles of people who are nobody's public figures
PRIVATE = frozenset({"CVL", "CRM", "REF", "EDU", "MED", "LAB", "AGR", "UAF", "UNK"})


def localized(
    entities: tuple[records.Entity, ...], place: records.Place | None, home: str | None, others: tuple[records.Entity, ...]
) -> tuple[records.Entity, ...]:
    """Give unnamed local roles the country of the event's place, else the one that the article is set in.

    The latter not where the other side is of that country: whom "American forces attacked" are hardly American rebels.
    """
    here = (place.country, f"of the place, {place.text!r}") if place is not None and place.country else None
    there = (home, "that the article is set in") if home is not None else None
    if here is None and there is None:
        return entities
    return tuple(_localized(e, here, there, others) for e in entities)


def without_private_identity(entity: records.Entity) -> records.Entity:
    """A suspect, victim or protester stays a span with a role: no name, no id. Office holders and leaders keep theirs."""
    known = (entity.id is not None and entity.id.startswith("wd:")) or USER in entity.why
    private = set(entity.sectors) <= PRIVATE if entity.sectors else entity.country is None
    if known or not private or PERSON not in entity.why:
        return entity
    return entity.model_copy(update={"name": None, "id": None, "why": f"{entity.why}; a private person: role only"})


def _localized(
    entity: records.Entity, here: tuple[str, str] | None, there: tuple[str, str] | None, others: tuple[records.Entity, ...]
) -> records.Entity:
    if entity.country is not None or not entity.sectors or entity.sectors[0] not in LOCAL:
        return entity
    if entity.name is not None:
        if entity.office is None or entity.sectors[0] not in SERVING or there is None:
            return entity
        here = None  # "Lt. Gen. Mayville" is of the country of the news, wherever this happened
    if there is not None and _is_foe(entity, there[0], others):
        there = None
    known = (entity.text or "").lower().startswith("the ")  # "the rebels" are those of the story, wherever this happened
    chosen = (there or here) if known else (here or there)
    if chosen is None:
        return entity
    country, why = chosen
    return entity.model_copy(update={"country": country, "why": f"{entity.why}; country {why}: {country}"})


def _is_foe(entity: records.Entity, country: str, others: tuple[records.Entity, ...]) -> bool:
    """Fighters without a country, against a side of the very country that the article would give them."""
    return entity.sectors[0] in ("MIL", "REB", "PRM", "UAF") and any(e.country == country for e in others)
