"""Reads the traits of a run's networks, some networks at a time, the strongest only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from inconcert.plugins import registered
from inconcert.traits import fusion
from inconcert.traits.base import AXES, SHOWN_ACCOUNTS, SHOWN_POSTS
from inconcert.traits.bounds import CAP
from inconcert.traits.controls import waiting
from inconcert.traits.material import Material, load
from inconcert.traits.people import Group, People
from inconcert.traits.register import read as read_register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from inconcert.networks.network import Network
    from inconcert.settings import Settings
    from inconcert.traits.base import Reading, Trait
    from inconcert.traits.controls import Waiting
    from inconcert.traits.register import Register

    Also = Callable[[Group, Material], dict[str, Any]]

LARGEST = 300
"""Networks that are read, the strongest of a run."""
MEMBERS = 200
"""Members of a network that are read, those tied most."""
AT_A_TIME = 4000
"""Accounts, members and controls, whose posts are held at a time."""
BEYOND = f"Not measured: beyond the {LARGEST} strongest networks of this run."


@dataclass(frozen=True)
class Measured:
    """What the traits of one network say."""

    axes: dict[str, dict[str, Any]]
    """inauthenticity, automation and reach, as they stand in ``findings.json``."""
    declared: bool
    """Whether most members say openly who runs them."""
    more: dict[str, Any] = field(default_factory=dict)
    """What else was asked of the group while its posts and its controls were at hand."""
    unread: str = ""
    """Why nothing was asked of it, where nothing was."""


def measured(
    con: duckdb.DuckDBPyConnection,
    features: Path,
    networks: Sequence[Network],
    settings: Settings,
    traits: Mapping[str, Trait] | None = None,
    also: Also | None = None,
) -> Iterator[Measured]:
    """What the traits say of each network, in the order of ``networks`` (strongest first).

    Args:
        con: connection with the view ``posts``; ``accounts``, ``deletions``, ``follows`` are empty where they are not.
        features: file of the noun ``features``.
        networks: all networks of the run; nobody in any of them serves as control.
        settings: ``seed`` and ``register`` are used.
        traits: the traits; all that are installed when not given.
        also: what else is asked of each group, so that posts and controls are read once.
    """
    used = registered("traits") if traits is None else traits
    if networks and used:
        _complete(con)
        register, drawn = read_register(settings.register), _Drawn(con, features, networks, settings.seed)
        for some in drawn.batches():
            material, groups = drawn.read(some, register)
            yield from (measure(group, material, used, also) for group in groups)
    for _ in networks[LARGEST if used else 0 :]:
        yield unmeasured(BEYOND if used else "")


def measure(group: Group, material: Material, traits: Mapping[str, Trait], also: Also | None = None) -> Measured:
    """What the traits say of one group."""
    read = [(trait, kept(trait.read(group, material))) for trait in traits.values()]
    return Measured(fusion.axes(read), fusion.declared(read), also(group, material) if also else {})


def kept(reading: Reading) -> Reading:
    """A reading within what readings may be: at most ±6 nats, no more posts and accounts than are shown."""
    nats = None if reading.nats is None else max(-CAP, min(CAP, reading.nats))
    return replace(reading, nats=nats, posts=reading.posts[:SHOWN_POSTS], accounts=reading.accounts[:SHOWN_ACCOUNTS])


def unmeasured(why: str = "") -> Measured:
    """A network whose traits were not read."""
    axes = {name: fusion.lacking(name) for name in AXES}
    return Measured({name: axis | {"says": why or axis["says"]} for name, axis in axes.items()}, False, unread=why)


def _complete(con: duckdb.DuckDBPyConnection) -> None:
    """Lay empty views where a material knows nothing of accounts, deletions or follows."""
    from inconcert.store.views import select

    for noun in ("accounts", "deletions", "follows"):
        if not con.execute("SELECT 1 FROM information_schema.tables WHERE table_name = ?", [noun]).fetchall():
            con.execute(f"CREATE TEMP VIEW {noun} AS {select(noun, [])}")


class _Drawn:
    """The networks of a run with their controls drawn."""

    def __init__(self, con: duckdb.DuckDBPyConnection, features: Path, networks: Sequence[Network], seed: int) -> None:
        self._con, self._features, self._seed = con, features, seed
        everybody = [asset for network in networks for asset in network.assets]
        self._waiting: Waiting = waiting(con, features, everybody, seed)
        self._members = [network.assets[:MEMBERS] for network in networks[:LARGEST]]
        self._controls = [
            (self._waiting.drawn(members), self._waiting.drawn(members, aged=False)) for members in self._members
        ]

    def batches(self) -> Iterator[range]:
        """Stretches of networks whose accounts are few enough to be held."""
        first = held = 0
        for place, members in enumerate(self._members):
            size = len(members) + sum(map(len, self._controls[place]))
            if place > first and held + size > AT_A_TIME:
                yield range(first, place)
                first, held = place, 0
            held += size
        if self._members:
            yield range(first, len(self._members))

    def read(self, some: range, register: Register) -> tuple[Material, list[Group]]:
        """The groups of a stretch, and the material with their controls."""
        wanted = {asset for place in some for asset in self._members[place]}
        for place in some:
            wanted.update(*self._controls[place])
        loaded = load(self._con, self._features, sorted(wanted))
        matched = {place: self._matched(loaded, place) for place in some}
        groups = [Group(*loaded.people(self._members[place]), place, self._seed) for place in some]
        return Material(self._con, self._features, matched, register), groups

    def _matched(self, loaded: Any, place: int) -> tuple[People, People]:
        aged, ageless = self._controls[place]
        first = People(*loaded.people(aged))
        return first, first if set(aged) == set(ageless) else People(*loaded.people(ageless))
