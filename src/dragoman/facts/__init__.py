"""Facts about the world as tables: names, roles, countries, offices by date, and places. Generated from resources/facts."""

from dragoman.facts.names import Country, Name, Names, load_names
from dragoman.facts.officials import Office

__all__ = ["Country", "Name", "Names", "Office", "load_names"]
