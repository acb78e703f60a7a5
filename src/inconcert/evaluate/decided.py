"""What people carried out, against what appeals overturned: precision on a casebook of one's own.

It is no set among the others: what stands in somebody's casebook is measured only when they ask for it, is never kept
with the runs, and never gets onto a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.evaluate.base import EvaluationSet, Scored
from inconcert.evaluate.measures import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from inconcert.evaluate.bench import Bench
    from inconcert.evaluate.measures import Figure
    from inconcert.takedown.views import Outcome

NAME = KIND = "decided"
UPHELD = "carried out and not overturned"
CONFIRMED = "appeals answered that were dismissed"
OBJECTED = "carried out and appealed"
UNANSWERED = "appeals not answered"
SPARED = "overturned before anything was done"
NETWORKS = "networks of which nothing was overturned"
NOT_KNOWN = "not known"

CAVEAT = (
    "Appeals are no sample: who does not object may be wronged too. So 'carried out and not overturned' is the most "
    "that precision can be, and the share of answered appeals that were dismissed is nearer to the least. A network of "
    "several signals is counted under each of them."
)


def decided(outcomes: Sequence[Outcome]) -> EvaluationSet:
    """The figures of a casebook as an evaluation set.

    Args:
        outcomes: See :func:`inconcert.takedown.learning.outcomes`.
    """

    def score(_: Bench) -> Scored:
        return Scored([figure for name, some in _parts(outcomes) for figure in _figures(name, some)])

    return EvaluationSet(NAME, KIND, "What was carried out on the decisions of one casebook", score)


def _parts(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    """All outcomes, then those of each grade and of each signal of the networks."""
    yield NAME, list(outcomes)
    for what, of in (("grade", _grade), ("signal", _signals)):
        for value in sorted({value for one in outcomes for value in of(one)}):
            yield f"{NAME}, {what} {value}", [one for one in outcomes if value in of(one)]


def _grade(one: Outcome) -> tuple[str, ...]:
    return (one.grade or NOT_KNOWN,)


def _signals(one: Outcome) -> tuple[str, ...]:
    return one.signals or (NOT_KNOWN,)


def _figures(name: str, outcomes: Sequence[Outcome]) -> Iterator[Figure]:
    """Shares with their intervals; of what did not happen there is no figure, and never a zero."""
    sheet = Sheet(name, KIND)
    acted = [one for one in outcomes if one.acted]
    objected = [one for one in outcomes if one.appealed]
    answered = [one for one in objected if one.granted is not None]

    def rate(measure: str, rows: Sequence[Outcome], counts: Callable[[Outcome], bool]) -> Figure:
        return sheet.rate(measure, sum(map(counts, rows)), len(rows), seed=None)

    yield rate(UPHELD, acted, lambda one: not one.granted)
    yield rate(CONFIRMED, answered, lambda one: not one.granted)
    yield rate(OBJECTED, acted, lambda one: one.appealed)
    networks: dict[tuple[str, str], bool] = {}
    for one in acted:
        networks[one.case_id, one.network_id] = networks.get((one.case_id, one.network_id), True) and not one.granted
    yield sheet.rate(NETWORKS, sum(networks.values()), len(networks), seed=None)
    yield sheet.number(UNANSWERED, float(len(objected) - len(answered)), len(objected), seed=None)
    yield sheet.number(SPARED, float(sum(bool(one.granted) and not one.acted for one in outcomes)), len(outcomes),
                       seed=None)  # fmt: skip
