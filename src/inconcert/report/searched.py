"""What a run searched, in sentences: above all when nothing was found, a reader asks how much was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.networks.words import count

if TYPE_CHECKING:
    from collections.abc import Mapping


def sentences(looked_at: Mapping[str, Any]) -> list[str]:
    """Say how many posts were looked at, what was shared, and how many pairs were tested.

    Args:
        looked_at: ``looked_at`` of ``findings.json``; without it nothing is said.
    """
    if not looked_at:
        return []
    posts = looked_at["features"]["kept"]
    return [f"{count(posts, 'post')} {'was' if posts == 1 else 'were'} looked at.", _shared(looked_at["signals"])]


def _shared(signals: Mapping[str, Any]) -> str:
    """Pairs that shared something, from the first sight of it to a tie."""
    sharing = [one for one in signals.values() if one.get("shared")]
    if not sharing:
        return f"None of the {count(len(signals), 'signal')} found anything that several accounts shared."
    tested, ties = (sum(one.get(key, 0) for one in sharing) for key in ("tested", "ties"))
    found = f"{len(sharing)} of {count(len(signals), 'signal')} found something that several accounts shared"
    if not tested:
        return f"{found}; no pair of them met on enough of it to be tested."
    pairs = f"{count(tested, 'pair')} met on enough of it to be tested"
    return f"{found}; {pairs}, and {count(ties, 'tie')} stood out against chance (a pair counts once a signal)."
