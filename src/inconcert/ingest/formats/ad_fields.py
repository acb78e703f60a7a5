"""Fields of ads that a table of paths cannot say: amounts, disclaimers, addresses. None of them raises on odd input."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from inconcert.ingest.amounts import bounds, currency, joined
from inconcert.ingest.formats.shared import texts
from inconcert.model.times import UnreadableError

if TYPE_CHECKING:
    from inconcert.ingest.format import Record

_NONE_GIVEN = re.compile(
    r"(?:ran|running|run|shown|published|served)?\s*(?:without|with no|no)\s+(?:an?\s+)?(?:required\s+)?disclaimers?"
    r"|ohne (?:disclaimer|haftungsausschluss)|sans (?:disclaimer|avertissement|clause)"
    r"|sin (?:descargo|disclaimer|aviso)|senza (?:disclaimer|dichiarazione)"
    r"|bez (?:zastrzeżenia|upozornění)|без (?:отказа|оговорки|дисклеймера)",
    re.IGNORECASE,
)
_EMPTY = frozenset({"", "-", "–", "n/a", "na", "none", "null", "nan", "not specified", "unknown", "undisclosed"})
_SECRET = re.compile(r"token|secret|signature|password|^key$|^sig$", re.IGNORECASE)


def ranged(name: str, single: Any = None, lower: Any = None, upper: Any = None) -> Record:
    """``_name_lower`` and ``_name_upper`` from one cell or from two.

    What cannot be read stays as text, so that the mapping reports it.
    """
    try:
        found = bounds(single) if single not in (None, "") else joined(lower, upper)
    except UnreadableError as error:
        shown = single if single not in (None, "") else f"{lower} to {upper}"
        return {f"_{name}_lower": f"{error}: {shown}"}
    return {f"_{name}_lower": found.lower, f"_{name}_upper": found.upper}


def money(single: Any = None, lower: Any = None, upper: Any = None, code: Any = None) -> Record:
    """Bounds of spend with their currency: the code that is given, else the one in a cell."""
    said = next((found for cell in (code, single, lower, upper) if (found := currency(cell))), None)
    return {**ranged("spend", single, lower, upper), "_currency": said}


def named_columns(record: Record, pattern: re.Pattern[str]) -> list[tuple[re.Match[str], Any]]:
    """Columns whose name matches, case aside, with their values in order."""
    hits = ((pattern.fullmatch(str(name).strip().lower()), value) for name, value in record.items())
    return [(hit, value) for hit, value in hits if hit is not None]


def no_disclaimer(text: Any) -> bool:
    """Whether a disclaimer says that there is none: empty, or a sentence of the library's own."""
    words = " ".join(texts(text)).strip()
    return words.lower() in _EMPTY or (len(words) < 80 and _NONE_GIVEN.search(words) is not None)


def disclaimer(record: Record, *names: str) -> Record:
    """``_payer`` and ``_disclaimed`` from the first of the fields ``names`` that is there; neither when none is."""
    present = [name for name in names if name in record]
    said = next((" ".join(texts(record[name])) for name in present if texts(record[name])), "")
    if not present:
        return {}
    empty = no_disclaimer(said)
    return {"_payer": None if empty else said, "_disclaimed": not empty}


def public(address: Any) -> str | None:
    """An address without access tokens, keys and signatures in its query."""
    text = str(address or "").strip()
    try:
        parts = urlsplit(text)
        kept = [(name, value) for name, value in parse_qsl(parts.query) if not _SECRET.search(name)]
    except ValueError:
        return None
    if not parts.netloc:
        return None
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, urlencode(kept), ""))
