"""How handles, names, profile texts, avatars and profile links are taken apart to be compared."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from inconcert.normalise.assets import asset
from inconcert.normalise.media import clusters
from inconcert.normalise.text import LINK, MENTION
from inconcert.traits.disclosure import automated, organisation
from inconcert.traits.reused_avatars import key

if TYPE_CHECKING:
    from collections.abc import Sequence

GRAM = 3
EDGE = 6
"""Letters at either end of a handle that find accounts with the same beginning or end."""
LEAST_WORD = 3
_WORD, _DIGITS = re.compile(r"[^\W_]+"), re.compile(r"\d+$")
_TRAIL = "/.,;:!?)('\"»"
_OWNERS = {"account", "page", "channel", "blog"}
_HASHED = re.compile(r"^(pdq|phash):[0-9a-f]+$")


def folded(text: str) -> str:
    """Letters and digits without case and accents: «Ánna_Kovács.83» → «annakovacs83»."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def grams(handle: str | None) -> frozenset[str] | None:
    """Every three signs in a row of a handle, its ends marked; ``None`` when there is no handle."""
    if not handle or not (bare := folded(handle)):
        return None
    marked = f"^{bare}$"
    return frozenset(marked[place : place + GRAM] for place in range(len(marked) - GRAM + 1)) or frozenset({marked})


def stems(handle: str | None, name: str | None) -> frozenset[str]:
    """What finds accounts whose handle or name is the same but for digits, or begins or ends alike."""
    found = set()
    if bare := folded(handle or ""):
        stem = _DIGITS.sub("", bare) or bare
        found |= {f"stem:{stem}", f"begins:{bare[:EDGE]}", f"ends:{stem[-EDGE:]}"}
    if called := folded(name or ""):
        found.add(f"name:{called}")
    return frozenset(found)


def words(text: str | None) -> frozenset[str] | None:
    """Words of a text without links and accounts; ``None`` without any."""
    if not text:
        return None
    bare = MENTION.sub(" ", LINK.sub(" ", text)).casefold()
    return frozenset(word for word in _WORD.findall(bare) if len(word) >= LEAST_WORD) or None


def bio(text: str | None) -> frozenset[str] | None:
    """Words of a profile text; of a disclosure («news outlet», «automated») none, since many say it alike."""
    return None if text and (automated(text) or organisation(text)) else words(text)


def links(text: str | None, url: str | None) -> frozenset[str] | None:
    """Addresses in a profile, without scheme; ``None`` when neither text nor link is known."""
    if text is None and url is None:
        return None
    found = [*LINK.findall(text or ""), *([url] if url else [])]
    return frozenset(bare for one in found if (bare := address(one)))


def address(link: str) -> str:
    """A link without scheme, «www.», query and trailing signs, in lower case."""
    bare = re.sub(r"^[a-z]+://", "", link.strip().casefold()).removeprefix("www.")
    return re.split(r"[?#]", bare, maxsplit=1)[0].rstrip(_TRAIL)


def pointed(link: str) -> tuple[str, str] | None:
    """Platform and folded name of the account that a link leads to; ``None`` when it leads to none.

    Where the host is not known, a part of it may name the platform: «blog.example/anna» is «anna» on «blog».
    """
    led = asset(f"https://{link}")
    if led is not None and led.platform != "web":
        return (led.platform, folded(led.id)) if led.kind in _OWNERS else None
    host, _, path = link.partition("/")
    name = folded(path.rsplit("/", 1)[-1])
    return (host.split(".")[0], name) if name else None


def mentioned(text: str | None) -> frozenset[str]:
    """Folded names that a profile text mentions with @."""
    return frozenset(folded(name) for name in MENTION.findall(text or "")) - {""}


def pictures(avatars: Sequence[str | None]) -> list[frozenset[str] | None]:
    """The picture of each account: its perceptual hash, near ones taken together, else its address or key."""
    hashed = {one for one in avatars if one and _HASHED.match(one)}
    near = clusters(hashed)
    made = [near.get(one, one) if one in hashed else key(one) for one in avatars]
    return [None if one is None else frozenset({one}) for one in made]
