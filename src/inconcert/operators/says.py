"""The evidence about a pair in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.networks.words import count, duration, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from inconcert.operators.gather import Crowd
    from inconcert.operators.judge import Judged

SPEAKING = 1.0
"""Nats from which a part is told."""
SAID = {
    "handle": "their handles are alike: {handles}",
    "name": "their names are alike: {names}",
    "avatar": "they show the same picture",
    "bio": "their profile texts share unusual words",
    "links": "their profiles lead to the same page",
    "pointing": "the profile of {younger} leads to {elder}",
    "claimed": "the profile of the elder account, {elder}, leads to {younger}",
    "both": "each profile leads to the other",
    "copied": "both posted {things} that hardly anybody else did{soon}, always in the same order",
    "turns": "both posted {things} that hardly anybody else did{soon}, each of them first at times",
    "created": "they were made {lag} of each other",
    "hours": "they post at the same hours of the day",
}


def because(judged: Judged, crowd: Crowd, places: Sequence[int]) -> list[list[str]]:
    """For each pair at ``places`` its reasons, the weightiest first, each with how often strangers agree so well."""
    columns = {name: crowd.told(name) for name in ("asset", "handle", "name")}
    created = crowd.seconds("created_at")
    return [_reasons(judged, pair, columns, created) for pair in places]


def _reasons(judged: Judged, pair: int, columns: Mapping[str, Sequence[Any]], created: Any) -> list[str]:
    a, b = int(judged.a[pair]), int(judged.b[pair])
    given = _given(judged, pair, (a, b), columns, created)
    told = {name: float(nats[pair]) for name, nats in judged.parts.items() if nats[pair] >= SPEAKING}
    return [
        _sentence(name, judged, pair, given, both="pointing" if name in ("led_to", "claimed") else name)
        for name in sorted(told, key=lambda one: -told[one])
    ]


def _sentence(name: str, judged: Judged, pair: int, given: dict[str, str], *, both: str) -> str:
    u, form = judged.tails, name
    if name == "named":
        form = both = "handle" if u["handle"][pair] <= np.nan_to_num(u["name"][pair], nan=1.0) else "name"
    elif name in ("copied", "turns"):
        both = "posts" if u["posts"][pair] <= np.nan_to_num(u["moments"][pair], nan=1.0) else "moments"
    elif name == "led_to":
        form = "pointing"
    rate = 1 / float(u[both][pair])
    return f"{SAID[form].format(**given)} (as much as 1 in {number(rate)} pairs of strangers)"


def _given(
    judged: Judged, pair: int, places: tuple[int, int], columns: Mapping[str, Sequence[Any]], created: Any
) -> dict[str, str]:
    """What the sentences put in."""
    called = [_called(str(columns["asset"][place]), columns["handle"][place]) for place in places]
    elder = 0 if not created[places[1]] < created[places[0]] else 1
    soon = judged.common.soon[pair]
    return {
        "handles": " and ".join(called),
        "names": " and ".join(f"“{columns['name'][place]}”" for place in places),
        "elder": called[elder],
        "younger": called[1 - elder],
        "things": count(int(judged.common.count[pair]), "thing"),
        "soon": f", {int(soon)} of them within an hour" if soon > 0 else "",
        "lag": _lag(abs(created[places[0]] - created[places[1]])),
    }


def _lag(seconds: float) -> str:
    return f"within {duration(seconds)}" if seconds >= 1 else "within a second"


def _called(asset: str, handle: str | None) -> str:
    platform, _, account = asset.partition(":")
    return f"@{handle} on {platform}" if handle else f"{account} on {platform}"
