"""Whose profile leads to whose: by a link, or by a name with @."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.operators.reading import folded, links, mentioned, pointed

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.operators.gather import Crowd

    Places = npt.NDArray[np.int64]
    Pointing = dict[tuple[int, int], tuple[bool, bool]]
    """By pair: whether the first leads to the second, and the second to the first."""


def pointing(crowd: Crowd) -> Pointing:
    """Every pair of accounts on two platforms of whom one's profile leads to the other; places ``a < b``."""
    platforms = [str(asset).partition(":")[0] for asset in crowd.told("asset")]
    handles = [folded(handle or "") for handle in crowd.told("handle")]
    at = {
        (where, handle): place for place, (where, handle) in enumerate(zip(platforms, handles, strict=True)) if handle
    }
    found: dict[tuple[int, int], tuple[bool, bool]] = {}
    bios, urls = crowd.told("description"), crowd.told("url")
    for place, (bio, url) in enumerate(zip(bios, urls, strict=True)):
        for other in _led(place, bio, url, platforms[place], at, set(platforms)):
            if platforms[other] != platforms[place]:
                pair = (min(place, other), max(place, other))
                told = found.get(pair, (False, False))
                found[pair] = (told[0] or place < other, told[1] or place > other)
    return found


def _led(
    place: int, bio: str | None, url: str | None, own: str, at: dict[tuple[str, str], int], platforms: set[str]
) -> set[int]:
    """Places of the accounts that a profile leads to."""
    keys = {key for link in links(bio, url) or () if (key := pointed(link))}
    # A name with @ means somebody on the same platform where there is one.
    names = {name for name in mentioned(bio) if (own, name) not in at}
    keys |= {(where, name) for name in names for where in platforms}
    return {at[key] for key in keys if key in at} - {place}


def told(found: Pointing, a: Places, b: Places) -> npt.NDArray[np.bool_]:
    """For each pair whether the first leads to the second, and the reverse: two columns."""
    pairs = zip(a.tolist(), b.tolist(), strict=True)
    return np.array([found.get(pair, (False, False)) for pair in pairs], bool).reshape(-1, 2)
