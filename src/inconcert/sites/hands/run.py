"""From files to joins and groups of sites of the same hands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.sites.hands.bursts import bursts
from inconcert.sites.hands.joins import TERTIARY, Judged, Shared, grouped, judge, shared, tiers
from inconcert.sites.hands.kinds import kind_named
from inconcert.sites.hands.material import Gathered, Material, settled
from inconcert.sites.hands.prevalence import backed, chances, platforms
from inconcert.sites.hands.sellers import settle_sellers
from inconcert.sites.records.fact import Receipt
from inconcert.sites.records.reading import read_facts
from inconcert.store.sheets import write_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

COLUMNS = ("site_a", "site_b", "evidence", "value", "tier", "shared_by", "p", "pair_p", "pair_q", "why")
SURE = 2e-3
"""p above which no pair joins, however few were looked at: backgrounds are orders of magnitude."""


@dataclass(frozen=True)
class Found:
    """Joins and groups, and what was looked at."""

    material: Material
    rows: Shared
    judged: Judged
    chance: NDArray[np.float64]
    """Chance of each value."""
    tier: NDArray[np.int64]
    """Tier of each value."""
    joined: NDArray[np.bool_]
    """Pairs that are significant."""
    group: NDArray[np.int64]
    """Group of each site; a group of one is no group."""
    receipt: Receipt
    common: Counter[str]
    """Reasons for which shared values were left out, and how many."""

    def groups(self) -> list[list[str]]:
        """Sites of each group of two and more, the largest first."""
        order = np.argsort(self.group, kind="stable")
        parts = np.split(order, np.flatnonzero(np.diff(self.group[order])) + 1)
        named = [sorted(self.material.sites[site] for site in part) for part in parts if part.size > 1]
        return sorted(named, key=lambda sites: (-len(sites), sites))

    def joins(self, *, leads: bool = False) -> Iterator[dict[str, Any]]:
        """One row for each value that a joined pair shares; with ``leads`` also those of pairs that are no joins."""
        chosen = self.joined[self.rows.pair] if not leads else np.ones(self.rows.pair.size, np.bool_)
        for row in np.flatnonzero(chosen).tolist():
            yield self._row(row)

    def _row(self, row: int) -> dict[str, Any]:
        value, pair = int(self.rows.value[row]), int(self.rows.pair[row])
        kind, number = self.material.kind(value), int(self.material.number[value])
        a, b = sorted((self.material.sites[self.rows.a[row]], self.material.sites[self.rows.b[row]]))
        p = float(self.chance[value])
        return {
            "site_a": a,
            "site_b": b,
            "evidence": self.material.kinds[value],
            "value": self.material.values[value],
            "tier": int(self.tier[value]),
            "shared_by": number,
            "p": p,
            "pair_p": float(self.judged.p[pair]),
            "pair_q": float(self.judged.q[pair]),
            "why": f"{kind.words}, carried by {number} of {len(self.material.sites)} sites; "
            f"an unrelated site would carry it with a chance of {p:.1g}",
        }


def same_hands(paths: Iterable[Path], fdr: float = 0.01, tell: Callable[[int], None] | None = None) -> Found:
    """The joins and groups of the sites in files and folders.

    Args:
        paths: saved pages and exports of records.
        fdr: false discovery rate over pairs of sites.
        tell: is told the number of files read.
    """
    gathered, receipt = Gathered(), Receipt()
    gathered.add(read_facts(paths, receipt, tell))
    return joined(gathered, receipt, fdr)


def joined(gathered: Gathered, receipt: Receipt, fdr: float) -> Found:
    """The joins and groups of gathered facts: first without open values, then with those that the first joins back."""
    settle_sellers(gathered)
    together = bursts(gathered)
    material = settled(gathered, [(burst.kind, burst.value, burst.sites) for burst in together])
    start = len(material.kinds) - len(together)
    chance = chances(material, {start + number: burst.p for number, burst in enumerate(together)})
    left_out = platforms(material)
    rows = shared(material, chance, tiers(material), set(left_out), {})
    first = judge(material, rows, chance, tiers(material), ("page", "registration"))
    sure = significant(first, fdr)
    at = first.first[sure]
    chance, holds = backed(material, chance, grouped(rows.a[at], rows.b[at], len(material.sites)))
    tier = tiers(material, holds)
    rows = shared(material, chance, tier, set(left_out), holds)
    judged = judge(material, rows, chance, tier)
    joins = significant(judged, fdr)
    at = judged.first[joins]
    group = grouped(rows.a[at], rows.b[at], len(material.sites))
    common = gathered.common + Counter(left_out.values())
    return Found(material, rows, judged, chance, tier, joins, group, receipt, common)


def significant(judged: Judged, fdr: float) -> NDArray[np.bool_]:
    """Which pairs are joins."""
    return np.asarray((judged.q <= fdr) & (judged.p <= SURE) & (judged.tier < TERTIARY))


def write_joins(found: Found, place: Path, *, leads: bool = False) -> int:
    """Write the joins as a CSV with the columns :data:`COLUMNS`; gives the number of rows."""
    rounded = ("p", "pair_p", "pair_q")
    rows = ({**row, **{name: f"{row[name]:.3g}" for name in rounded}} for row in found.joins(leads=leads))
    return write_rows(place, COLUMNS, rows)


def write_groups(found: Found, place: Path) -> None:
    """Write the groups as a CSV of site and group, groups numbered from the largest."""
    groups = enumerate(found.groups(), 1)
    write_rows(place, ("site", "group"), ({"site": site, "group": n} for n, sites in groups for site in sites))


def summary(found: Found) -> dict[str, Any]:
    """What was read, found and left out, as plain data."""
    groups = found.groups()
    return {
        "sites": len(found.material.sites),
        "files": dict(found.receipt.files),
        "pairs": int(found.joined.sum()),
        "groups": [{"size": len(sites), "sites": sites} for sites in groups],
        "evidence": _evidence(found),
        "left_out": dict(found.common),
        "starred": [
            {
                "evidence": found.material.kinds[v],
                "value": found.material.values[v],
                "shared_by": int(found.material.number[v]),
            }
            for v in found.rows.starred
        ],
        "unread": dict(found.receipt.unread),
        "remarks": found.receipt.lines,
    }


def _evidence(found: Found) -> dict[str, int]:
    """Kinds of evidence and how many joined pairs share a value of each."""
    rows = np.flatnonzero(found.joined[found.rows.pair])
    kinds = Counter(found.material.kinds[value] for value in found.rows.value[rows].tolist())
    return dict(sorted(kinds.items(), key=lambda one: (kind_named(one[0]).tier, one[0])))
