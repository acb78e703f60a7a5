"""Repair text that is not clean UTF-8, and count every repair with its row.

Bytes that are not UTF-8 are read as Windows-1252 (what Western spreadsheets write); NUL bytes are taken out; halves of
surrogate pairs become U+FFFD. Inside JSON, repairs are marked with noncharacters until the record they are in is known.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inconcert.ingest.tally import Repairs

FOREIGN = "bytes that are not UTF-8 were read as Windows-1252"
NUL = "NUL characters were taken out"
LONE = "halves of surrogate pairs were replaced by U+FFFD"

_MARKS = {"\ufdd0": LONE, "\ufdd1": FOREIGN, "\ufdd2": NUL}
_REPLACED = {"\ufdd0": "\ufffd", "\ufdd1": "", "\ufdd2": ""}
_MARKED = re.compile("[\ufdd0-\ufdd2]")
_ESCAPES = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|u[dD][c-fC-F][0-9a-fA-F]{2}|u0000|.)",
    re.DOTALL,
)
_SUSPECT = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)|\x00")
_CESU = re.compile(rb"\xed([\xa0-\xbf])([\x80-\xbf])")


def text(line: bytes, repairs: Repairs) -> str:
    """A line as text, its damage repaired and noted."""
    if b"\0" in line:
        repairs.mark(NUL, _shown(line))
        line = line.replace(b"\0", b"")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return _repaired(line, repairs)


def _repaired(line: bytes, repairs: Repairs) -> str:
    made = line.decode("utf-8", "inconcert")
    if _MARKED.search(made) is None:
        return made
    seen = set(_MARKED.findall(made))
    made = _MARKED.sub(lambda match: _REPLACED[match[0]], made)
    for mark in sorted(seen):
        repairs.mark(_MARKS[mark], made.strip()[:120])
    return made


def json_bytes(chunk: bytes) -> bytes:
    """JSON as clean UTF-8 with every repair marked; ``chunk`` must not begin or end inside an escape or character."""
    if _SUSPECT.search(chunk):
        chunk = _ESCAPES.sub(_escape, chunk.replace(b"\0", "\ufdd2".encode()))
    try:
        chunk.decode("utf-8")
    except UnicodeDecodeError:
        return chunk.decode("utf-8", "inconcert").encode("utf-8")
    return chunk


def damaged(chunk: bytes) -> bool:
    """Whether ``json_bytes`` may have left marks in ``chunk``."""
    return b"\xef\xb7\x90" in chunk or b"\xef\xb7\x91" in chunk or b"\xef\xb7\x92" in chunk or b"\\ufdd" in chunk


def _escape(match: re.Match[bytes]) -> bytes:
    found = match[0]
    if found == b"\\u0000":
        return b"\\ufdd2"
    return b"\\ufdd0" if len(found) == 6 and found[2:3] in b"dD" and found[3:4] in b"89abABcdefCDEF" else found


def settled(value: Any, repairs: Repairs) -> Any:
    """A JSON value without marks; what they stood for is noted."""
    if isinstance(value, str):
        marks = set(_MARKED.findall(value))
        if not marks:
            return value
        made = _MARKED.sub(lambda match: _REPLACED[match[0]], value)
        for mark in sorted(marks):
            repairs.mark(_MARKS[mark], made[:120])
        return made
    if isinstance(value, list):
        return [settled(each, repairs) for each in value]
    if isinstance(value, dict):
        return {settled(key, repairs): settled(each, repairs) for key, each in value.items()}
    return value


def _foreign(error: UnicodeError) -> tuple[str, int]:
    """Error handler: one bad byte is Windows-1252, an encoded half of a surrogate pair is lost."""
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101  # registered for decoding only
    if _CESU.match(error.object, error.start):
        return "\ufdd0", error.start + 3
    byte = error.object[error.start : error.start + 1]
    return "\ufdd1" + byte.decode("cp1252", "replace"), error.start + 1


def _shown(line: bytes) -> str:
    return line.replace(b"\0", b"\\0").decode("utf-8", "replace").strip()[:120]


codecs.register_error("inconcert", _foreign)
