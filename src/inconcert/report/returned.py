"""Possible returns of operations, as a person reads them in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.networks.words import count
from inconcert.report.defang import still

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Row = dict[str, Any]


def told(rows: Mapping[str, Sequence[Row]], operations: int, networks: int) -> str:
    """What was compared, and each candidate with its waterfall."""
    if not operations:
        return "There is no confirmed operation to compare with."
    head = f"{count(networks, 'network')} compared with {count(operations, 'operation')}."
    if not rows:
        return f"{head} None may be a return."
    return "\n\n".join([head, *(candidate(name, row) for name, matches in rows.items() for row in matches)])


def candidate(network: str, row: Row) -> str:
    """One candidate: the sentences and the waterfall."""
    lines = [f"{network}: {row['says'][0]}", *(f"  {line}" for line in row["says"][1:])]
    return still("\n".join([*lines, *waterfall(row)]))


def waterfall(row: Row) -> list[str]:
    """The steps as lines: what, how much is shared, nats, and what they add up to."""
    total, lines = 0.0, []
    for step in row["waterfall"]:
        total += step["nats"]
        shared = f"{step['shared']} shared" if step["shared"] else ""
        lines.append(f"    {step['what']:<10} {shared:<12} {step['nats']:+6.1f}  {total:+6.1f}")
    return lines
