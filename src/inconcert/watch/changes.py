"""What changed from one round to the next: networks that are new, have grown, are gone, or may be a return.

A network of this round continues one of the last when they share half of the members of the smaller one. Members are
kept as salted hashes only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from inconcert.casework.salted import salted
from inconcert.casework.standing_views import Raised
from inconcert.networks.words import count
from inconcert.returns.traits import members_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SAME = 0.5
"""Share of the members of the smaller network that must be in both."""
GROWN, LEAST = 1.25, 3
"""A network has grown when it is so many times as large as when it was last told of, and by so many accounts."""


@dataclass(frozen=True)
class Line:
    """A network through the rounds."""

    network_id: str
    """Its id in the round in which it was last there."""
    members: frozenset[str]
    told: int
    """Members when an alert last told of its size."""
    gone: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {"network_id": self.network_id, "members": sorted(self.members), "told": self.told, "gone": self.gone}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Line:
        """The line that :meth:`to_dict` told."""
        return cls(kept["network_id"], frozenset(kept["members"]), int(kept["told"]), bool(kept["gone"]))


Lines = dict[str, Line]
"""Lines by the id of the network with which each began."""


@dataclass(frozen=True)
class Changes:
    """What to tell of a round, and what the next is compared with."""

    alerts: tuple[Raised, ...]
    lines: Lines


def changes(
    watch: str,
    run: str,
    networks: Sequence[Mapping[str, Any]],
    returns: Mapping[str, Sequence[Mapping[str, Any]]],
    before: Lines,
    salt: str,
) -> Changes:
    """Compare the networks of a run with the last round.

    Args:
        watch: Name of the watch.
        run: Id of the run.
        networks: Networks of ``findings.json``.
        returns: Candidates of each network, see :func:`inconcert.returns.keeping.look`.
        before: What the last round ended with.
        salt: Salt of the members' hashes.
    """
    lines, alerts, taken = dict(before), list[Raised](), set[str]()
    for network in sorted(networks, key=lambda one: -int(one["size"])):
        members = frozenset(salted(salt, member) for member in members_of(network))
        start = _continued(members, before, taken) or str(network["id"])
        taken.add(start)
        old = before.get(start)
        kind = _kind(old, members)
        lines[start] = Line(str(network["id"]), members, old.told if old and kind is None else len(members))
        if kind:
            alerts.append(_alert(watch, run, kind, start, network, old))
        alerts += _returned(watch, run, start, network, returns.get(str(network["id"]), ()))
    for start, old in before.items():
        if start not in taken and not old.gone:
            lines[start] = replace(old, gone=True)
            alerts.append(_gone(watch, run, start, old))
    return Changes(tuple(alerts), lines)


def _continued(members: frozenset[str], before: Lines, taken: set[str]) -> str | None:
    """The line that a network continues: that with most members in common."""
    shared = {start: len(members & old.members) for start, old in before.items() if start not in taken}
    fits = [
        start for start, both in shared.items()
        if both and both >= SAME * min(len(members), len(before[start].members))
    ]  # fmt: skip
    return max(fits, key=lambda start: (shared[start], start), default=None)


def _kind(old: Line | None, members: frozenset[str]) -> str | None:
    if old is None or old.gone:
        return "new"
    return "grown" if len(members) >= max(GROWN * old.told, old.told + LEAST) else None


def _alert(watch: str, run: str, kind: str, start: str, network: Mapping[str, Any], old: Line | None) -> Raised:
    size, name = int(network["size"]), str(network["id"])
    if kind == "grown" and old is not None:
        head = f"{name} has grown from {count(old.told, 'account')} to {size:,}."
    else:
        again = " It was gone in between." if old is not None else ""
        head = f"New network {name}: {count(size, 'account')}, grade {network['grade']}.{again}"
    strong = ["The evidence is strong enough to call for attention."] if network["alert"] else []
    says = (head, *strong, *map(str, network["why"][:2]))
    # A network that was gone may come more than once; one that grows, at each size.
    turn = f"{run}" if kind == "new" and old is not None else f"{size}" if kind == "grown" else ""
    return Raised(f"{watch}|{kind}|{start}|{turn}", kind, run, name, says)


def _gone(watch: str, run: str, start: str, old: Line) -> Raised:
    says = (
        f"{old.network_id} is not found any more ({count(len(old.members), 'account')}).",
        "Its posts may lie outside of the days that are looked at, or be too few now; its accounts may be gone.",
    )
    return Raised(f"{watch}|gone|{start}|{run}", "gone", run, old.network_id, says)


def _returned(
    watch: str, run: str, start: str, network: Mapping[str, Any], matches: Sequence[Mapping[str, Any]]
) -> Iterator[Raised]:
    for match in matches:
        case, name = str(match["case_id"]), str(network["id"])
        says = (f"{name}, {count(int(network['size']), 'account')}: {match['says'][0]}", *match["says"][1:])
        yield Raised(f"{watch}|returned|{start}|{case}", "returned", run, name, says, case)
