"""Facts about the world as tables: names, roles, countries, offices by date, and places. Generated from resources/facts."""

from dragoman.facts.names import Country, Name, Names, load_names, load_names_with
from dragoman.facts.officials import Office
from dragoman.facts.place_rows import PlaceRow
from dragoman.facts.places import Gazetteer, load_gazetteer, load_gazetteer_with

__all__ = [
    "Country", "Gazetteer", "Name", "Names", "Office", "PlaceRow", "load_gazetteer", "load_gazetteer_with", "load_names",
    "load_names_with",
]  # fmt: skip
