"""How a phrase is looked up: its key leaves out what writers and tokenizers vary, such as accents, hyphens and full stops.

"al-Shabaab", "Al Shabaab" and "al - Shabaab" share a key; "US" and "us" do too, and `capitals_kept` tells them apart.
"""

import re
import unicodedata

_PIECE = re.compile(r"[^\W_]+|[,;:()\[\]\"!?“”]")
_ARTICLE = re.compile(r"\Athe\s+(?=\S)", re.IGNORECASE)
# Letters that have no decomposition and yet are written both ways
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th", "&": "and"})


def plain(text: str) -> str:
    """Case-folded, without accents."""
    if text.isascii():
        return text.lower().replace("&", "and")
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(c for c in folded if not unicodedata.combining(c))


def pieces(text: str) -> list[str]:
    """The runs of letters and digits, and the marks that divide a phrase (a comma, not a hyphen or full stop)."""
    return _PIECE.findall(plain(text))


def key(phrase: str) -> str:
    """What equal phrases have in common."""
    return " ".join(pieces(phrase))


def without_article(phrase: str) -> str:
    """The phrase without a leading "the"."""
    return _ARTICLE.sub("", phrase.strip(), count=1) if phrase[:1] in " tT" else phrase


def capitals_kept(text: str, phrase: str) -> bool:
    """Whether every capital of the phrase is one in the text: "TURKEY" and "Turkey" are Turkey, "turkey" is not."""
    seen = [c for c in text if c.isalnum()]
    wanted = [c for c in phrase if c.isalnum()]
    if len(seen) != len(wanted):  # "Malacañang" spelled with a combining tilde, or "&" for "and"
        return text[:1].isupper() >= phrase[:1].isupper()
    return all(s.isupper() or not w.isupper() for s, w in zip(seen, wanted, strict=True))


_SOUNDS = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"(.)\1+", r"\1"),
        ("ph", "f"),
        ("x", "ks"),
        ("sch|sh|sz", "s"),
        ("tch|ch|cz", "c"),
        ("[qk]h?|c(?=[^eiyc])|ck|c$", "k"),
        ("w", "v"),
        ("(?<=.)[aeiouyhj]+", ""),
        ("^[aeiou]", "a"),
    )
)
_SMALL = frozenset("al el ul il bin ibn ben de da di do dos du van von der den la le".split())


def sound(name: str) -> str:
    """What the spellings of a name share: "Aleksandr Lukashenko" and "Lukashenka Alexander" give the same."""
    found = []
    for piece in pieces(name):
        if piece in _SMALL or len(piece) < 2:
            continue
        for pattern, put in _SOUNDS:
            piece = pattern.sub(put, piece)
        found.append(piece)
    return " ".join(sorted(found))


def surnames(name: str, *, family_first: bool) -> set[str]:
    """The keys by which a person of this full name may be called alone: "obrador" and "lopez obrador", or "xi"."""
    parts = key(name).split()
    if len(parts) < 2:
        return set()
    found = {parts[0]} if family_first else {parts[-1], " ".join(parts[-2:])}
    return {surname for surname in found if len(surname) > 1 and surname != key(name)}
