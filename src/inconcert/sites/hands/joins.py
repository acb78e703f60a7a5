"""Pairs of sites that share values, what that is worth together, and which joins are significant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.sites.hands.kinds import FAMILIES, kind_named

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from inconcert.sites.hands.material import Material

    Reals = NDArray[np.float64]
    Numbers = NDArray[np.int64]

WORTH = 0.01
"""Values above this chance are not worth a look: they make no pair, and hardly change what others make."""
CLIQUE = 1000
"""Carriers up to which every pair of a value is looked at; of more, each site is paired with the first only."""
MOST = 4_000_000
"""Shared values looked at pair by pair, at most; the values with the most carriers give way first."""
MOST_TERTIARY = 1_000_000
"""The same for values of tier 3, those of better tiers included."""
TERTIARY = 3
"""Tier that joins nobody by itself."""
LEAST = 1e-12
"""No evidence is worth more than this."""


@dataclass(frozen=True)
class Shared:
    """Values shared by pairs: one row for each pair and value, pairs beside each other."""

    a: NDArray[np.int32]
    b: NDArray[np.int32]
    value: NDArray[np.int32]
    weight: Reals
    """Pairs that the row stands for: one, or more where a value's sites were only paired with the first."""
    pair: Numbers
    """Number of the pair of each row, ascending."""
    starred: list[int]
    """Values whose sites were only paired with the first."""


@dataclass(frozen=True)
class Judged:
    """Pairs with what their shared values are worth together."""

    first: Numbers
    """Row of each pair's first shared value."""
    p: Reals
    q: Reals
    tier: Numbers


def shared(
    material: Material, chance: Reals, tier_of: Numbers, left_out: set[int], holds: dict[int, NDArray[np.int32]]
) -> Shared:
    """The pairs of every value that is worth a look, values of few sites first.

    Tertiary values come last and only as far as there is room: they join nobody by themselves.
    """
    worth = np.flatnonzero((material.number > 1) & (chance <= WORTH))
    order = np.lexsort((material.number[worth], tier_of[worth] >= TERTIARY))
    blocks: list[tuple[NDArray[np.int32], NDArray[np.int32], int, float]] = []
    starred, spent = [], 0
    for value in (value for value in worth[order].tolist() if value not in left_out):
        who = holds.get(value, material.who(value))
        size, most = who.size * (who.size - 1) // 2, MOST_TERTIARY if tier_of[value] >= TERTIARY else MOST
        if who.size <= CLIQUE and spent + size <= most:
            one, two = np.triu_indices(who.size, 1)
            blocks.append((who[one], who[two], value, 1.0))
            spent += size
        elif who.size > 1 and tier_of[value] < TERTIARY:
            blocks.append((np.full(who.size - 1, who[0]), who[1:], value, who.size / 2))
            starred.append(value)
            spent += who.size - 1
    return _sorted(material, blocks, starred)


def _sorted(
    material: Material, blocks: list[tuple[NDArray[np.int32], NDArray[np.int32], int, float]], starred: list[int]
) -> Shared:
    sizes = [block[0].size for block in blocks]
    a = np.concatenate([block[0] for block in blocks]) if blocks else np.empty(0, np.int32)
    b = np.concatenate([block[1] for block in blocks]) if blocks else np.empty(0, np.int32)
    value = np.repeat(np.array([block[2] for block in blocks], np.int32), sizes)
    weight = np.repeat(np.array([block[3] for block in blocks], float), sizes)
    kept = ~_copied(material, a, b, value)
    a, b, value, weight = a[kept], b[kept], value[kept], weight[kept]
    key = a.astype(np.int64) * len(material.sites) + b
    order = np.argsort(key, kind="stable")
    key = key[order]
    pair = np.cumsum(np.concatenate([[False], key[1:] != key[:-1]])[: key.size]).astype(np.int64)
    return Shared(a[order], b[order], value[order], weight[order], pair, starred)


def _copied(
    material: Material, a: NDArray[np.int32], b: NDArray[np.int32], value: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Rows of values that came with a copied page: shared with the original, or with another copy of it.

    What the original's own pages, when they are in the material, do not carry was added by the copier, and counts.
    """
    families = np.array([FAMILIES.index(material.kind(v).family) for v in range(len(material.kinds))], np.int64)
    home_a, home_b = material.copied[a], material.copied[b]
    out: NDArray[np.bool_] = (home_a == b) | (home_b == a)
    both = (home_a == home_b) & (home_a >= 0)
    known = material.known()[:, 0]
    for row in np.flatnonzero(both):
        out[row] = not known[home_a[row]] or home_a[row] in material.who(int(value[row]))
    return np.asarray(out & (families[value] == 0))


def tiers(material: Material, backed: Collection[int] = ()) -> Numbers:
    """Tier of each value, those that are ``backed`` as such."""
    kinds = [material.kind(value) for value in range(len(material.kinds))]
    out = np.array([kind.tier for kind in kinds], np.int64)
    for value in backed:
        out[value] = kinds[value].tier if (lifted := kinds[value].backed) is None else lifted
    return out


def judge(
    material: Material, found: Shared, chance: Reals, tier_of: Numbers, families: tuple[str, ...] = FAMILIES
) -> Judged:
    """What each pair's shared values are worth, over the given families, with q among pairs of the same best tier.

    Within a family the rarest value counts, for as many times as there were chances to share one: the values of its
    kind that the poorer of the two sites carries, times the price of its kind among the others. Families are
    combined by the better of the smallest p and Fisher's sum, each doubled.
    """
    first = np.flatnonzero(np.concatenate([[True], np.diff(found.pair) > 0])[: found.pair.size])
    used = [FAMILIES.index(family) for family in families]
    p = _by_family(material, found, chance, first.size)[:, used]
    a, b = found.a[first], found.b[first]
    known = material.known()
    both = (known[a] & known[b])[:, used].sum(1)
    together = np.maximum(combined(p, np.maximum(both, 1)), LEAST) if first.size else np.empty(0)
    family = np.array([FAMILIES.index(material.kind(v).family) for v in range(len(material.kinds))], np.int64)
    counted = np.where(np.isin(family[found.value], used), tier_of[found.value], 9)
    tier = np.minimum.reduceat(counted, first) if first.size else np.empty(0, np.int64)
    weight = np.maximum.reduceat(found.weight, first) if first.size else np.empty(0)
    return Judged(first, together, discovery(together, weight, tier, len(material.sites)), tier)


def _by_family(material: Material, found: Shared, chance: Reals, pairs: int) -> Reals:
    """Smallest p of each pair in each family, one where it shares nothing there."""
    kinds, of_value = np.unique(np.array(material.kinds, dtype=object).astype(str), return_inverse=True)
    held = np.zeros((kinds.size, len(material.sites)), np.int32)
    np.add.at(held, (np.repeat(of_value, material.number), material.carriers), 1)
    family = np.array([FAMILIES.index(kind_named(str(kind)).family) for kind in kinds], np.int64)
    pays = price(family, np.array([kind_named(str(kind)).tier for kind in kinds], np.int64))
    kind = of_value[found.value]
    tried = np.minimum(held[kind, found.a], held[kind, found.b]) * pays[kind]
    out = np.ones((pairs, len(FAMILIES)))
    np.minimum.at(out, (found.pair, family[kind]), np.minimum(chance[found.value] * tried, 1.0))
    return out


def price(family: Numbers, tier: Numbers) -> Reals:
    """By what the p of each kind is multiplied for the other kinds of its family (weighted Bonferroni).

    Kinds of the tiers 0 and 1 have two fifths of the weight together, those of tier 2 as much, those of tier 3 a fifth;
    where a family has none of one, the others have its weight.
    """
    level = np.maximum(tier, 1)
    weight = np.array([0.0, 0.4, 0.4, 0.2])
    out = np.ones(family.size)
    for one in np.unique(family):
        inside = family == one
        present = np.bincount(level[inside], minlength=4)
        out[inside] = (present * weight[present > 0].sum() / np.maximum(weight, 0.2))[level[inside]]
    return out


def combined(p: Reals, both: Numbers) -> Reals:
    """One p a row from the p of independent families, of which ``both`` could have shared something."""
    from scipy.special import gammaincc

    fisher = gammaincc(both, -np.log(np.maximum(p, 1e-300)).sum(1))
    return np.asarray(np.where(both > 1, np.minimum(2 * np.minimum(both * p.min(1), fisher), 1.0), p.min(1)))


def discovery(p: Reals, weight: Reals, tier: Numbers, sites: int) -> Reals:
    """The q of each pair by Benjamini and Hochberg, tiers 0 and 1 together and the others each by themselves.

    The tests are all pairs of sites; those that share nothing have p = 1. A row that stands for several pairs counts as
    so many.
    """
    tests, out = sites * (sites - 1) / 2, np.ones(p.size)
    for stratum in (tier <= 1, tier == 2, tier == 3):
        rows = np.flatnonzero(stratum)
        rows = rows[np.argsort(p[rows], kind="stable")]
        q = p[rows] * tests / np.maximum(np.cumsum(weight[rows]), 1)
        out[rows] = np.minimum(np.minimum.accumulate(q[::-1])[::-1], 1.0)
    return out


def grouped(a: NDArray[np.int32], b: NDArray[np.int32], sites: int) -> Numbers:
    """Number of the connected group of each site."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(a.size, np.int8), (a, b)), shape=(sites, sites))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)
