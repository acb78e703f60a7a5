"""What the null asks of the events, asked of every slice and added up.

An object lies in one slice with all its events, so that what is told of objects is whole; what is told of assets adds
up, because no object is counted twice. The arrays that come back are those of
:class:`inconcert.coordination.events.Events`, figure for figure, in the same order: sums of reals depend on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.cluster.packing import FACTS, of_each
from inconcert.coordination.coding import encode
from inconcert.coordination.compiled import tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from inconcert.coordination.cluster.packing import Slice
    from inconcert.coordination.events import Events
    from inconcert.coordination.windows import Windows
    from inconcert.engines.spark import SparkSteps


class Sliced:
    """The events of one signal in slices; see :class:`inconcert.coordination.nulls.Material`."""

    def __init__(
        self,
        steps: SparkSteps,
        slices: Any,
        stage: str,
        assets: int,
        objects: int,
        widths: Sequence[int],
        precision: float,
    ) -> None:
        self.steps, self.slices, self._stage, self.precision = steps, slices, stage, precision
        self.acts, self.touches = (np.zeros(assets, np.int64) for _ in range(2))
        by_asset = of_each(slices, _of_assets, "asset int, acts bigint, touches bigint").groupBy("asset")
        told = self._ask(by_asset.sum("acts", "touches").toDF("asset", "acts", "touches"))
        self.acts[told["asset"]], self.touches[told["asset"]] = told["acts"], told["touches"]
        self._objects(objects, widths)

    def _objects(self, objects: int, widths: Sequence[int]) -> None:
        kinds = "object int, number bigint, audience bigint, first_at bigint"
        facts = "".join(f", {name} string" for name in FACTS)
        inside = "".join(f", within_{w} bigint" for w in range(len(widths)))
        frame = of_each(self.slices, _of_objects, kinds + facts + inside, list(widths))
        told = self.steps.do(frame.toArrow, self._stage)
        where = np.argsort(told["object"].to_numpy())
        if where.size != objects:
            raise AssertionError(f"{where.size} objects of {objects} in the slices")
        self.number, self.audience, self.first_at = (
            told[name].to_numpy()[where] for name in ("number", "audience", "first_at")
        )
        self._inside = {width: told[f"within_{w}"].to_numpy()[where] for w, width in enumerate(widths)}
        (self.lang, _), (outlet, outlets), (platform, _) = (_numbered(told[name], where) for name in FACTS)
        self.first_platform = platform.astype(np.int64)
        self.outlet = outlet - int(outlets.size > 0 and outlets[0] == "")

    @property
    def size(self) -> int:
        """Number of events."""
        return int(self.number.sum())

    def inside(self, width: int) -> NDArray[np.int64]:
        """Pairs of events within ``width`` microseconds on each object; one of the widths given at the start."""
        return np.asarray(self._inside[int(width)])

    def holdings(self, stratum: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
        """How many objects each asset touches in each stratum of objects: asset, stratum, number, in that order."""
        if not stratum.any():
            held = np.flatnonzero(self.touches)
            return held.astype(np.int32), np.zeros(held.size, np.int32), self.touches[held]
        with self.steps.sending(stratum.astype(np.int32)) as sent:
            frame = of_each(self.slices, _holdings, "asset int, stratum int, number bigint", sent)
            told = self._ask(frame.groupBy("asset", "stratum").sum("number").toDF("asset", "stratum", "number"))
        order = np.lexsort((told["stratum"], told["asset"]))
        return told["asset"][order], told["stratum"][order], told["number"][order]

    def alive(self, used: Windows, support: int, rounds: int) -> NDArray[np.bool_]:
        """Assets with ``support`` objects left after some rounds of pruning, in which nobody is lost who matters.

        See :func:`inconcert.coordination.events.prune`; the tasks prune what they get to the end.

        Args:
            used: Windows.
            support: Distinct objects.
            rounds: Rounds.
        """
        left = self.touches >= support
        for _ in range(rounds):
            with self.steps.sending((left, used)) as sent:
                frame = of_each(self.slices, _left_to, "asset int, touches bigint", sent)
                told = self._ask(frame.groupBy("asset").sum("touches").toDF("asset", "touches"))
            left = np.zeros_like(left)
            left[told["asset"][told["touches"] >= support]] = True
        return left

    def shared(self, a: NDArray[np.int32], b: NDArray[np.int32]) -> NDArray[np.int64]:
        """Distinct objects that each pair of assets shares, whatever the time."""
        with self.steps.sending((a, b)) as sent:
            frame = of_each(self.slices, _shared, "pair int, number bigint", sent)
            told = self._ask(frame.groupBy("pair").sum("number").toDF("pair", "number"))
        out = np.zeros(a.size, np.int64)
        out[told["pair"]] = told["number"]
        return out

    def _ask(self, frame: Any) -> dict[str, NDArray[Any]]:
        table = self.steps.do(frame.toArrow, self._stage)
        return {name: table[name].to_numpy() for name in table.column_names}


def _numbered(column: Any, order: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[Any]]:
    """Numbers of the names in an order of the rows, and the names; nothing counts as ''."""
    import pyarrow.compute as pc

    numbers, names = encode(pc.fill_null(column, ""))
    return numbers[order], names


def _of_assets(one: Slice) -> dict[str, Any]:
    events = one.events
    return {"asset": events.assets.astype(np.int32), "acts": events.acts, "touches": events.touches}


def _of_objects(one: Slice, widths: list[int]) -> dict[str, Any]:
    events = one.events
    told = {"object": events.objects.astype(np.int32), "number": events.number, "audience": events.audience}
    facts = {name: one.facts[name].combine_chunks() for name in FACTS}
    inside = {f"within_{w}": events.inside(width) for w, width in enumerate(widths)}
    return {**told, "first_at": events.first_at, **facts, **inside}


def _holdings(one: Slice, stratum: NDArray[np.int32]) -> dict[str, Any]:
    asset, where, number = one.events.holdings(stratum[one.events.objects].astype(np.int64))
    return {"asset": one.events.assets[asset].astype(np.int32), "stratum": where, "number": number}


def in_company(one: Slice, left: NDArray[np.bool_], used: Windows) -> Events:
    """The events of a slice near which another of the assets that are ``left`` acts."""
    events = one.events.take(left[one.events.assets][one.events.asset])
    keep = np.empty(events.size, np.bool_)
    tally.company(events.asset, events.at, events.start, events.ticks(used.reach(one.events.audience)), keep)
    return events.take(keep)


def _left_to(one: Slice, sent: tuple[NDArray[np.bool_], Windows]) -> dict[str, Any]:
    touches = in_company(one, *sent).touches
    told = np.flatnonzero(touches)
    return {"asset": one.events.assets[told].astype(np.int32), "touches": touches[told]}


def _shared(one: Slice, pairs: tuple[NDArray[np.int32], NDArray[np.int32]]) -> dict[str, Any]:
    known = one.events.assets
    places = [np.minimum(np.searchsorted(known, codes), known.size - 1) for codes in pairs]
    here = np.flatnonzero((known[places[0]] == pairs[0]) & (known[places[1]] == pairs[1]))
    number = one.events.shared(*(place[here].astype(np.int32) for place in places))
    return {"pair": here.astype(np.int32), "number": number}
