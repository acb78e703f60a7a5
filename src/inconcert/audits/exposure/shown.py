"""What puppets were shown: one exposure for each place in a feed, with the label on which its labellers agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inconcert.audits.rows import Form
from inconcert.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from inconcert.audits.receipt import Receipt
    from inconcert.audits.rows import Row

FORM = Form(
    "a table of what was shown",
    ("experiment_id", "arm", "puppet_id", "step", "shown_item_id", "rank", "label", "labeller"),
    ("seed_set", "location", "device_profile", "surface", "watched_s", "label_conf", "engagement"),
)
DISPUTED = "\0disputed"
"""Stands for the label of an item on which labellers differ; it is none of theirs."""


@dataclass(frozen=True)
class Exposure:
    """One item in one place of one puppet's feed."""

    step: int
    rank: int
    item: str
    engagement: float | None


@dataclass
class Puppet:
    """One puppet with what it was shown."""

    name: str
    arm: str
    setting: tuple[str, str, str]
    """Seed set, location and device profile."""
    shown: list[Exposure] = field(default_factory=list)


@dataclass
class Shown:
    """All puppets, in order of their ids, and the labels of items."""

    puppets: list[Puppet]
    labels: dict[str, str | None]
    """Label by item; ``None`` when nobody labelled it."""
    given: dict[str, dict[str, str]]
    """Labels by item and labeller; of a labeller who differs with himself, the word that says so."""


def gather(rows: Sequence[Row], experiment: str, surface: str, first_step: int, receipt: Receipt) -> Shown:
    """Put rows together; one exposure may have a row for each labeller.

    Args:
        rows: Rows of the table.
        experiment: The experiment that is meant; empty when there is only one.
        surface: Only what was shown there; empty for all.
        first_step: Exposures from this step on count: what came before taught the feed.
        receipt: Takes remarks.

    Raises:
        InputError: a puppet is in two arms, or a cell does not fit.
        UsageError: there are several experiments and none was named, or nothing is left.
    """
    wanted = [row for row in rows if not experiment or row.text("experiment_id") == experiment]
    names = sorted({row.needed("experiment_id") for row in wanted})
    if len(names) != 1:
        said = ", ".join(names[:5]) or "none of that name"
        raise UsageError(
            f"one experiment is audited at a time; here there is {said}.", todo="Name it: --experiment ID."
        )
    puppets: dict[str, Puppet] = {}
    given: dict[str, dict[str, str]] = {}
    seen: dict[tuple[str, int, int, str], float | None] = {}
    early = other = 0
    for row in wanted:
        puppet = _puppet(row, puppets)
        step, rank, item = _whole(row, "step"), _whole(row, "rank"), row.needed("shown_item_id")
        if step < first_step or (surface and row.text("surface") != surface):
            early, other = early + (step < first_step), other + (step >= first_step)
            continue
        _label(row, item, given)
        place = (puppet.name, step, rank, item)
        known, new = seen.get(place), row.number_of("engagement")
        seen[place] = new if known is None else known if new is None else max(known, new)
    for (name, step, rank, item), engagement in sorted(seen.items(), key=lambda one: one[0]):
        puppets[name].shown.append(Exposure(step, rank, item, engagement))
    if early:
        receipt.note(f"{early:,} rows before step {first_step} were left out: they taught the feed.")
    if other:
        receipt.note(f"{other:,} rows of other surfaces than '{surface}' were left out.")
    return _settled(puppets, seen, given, receipt)


def _settled(
    puppets: dict[str, Puppet], seen: Iterable[tuple[str, int, int, str]], given: dict[str, dict[str, str]],
    receipt: Receipt,
) -> Shown:  # fmt: skip
    items = {place[3] for place in seen}
    labels: dict[str, str | None] = {}
    for item in sorted(items):
        said = set(given.get(item, {}).values())
        labels[item] = None if not said else next(iter(said)) if len(said) == 1 else DISPUTED
    silent = [name for name, puppet in sorted(puppets.items()) if not puppet.shown]
    if silent:
        receipt.note(f"{len(silent)} puppets have no exposure that counts and are in no figure.")
    kept = [puppet for _, puppet in sorted(puppets.items()) if puppet.shown]
    return Shown(kept, labels, given)


def _puppet(row: Row, puppets: dict[str, Puppet]) -> Puppet:
    name, arm = row.needed("puppet_id"), row.needed("arm")
    setting = (row.text("seed_set"), row.text("location"), row.text("device_profile"))
    puppet = puppets.setdefault(name, Puppet(name, arm, setting))
    if puppet.arm != arm:
        raise row.refuse("arm", f"puppet '{name}' is in arm '{puppet.arm}' and in arm '{arm}'.",
                         "A puppet is in one arm.")  # fmt: skip
    if puppet.setting != setting:
        raise row.refuse("seed_set", f"puppet '{name}' changes its seed set, location or device.",
                         "A puppet keeps them; make two of it.")  # fmt: skip
    return puppet


def _whole(row: Row, column: str) -> int:
    found = row.whole(column)
    if found is None:
        row.needed(column)
        raise row.refuse(column, "the cell says no number.")
    return found


def _label(row: Row, item: str, given: dict[str, dict[str, str]]) -> None:
    label = row.text("label")
    if not label:
        return
    labeller = row.needed("labeller")
    there = given.setdefault(item, {})
    there[labeller] = label if there.get(labeller, label) == label else DISPUTED


def counted(shown: Shown, arm: str) -> Counter[str]:
    """Exposures of an arm: all, with a label, without one, disputed."""
    made: Counter[str] = Counter()
    for puppet in shown.puppets:
        if puppet.arm == arm:
            for exposure in puppet.shown:
                label = shown.labels[exposure.item]
                kind = "unlabelled" if label is None else "disputed" if label == DISPUTED else "labelled"
                made.update(("exposures", kind))
    return made


def needed_arms(shown: Shown) -> list[str]:
    """Names of the arms, in order.

    Raises:
        InputError: there are fewer than two.
    """
    arms = sorted({puppet.arm for puppet in shown.puppets})
    if len(arms) < 2:
        raise InputError("there is one arm, and nothing to compare it with.", todo="Give the rows of both arms.")
    return arms
