"""The table of findings: what each row shows, how it is narrowed and ordered, and what is not shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inconcert.model.times import instant
from inconcert.networks.words import count, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = dict[str, Any]

SPARKS = 28
"""Points of a sparkline."""
AXES = ("coordination", "inauthenticity", "automation", "reach")
ORDERS = {
    "rank": "grade and strength",
    "size": "members",
    "posts": "posts",
    "last_at": "last shared act",
    **{axis: axis for axis in AXES},
}
"""What the table can be ordered by, and how that is called."""


@dataclass(frozen=True)
class Narrowing:
    """Which findings are shown, as it stands in the address of the page; empty leaves all."""

    grade: tuple[str, ...] = ()
    signal: tuple[str, ...] = ()
    platform: tuple[str, ...] = ()
    lang: tuple[str, ...] = ()
    alert: bool = False
    undeclared: bool = False
    text: str = ""
    order: str = "rank"

    @property
    def in_force(self) -> int:
        """How many choices narrow the table; the order is none."""
        several = len(self.grade) + len(self.signal) + len(self.platform) + len(self.lang)
        return several + self.alert + self.undeclared + bool(self.text)

    @classmethod
    def of(cls, query: Mapping[str, Sequence[str]]) -> Narrowing:
        """Read it from the parameters of an address; what is not known there is left aside."""
        several = {name: tuple(query.get(name, ())) for name in ("grade", "signal", "platform", "lang")}
        order = next(iter(query.get("order", ())), "rank")
        return cls(
            **several,
            alert=bool(query.get("alert")),
            undeclared=bool(query.get("undeclared")),
            text=next(iter(query.get("text", ())), "").strip(),
            order=order if order in ORDERS else "rank",
        )


def listing(networks: Sequence[Row], chosen: Narrowing) -> Row:
    """The table.

    Args:
        networks: findings, strongest first.
        chosen: which of them, and in which order.

    Returns:
        ``rows``, all with the ``place`` 0 when one of them is masked; ``of``: how many findings there are; ``says``:
        what is not shown and why; ``choices``: the values that each filter can take with how many findings have them;
        ``orders``.
    """
    # Masked ones (withheld from who owes a blind review) stand last; then no place tells where they would stand.
    masked = [one for one in networks if one.get("blind")]
    ranked = sorted(enumerate(networks, 1), key=_rank)
    if masked:
        ranked = [(0, one) for _, one in ranked]
    kept = [(place, one) for place, one in ranked if not _missed(one, chosen)]
    if chosen.order != "rank":
        kept.sort(key=lambda item: _order(item[1], chosen.order))
    return {
        "rows": [_row(place, one) for place, one in kept],
        "of": len(networks),
        "says": _says(networks, chosen, len(kept)),
        "choices": _choices(networks),
        "orders": ORDERS,
    }


def _rank(item: tuple[int, Row]) -> tuple[str, float, str]:
    one = item[1]
    return one["grade"] or "Z", -one["strength"], str(one["id"]) if one.get("blind") else ""


def _missed(one: Row, chosen: Narrowing) -> str | None:
    """The filter that leaves a finding out, or ``None``."""
    for name in ("grade", "signal", "platform", "lang"):
        wanted = getattr(chosen, name)
        if wanted and not set(wanted) & set(_values(one, name)):
            return name
    if chosen.alert and not one["alert"]:
        return "alert"
    if chosen.undeclared and one["declared"]:
        return "declared"
    return "words" if chosen.text and not _mentions(one, chosen.text.casefold()) else None


def _values(one: Row, name: str) -> list[str]:
    if name == "signal":
        return [signal["name"] for signal in one["signals"]]
    grades = [one["grade"]] if one["grade"] else []
    return {"grade": grades, "platform": list(one["platforms"]), "lang": list(one["languages"])}[name]


def _mentions(one: Row, text: str) -> bool:
    names = (f"{m['handle'] or ''} {m['platform']}:{m['account_id']}" for m in one["members"])
    places = (str(place["id"]) for place in one.get("pushes", ()))
    return any(text in part.casefold() for part in (one["id"], *names, *places))


def _order(one: Row, order: str) -> tuple[bool, Any]:
    """What is missing comes last; times and figures from the largest down."""
    value = one["axes"][order]["value"] if order in AXES else one[order]
    if order == "last_at":
        value = instant(value) if value else None
    return value is None, -(value or 0)


def _says(networks: Sequence[Row], chosen: Narrowing, shown: int) -> str:
    if shown == len(networks):
        return f"All {count(shown, 'finding')} of this run."
    by: dict[str, int] = {}
    for one in networks:
        missed = _missed(one, chosen)
        if missed:
            by[missed] = by.get(missed, 0) + 1
    called = {"lang": "language", "alert": "not being an alert", "declared": "being declared"}
    reasons = listed([f"{figure:,} by {called.get(name, name)}" for name, figure in by.items()])
    return f"{shown:,} of {count(len(networks), 'finding')}. Not shown: {reasons}."


def _choices(networks: Sequence[Row]) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, dict[str, int]] = {name: {} for name in ("grade", "signal", "platform", "lang")}
    for one in networks:
        for name, counts in found.items():
            for value in _values(one, name):
                counts[value] = counts.get(value, 0) + 1
    return {
        name: sorted(counts.items(), key=lambda item: item if name == "grade" else (-item[1], item[0]))
        for name, counts in found.items()
    }


def _row(place: int, one: Row) -> Row:
    keys = ("id", "grade", "alert", "declared", "size", "strength", "posts", "first_at", "last_at", "precision")
    return {key: one[key] for key in keys} | {
        "place": place,
        "signals": [signal["name"] for signal in one["signals"]],
        "ads": one.get("ads", 0),
        "languages": one["languages"],
        "platforms": one["platforms"],
        "axes": {name: one["axes"][name] for name in AXES},
        "why": one["why"][0] if one["why"] else "",
        "handles": [m["handle"] or m["account_id"] for m in one["members"][:3]],
        "spark": spark(one["timeline"]),
    }


def spark(timeline: Row) -> Row | None:
    """Posts over time as heights from 0 to 1 of ``SPARKS`` equal stretches; ``None`` without posts."""
    if not timeline["bins"]:
        return None
    starts = [instant(start) for start, _, _ in timeline["bins"]]
    span = starts[-1] - starts[0] + timeline["step"] * 1_000_000
    posts = [0] * SPARKS
    for at, (_, figure, _) in zip(starts, timeline["bins"], strict=True):
        posts[min(int((at - starts[0]) * SPARKS / span), SPARKS - 1)] += figure
    most = max(posts)
    return {"heights": [round(figure / most, 3) for figure in posts], "most": most}
