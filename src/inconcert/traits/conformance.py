"""What every trait must keep to. Anyone who writes one can call :func:`check_trait` in their own tests."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any
from weakref import finalize

from inconcert.errors import PluginError
from inconcert.signals.conformance import VIEWPOINT, in_docs
from inconcert.traits.base import AXES, REACH, SHOWN_ACCOUNTS, SHOWN_POSTS, Reading
from inconcert.traits.bounds import CAP
from inconcert.traits.people import Group, People, empty_accounts
from inconcert.traits.stock import stock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.traits.base import Trait
    from inconcert.traits.material import Material
    from inconcert.traits.sample import World

PARTS = ("What it asks", "How it speaks", "How it fools you", "What it needs", "A worked example")
"""Headings of a trait's docs page."""
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def check_trait(trait: Trait, docs: Path | None = None, world: World | None = None) -> None:
    """Check a trait on a group (that of :func:`inconcert.traits.stock.stock` unless given).

    Args:
        trait: The trait.
        docs: Folder that holds its page ``<name>.md``; the page is not asked for when this is not given.
        world: A group with controls of which the trait knows enough to speak.

    Raises:
        PluginError: the trait breaks the contract; the message lists everything that was found.
    """
    found = list(faults(trait, docs, world))
    if found:
        listed = "\n".join(f"- {fault}" for fault in found)
        raise PluginError(f"the trait '{trait.name}' breaks the contract:\n{listed}", todo="See docs/traits/index.md.")


def faults(trait: Trait, docs: Path | None = None, world: World | None = None) -> Iterator[str]:
    """Everything in which a trait breaks the contract, in words; nothing when it keeps to it."""
    yield from _in_words(trait)
    if docs is not None:
        yield from in_docs(trait.name, docs, PARTS)
    if world is None:
        yield from _in_readings(trait, *_sample())
    else:
        yield from world.ask(lambda group, material: list(_in_readings(trait, group, material)))


@cache
def _sample() -> tuple[Group, Material]:
    """The sample laid out once; its folder is gone when Python ends."""
    folder = mkdtemp(prefix="inconcert-")
    finalize(stock(), rmtree, folder, ignore_errors=True)
    return stock().laid(Path(folder))


def _in_words(trait: Trait) -> Iterator[str]:
    """What a trait says about itself."""
    if not _NAME.fullmatch(trait.name):
        yield f"its name '{trait.name}' is not words joined by underscores"
    if trait.axis not in AXES:
        yield f"its axis '{trait.axis}' is none of {', '.join(AXES)}"
    for field in ("family", "question", "limits"):
        value = getattr(trait, field)
        if not isinstance(value, str) or not value.strip():
            yield f"it says nothing as '{field}'"
        elif VIEWPOINT.search(value):
            yield f"'{field}' speaks of people's views or belonging: {value}"
    if trait.question and not trait.question.endswith("?"):
        yield "its question does not end in a question mark"
    if not trait.__class__.__doc__:
        yield "its class has no docstring"


def _in_readings(trait: Trait, group: Group, material: Material) -> Iterator[str]:
    """What it reads where there is enough to read, where there is nothing, and of the same under other names."""
    reading = trait.read(group, material)
    yield from _in_reading(trait, reading, group)
    if reading.nats is None and not reading.figures.get("unit"):
        yield f"it does not speak on the sample: {reading.says}"
    if trait.read(group, material) != reading:
        yield "its reading changes when it is asked again"
    nothing = trait.read(_bare(group), _without(material, group))
    if nothing.nats is not None or nothing.figures.get("unit"):
        yield f"it speaks of a group of which nothing is known: {nothing.says}"
    elif "insufficient data" not in nothing.says.lower():
        yield f"it does not say that the data are insufficient: {nothing.says}"
    renamed = trait.read(_renamed(group), material)
    if renamed.nats != reading.nats or renamed.n != reading.n:
        yield f"its reading changes when members exchange their names: {renamed.says}"


def _in_reading(trait: Trait, reading: Reading, group: Group) -> Iterator[str]:
    if reading.nats is not None and not abs(reading.nats) <= CAP:
        yield f"its {reading.nats} nats are beyond {CAP}"
    if trait.axis == REACH and reading.nats is not None:
        yield "it speaks of reach in nats: reach is counted in a unit of its own"
    if not reading.says.endswith(".") or VIEWPOINT.search(reading.says):
        yield f"what it says is no plain sentence about behaviour: {reading.says}"
    if not _plain(reading.figures):
        yield "its figures are not plain data"
    if len(reading.posts) > SHOWN_POSTS or len(reading.accounts) > SHOWN_ACCOUNTS:
        yield "it shows more posts or accounts than a reading holds"
    if set(reading.accounts) - set(group.assets):
        yield "it names accounts that are no members"
    if reading.replicates and len(reading.replicates) != len(group.draws):
        yield "its replicates are not those of the group's draws"


def _plain(figures: dict[str, Any]) -> bool:
    try:
        return bool(json.loads(json.dumps(figures, allow_nan=False)) == figures)
    except (TypeError, ValueError):
        return False


def _bare(group: Group) -> Group:
    """The group with nothing known of its members, and no posts."""
    return Group(group.assets, group.posts.slice(0, 0), empty_accounts(group.assets), group.number, group.seed)


def _without(material: Material, group: Group) -> Material:
    """The material without controls."""
    nobody = People((), group.posts.slice(0, 0), empty_accounts(()))
    return replace(material, matched={group.number: (nobody, nobody)})


def _renamed(group: Group) -> Group:
    """Members exchange their names and what is known of them goes along: others stand first, nothing else changes."""
    import pyarrow as pa

    order = list(range(len(group)))[::-1]
    spans = [range(int(group.cuts[who]), int(group.cuts[who + 1])) for who in order]
    posts = group.posts.take(pa.array([place for span in spans for place in span], pa.int64()))
    assets = tuple(group.assets[who] for who in order)
    return Group(assets, posts, group.accounts.take(pa.array(order)), group.number, group.seed)
