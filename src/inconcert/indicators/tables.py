"""Indicators as JSON, and counted in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from inconcert.indicators.defanging import defang, mentioned
from inconcert.normalise.assets import asset

if TYPE_CHECKING:
    from inconcert.indicators.indicator import Indicator
    from inconcert.indicators.reading import Read

WARNING = (
    "Sharing these links or engaging with them is not enough to attribute an account to an operation; "
    "that takes other evidence."
)
"""To be printed with every list: Meta says the same with its own (its README of threat indicators)."""


def as_data(read: Read) -> dict[str, Any]:
    """All indicators and oddities, for JSON."""
    return {
        "indicators": [row(one) for one in read.indicators],
        "oddities": [str(odd) for odd in read.oddities],
        "warning": WARNING,
    }


def row(one: Indicator) -> dict[str, Any]:
    """One indicator; what a link leads to stands beside it."""
    found = asset(one.value) if one.defanged != one.value and "@" not in one.value.partition("/")[0] else None
    return {
        "type": one.type,
        "value": one.value,
        "defanged": one.defanged,
        "tactic": one.tactic,
        "technique": one.technique,
        "procedure": one.procedure,
        "comment": one.comment,
        "source_row": one.source_row,
        "source": one.source,
        "written": one.written,
        "published": one.published.isoformat() if one.published else None,
        "platform": found.platform if found else None,
        "kind": found.kind if found else None,
        "native_id": found.id if found else None,
        "mentions": [defang(name) for name in mentioned(one.value)] if one.type == "text" else [],
        "extra": dict(one.extra),
    }


def counted(read: Read) -> str:
    """How many of each type there are."""
    types = Counter(one.type for one in read.indicators)
    distinct = len({one.value for one in read.indicators})
    lines = [f"{len(read.indicators):,} indicators, {distinct:,} distinct values, {len(read.oddities):,} oddities."]
    lines += [f"{count:>7,}  {name}" for name, count in types.most_common()]
    return "\n".join([*lines, WARNING])
