"""Families as a table, as JSON and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.sites.families.family import BURST, NUMBERED, SAME, VARIANTS
from inconcert.store.sheets import write_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from inconcert.sites.families.family import Family
    from inconcert.sites.families.reading import Candidate

COLUMNS = ("candidate", "family", "kind", "phrase", "language", "size", "labels", "suffixes", "chance", "why")
"""Columns of the table; all but the first are empty for a candidate that stands alone."""
_SHOWN = 20
_KINDS = {
    SAME: "one label under {suffixes} suffixes",
    VARIANTS: "{labels} labels that are the same but for letters moved, dropped, added or exchanged",
    NUMBERED: "{labels} labels that are the same but for their numbers",
    BURST: "{labels} labels of one make under .{suffix}, registered on {day}",
}


def why(family: Family) -> str:
    """In a sentence, what makes a family of the names and how probable that is by chance."""
    day = family.days[0].isoformat() if family.days else ""
    text = _KINDS[family.kind].format(
        labels=len(family.labels), suffixes=len(family.suffixes), suffix=family.suffixes[0], day=day
    )
    if family.phrase is not None:
        text += f', probably from "{family.phrase.text}" ({family.phrase.language})'
    if family.days and family.kind != BURST:
        first, last, most = family.days
        text += f"; registered from {first} to {last}, at most {most} on one day"
    return f"{text}; {_expected(family.chance)} such families are expected by chance in the whole list."


def _expected(chance: float) -> str:
    return f"{chance:.1g}" if chance >= 1e-9 else "fewer than 1e-09"


def row(family: Family) -> dict[str, Any]:
    """What the table says of every member of a family."""
    return {
        "family": family.name,
        "kind": family.kind,
        "phrase": family.phrase.text if family.phrase else "",
        "language": family.phrase.language if family.phrase else "",
        "size": len(family.members),
        "labels": len(family.labels),
        "suffixes": " ".join(family.suffixes),
        "chance": f"{family.chance:.1g}",
        "why": why(family),
    }


def write(path: Path, candidates: Sequence[Candidate], families: Sequence[Family]) -> None:
    """Write one row a candidate, in the order of the list.

    Raises:
        DiskFull: there is no room.
        StoreError: the file cannot be written.
    """
    said = {member: row(family) for family in families for member in family.members}
    write_rows(path, COLUMNS, ({"candidate": one.written, **said.get(one.written, {})} for one in candidates))


def summary(candidates: Sequence[Candidate], families: Sequence[Family]) -> dict[str, Any]:
    """The families for JSON, members included."""
    said = [{**row(family), "suffixes": family.suffixes, "chance": family.chance} for family in families]
    listed = [{**one, "members": family.members} for one, family in zip(said, families, strict=True)]
    return {"candidates": len(candidates), "families": listed}


def told(candidates: Sequence[Candidate], families: Sequence[Family]) -> str:
    """The families for a person, the largest first."""
    return "\n".join(_lines(candidates, families))


def _lines(candidates: Sequence[Candidate], families: Sequence[Family]) -> Iterator[str]:
    inside = len({member for family in families for member in family.members})
    yield f"{len(families):,} families with {inside:,} of {len(candidates):,} candidates."
    for family in families[:_SHOWN]:
        yield f"{family.name}: {len(family.members)} names, {why(family)}"
    if len(families) > _SHOWN:
        yield f"… and {len(families) - _SHOWN:,} more; --out writes all of them."
