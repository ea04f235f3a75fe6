"""Parsed data read with care: whatever is wrong with an entry is said with its place, its value and what is allowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dragoman.errors import DataError

T = TypeVar("T")
KINDS = {str: "text", int: "whole number", float: "number", bool: "true or false", list: "list", dict: "mapping"}


@dataclass(frozen=True, slots=True)
class Checked:
    """One mapping of the data and where it stands, which every complaint about it begins with."""

    where: str
    values: Mapping[str, object]

    def keys(self, *allowed: str) -> "Checked":
        """Itself, if it has no other keys; a misspelt key would else be dropped in silence."""
        for key in self.values:
            if key not in allowed:
                raise DataError(self.where, f"has the unknown key {key!r}. Allowed: {', '.join(allowed)}.")
        return self

    def value(self, key: str, kind: type[T], *, default: T | None = None) -> T:
        """The value under the key, if it is of that kind."""
        value = self.values.get(key, default)
        if value is None:
            raise DataError(self.where, f"lacks `{key}`.")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise DataError(self.where, f"`{key}` is {value!r}, which is no {KINDS[kind]}.")
        return value

    def text(self, key: str) -> str:
        """A text that is not empty."""
        text = self.value(key, str)
        if not text.strip():
            raise DataError(self.where, f"`{key}` is empty; write what it means.")
        return text

    def optional(self, key: str) -> str | None:
        """A text, or None if the key is missing or null."""
        return None if self.values.get(key) is None else self.text(key)

    def number(self, key: str) -> float:
        """A whole or decimal number."""
        value = self.values.get(key)
        return float(value) if type(value) is int else self.value(key, float)

    def one_of(self, key: str, allowed: Sequence[T]) -> T:
        """The allowed value that stands under the key."""
        value = self.values.get(key)
        for choice in allowed:
            if choice == value:
                return choice
        raise DataError(self.where, f"`{key}` is {value!r}. Allowed: {', '.join(map(str, allowed))}.")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        items = self.value(key, list)
        for item in items:
            if not isinstance(item, str):
                raise DataError(self.where, f"`{key}` holds {item!r}, which is no text.")
        return tuple(items)

    def entry(self, key: str) -> "Checked":
        """The mapping under the key."""
        return Checked(self.below(key), self.value(key, dict))

    def named(self, key: str) -> dict[str, "Checked"]:
        """The mappings under the key by their names."""
        inner = self.entry(key)
        return {name: inner.entry(name) for name in inner.values}

    def listed(self, key: str) -> list["Checked"]:
        """The mappings listed under the key, each called by its `id` or its place in the list."""
        items = self.value(key, list, default=[])
        for at, item in enumerate(items):
            if not isinstance(item, dict):
                raise DataError(self.where, f"item {at} of `{key}` is {item!r}, which is no mapping.")
        return [Checked(f"{self.below(key)}[{item.get('id', at)}]", item) for at, item in enumerate(items)]

    def below(self, key: str) -> str:
        """Where the key's value stands: `file: key` at the top of a file, `file: outer.key` further down."""
        return f"{self.where}{'.' if ': ' in self.where else ': '}{key}"
