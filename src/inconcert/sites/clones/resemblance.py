"""How alike two pages are built: weighted overlap of traits, kind by kind, in units of what strangers reach.

Each trait weighs the more the fewer sites have it: the sites of the brand pages at hand, and those that a bundled list
of common traits was counted on. Of each kind the overlap is the weighted Jaccard index with the brand's page; the
likeness is the mean over kinds of log2(overlap / what strangers reach at 1 in 1,000), between -1 and 2 for each.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

Floats = "NDArray[np.float64]"

STRANGERS = {
    "tags": 0.05,
    "classes": 0.10,
    "ids": 0.08,
    "attributes": 0.185,
    "paths": 0.11,
    "files": 0.12,
    "drawings": 0.02,
    "accounts": 0.14,
}
"""Overlap of each kind that one in 1,000 pairs of unrelated sites reaches (half of the publishers of the set on which
this was measured; see docs/sites/clones.md)."""
ALIKE = -0.5
"""Likeness from which on two pages are of the same build."""
_LEAST_KINDS = 4
"""Kinds of traits that both pages must have to be compared at all."""


class Common(NamedTuple):
    """Traits that many sites have."""

    sites: int
    """Sites it was counted on."""
    counts: dict[str, dict[str, int]]
    """Kind to trait to number of sites."""


@cache
def common() -> Common:
    """The bundled list: markup of frameworks, themes and pages in general."""
    counts: dict[str, dict[str, int]] = {kind: {} for kind in STRANGERS}
    sites = 0
    for line in files(__package__).joinpath("common.tsv").read_text("utf-8").splitlines():
        kind, count, trait = line.split("\t")
        if kind == "sites":
            sites = int(count)
        else:
            counts[kind][trait] = int(count)
    return Common(sites, counts)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a page is to each of a number of pages."""

    overall: NDArray[np.float64]
    """Between -1 and 2, NaN where too few kinds can be compared."""
    kinds: dict[str, NDArray[np.float64]]
    """Weighted Jaccard index of each kind, 0 to 1; NaN where one of the two pages has no such trait."""


class Index:
    """Pages of brands, looked up by their traits; the work for a page grows with the traits it shares, not with pages.

    Args:
        pages: traits of each page, by kind.
        sites: the site of each page; a trait is counted once a site.
    """

    def __init__(self, pages: Sequence[dict[str, set[str]]], sites: Sequence[str]) -> None:
        known = common()
        self._total = known.sites + len(set(sites))
        self._kinds = {
            kind: _Kind([page[kind] for page in pages], sites, known.counts[kind], self._total) for kind in STRANGERS
        }

    def likeness(self, page: dict[str, set[str]]) -> Likeness:
        """How alike a page is to each page of the index."""
        kinds = {kind: self._kinds[kind].overlap(page[kind]) for kind in STRANGERS}
        steps = [np.clip(np.log2((kinds[kind] + 1e-3) / bound), -1, 2) for kind, bound in STRANGERS.items()]
        stacked = np.stack(steps)
        present = np.isfinite(stacked)
        number = present.sum(axis=0)
        overall = np.where(present, stacked, 0).sum(axis=0) / np.maximum(number, 1)
        return Likeness(np.where(number >= _LEAST_KINDS, overall, np.nan), kinds)


class _Kind:
    """The traits of one kind on all pages, as a sparse table of traits by pages."""

    def __init__(self, pages: Sequence[set[str]], sites: Sequence[str], common: dict[str, int], total: int) -> None:
        from scipy.sparse import csr_matrix

        self._total = total
        self._codes: dict[str, int] = {}
        rows = [[self._codes.setdefault(trait, len(self._codes)) for trait in sorted(page)] for page in pages]
        weights = self._weigh(pages, sites, common)
        traits = np.fromiter((code for row in rows for code in row), dtype=np.int64)
        where = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        shape = (len(self._codes), len(pages))
        self._table = csr_matrix((weights[traits], (traits, where)), shape=shape)
        self._mass: NDArray[np.float64] = np.asarray(self._table.sum(axis=0)).ravel()
        self._weights, self._common = weights, common

    def _weigh(self, pages: Sequence[set[str]], sites: Sequence[str], common: dict[str, int]) -> NDArray[np.float64]:
        of_site: dict[str, set[str]] = {}
        for site, page in zip(sites, pages, strict=True):
            of_site.setdefault(site, set()).update(page)
        counts = Counter(trait for traits in of_site.values() for trait in traits)
        return np.array([_weight(counts[trait] + common.get(trait, 0), self._total) for trait in self._codes])

    def overlap(self, page: Iterable[str]) -> NDArray[np.float64]:
        """Weighted Jaccard index with each page; NaN where one of the two has no trait of the kind."""
        codes, mass = [], 0.0
        for trait in page:
            code = self._codes.get(trait)
            if code is None:
                mass += _weight(self._common.get(trait, 0), self._total)
            else:
                codes.append(code)
        chosen = np.array(codes, dtype=np.int64)
        mass += float(self._weights[chosen].sum()) if codes else 0.0
        shared = np.asarray(self._table[chosen].sum(axis=0)).ravel() if codes else np.zeros_like(self._mass)
        either = mass + self._mass - shared
        known = (self._mass > 0) & (mass > 0)
        return np.where(known, shared / np.where(either > 0, either, 1.0), np.nan)


def _weight(sites: int, total: int) -> float:
    """1 for a trait that no other site has, towards 0 for one that all have."""
    return max(math.log((total + 1) / (sites + 0.5)) / math.log(2 * (total + 1)), 0.0)
