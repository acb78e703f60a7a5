"""From bytes to text: a byte-order mark, what the transport said, what the page says, then what fits."""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:\-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:\-]{2,40})""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:\-]{2,40})""", re.IGNORECASE)
_HEAD = 8192
_WESTERN = frozenset({"iso8859-1", "ascii", "cp1252"})
"""Names under which browsers read windows-1252."""


def decoded(data: bytes, header: str | None = None) -> tuple[str, str]:
    """The text of a page and a remark when it is in another charset than it says; the remark may be empty.

    Args:
        data: the bytes of the page.
        header: the ``Content-Type`` it was sent with, if known.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, "replace"), ""
    said = _said(data, header)
    codec = _codec(said)
    if codec is not None:
        return _as_said(data, said, codec)
    text, found = _fitting(data)
    return text, f"names a charset that does not exist ({said}); it was read as {found}" if said else ""


def _said(data: bytes, header: str | None) -> str:
    hit = _HEADER.search(header or "")
    if hit:
        return hit[1]
    found = _META.search(data[:_HEAD]) or _XML.search(data[:_HEAD])
    return found[1].decode("ascii", "replace") if found else ""


def _codec(name: str) -> str | None:
    """Python's name of a charset; ``None`` when there is none of that name for text."""
    if not name:
        return None
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return found.name if getattr(found, "_is_text_encoding", True) else None


def _as_said(data: bytes, said: str, name: str) -> tuple[str, str]:
    if name in _WESTERN:
        if not data.isascii() and _is_utf8(data):
            return data.decode("utf-8", "ignore"), f"says {said} but is UTF-8, and was read as that"
        return _western(data), ""
    if name.startswith("utf-16") and b"<" in data[:64] and b"\0" not in data[:64]:
        name = "utf-8"  # a page whose meta can be read byte by byte is not UTF-16, whatever it says
    try:
        return data.decode(name), ""
    except (UnicodeDecodeError, ValueError):
        pass
    if name == "utf-8" and not _mostly_utf8(data):
        return _western(data), f"says {said} but is not; it was read as windows-1252"
    return data.decode(name, "replace"), f"holds bytes that are not {said}, shown as �"


def _fitting(data: bytes) -> tuple[str, str]:
    if _is_utf8(data) or _mostly_utf8(data):
        return data.decode("utf-8", "replace"), "UTF-8"
    return _western(data), "windows-1252"


def _is_utf8(data: bytes) -> bool:
    """Whether it decodes; a character cut in two at the very end is forgiven."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(data: bytes) -> bool:
    """Whether there are more characters of several bytes than bytes that do not fit."""
    text = data.decode("utf-8", "replace")
    bad = text.count("�")
    return bad <= 0.2 * (len(data) - len(text) + bad)


def _western(data: bytes) -> str:
    """windows-1252, its five holes filled as browsers do."""
    return data.decode("cp1252", "inconcert.western")


def _hole(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("inconcert.western", _hole)
