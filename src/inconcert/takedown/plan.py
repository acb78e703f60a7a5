"""A plan of enforcement: what is to be done to whom, on what evidence, who is held back, and in which stages."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from inconcert.casework.canonical import fingerprint
from inconcert.errors import InputError, NoSuchThing
from inconcert.takedown.words import ACTIONS, APPROVALS, APPROVALS_FINAL, FINAL, KINDS, Action, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Radius:
    """Who else an item touches. ``None`` is "not known from this material", never zero."""

    followers: int | None = None
    """Followers that the target has, members of the network among them."""
    repliers: int | None = None
    """Accounts outside the network that replied to it."""
    sharers: int | None = None
    """Accounts outside the network that shared its posts."""
    bystanders: tuple[str, ...] = ()
    """Some of them by name, those who dealt with it most first."""
    weak: bool = False
    """Whether the target belongs to the network by weak ties only, so that it might not without one of them."""
    says: tuple[str, ...] = ()
    """The same in sentences."""


@dataclass(frozen=True)
class Item:
    """One thing to be done to one target."""

    platform: str
    target: str
    """Native id on the platform."""
    kind: Kind
    action: Action
    reason: str
    policies: tuple[str, ...]
    """Policies that it rests on; at least one."""
    evidence: tuple[str, ...] = ()
    """Posts, ties or pieces of evidence of the case, by id."""
    notice: str = ""
    """What the owner of the target is told."""
    appeal: str = ""
    """Where and until when the owner can object."""
    expires_at: date | None = None
    """Day on which it ends by itself; ``None``: it does not."""
    radius: Radius = field(default_factory=Radius)
    purged_key: str = ""
    """Key of the action where the target's account was purged: it can be told, and nothing can be done to it."""

    def __post_init__(self) -> None:
        for word, known, what in ((self.action, ACTIONS, "action"), (self.kind, KINDS, "kind of target")):
            if word not in known:
                raise InputError(f"'{word}' is no {what}.", todo=f"There are: {', '.join(known)}.")
        if not self.reason.strip() or not self.policies:
            raise InputError(f"{self.name}: an item needs a reason and a policy that it rests on.")

    @property
    def name(self) -> str:
        """``action platform:target``."""
        return f"{self.action} {self.platform}:{self.target}"

    @property
    def reversible(self) -> bool:
        """Whether it can be taken back."""
        return not self.final and not self.purged_key

    @property
    def final(self) -> bool:
        """Whether the action is of a kind that nothing takes back."""
        return self.action in FINAL


@dataclass(frozen=True)
class Held:
    """A member of the network that is left alone, and why."""

    platform: str
    target: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Pace:
    """How fast a plan is carried out."""

    first: int = 5
    """Items of the first stage."""
    wait_seconds: float = 3600.0
    """Pause after the first stage, in which somebody looks at what it did."""
    per_minute: float = 30.0
    """Most items a minute."""


@dataclass(frozen=True)
class Plan:
    """A plan; any change makes another plan, with another hash."""

    id: str
    case_id: str
    author: str
    network_id: str
    finding_sha256: str
    """Hash of the finding that the case froze and that was confirmed."""
    policy_version: str
    items: tuple[Item, ...]
    held: tuple[Held, ...] = ()
    pace: Pace = field(default_factory=Pace)
    replaces: str = ""
    """Id of the plan that this one was made from by a change; that one can no longer be carried out."""
    earlier_authors: tuple[str, ...] = ()
    """Authors of the plans that it was made from; like its author, they may not approve it."""
    purged: bool = False
    """Whether a purge took something out of it: it can be told and taken back, and no longer be carried out."""

    def __post_init__(self) -> None:
        names = [(item.platform, item.target, item.action) for item in self.items]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise InputError(f"the plan holds {twice[2]} {twice[0]}:{twice[1]} twice.")

    @cached_property
    def document(self) -> dict[str, Any]:
        """The plan as plain data."""
        return {**self._plain(), "keys": {self.key(item): item.name for item in self.items}}

    @cached_property
    def sha256(self) -> str:
        """Hash of the whole plan, by which a rehearsal and its approvals are bound to it."""
        return fingerprint(self._plain())

    def _plain(self) -> dict[str, Any]:
        """Without fields that say nothing and that older plans do not have."""
        found = _said(asdict(self))
        return {**found, "items": [_said(item) for item in found["items"]]}

    @property
    def authors(self) -> tuple[str, ...]:
        """Everybody who wrote it or a plan that it was made from."""
        return (self.author, *self.earlier_authors)

    def item(self, key: str) -> Item:
        """The item of a key.

        Raises:
            NoSuchThing: there is none.
        """
        for item in self.items:
            if self.key(item) == key:
                return item
        raise NoSuchThing(f"plan {self.id} has no item {key}.", todo="The keys stand in the plan.")

    def key(self, item: Item) -> str:
        """Key of an action: the same item of the same plan has the same key in every attempt."""
        return item.purged_key or fingerprint([self.id, item.platform, item.target, item.action])[:32]

    @property
    def approvals_needed(self) -> int:
        """How many persons must approve it."""
        return APPROVALS if not any(item.final for item in self.items) else APPROVALS_FINAL

    @property
    def stages(self) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
        """The first few items, and the rest."""
        return self.items[: self.pace.first], self.items[self.pace.first :]

    def without(self, platform: str, target: str, why: str, *, by: str, plan_id: str) -> Plan:
        """Another plan in which a target is held back, written by somebody.

        Raises:
            InputError: the plan does nothing to the target.
        """
        left = tuple(item for item in self.items if (item.platform, item.target) != (platform, target))
        if len(left) == len(self.items):
            raise InputError(f"the plan does nothing to {platform}:{target}.")
        authors = tuple(dict.fromkeys((*self.authors, by)))
        return replace(
            self, id=plan_id, items=left, held=(*self.held, Held(platform, target, (why,))), author=by,
            replaces=self.id, earlier_authors=tuple(name for name in authors if name != by),
        )  # fmt: skip


_LATER = frozenset({"replaces", "earlier_authors", "purged", "purged_key"})


def _said(plain: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plain.items() if value or name not in _LATER}


def plan_of_document(document: Mapping[str, Any]) -> Plan:
    """A plan from its :attr:`Plan.document`."""
    given = {name: value for name, value in document.items() if name not in {"items", "held", "pace", "keys"}}
    given["earlier_authors"] = tuple(given.get("earlier_authors", ()))
    held = tuple(Held(one["platform"], one["target"], tuple(one["why"])) for one in document["held"])
    return Plan(**given, items=tuple(map(_item, document["items"])), held=held, pace=Pace(**document["pace"]))


def _item(stored: Mapping[str, Any]) -> Item:
    around: dict[str, Any] = dict(stored["radius"])
    around |= {name: tuple(around[name]) for name in ("bystanders", "says")}
    ends = stored["expires_at"]
    lists = {name: tuple(stored[name]) for name in ("policies", "evidence")}
    ends = None if ends is None else date.fromisoformat(ends)
    return Item(**{**stored, **lists, "radius": Radius(**around), "expires_at": ends})
