"""Values made inert in one way, and read in whatever way they were made so."""

from __future__ import annotations

import re

from inconcert.normalise.defanged import refang
from inconcert.store.sheets import bare_cell

_ADDRESS = re.compile(
    r"^(?:(?P<scheme>[a-z][a-z0-9+.\-]*)://)?(?P<host>[^/\s?#:@]+\.[^/\s?#:@]+|\[[0-9a-f:]+\])(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_INERT = {"http": "hxxp", "https": "hxxps", "ftp": "fxp"}
_INSIDE = re.compile(r"(?:\w+://)?(?:[a-z0-9\-]+\.)+[a-z]{2,24}(?:/[^\s\"”’]*)?", re.IGNORECASE)
_NOTE = re.compile(r"^(?P<value>\S+)\s+(?P<note>[(\[–—-].*)$", re.DOTALL)
_QUOTES = "\"'“”„«»‘’`"


def defang(value: str) -> str:
    """An address or mail address that cannot be clicked; anything else as it is."""
    if "@" in value and "/" not in value and " " not in value:
        return value.replace("@", "[@]").replace(".", "[.]")
    found = _ADDRESS.match(value)
    if found is None or " " in value:
        return value
    scheme = f"{_INERT.get(found['scheme'].lower(), found['scheme'])}://" if found["scheme"] else ""
    return scheme + found["host"].replace(".", "[.]") + found["rest"]


def cleaned(written: str) -> tuple[str, str, list[str]]:
    """A value made whole, the note that stood behind it, and what was odd about how it was written."""
    odd = []
    written = bare_cell(written)
    value = written.strip().strip("\u200b\ufeff")
    if value != written:
        odd.append("blanks around the value")
    quoted = value.strip(_QUOTES)
    if quoted != value and not any(sign in quoted for sign in _QUOTES) and " " not in quoted:
        odd.append("quotes around the value")
        value = quoted.strip()
    whole = refang(value)
    note = ""
    if (behind := _NOTE.match(whole)) and _looks_like_address(behind["value"].strip(_QUOTES)):
        odd.append("a note behind the value")
        whole, note = behind["value"].strip(_QUOTES), behind["note"].strip("()[] –—-")
    if whole.endswith((",", ";")) and " " not in whole:
        odd.append("a sign behind the value")
        whole = whole.rstrip(",;")
    return whole, note, odd


def inert(text: str) -> str:
    """A sentence in which no address can be clicked; made whole again it is the same sentence."""
    return _INSIDE.sub(lambda hit: defang(hit[0]), text)


def mentioned(text: str) -> list[str]:
    """Addresses and hosts named inside a sentence, made whole."""
    return list(dict.fromkeys(hit[0].rstrip(".,;:)") for hit in _INSIDE.finditer(refang(text))))


def _looks_like_address(text: str) -> bool:
    return bool(_ADDRESS.match(text)) and "." in text
