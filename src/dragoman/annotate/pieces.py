"""A phrase cut into pieces: names, people and roles that the facts know, and the few words that join or qualify them."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from dragoman.facts.keys import pieces
from dragoman.facts.names import Name, Names

MAX_NAME = 6  # words of a person's name that are looked up
NAMED = frozenset({"country", "organization", "group", "metonym", "capital", "place"})
BODIES = frozenset({"organization", "group"})
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
DETERMINERS = frozenset(
    "the a an this that these those his her its their our my your some any all each every both another other several many more "
    "most few no such certain various".split()
)
_NUMERALS = (
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety "
    "hundreds? thousands? millions? dozens? scores? about around nearly almost roughly over least at up to than"
)
NUMBERS = re.compile(rf"\d[\d,.]*(?:st|nd|rd|th|s|%)?$|(?:{'|'.join(_NUMERALS.split())})$")
PREPOSITIONS = frozenset(
    "of in from for at inside within across near outside to with against by on over under around between into".split()
)
HONORIFICS = frozenset("mr mrs ms miss mx dr sir dame lord lady".split())
PARTICLES = frozenset("al el de la da do dos del van von der den bin ibn ben di du le of ul y abu st".split())
_WORD = re.compile(r"[^\s()\[\],;:\"“”«»]+|[(),;:\[\]]")
_POSSESSIVE = re.compile(r"(.+?)(['’]s|(?<=s)['’])$")
_ARABIC = re.compile(r"(al|el|ul|an|as|ash|ad|at|ar|az)-[A-Z]")
# "London-based", "Saudi-led": the place counts where nothing else gives a country
_SEATED = re.compile(r"(.+)-(based|led)$")
_BARE = re.compile(r"^['’‘`.!?*]+|['’‘`!?*]+$")
SHARED = "'s and"  # joins two possessors: "Japan's and South Korea's ministers"
_MARKS = {
    ",": "comma", ";": "comma", ":": "comma", "(": "open", "[": "open", ")": "close", "]": "close", "'s": "owner", "and": "and",
    "or": "and", "&": "and",
    **dict.fromkeys(DETERMINERS, "the"), **dict.fromkeys(PREPOSITIONS, "preposition"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """When and where a phrase is read.

    `near`: countries that the news names, the most frequent first; they settle which of several bearers a name means.
    """

    on: dt.date | None = None
    near: tuple[str, ...] = ()


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


class Cutter:
    """Cuts phrases."""

    def __init__(self, names: Names) -> None:
        self.names = names

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


def divided(cut: list[Piece]) -> Iterator[list[Piece]]:
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


def is_noun(piece: Piece) -> bool:
    """Whether a name stands for a body or land, and is not an adjective of one."""
    return piece.kind != "name" or piece.rows[0].kind in NAMED


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
                and is_noun(last)
            ):
                merged[-1] = Piece("caps", last.start, piece.end, " ".join(words[last.start : piece.end]))
                continue
        merged.append(piece)
    return merged


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
