"""PLOVER as data: types, modes, contexts, sectors, statuses, rules and the CAMEO map."""

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
from dragoman.codebook.plover import codebook_from, load_codebook

__all__ = [
    "CameoIn",
    "CameoRow",
    "Codebook",
    "Coding",
    "Context",
    "CountryValue",
    "Difference",
    "EventType",
    "Exclusion",
    "Label",
    "Mode",
    "PartlyRecognised",
    "Rule",
    "Sector",
    "StatusRule",
    "Symmetry",
    "codebook_from",
    "load_codebook",
]
