"""Share events to measure engines on: heavy-tailed objects, bursts, day and night, and planted groups.

    python benchmarks/events.py --events 1000000                          # into bench-data/1000000-0/
    python benchmarks/events.py --events 100000000 --forms int --out here

writes, of these forms, those that are asked for:

- ``int.parquet`` and ``text.parquet`` (``account, object, at``: whole numbers, or ids as actions carry them, accounts
  as ``platform:id``; ``at`` in seconds),
- ``qut.csv`` (the same events in the eight columns of QUT's toolkit),
- ``planted.json`` (the planted groups' accounts).

``events.json`` counts what was made. All forms of one number and seed hold the same events in the same order, whether
made together or one after another.

The world: 30 days; one account for 18 events and one object for 8; objects by Zipf-Mandelbrot (s 1.05, q 6); accounts
by log-normal activity (sigma 1.6, median about 6); 70 % of objects spread in bursts (log-normal delays, median about
3 h), 30 % at any time; hours by a daily curve. Planted groups of 5 to 2,000 accounts act with a jitter of 3 to 120 s
on objects of their own or on popular ones, each member joining 40 to 90 % of the time. An event that would fall after
the end is drawn again: cutting it off there would put a burst into the last second.

Events come in no order, block by block, each block drawn from a stream of its own: memory is that of the accounts and
objects (0.7 GB at 100 million events), not of the events.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.random import Generator
    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
START, DAYS, HOUR, DAY = 1_599_955_200, 30, 3600, 86_400
SPAN = DAYS * DAY
EXPONENT, SHIFT = 1.05, 6
SIGMA = 1.6
BURSTY, MEDIAN_DELAY, DELAY_SIGMA = 0.7, 3 * 3600.0, 1.4
PER_ACCOUNT, PER_OBJECT = 17.8, 7.6
PLANTED = 0.008
"""Share of the accounts that belong to planted groups."""
ACTS = 24
"""Objects on which a planted group acts: half its own, half popular ones."""
CURVE = np.array([3, 2, 1, 1, 1, 2, 5, 9, 11, 11, 11, 12, 14, 13, 12, 12, 13, 14, 15, 17, 19, 18, 13, 7], dtype=float)
BLOCK = 2**20
"""Events of a block: what is drawn, shuffled and written (a row group) at once."""
FORMS = ("int", "text", "qut", "planted")


@dataclass(frozen=True)
class Events:
    """One row an event, in no order."""

    account: NDArray[np.int64]
    object: NDArray[np.int64]
    at: NDArray[np.int64]
    """Seconds since 1970."""
    groups: list[list[int]]
    """Accounts of each planted group."""


@dataclass(frozen=True)
class World:
    """What events are drawn from."""

    activity: NDArray[np.float64]
    """Running sum over the accounts."""
    popularity: NDArray[np.float64]
    """Running sum over the objects that are not a planted group's own."""
    born: NDArray[np.int32]
    """Second at which an object that spreads in a burst appears; -1 for one that is shared at any time."""
    groups: list[NDArray[np.int64]]
    planted: tuple[NDArray[np.int64], ...]
    """Account, object and second of the planted groups' events, shuffled."""


def make_world(count: int, seed: int = 0) -> World:
    """The world of ``count`` events."""
    rng = np.random.default_rng([seed, count])
    accounts, objects = max(50, round(count / PER_ACCOUNT)), max(50, round(count / PER_OBJECT))
    groups = plan_groups(rng, accounts)
    parts = [plant(rng, members, objects + number * ACTS) for number, members in enumerate(groups)]
    order = rng.permutation(sum(len(part[0]) for part in parts))
    born = daily(rng, objects).astype(np.int32)
    born[rng.random(objects) >= BURSTY] = -1
    return World(
        activity=np.cumsum(np.exp(SIGMA * rng.standard_normal(accounts))),
        popularity=np.cumsum((np.arange(1, objects + 1) + SHIFT) ** -EXPONENT),
        born=born,
        groups=groups,
        planted=tuple(np.concatenate(column)[order] for column in zip(*parts, strict=True)),
    )


def blocks(count: int, seed: int = 0) -> Iterator[Events]:
    """``count`` events in blocks, of which the planted groups' are a part. The same arguments give the same events."""
    world = make_world(count, seed)
    groups, planted = [group.tolist() for group in world.groups], len(world.planted[0])
    for number, start in enumerate(range(0, count, BLOCK)):
        end = min(start + BLOCK, count)
        rng = np.random.default_rng([seed, count, number + 1])  # a zero at the end would give the world's own stream
        theirs = slice(start * planted // count, end * planted // count)
        organic = crowd(rng, world, end - start - (theirs.stop - theirs.start))
        order = rng.permutation(end - start)
        columns = zip(organic, (column[theirs] for column in world.planted), strict=True)
        account, item, at = (np.concatenate(column)[order] for column in columns)
        yield Events(account, item, at + START, groups)


def make_events(count: int, seed: int = 0) -> Events:
    """All events of ``blocks`` at once."""
    made = list(blocks(count, seed))
    account, item, at = (np.concatenate([getattr(block, key) for block in made]) for key in ("account", "object", "at"))
    return Events(account, item, at, made[0].groups)


def crowd(rng: Generator, world: World, count: int) -> tuple[NDArray[np.int64], ...]:
    """Organic events: account, object, seconds since the start."""
    who = np.searchsorted(world.activity, rng.random(count) * world.activity[-1])
    item = np.searchsorted(world.popularity, rng.random(count) * world.popularity[-1])
    at = daily(rng, count)
    born = world.born[item].astype(np.int64)
    bursting = np.flatnonzero(born >= 0)
    at[bursting] = delayed(rng, born[bursting])
    return who, item, at


def daily(rng: Generator, count: int) -> NDArray[np.int64]:
    """Seconds since the start, by the hours of the day."""
    total = np.cumsum(np.tile(CURVE, DAYS))
    hour = np.searchsorted(total, rng.random(count) * total[-1])
    seconds: NDArray[np.int64] = (hour * HOUR + rng.random(count) * HOUR).astype(np.int64)
    return seconds


def delayed(rng: Generator, born: NDArray[np.int64]) -> NDArray[np.int64]:
    """An instant after each birth; one past the end is drawn again, at last anywhere between the birth and the end."""
    at = born + SPAN
    late = np.arange(len(born))
    for _ in range(8):
        at[late] = born[late] + (MEDIAN_DELAY * np.exp(DELAY_SIGMA * rng.standard_normal(len(late)))).astype(np.int64)
        late = late[at[late] >= SPAN]
    at[late] = born[late] + (rng.random(len(late)) * (SPAN - born[late])).astype(np.int64)
    return at


def plan_groups(rng: Generator, accounts: int) -> list[NDArray[np.int64]]:
    """Groups of 5 to 2,000 accounts, log-uniform, until they are ``PLANTED`` of all."""
    wanted, groups = max(10, round(PLANTED * accounts)), []
    left = rng.permutation(accounts)
    while wanted >= 5:
        size = min(int(5 * 400 ** rng.random()), wanted)
        groups.append(np.sort(left[:size]))
        left, wanted = left[size:], wanted - size
    return groups


def plant(rng: Generator, members: NDArray[np.int64], first: int) -> tuple[NDArray[np.int64], ...]:
    """Events of one group: half of its objects are its own, from ``first`` on, half among the 300 most popular."""
    jitter, share = rng.uniform(3, 120), rng.uniform(0.4, 0.9)
    joins = rng.random((ACTS, len(members))) < share
    act, member = np.nonzero(joins)
    own = np.arange(first, first + ACTS)
    item = np.where(np.arange(ACTS) % 2 == 0, own, rng.integers(0, 300, ACTS))
    moment = daily(rng, ACTS) % (SPAN - HOUR)
    at = moment[act] + np.abs(rng.normal(0, jitter, len(act))).astype(np.int64)
    return members[member], item[act], at


@dataclass
class Facts:
    """What is counted while events are written."""

    accounts: NDArray[np.int32]
    objects: NDArray[np.int32]
    count: int = 0

    def see(self, events: Events) -> None:
        """Count a block."""
        self.accounts = tally(self.accounts, events.account)
        self.objects = tally(self.objects, events.object)
        self.count += len(events.at)

    def told(self, groups: list[list[int]]) -> dict[str, int]:
        """The figures by name."""
        return {
            "events": self.count,
            "accounts": int(np.count_nonzero(self.accounts)),
            "objects": int(np.count_nonzero(self.objects)),
            "hottest": int(self.objects.max()),
            "groups": len(groups),
            "planted": sum(map(len, groups)),
        }


def tally(counts: NDArray[np.int32], numbers: NDArray[np.int64]) -> NDArray[np.int32]:
    """``counts`` and how often each of ``numbers`` occurs."""
    seen, often = np.unique(numbers, return_counts=True)
    if seen[-1] >= len(counts):
        counts = np.concatenate([counts, np.zeros(int(seen[-1]) + 1 - len(counts), np.int32)])
    counts[seen] += often.astype(np.int32)
    return counts


def write(made: Iterator[Events], folder: Path, forms: tuple[str, ...] = FORMS) -> dict[str, int]:
    """Write ``forms`` of the events into ``folder``, each in its place only when whole; what was made, counted."""
    folder.mkdir(parents=True, exist_ok=True)
    facts, groups = Facts(np.zeros(0, np.int32), np.zeros(0, np.int32)), []
    names = {"int": "int.parquet", "text": "text.parquet", "qut": "qut.csv"}
    partial = {form: folder / f".{names[form]}.partial" for form in forms if form in names}
    with ExitStack() as stack:
        sinks = {form: sink(stack, form, path) for form, path in partial.items()}
        for events in made:
            for form, append in sinks.items():
                append(TABLES[form](events, facts.count))
            facts.see(events)
            groups = events.groups
    for form, path in partial.items():
        path.replace(folder / names[form])
    if "planted" in forms:
        (folder / "planted.json").write_text(json.dumps(groups) + "\n", "utf-8")
    (folder / "events.json").write_text(json.dumps(facts.told(groups)) + "\n", "utf-8")
    return facts.told(groups)


def sink(stack: ExitStack, form: str, path: Path) -> Callable[[pa.Table], Any]:
    """What takes one table after another; a block of Parquet is a row group."""
    nothing = np.zeros(0, np.int64)
    schema = TABLES[form](Events(nothing, nothing, nothing, []), 0).schema
    if form == "qut":
        return stack.enter_context(pc_csv.CSVWriter(path, schema)).write_table
    return stack.enter_context(pq.ParquetWriter(path, schema, compression="zstd")).write_table


def numbers(events: Events, before: int) -> pa.Table:  # noqa: ARG001
    """Events as whole numbers."""
    return pa.table({"account": events.account, "object": events.object, "at": events.at})


def texts(events: Events, before: int) -> pa.Table:  # noqa: ARG001
    """Events with ids as text, as long as platforms' are."""
    account = as_text("x:", events.account * 7919 + 10**9)
    return pa.table({"account": account, "object": as_text("", events.object * 104_729 + 10**15), "at": events.at})


def as_text(head: str, values: NDArray[np.int64]) -> Any:
    written: Any = pa.array(values).cast(pa.string())
    return pc.binary_join_element_wise(head, written, "") if head else written


def qut(events: Events, before: int) -> pa.Table:
    """The events as reposts, in QUT's columns; ``before`` events were in earlier blocks: every message id is new."""
    empty = pa.repeat("", len(events.at))
    user = as_text("u", events.account)
    return pa.table(
        {
            "message_id": as_text("m", before + np.arange(len(events.at))),
            "user_id": user,
            "username": user,
            "repost_id": as_text("o", events.object),
            "reply_id": empty,
            "message": empty,
            "timestamp": events.at,
            "urls": empty,
        }
    )


TABLES: dict[str, Callable[[Events, int], pa.Table]] = {"int": numbers, "text": texts, "qut": qut}


def main() -> None:
    parser = argparse.ArgumentParser(description="Make share events to measure engines on.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--forms", default=",".join(FORMS), help="Of int, text, qut, planted; joined with commas.")
    parser.add_argument("--out", type=Path, help="Folder; bench-data/<events>-<seed> when not given.")
    given = parser.parse_args()
    forms = tuple(given.forms.split(","))
    if unknown := set(forms) - set(FORMS):
        sys.exit(f"No such form: {', '.join(sorted(unknown))}. There are {', '.join(FORMS)}.")
    folder = given.out or ROOT / "bench-data" / f"{given.events}-{given.seed}"
    facts = write(blocks(given.events, given.seed), folder, forms)
    print(", ".join(f"{value:,} {name}" for name, value in facts.items()) + f": {folder}")


if __name__ == "__main__":
    main()
