"""How likely an unrelated site of this material carries a value: decision 0015.

A value of kind k that n of N sites carry has the predictive chance of a Beta prior with mean ``background`` and weight
``weight``, the two sites of the pair left out: ``(weight · background + leak · min(n - 2, most)) / (weight + N - 2)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.sites.hands.kinds import FAMILIES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.sites.hands.material import Material

    Reals = NDArray[np.float64]

BACKED = 0.5
"""Share of a value's carriers that other evidence must bind to each other before an open value is one owner's."""
LEAST_BOUND = 3
"""Groups of two and more sites among them: two operators meet on a host by chance, three hardly ever."""
BACKED_RATE = 0.01
"""What is left of the background of a value that is backed."""
BACKED_LEAK = 1e-4
BACKED_MOST = 20
STRANGERS = 4
"""Carriers with an account of their own by which a value may be seen to be a platform's."""
APART = 0.7
"""Share of them whose accounts differ, above which it is one."""
_ACCOUNTS = frozenset(("ua", "adsense"))
"""Kinds that are an account, not a property or a container of one: they differ between owners, seldom within."""


def chance(background: float, weight: float, leak: float, others: Reals, sites: int) -> Reals:
    """The predictive chance that an unrelated site carries a value that ``others`` sites carry besides the pair."""
    return np.asarray((weight * background + leak * others) / (weight + max(sites - 2, 0)))


def chances(material: Material, own: dict[int, float]) -> Reals:
    """The chance of each value; ``own`` gives those that are known otherwise, as of bursts."""
    kinds = [material.kind(value) for value in range(len(material.kinds))]
    told = np.array([(k.background, k.weight, k.leak, k.most) for k in kinds], float).reshape(-1, 4)
    others = np.minimum(np.maximum(material.number - 2, 0), told[:, 3])
    known = np.array([_FAMILY[k.family] for k in kinds], int)
    sites = material.known().sum(0)[known] if known.size else np.empty(0)
    out = (told[:, 0] * told[:, 1] + told[:, 2] * others) / (told[:, 1] + np.maximum(sites - 2, 0))
    out[list(own)] = list(own.values())
    return np.asarray(np.minimum(out, 1.0))


_FAMILY = {family: number for number, family in enumerate(FAMILIES)}


def platforms(material: Material) -> dict[int, str]:
    """Values that turn out to be a platform's in this material, and why.

    Either nearly all carriers are blogs on one host, or they hold accounts that differ from site to site.
    """
    accounts = _accounts(material)
    out = {}
    for value in np.flatnonzero(material.number > 2).tolist():
        if material.kind(value).family == "hosting" or material.kinds[value].startswith("registered-"):
            continue
        who = material.who(value).tolist()
        if _one_host([material.sites[site] for site in who]):
            out[value] = "carried by blogs of one host"
        elif material.kinds[value] not in _ACCOUNTS:
            held = [accounts[site] for site in who if site in accounts]
            if len(held) >= STRANGERS and len(set(held)) > APART * len(held):
                out[value] = "carried by sites with different accounts"
    return out


def _accounts(material: Material) -> dict[int, frozenset[int]]:
    out: dict[int, set[int]] = {}
    for value, kind in enumerate(material.kinds):
        if kind in _ACCOUNTS:
            for site in material.who(value).tolist():
                out.setdefault(site, set()).add(value)
    return {site: frozenset(values) for site, values in out.items()}


def _one_host(sites: list[str]) -> bool:
    """Whether four of five sites are blogs under one name that is not a registry's."""
    if sum(site.count(".") > 1 for site in sites) < 0.8 * len(sites):
        return False
    parents = [site.partition(".")[2] for site in sites]
    parent = max(set(parents), key=parents.count)
    return parents.count(parent) >= 0.8 * len(sites) and _sold_to_anybody(parent)


def _sold_to_anybody(suffix: str) -> bool:
    """Whether names below a suffix are blogs of one company's host: somebody bought the suffix itself."""
    from tldextract import TLDExtract

    registry = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=False)
    return bool(registry.extract_str(suffix).domain)


def backed(
    material: Material, chance_of: Reals, group: NDArray[np.int64]
) -> tuple[Reals, dict[int, NDArray[np.int32]]]:
    """Open values that other evidence shows to be one owner's: their lower chances, and the carriers they hold for.

    ``group`` is the number of the group that other evidence puts each site in. A carrier is bound when another of the
    value's carriers is in its group; strangers on a shared host are bound to nobody and stay out.
    """
    out = chance_of.copy()
    holds: dict[int, NDArray[np.int32]] = {}
    for value in np.flatnonzero(material.number > 1).tolist():
        kind = material.kind(value)
        if not kind.open:
            continue
        who = material.who(value)
        _, place, often = np.unique(group[who], return_inverse=True, return_counts=True)
        bound = who[often[place] > 1]
        if bound.size > BACKED * who.size and (often > 1).sum() >= LEAST_BOUND:
            others = np.array(min(bound.size - 2, BACKED_MOST), float)
            lower = chance(kind.background * BACKED_RATE, kind.weight, BACKED_LEAK, others, len(material.sites))
            out[value] = min(out[value], float(lower))
            holds[value] = bound
    return out, holds
