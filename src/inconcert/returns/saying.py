"""A match in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.networks.words import number
from inconcert.returns import weights
from inconcert.returns.fingerprint import FAMILIES
from inconcert.returns.match import DAMPING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from inconcert.returns.match import Step

SAID = {
    "accounts": "{n} of its accounts belonged to the operation",
    "templates": "it posts {n} of the operation’s texts, some in other words",
    "media": "it shows {n} of the operation’s pictures or other media",
    "sites": "sites that it links to carry {n} of the ids of the operation’s sites",
    "links": "it links to {n} of the operation’s sites or pages",
    "brands": "sites that it links to look like {n} of the protected names that the operation’s sites looked like",
    "tags": "it uses {n} of the operation’s hashtags or sequences of them",
    "targets": "it addresses {n} of the accounts that the operation addressed",
    "handles": "its handles are made in the same way",
    "schedule": "it posts at the same hours, beside what is usual",
}
NOT_AN_ACTION = "This is a reason to look, and no reason to act: people decide what it is."


def sentences(operation: str, steps: Sequence[Step], total: float, rate: float, *, candidate: bool) -> tuple[str, ...]:
    """The match for a person, the strongest evidence first."""
    told = sorted((step for step in steps if step.nats > 0), key=lambda step: -step.nats)
    head = f"May be the return of {operation}." if candidate else f"Nothing speaks for a return of {operation} so far."
    against = [step.what for step in steps if step.nats < 0 and step.what in FAMILIES]
    damped = next((step.nats for step in steps if step.what == DAMPING), None)
    return (head, *_reasons(told), *_against(against), _summed(total, rate, damped), NOT_AN_ACTION)


def _reasons(told: Sequence[Step]) -> Iterator[str]:
    for step in told:
        said = SAID[step.what].format(n=step.shared)
        rare = f"; the rarest is had by 1 in {number(round(1 / step.rarest))} {_whom(step)}" if step.rarest else ""
        yield f"{said[0].upper()}{said[1:]}{rare} ({step.nats:+.1f} nats{', the most this may count' * step.capped})."


def _whom(step: Step) -> str:
    return "other networks, as far as such are known" if step.what in weights.OF_NETWORKS else "comparable accounts"


def _against(families: Sequence[str]) -> Iterator[str]:
    if families:
        yield f"Against it: nothing in common in {', '.join(FAMILIES[name] for name in families)}."


def _summed(total: float, rate: float, damped: float | None) -> str:
    how = "fewer than 1" if rate < 1 else f"at most {number(round(rate))}"
    reach = f"of 1,000 unrelated networks {how} reach as much"
    if damped is None:
        return f"In all {total:+.1f} nats; {reach}."
    chance = round(100 * weights.right(total))
    return (
        f"Such things come together and were counted too much, {damped:+.1f} nats. In all {total:+.1f} nats: if 1 in "
        f"1,000 new networks were its return, about {chance} in 100 such candidates would be; {reach}."
    )
