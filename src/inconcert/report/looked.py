"""What the run could not look at, in sentences: posts and links left out, signals that stood back, windows too fine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.networks.words import count, duration, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def sentences(looked_at: Mapping[str, Any]) -> list[str]:
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
    stood = {name for name, account in signals.items() if account.get("says")}
    if empty := [name for name, account in signals.items() if not account.get("actions") and name not in stood]:
        yield f"The material has nothing for {listed(empty)}."
