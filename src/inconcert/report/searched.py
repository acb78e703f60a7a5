"""What a run searched and what it left out, in sentences: who finds nothing asks how much was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.model.times import instant
from inconcert.networks.words import count, duration, listed, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MINUTE = 60.0


def sentences(looked_at: Mapping[str, Any]) -> list[str]:
    """Say how many posts were looked at, what was shared, and how many pairs were tested.

    Args:
        looked_at: ``looked_at`` of ``findings.json``; without it nothing is said.
    """
    if not looked_at:
        return []
    posts, inside = looked_at["features"]["kept"], horizon(looked_at)
    ads = looked_at["features"].get("ads compared", 0)
    both = f"{count(posts, 'post')} and {count(ads, 'ad')}" if ads else count(posts, "post")
    those = f" ({inside})" if inside else ""
    return [
        f"{both} {'was' if posts + ads == 1 else 'were'} looked at{those}.",
        _shared(looked_at["signals"]),
    ]


def horizon(looked_at: Mapping[str, Any]) -> str:
    """The stretch of time that was looked at, as «2024-03-01 00:00 UTC up to …»; empty when it was all."""
    told = looked_at.get("features", {}).get("horizon") or {}
    since, until = (moment(instant(told[name]), MINUTE) if told.get(name) else None for name in ("since", "until"))
    if since and until:
        return f"{since} up to {until}"
    return f"from {since} on" if since else f"before {until}" if until else ""


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


def left_out(looked_at: Mapping[str, Any]) -> list[str]:
    """One sentence for everything that was not compared, as ``looked_at`` of ``findings.json`` tells it."""
    return [*_features(looked_at.get("features", {})), *_signals(looked_at.get("signals", {}))]


def _features(features: Mapping[str, Any]) -> Iterator[str]:
    for reason, figure in features.get("left_out", {}).items():
        yield f"{count(figure, 'post')} left out: {reason}."
    for reason, figure in features.get("links_left_out", {}).items():
        yield f"{count(figure, 'link')} not compared: {reason}."


def _signals(signals: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for account in signals.values():
        yield from account.get("says", [])
    for name, account in signals.items():
        if account.get("windows_left_out") and account.get("actions"):
            fine = listed([duration(window) for window in account["windows_left_out"]])
            yield f"{name} did not look within {fine}: the clock of the material is coarser."
        if said := large_audiences(account.get("bounded", ())):
            yield f"{name} did not compare {said}."
        if account.get("leads_left_out"):
            yield f"{name} tested so many pairs that groups were sought among the significant ones only."
    stood = {name for name, account in signals.items() if account.get("says")}
    if empty := [name for name, account in signals.items() if not account.get("actions") and name not in stood]:
        yield f"The material has nothing for {listed(empty)}."


def large_audiences(bounded: Sequence[Mapping[str, Any]]) -> str:
    """What the limits on audiences kept out, in half a sentence; empty when they kept out nothing.

    Args:
        bounded: as :func:`inconcert.coordination.plan.bounded` tells it, narrow windows first.
    """
    return "; ".join(
        f"{_when(one['window'])} {count(one['objects'], 'object')} of more than {one['limit']:,} accounts "
        f"({count(one['actions'], 'action')}; {count(one['accounts'], 'account')} on enough of them to be paired)"
        for one in bounded
    )


def _when(window: float | None) -> str:
    return "at any distance in time" if window is None else f"within {duration(window)}"
