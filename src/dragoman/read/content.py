"""What a text must be to be coded at all, and how bytes become one."""

import hashlib
import os
import re
import stat
from typing import BinaryIO

from dragoman.errors import InputError

MAX_CHARS = 1_000_000  # about 160,000 words: far above any article, so more is a mistake (a book, a dump, a log)
BYTES_PER_CHAR = 4  # the most that UTF-8 needs

_SURROGATE = re.compile("[\ud800-\udfff]")
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


def content_id(text: str) -> str:
    """The id of an article that was given none: 16 hexadecimal digits of its text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def require_text(text: object, *, max_chars: int = MAX_CHARS) -> str:
    """The text, if it can be coded.

    Raises:
        InputError: no string, longer than `max_chars` characters, empty, binary, or with half a surrogate pair.
    """
    if not isinstance(text, str):
        raise InputError(f"The text is of type {type(text).__name__}; it must be a string. Give the article's plain text.")
    if len(text) > max_chars:
        raise InputError(
            f"The text has {len(text):,} characters; max_chars allows {max_chars:,}. "
            "Split it into its articles, or raise max_chars."
        )
    if not text.strip():
        what = "is empty" if not text else f"is only white space ({len(text):,} characters)"
        raise InputError(f"The text {what}; it must hold words. Give the article's text.")
    if (at := text.find("\0")) >= 0:
        raise InputError(f"The text has a NUL at character {at:,}: this is binary data. Give the article's plain text.")
    if not text.isascii() and (half := _SURROGATE.search(text)):
        raise InputError(
            f"The text has half a surrogate pair (U+{ord(half[0]):04X}) at character {half.start():,}, "
            "which no encoding allows. Decode it again from its source."
        )
    return text


def read_whole(stream: BinaryIO, *, limit: int) -> bytes:
    """All bytes of a stream. A regular file's size is looked at first; of a pipe no more than `limit` bytes are read.

    Raises:
        InputError: it holds more than `limit` bytes.
    """
    size = _size(stream)
    data = b"" if size > limit else stream.read(limit + 1)
    if max(size, len(data)) > limit:
        found = f"{size:,} bytes" if size else f"more than {limit:,} bytes"
        raise InputError(
            f"It holds {found}; at most {limit:,} are read, so that memory stays bounded. "
            "Split it into its articles: one a file, or one a row of a .jsonl file."
        )
    return data


def _size(stream: BinaryIO) -> int:
    """Bytes of a regular file; 0 for a pipe, a terminal or a buffer, which do not tell."""
    try:
        info = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return 0
    return info.st_size if stat.S_ISREG(info.st_mode) else 0


def refuse_binary(data: bytes) -> None:
    """Refuse bytes that no text has.

    Raises:
        InputError: UTF-16, or NUL bytes.
    """
    if data.startswith(_UTF16_BOMS):
        raise InputError("It is encoded in UTF-16; only UTF-8 is read. Save it as UTF-8.")
    if (at := data.find(b"\0")) >= 0:
        raise InputError(f"It has a NUL byte at byte {at:,}: this is binary data. Give a text file in UTF-8.")


def decode(data: bytes, *, offset: int = 0) -> str:
    """UTF-8 bytes as text, without a byte order mark; line ends stay as they are.

    `offset` is where `data` starts in its file, for the message.

    Raises:
        InputError: binary data, or a byte that is not UTF-8; the message says at which byte of the file.
    """
    refuse_binary(data)
    skipped = len(_UTF8_BOM) if data.startswith(_UTF8_BOM) else 0
    try:
        return data[skipped:].decode("utf-8")
    except UnicodeDecodeError as error:
        at = offset + skipped + error.start
        raise InputError(
            f"Byte {at:,} (0x{error.object[error.start]:02X}) is not UTF-8; only UTF-8 is read. "
            "Convert the file from its own encoding, such as Windows-1252, to UTF-8."
        ) from error
