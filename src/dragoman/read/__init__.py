"""Reading: one reader per kind of source, each from bytes to `records.Article`, or to the receipt of why not.

Nothing here touches the network. After this stage the text is never rewritten: all offsets count its characters.
"""

from dragoman.read.content import MAX_CHARS, require_text
from dragoman.read.language import require_english
from dragoman.read.published import parse_published
from dragoman.read.source import Source, read_source

__all__ = ["MAX_CHARS", "Source", "parse_published", "read_source", "require_english", "require_text"]
