"""The host in whatever stands on a line: an address, defanged text, a line of a zone file, a wildcard."""

from __future__ import annotations

import re

_DOTS = re.compile(
    r"\s?(?:\[\s?\.\s?\]|\(\s?\.\s?\)|\{\s?\.\s?\}|\[\s?dot\s?\]|\(\s?dot\s?\)|\\\.|\[\.|\.\]|。|．|｡)\s?",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"^(?:h[tx]{2}ps?|ftp|fxp|wss?)?\s?(?:\[?:\]?//|\[?://\]?|\[:\]//|:\\\\|//)", re.IGNORECASE)
_HOST = re.compile(r"^(?:[\w\-]{1,63}\.)+[\w\-]{1,63}\.?$")
LONGEST = 253
"""Characters of the longest name that there is."""


def cleaned(text: str) -> str:
    """The host, lower case, as written (Unicode stays Unicode); empty when the text names none.

    Defanging, scheme, user, port, path, a wildcard, a closing dot and what follows a blank are taken off.
    """
    text = text.strip().strip("\"'`<>“”„,;").strip().lower()
    if not text or text[0] == "#":
        return ""
    text = _DOTS.sub(".", text)
    text = _SCHEME.sub("", text.replace("[:]", ":"), count=1)
    text = re.split(r"[/?#\\\s,;|]", text, maxsplit=1)[0]
    text = text.rpartition("@")[2]
    text = re.sub(r":\d*$", "", text).removeprefix("*.").strip(".\"'()[]<>")
    return text if len(text) <= LONGEST and _HOST.match(text) else ""
