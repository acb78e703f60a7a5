"""A new network against the fingerprints of confirmed operations."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import log, sqrt
from typing import TYPE_CHECKING

from inconcert.returns import weights
from inconcert.returns.fingerprint import READABLE, SUBJECT
from inconcert.returns.match import DAMPING, Match, Step
from inconcert.returns.saying import sentences
from inconcert.returns.templates import needed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from inconcert.returns.fingerprint import Element, Fingerprint
    from inconcert.returns.traits import Traits

NEAR = 31
"""Bits of 256 by which two PDQ hashes of one picture differ at most (its makers' figure)."""
SHOWN = 5
"""Things named in a step, at most."""
LEAST_ACCOUNTS = 2
"""Accounts of the network that must have a thing of the operation; what one of them has may be met by the way."""


def compare(network: Traits, fingerprints: Iterable[Fingerprint]) -> list[Match]:
    """Weigh a network against operations: every operation with its evidence, the likeliest first.

    Elements that rest on one message count once, each family counts so much at most, and an element that is anybody's
    counts little. A candidate needs enough in all, and two families or a very strong one; families that follow from the
    subject (hashtags, whom it addresses) are never enough by themselves.
    """
    found = [_match(network, one) for one in fingerprints]
    return sorted(found, key=lambda match: (not match.candidate, -match.weighed, match.operation))


def _match(network: Traits, one: Fingerprint) -> Match:
    steps = [Step("prior", weights.PRIOR), *_objects(network, one), *_manner(network, one)]
    weighed = sum(step.nats for step in steps)
    passes = weighed >= weights.ENOUGH and _broad(steps)
    rate = weights.unrelated(weighed)
    if passes:
        ratio = weighed - weights.PRIOR
        steps.append(Step(DAMPING, weights.worth(ratio) - ratio))
    total = sum(step.nats for step in steps)
    return Match(
        operation=one.operation,
        case_id=one.case_id,
        network_id=network.network_id,
        nats=round(total, 2),
        unrelated=rate,
        candidate=passes,
        waterfall=tuple(steps),
        says=sentences(one.operation, steps, total, rate, candidate=passes),
    )


def _broad(steps: Sequence[Step]) -> bool:
    """Whether two families speak for it, one of them not a matter of the subject; or one that is very strong."""
    speaking = [step for step in steps if step.what != "prior" and step.nats >= weights.SPEAKS]
    craft = [step for step in speaking if step.what not in SUBJECT]
    families = len(craft) + any(step.what in SUBJECT for step in speaking)
    strong = any(step.nats >= weights.VERY_STRONG and step.shared >= weights.LEAST_MESSAGES for step in craft)
    # What others outside pass on too is news, and follows from the subject as well.
    own = sum(step.own for step in craft)
    return own >= weights.LEAST_OWN and (families > 1 or strong)


def _objects(network: Traits, one: Fingerprint) -> list[Step]:
    """Steps of the families whose elements are there or not."""
    shared, size = in_both(network, one), len(network.members)
    worth = [(_nats(element, size), element) for element in shared]
    counted: dict[str, list[tuple[float, Element]]] = defaultdict(list)
    seen = set[int]()
    for nats, element in sorted(worth, key=lambda pair: (-pair[0], pair[1].family, pair[1].keys)):
        if nats > 0 and element.message not in seen:
            seen.add(element.message)
            counted[element.family].append((nats, element))
    had = {element.family for element in shared}
    return [
        step
        for family in weights.KEPT
        if (step := _step(family, counted.get(family, []), family in had, network, one)) is not None
    ]


def _nats(element: Element, size: int) -> float:
    if element.family in weights.OF_NETWORKS:
        return log(weights.KEPT[element.family] / element.rarity)
    return log(weights.KEPT[element.family] / weights.chance(element.rarity, size, element.outside))


def _step(
    family: str, counted: Sequence[tuple[float, Element]], had: bool, network: Traits, one: Fingerprint
) -> Step | None:
    """The step of a family; ``None`` when one of the two has nothing of it, so that nothing is known."""
    if not counted:
        known = one.of(family) and (
            network.texts if family == "templates" else network.keys(family, one.salt, LEAST_ACCOUNTS)
        )
        # What was counted under another family, and what is anybody's, is neither for nor against it.
        return Step(family, 0.0 if had else weights.LACKING[family]) if known else None
    total = sum(nats for nats, _ in counted)
    shown = [element.keys[0] for _, element in counted] if family in READABLE else []
    return Step(
        what=family,
        nats=min(weights.CAPS[family], total),
        shared=len(counted),
        own=0 if family in weights.OF_NETWORKS else sum(not element.outside for _, element in counted),
        rarest=min(element.rarity for _, element in counted),
        shown=tuple(shown[:SHOWN]),
        capped=total > weights.CAPS[family],
    )


def in_both(network: Traits, one: Fingerprint) -> list[Element]:
    """Elements of the fingerprint that the network has too."""
    own = {family: network.keys(family, one.salt, LEAST_ACCOUNTS) for family in weights.KEPT if family != "templates"}
    found = [element for element in one.elements if element.keys[0] in own.get(element.family, ())]
    met = {element.keys for element in found}
    return [*found, *_pictures(network, one, met), *_templates(network, one)]


def _pictures(network: Traits, one: Fingerprint, met: set[tuple[str, ...]]) -> list[Element]:
    """Pictures that are near one of the network's, without being the same."""
    here = [int(key[4:], 16) for key in network.keys("media", one.salt, LEAST_ACCOUNTS) if key.startswith("pdq:")]
    there = [(element, element.keys[0]) for element in one.elements if element.family == "media"]
    return [
        element
        for element, key in there
        if key.startswith("pdq:") and element.keys not in met and _near(int(key[4:], 16), here)
    ]


def _near(picture: int, others: Iterable[int]) -> bool:
    return any((picture ^ other).bit_count() <= NEAR for other in others)


def _templates(network: Traits, one: Fingerprint) -> list[Element]:
    """Templates with which texts of several accounts of the network agree."""
    known, where = one.of("templates"), network.where(one.salt)
    met = Counter(
        (place, text) for pair, places in one.holders.items() for text in where.get(pair, ()) for place in places
    )
    accounts: dict[int, set[str]] = defaultdict(set)
    for (place, text), shared in met.items():
        if shared >= needed(len(known[place].keys)):
            accounts[place] |= network.texts[text].accounts
    return [known[place] for place, who in accounts.items() if len(who) >= LEAST_ACCOUNTS]


def _manner(network: Traits, one: Fingerprint) -> list[Step]:
    """Steps of the families that are a matter of degree: how handles are made, and the hours."""
    steps = []
    if one.grammar and network.handles:
        alike = sum(min(share, network.grammar.get(form, 0.0)) for form, share in one.grammar.items())
        nats = min(weights.CAPS["handles"], weights.stepped(weights.GRAMMAR, alike))
        both = tuple(sorted(one.grammar.keys() & network.grammar.keys()))
        steps.append(Step("handles", nats, shared=len(both), shown=both[:SHOWN]))
    if one.hours and network.hours:
        alike = correlation(one.hours, network.hours)
        steps.append(Step("schedule", min(weights.CAPS["schedule"], weights.stepped(weights.HOURS, alike))))
    return steps


def correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Pearson's correlation; 0 when one of the two is flat."""
    first, second = sum(one) / len(one), sum(other) / len(other)
    both = sum((a - first) * (b - second) for a, b in zip(one, other, strict=True))
    spread = sqrt(sum((a - first) ** 2 for a in one) * sum((b - second) ** 2 for b in other))
    return both / spread if spread else 0.0
