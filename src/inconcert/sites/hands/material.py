"""What the sites of a material carry, as numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from inconcert.sites.hands.common import reason
from inconcert.sites.hands.kinds import FAMILIES, Kind, kind_named
from inconcert.sites.records.certificates import TOLD
from inconcert.sites.records.sellers import SELLS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from inconcert.sites.records.fact import Fact

_APART = frozenset(("registered", "registrar", "called", SELLS, TOLD))
"""Kinds that are no shared values by themselves."""


@dataclass
class Gathered:
    """Facts as they come in: numbers of sites and values, and who carries what."""

    sites: dict[str, int] = field(default_factory=dict)
    values: dict[tuple[str, str], int] = field(default_factory=dict)
    held: set[int] = field(default_factory=set)
    """Site and value of each fact in one number, the site in the upper half."""
    registered: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Site → second of registration, fineness of its clock in seconds."""
    registrar: dict[int, str] = field(default_factory=dict)
    called: dict[int, Counter[int]] = field(default_factory=dict)
    """Site → the sites that its pages call their own, and how many do."""
    sellers: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Exchange and account → kind of seller, its site or nothing, its name, as exchanges say."""
    common: Counter[str] = field(default_factory=Counter)
    """Reason → facts left out because the value is on a list of what strangers share."""

    def add(self, facts: Iterable[Fact]) -> None:
        """Take in facts."""
        for fact in facts:
            site = self.sites.setdefault(fact.site, len(self.sites))
            if fact.kind in _APART:
                self._set_apart(site, fact)
            elif fact.kind:
                self.hold(site, fact.kind, fact.value)

    def hold(self, site: int, kind: str, value: str) -> None:
        """Take note that a site carries a value; one that a list holds is counted and left out."""
        number = self.values.get((kind, value))
        if number is None:
            number = -1 if reason(kind, value) else len(self.values)
            self.values[kind, value] = number
        if number < 0 or self.values[kind, value] < 0:
            self.common[reason(kind, value) or ""] += 1
        else:
            self.held.add(site << 32 | number)

    def _set_apart(self, site: int, fact: Fact) -> None:
        kind, value = fact.kind, fact.value
        if kind == SELLS:
            account, seller, home, name = (*value.split(" ", 3), "")[:4]
            self.sellers[f"{fact.site} {account}"] = seller, "" if home == "-" else home, name
        elif kind == "registrar":
            self.registrar[site] = value
        elif kind == "called":
            self.called.setdefault(site, Counter())[self.sites.setdefault(value, len(self.sites))] += 1
        elif kind == "registered":
            second, clock = map(int, value.split())
            if site not in self.registered or clock < self.registered[site][1]:
                self.registered[site] = second, clock


@dataclass(frozen=True)
class Material:
    """Sites, values and which site carries which value, carriers of one value beside each other."""

    sites: list[str]
    kinds: list[str]
    """Kind of each value."""
    values: list[str]
    pointer: NDArray[np.int64]
    """Value → where its carriers begin."""
    carriers: NDArray[np.int32]
    copied: NDArray[np.int32]
    """Site → the other site that most of its pages call themselves, or -1."""

    @property
    def number(self) -> NDArray[np.int64]:
        """Carriers of each value."""
        return np.diff(self.pointer)

    def who(self, value: int) -> NDArray[np.int32]:
        """The sites that carry a value, ascending."""
        return self.carriers[self.pointer[value] : self.pointer[value + 1]]

    def kind(self, value: int) -> Kind:
        """Kind of a value."""
        return kind_named(self.kinds[value])

    def known(self) -> NDArray[np.bool_]:
        """Site and family → whether anything of the family is known of the site."""
        of_value = np.repeat(
            np.array([FAMILIES.index(self.kind(v).family) for v in range(len(self.kinds))], int), self.number
        )
        out = np.zeros((len(self.sites), len(FAMILIES)), np.bool_)
        out[self.carriers, of_value] = True
        return out


def settled(gathered: Gathered, extra: list[tuple[str, str, list[int]]]) -> Material:
    """The material of gathered facts and of values found besides, as (kind, value, carriers)."""
    keys = [key for key, number in gathered.values.items() if number >= 0]
    renumbered = np.full(len(gathered.values), -1, np.int64)
    renumbered[[gathered.values[key] for key in keys]] = np.arange(len(keys))
    packed = np.fromiter(gathered.held, np.int64, len(gathered.held))
    site, value = packed >> 32, renumbered[packed & 0xFFFFFFFF]
    for number, (_, _, who) in enumerate(extra):
        site = np.concatenate([site, np.array(who, np.int64)])
        value = np.concatenate([value, np.full(len(who), len(keys) + number)])
    order = np.lexsort((site, value))
    keys += [(kind, text) for kind, text, _ in extra]
    pointer = np.searchsorted(value[order], np.arange(len(keys) + 1))
    copied = np.full(len(gathered.sites), -1, np.int32)
    for one, names in gathered.called.items():
        most = max(names, key=lambda other: (names[other], other == one))
        copied[one] = -1 if most == one else most
    kinds, values = [kind for kind, _ in keys], [text for _, text in keys]
    return Material(list(gathered.sites), kinds, values, pointer, site[order].astype(np.int32), copied)
