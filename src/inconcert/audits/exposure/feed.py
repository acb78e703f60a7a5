"""Audit of a feed by sock-puppets: what share of what was shown carries a label, between arms of the experiment.

The table is of puppets that somebody else ran; nothing here runs one. Labels are the user's words and mean nothing to
inconcert: the result only says how often each was shown. Arms are treated alike: with their names swapped, every
difference comes out the other way round, to the last digit.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from inconcert.audits.exposure import shown as tables
from inconcert.audits.figures import Interval, adjusted, kappa, mean, permutation, welch
from inconcert.audits.rows import read
from inconcert.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from inconcert.audits.exposure.shown import Exposure, Puppet, Shown
    from inconcert.audits.figures import Reals
    from inconcert.audits.receipt import Receipt

BANDS = 5
"""Bands of engagement, of about equal numbers of items."""


@dataclass(frozen=True)
class Arm:
    """One arm of the experiment."""

    arm: str
    puppets: int
    exposures: int
    labelled: int
    unlabelled: int
    disputed: int
    """Exposures to items on whose label the labellers differ; like those without a label they are in no share."""


@dataclass(frozen=True)
class Share:
    """How much of what an arm was shown carries a label; each puppet counts once."""

    arm: str
    label: str
    share: Interval


@dataclass(frozen=True)
class Contrast:
    """One arm less another, for one label."""

    label: str
    arm: str
    other: str
    difference: Interval
    """Difference of mean shares, with Welch's interval over puppets."""
    p: float
    """By permutation of puppets between the two arms."""
    q: float
    """False discovery rate over all contrasts."""
    matched: Interval | None
    """The same with items of like engagement compared; ``None`` where engagement is not known."""


@dataclass(frozen=True)
class Drift:
    """Change from the first to the second half of each puppet's steps."""

    arm: str
    label: str
    change: Interval


@dataclass(frozen=True)
class Agreement:
    """How far two labellers agree on the items that both labelled."""

    labeller: str
    other: str
    items: int
    agreed: int
    kappa: Interval | None
    """``None`` when both gave every item the same one label."""


@dataclass(frozen=True)
class Feed:
    """What the puppets were shown."""

    experiment: str
    ethics: str
    """Where the sign-off on ethics and terms of service is recorded, as the user says."""
    arms: tuple[Arm, ...]
    shares: tuple[Share, ...]
    contrasts: tuple[Contrast, ...]
    drift: tuple[Drift, ...]
    agreement: tuple[Agreement, ...]
    settings: tuple[tuple[str, str, str, str, int], ...]
    """Arm, seed set, location, device profile, puppets: whether arms differ in more than they should."""
    receipt: Receipt


def feed_of(
    paths: Sequence[str | Path],
    *,
    ethics: str,
    experiment: str = "",
    surface: str = "",
    first_step: int = 0,
    mapping: Mapping[str, str] | None = None,
    seed: int = 0,
) -> Feed:
    """Compare what puppets of different arms were shown.

    Args:
        paths: Tables: experiment_id, arm, puppet_id, step, shown_item_id, rank, label, labeller; seed_set, location,
            device_profile, surface, watched_s, label_conf, engagement where known. One row for each labeller.
        ethics: Where the sign-off on ethics and terms of service is recorded.
        experiment: The experiment, when there are several.
        surface: Only what was shown on this surface.
        first_step: Exposures from this step on count.
        mapping: Column of the file by column of the table.
        seed: Seed of the permutations.

    Raises:
        UsageError: no sign-off is named, or there are several experiments.
        InputError: a row does not fit, a puppet is in two arms, or there is one arm only.
    """
    if not ethics.strip():
        raise UsageError(
            "no sign-off is named.", todo="Say where ethics and terms of service were signed off: --ethics."
        )
    rows, receipt = read(paths, tables.FORM, mapping)
    found = tables.gather(rows, experiment, surface, first_step, receipt)
    arms = tables.needed_arms(found)
    wanted = sorted({label for label in found.labels.values() if label is not None} - {tables.DISPUTED})
    return Feed(
        experiment=experiment or rows[0].text("experiment_id"),
        ethics=ethics.strip(),
        arms=tuple(_arm(found, arm) for arm in arms),
        shares=tuple(_shares(found, arms, wanted)),
        contrasts=tuple(_contrasts(found, arms, wanted, seed)),
        drift=tuple(_drift(found, arms, wanted)),
        agreement=tuple(_agreement(found)),
        settings=_settings(found),
        receipt=receipt,
    )


def _arm(found: Shown, arm: str) -> Arm:
    numbers = tables.counted(found, arm)
    puppets = sum(puppet.arm == arm for puppet in found.puppets)
    return Arm(arm, puppets, *(numbers[kind] for kind in ("exposures", "labelled", "unlabelled", "disputed")))


def _settings(found: Shown) -> tuple[tuple[str, str, str, str, int], ...]:
    counts = Counter((puppet.arm, *puppet.setting) for puppet in found.puppets)
    return tuple((arm, seeds, place, device, number) for (arm, seeds, place, device), number in sorted(counts.items()))


def _share(found: Shown, some: Sequence[Exposure], label: str) -> float | None:
    """Share of a label among exposures with a label; ``None`` without any."""
    said = [found.labels[one.item] for one in some]
    known = [one for one in said if one not in (None, tables.DISPUTED)]
    return known.count(label) / len(known) if known else None


def _values(found: Shown, arm: str, label: str) -> Reals:
    shares = (_share(found, puppet.shown, label) for puppet in found.puppets if puppet.arm == arm)
    return np.array([share for share in shares if share is not None], np.float64)


def _shares(found: Shown, arms: Sequence[str], labels: Sequence[str]) -> Iterator[Share]:
    for arm in arms:
        for label in labels:
            values = np.sort(_values(found, arm, label))
            if len(values):
                yield Share(arm, label, mean(values))


def _contrasts(found: Shown, arms: Sequence[str], labels: Sequence[str], seed: int) -> list[Contrast]:
    weights = _bands(found)
    made = []
    for label in labels:
        values = {arm: np.sort(_values(found, arm, label)) for arm in arms}
        like = {arm: np.sort(_matched(found, arm, label, weights)) for arm in arms} if weights else {}
        for arm, other in combinations(arms, 2):
            one, two = values[arm], values[other]
            if not len(one) or not len(two):
                continue
            matched = welch(like[arm], like[other]) if like and len(like[arm]) and len(like[other]) else None
            p = permutation(one, two, seed)
            made.append(Contrast(label, arm, other, welch(one, two), p, 1.0, matched))
    rates = adjusted([one.p for one in made])
    return [replace(one, q=q) for one, q in zip(made, rates, strict=True)]


def _bands(found: Shown) -> dict[str, tuple[int, float]]:
    """Band of engagement by item, with the weight of the band; empty where hardly any engagement is known."""
    known: dict[str, float] = {}
    for puppet in found.puppets:
        for one in puppet.shown:
            if one.engagement is not None:
                known[one.item] = max(known.get(one.item, 0.0), one.engagement)
    if len(known) < 2 * BANDS:
        return {}
    cuts = np.quantile(sorted(known.values()), np.linspace(0, 1, BANDS + 1)[1:-1])
    places = {item: int(np.searchsorted(cuts, value, side="right")) for item, value in known.items()}
    shown = Counter(places[one.item] for puppet in found.puppets for one in puppet.shown if one.item in places)
    total = sum(shown.values())
    return {item: (place, shown[place] / total) for item, place in places.items()}


def _matched(found: Shown, arm: str, label: str, weights: Mapping[str, tuple[int, float]]) -> Reals:
    """Shares of puppets when every band of engagement has the weight that it has among all exposures."""
    made = []
    for puppet in found.puppets:
        if puppet.arm == arm:
            value = _weighted(found, puppet, label, weights)
            made += [] if value is None else [value]
    return np.array(made, np.float64)


def _weighted(found: Shown, puppet: Puppet, label: str, weights: Mapping[str, tuple[int, float]]) -> float | None:
    bands: dict[int, list[Exposure]] = {}
    sizes = dict[int, float]()
    for one in puppet.shown:
        if one.item in weights:
            band, sizes_of = weights[one.item]
            bands.setdefault(band, []).append(one)
            sizes[band] = sizes_of
    shares = {band: _share(found, some, label) for band, some in sorted(bands.items())}
    usable = [(sizes[band], share) for band, share in shares.items() if share is not None]
    total = sum(size for size, _ in usable)
    return sum(size * share for size, share in usable) / total if total else None


def _drift(found: Shown, arms: Sequence[str], labels: Sequence[str]) -> Iterator[Drift]:
    for arm in arms:
        for label in labels:
            changes = (_change(found, puppet, label) for puppet in found.puppets if puppet.arm == arm)
            values = np.sort(np.array([one for one in changes if one is not None], np.float64))
            if len(values):
                yield Drift(arm, label, mean(values))


def _change(found: Shown, puppet: Puppet, label: str) -> float | None:
    steps = sorted({one.step for one in puppet.shown})
    middle = steps[len(steps) // 2]
    early, late = ([one for one in puppet.shown if (one.step >= middle) == half] for half in (False, True))
    before, after = _share(found, early, label), _share(found, late, label)
    return None if before is None or after is None else after - before


def _agreement(found: Shown) -> Iterator[Agreement]:
    labellers = sorted({name for said in found.given.values() for name in said})
    for one, other in combinations(labellers, 2):
        both = [(said[one], said[other]) for item, said in sorted(found.given.items()) if one in said and other in said]
        pairs = Counter(pair for pair in both if tables.DISPUTED not in pair)
        if pairs:
            items = sum(pairs.values())
            agreed = sum(number for (first, second), number in pairs.items() if first == second)
            yield Agreement(one, other, items, agreed, kappa(pairs))
