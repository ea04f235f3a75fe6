"""The codebook, read from the package and checked: whatever is wrong with it is said here, with the entry's name.

`load_codebook()` is the only door. The two files that it reads are made by `make data` from `resources/plover.yaml` and
`resources/cameo.csv`. `codebook_from` takes them parsed, so that a test can break one entry and look at the message.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, get_args

from dragoman.codebook.checked import Checked
from dragoman.codebook.ontology import (
    CameoIn,
    CameoRow,
    Codebook,
    Coding,
    Context,
    CountryValue,
    Difference,
    EventType,
    Exclusion,
    Label,
    Mode,
    PartlyRecognised,
    Rule,
    Sector,
    StatusRule,
    Symmetry,
)
from dragoman.errors import DataError
from dragoman.records import Profile, QuadName, StatusName

SOURCE = "resources/plover.yaml"
TABLE = "resources/cameo.csv"
# What draft 2.0 of the manual has; another number means that an entry was lost or slipped in.
TYPES, MODES, CONTEXTS = 16, 67, 37
COLUMNS = (
    "code", "type_map21", "mode_map21", "contexts_map21", "type_plover2", "mode_plover2", "contexts_plover2",
    "type_zsp15", "note",
)  # fmt: skip

__all__ = ["Codebook", "codebook_from", "load_codebook"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Names:
    """What may be referred to: the types with their modes, the contexts, the CAMEO codes.

    Collected before anything is built, because types, rules and the table refer to each other in circles.
    """

    modes: Mapping[str, frozenset[str]]
    contexts: frozenset[str]
    codes: frozenset[str]


def codebook_from(
    data: Mapping[str, object], cameo_rows: Iterable[Mapping[str, str]], *, signature: str = "unsigned"
) -> Codebook:
    """A codebook out of the parsed files; `DataError` names the first entry that is wrong."""
    top = Checked(SOURCE, data).keys(
        "version", "credit", "quads", "types", "aliases", "profiles", "differences", "contexts", "sectors", "countries",
        "statuses", "speech_types", "rules",
    )  # fmt: skip
    rows = list(cameo_rows)
    names = Names(
        modes={name: frozenset(entry.value("modes", dict)) for name, entry in top.named("types").items()},
        contexts=frozenset(top.named("contexts")),
        codes=frozenset(row.get("code", "") for row in rows),
    )
    _check_counts(names)
    quads = _quads(top.entry("quads"))
    types = {name: _type(name, entry, quads, names) for name, entry in top.named("types").items()}
    labels = _labels(top, names)
    countries = top.entry("countries").keys("non_states", "special", "policy", "partly_recognised")
    policy = countries.entry("policy")
    return Codebook(
        version=top.text("version"),
        signature=signature,
        quads=MappingProxyType(quads),
        types=MappingProxyType(types),
        aliases=MappingProxyType(_aliases(top.entry("aliases"), names)),
        labels=MappingProxyType(labels),
        differences=_by_id(top.listed("differences"), lambda entry: _difference(entry, names)),
        contexts=MappingProxyType(
            {name: Context(name, entry.keys("definition").text("definition")) for name, entry in top.named("contexts").items()}
        ),
        sectors=MappingProxyType(_sectors(top.entry("sectors"))),
        countries=MappingProxyType(_countries(countries)),
        country_policy=MappingProxyType({key: policy.text(key) for key in policy.values}),
        partly_recognised=tuple(
            PartlyRecognised(entry.text("name"), entry.text("country"), entry.optional("until"))
            for entry in (entry.keys("name", "country", "until") for entry in countries.listed("partly_recognised"))
        ),
        statuses=MappingProxyType(_statuses(top)),
        speech_types=frozenset(_type_name(name, top.below("speech_types"), names) for name in top.texts("speech_types")),
        rules=_by_id(top.listed("rules"), lambda entry: _rule(entry, names)),
        table=MappingProxyType(_table(rows, names, labels["zsp15"].keys() | names.modes.keys())),
    )


@lru_cache(maxsize=1)
def load_codebook() -> Codebook:
    """The codebook that comes with the package; read once."""
    folder = Path(__file__).parent
    try:
        plover, table = (folder / "plover.json").read_bytes(), (folder / "cameo.csv").read_bytes()
    except FileNotFoundError as missing:
        raise DataError(str(missing.filename), "is missing.", "Run `make data`, or install the package again.") from missing
    try:
        data: Any = json.loads(plover)
    except ValueError as broken:
        raise DataError(str(folder / "plover.json"), f"is no JSON: {broken}.", "Run `make data`.") from broken
    rows = csv.DictReader(table.decode().splitlines())
    return codebook_from(data, rows, signature=hashlib.sha256(plover + table).hexdigest()[:8])


def _check_counts(names: Names) -> None:
    modes = sum(len(modes) for modes in names.modes.values())
    for what, found, expected in (
        ("types", len(names.modes), TYPES),
        ("modes", modes, MODES),
        ("contexts", len(names.contexts), CONTEXTS),
    ):
        if found != expected:
            raise DataError(f"{SOURCE}: {what}", f"has {found} {what}; PLOVER has {expected}.")


def _type_name(name: str, where: str, names: Names) -> str:
    """The name itself, if it is one of a type."""
    if name not in names.modes:
        raise DataError(where, f"names the type {name!r}. Known: {', '.join(sorted(names.modes))}.")
    return name


def _reference(text: str, where: str, names: Names) -> str:
    """The text itself, if it is a type or a type and one of its modes: `TYPE` or `TYPE/mode`."""
    kind, slash, mode = text.partition("/")
    _type_name(kind, where, names)
    if slash and mode not in names.modes[kind]:
        raise DataError(where, f"names the mode {text!r}. Modes of {kind}: {', '.join(sorted(names.modes[kind])) or 'none'}.")
    return text


def _code(entry: Checked, key: str, names: Names) -> str:
    """A CAMEO code that the table has."""
    code = entry.text(key)
    if code not in names.codes:
        raise DataError(entry.where, f"`{key}` is {code!r}, a CAMEO code that {TABLE} does not have.")
    return code


def _quads(entry: Checked) -> dict[QuadName, int]:
    """The four classes, numbered 1 to 4."""
    entry.keys(*get_args(QuadName))
    quads: dict[QuadName, int] = {name: entry.value(name, int) for name in get_args(QuadName)}
    if sorted(quads.values()) != [1, 2, 3, 4]:
        raise DataError(entry.where, f"numbers the classes {sorted(quads.values())}; they are 1 to 4, each once.")
    return quads


def _type(name: str, entry: Checked, quads: Mapping[QuadName, int], names: Names) -> EventType:
    entry.keys(
        "definition", "exclusions", "quad", "quad_number", "symmetric", "recipient_required", "score", "cameo_root",
        "default_cameo", "cameo_in", "future", "modes",
    )  # fmt: skip
    quad = entry.one_of("quad", tuple(quads))
    number = entry.value("quad_number", int)
    if number != quads[quad]:
        raise DataError(entry.where, f"`quad_number` is {number}, but {quad!r} is {quads[quad]}.")
    symmetric: Symmetry = entry.one_of("symmetric", get_args(Symmetry))
    return EventType(
        name=name,
        definition=entry.text("definition"),
        exclusions=tuple(_exclusion(item, names) for item in entry.listed("exclusions")),
        quad=quad,
        quad_number=number,
        symmetric=symmetric,
        recipient_required=entry.value("recipient_required", bool),
        score=entry.number("score"),
        cameo_root=_code(entry, "cameo_root", names),
        cameo=_code(entry, "default_cameo", names),
        cameo_in=_cameo_in(entry, names),
        future=_type_name(entry.text("future"), entry.below("future"), names),
        modes=MappingProxyType({mode: _mode(mode, item, symmetric, names) for mode, item in entry.named("modes").items()}),
    )


def _mode(name: str, entry: Checked, symmetric: Symmetry, names: Names) -> Mode:
    """A mode; it is as symmetric as its type unless it says otherwise."""
    entry.keys("definition", "score", "cameo", "cameo_in", "symmetric")
    own: Symmetry = entry.one_of("symmetric", get_args(Symmetry)) if "symmetric" in entry.values else symmetric
    return Mode(
        name=name,
        definition=entry.text("definition"),
        score=entry.number("score"),
        cameo=_code(entry, "cameo", names),
        cameo_in=_cameo_in(entry, names),
        symmetric=own,
    )


def _cameo_in(entry: Checked, names: Names) -> tuple[CameoIn, ...]:
    choices = [item.keys("context", "cameo") for item in entry.listed("cameo_in")]
    return tuple(CameoIn(item.one_of("context", sorted(names.contexts)), _code(item, "cameo", names)) for item in choices)


def _exclusion(entry: Checked, names: Names) -> Exclusion:
    instead = entry.keys("what", "instead").optional("instead")
    return Exclusion(entry.text("what"), instead and _reference(instead, entry.below("instead"), names))


def _aliases(entry: Checked, names: Names) -> dict[str, str]:
    """Older names; one that is a type today would never be reached."""
    for name in entry.values:
        if name in names.modes:
            raise DataError(entry.where, f"has {name!r}, which is the name of a type.")
    return {name: _type_name(entry.text(name), entry.below(name), names) for name in entry.values}


def _labels(top: Checked, names: Names) -> dict[Profile, Mapping[str, Label]]:
    profiles = top.entry("profiles").keys(*get_args(Profile))
    labels: dict[Profile, Mapping[str, Label]] = {}
    for profile in get_args(Profile):
        entry = profiles.entry(profile).keys("definition", "labels")
        entry.text("definition")
        labels[profile] = {name: _label(name, item, names) for name, item in entry.named("labels").items()}
    return labels


def _label(name: str, entry: Checked, names: Names) -> Label:
    types = entry.keys("types", "quad_number").texts("types")
    quad_number = entry.one_of("quad_number", (1, 2, 3, 4))
    return Label(name, tuple(_type_name(kind, entry.where, names) for kind in types), quad_number)


def _difference(entry: Checked, names: Names) -> Difference:
    """A profile's codes are checked for plover2 alone: the others keep names that were published and are gone."""
    codes = entry.keys("id", "act", "codes", "words", "unless", "cite").entry("codes").keys(*get_args(Profile))
    _reference(codes.text("plover2"), codes.where, names)
    by_profile = {profile: codes.text(profile) for profile in get_args(Profile)}
    words, unless = (entry.texts(key) if key in entry.values else () for key in ("words", "unless"))
    return Difference(entry.text("id"), entry.text("act"), by_profile, words, unless, entry.text("cite"))


def _sectors(entry: Checked) -> dict[str, Sector]:
    entry.keys("frequent", "less_frequent")
    return {
        name: Sector(name, item.keys("definition").text("definition"), frequent)
        for group, frequent in (("frequent", True), ("less_frequent", False))
        for name, item in entry.named(group).items()
    }


def _countries(entry: Checked) -> dict[str, CountryValue]:
    return {
        name: CountryValue(name, item.keys("meaning").text("meaning"), is_state)
        for group, is_state in (("non_states", False), ("special", True))
        for name, item in entry.named(group).items()
    }


def _statuses(top: Checked) -> dict[StatusName, StatusRule]:
    entry = top.entry("statuses").keys(*get_args(StatusName))
    found: dict[StatusName, StatusRule] = {}
    for name in get_args(StatusName):
        item = entry.entry(name).keys("definition", "test")
        found[name] = StatusRule(name, item.text("definition"), item.text("test"))
    return found


def _rule(entry: Checked, names: Names) -> Rule:
    entry.keys("id", "situation", "code", "not", "status", "why")
    status: StatusName = entry.one_of("status", get_args(StatusName)) if "status" in entry.values else "occurred"
    return Rule(
        id=entry.text("id"),
        situation=entry.text("situation"),
        code=tuple(_reference(code, entry.where, names) for code in entry.texts("code")),
        instead_of=tuple(_reference(code, entry.where, names) for code in entry.texts("not")),
        status=status,
        why=entry.text("why"),
    )


def _by_id(entries: Iterable[Checked], read: Callable[[Checked], T]) -> Mapping[str, T]:
    """What was read, by id; the same id twice would lose one of them."""
    found: dict[str, T] = {}
    for entry in entries:
        if entry.text("id") in found:
            raise DataError(entry.where, "has an id that another entry has already.")
        found[entry.text("id")] = read(entry)
    return MappingProxyType(found)


def _table(rows: Iterable[Mapping[str, str]], names: Names, labels: set[str]) -> dict[str, CameoRow]:
    """The rows by code. Only the columns of plover2 must be free of names that are gone; `labels` are zsp15's."""
    table: dict[str, CameoRow] = {}
    for row in rows:
        where = f"{TABLE}, code {row.get('code')!r}"
        if set(row) != set(COLUMNS) or None in row.values():
            raise DataError(where, f"has not the columns {', '.join(COLUMNS)}.")
        code = row["code"]
        if not (code.isascii() and code.isdigit() and 2 <= len(code) <= 4):
            raise DataError(where, "is no CAMEO code of two to four digits, leading zero included.")
        if code in table:
            raise DataError(where, "is there twice.")
        published, ours = _coding(row, "map21", where), _coding(row, "plover2", where)
        if ours:
            _check_coding(ours, where, names)
        zsp15 = Coding(row["type_zsp15"], None, ()) if row["type_zsp15"] else None
        if zsp15 and zsp15.type not in labels:
            raise DataError(where, f"`type_zsp15` is {zsp15.type!r}, neither a type nor a label of that profile.")
        table[code] = CameoRow(code, {"map21": published, "plover2": ours, "zsp15": zsp15}, row["note"])
    return table


def _coding(row: Mapping[str, str], profile: str, where: str) -> Coding | None:
    kind, mode, contexts = row[f"type_{profile}"], row[f"mode_{profile}"], row[f"contexts_{profile}"]
    if kind:
        return Coding(kind, mode or None, tuple(contexts.split(";")) if contexts else ())
    if mode or contexts:
        raise DataError(where, f"has a mode or context under {profile} and no type.")
    return None


def _check_coding(coding: Coding, where: str, names: Names) -> None:
    _reference(f"{coding.type}/{coding.mode}" if coding.mode else coding.type, where, names)
    for context in coding.contexts:
        if context not in names.contexts:
            raise DataError(where, f"names the context {context!r}. Known: {', '.join(sorted(names.contexts))}.")
