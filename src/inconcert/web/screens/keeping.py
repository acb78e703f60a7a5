"""What can be laid into a case as evidence, copied from the run as it stands: never from what a browser sends back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inconcert.errors import NoSuchThing, UsageError
from inconcert.web.screens import asset, ties
from inconcert.web.screens.run import network_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from inconcert.web.screens.material import Material

    Row = dict[str, Any]

KINDS = {
    "network": "this network",
    "tie": "this tie",
    "post": "this post",
    "account": "this account",
    "page": "this page, group or channel",
    "site": "this site",
    "ad": "this ad",
}
"""What has a page that offers it as evidence, and what it is called there."""
CASEWORK = {"account": "asset", "page": "asset"}
"""Kinds that casework has one word for."""
_POST = "platform || ':' || post_id = $post"
_NOT_KEPT = ("posted", "page", "pages", "grid")
"""Parts of an asset's page that are a view of the material and no statement about the asset."""


@dataclass(frozen=True)
class Asked:
    """What is to be kept, as an address names it."""

    kind: str
    run: str
    id: str = ""
    """Of a network, post (``platform:post_id``), account, page, site or ad."""
    a: str = ""
    """Of a tie: one end, as ``platform:account_id``."""
    b: str = ""
    net: str = ""
    """The network that it was seen in, where there is one."""

    @property
    def ref(self) -> Row:
        """Where it stands, as the case keeps it."""
        told = {"run": self.run, "kind": self.kind, "id": self.id, "a": self.a, "b": self.b, "network_id": self.net}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True)
class Copy:
    """A piece of the material as it stands now."""

    kind: str
    """As casework calls it."""
    frozen: Row
    says: str
    """What it is, in a line."""
    subjects: tuple[str, ...]
    """Accounts that it tells of, ``platform:account_id``."""


def copied(material: Material, asked: Asked) -> Copy:
    """A copy of what is asked for.

    Raises:
        UsageError: there is no such kind.
        NoSuchThing: the run knows no such thing.
    """
    if asked.kind not in KINDS:
        raise UsageError(f"'{asked.kind}' is nothing that can be kept.", todo=f"There are: {', '.join(KINDS)}.")
    frozen = _frozen(material, asked)
    if frozen is None:
        raise NoSuchThing(f"this run does not know {KINDS[asked.kind]}.", todo="Open it from its page and try again.")
    return Copy(CASEWORK.get(asked.kind, asked.kind), frozen, says(asked.ref, frozen), _subjects(asked, frozen))


def _frozen(material: Material, asked: Asked) -> Row | None:
    platform, _, name = asked.id.partition(":")
    if asked.kind == "network":
        return network_of(material, asked.id)
    if asked.kind == "tie":
        return ties.tie(material, asked.a, asked.b)
    if asked.kind == "post":
        return _post(material, asked.id)
    if asked.kind == "account":
        found = asset.account(material, asked.id)
    elif asked.kind == "page":
        found = asset.page(material, platform, name)
    else:
        found = asset.site(material, asked.id) if asked.kind == "site" else asset.ad(material, platform, name)
    return found and {key: value for key, value in found.items() if key not in _NOT_KEPT}


def _post(material: Material, ref: str) -> Row | None:
    with material.cursor() as con:
        found = asset.posted(material, con, _POST, 0, post=ref)
    return found[0] if found else None


def _subjects(asked: Asked, frozen: Row) -> tuple[str, ...]:
    if asked.kind == "network":
        return tuple(f"{one['platform']}:{one['account_id']}" for one in frozen["members"])
    found = {"tie": (asked.a, asked.b), "account": (asked.id,), "post": (frozen.get("account"),)}
    return tuple(str(one) for one in found.get(asked.kind, ()) if one)


def says(ref: Mapping[str, Any], frozen: Mapping[str, Any]) -> str:
    """What a kept piece of evidence is, in a line; of a purged copy as much as is left."""
    kind = str(ref.get("kind", ""))
    if kind == "network":
        members, posts = len(frozen.get("members", ())), _figure(frozen.get("posts"))
        return f"Network {ref.get('id')}: {members:,} members, {posts} posts"
    if kind == "tie":
        signals = ", ".join(str(one["signal"]) for one in frozen.get("signals", ()))
        return f"Tie of {ref.get('a')} and {ref.get('b')}: {signals}"
    if kind == "post":
        return f"Post {ref.get('id')} of {frozen.get('handle') or frozen.get('account')}, {frozen.get('at')}"
    return f"{KINDS.get(kind, 'this').removeprefix('this ').capitalize()} {ref.get('id', '')}".strip()


def _figure(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"


def place(ref: Mapping[str, Any], frozen: Mapping[str, Any]) -> tuple[str, dict[str, str]] | None:
    """Path and parameters of the page where a piece of evidence stands; ``None`` when it has none."""
    kind, run = str(ref.get("kind", "")), str(ref.get("run", ""))
    if kind == "network":
        return f"/findings/{ref['id']}", {"run": run}
    if kind == "tie" and ref.get("network_id"):
        return f"/findings/{ref['network_id']}/tie", {"a": str(ref["a"]), "b": str(ref["b"]), "run": run}
    if kind == "post":
        return ("/assets/account", {"id": str(frozen["account"]), "run": run}) if frozen.get("account") else None
    return (f"/assets/{kind}", {"id": str(ref.get("id", "")), "run": run}) if kind in KINDS and kind != "tie" else None
