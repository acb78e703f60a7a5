"""Share events to measure engines on: heavy-tailed objects, bursts, day and night, and planted groups.

    python benchmarks/events.py --events 1000000 --out bench-data/1m

writes ``int.parquet`` and ``text.parquet`` (``account, object, at``: whole numbers, or ids as actions carry them,
accounts as ``platform:id``; ``at`` in seconds), ``qut.csv`` (the same in the eight columns of QUT's toolkit) and
``planted.json`` (the planted groups' accounts).

The world: 30 days; one account for 18 events and one object for 8; objects by Zipf-Mandelbrot (s 1.05, q 6); accounts
by log-normal activity (sigma 1.6, median about 6); 70 % of objects spread in bursts (log-normal delays, median about
3 h), 30 % at any time; hours by a daily curve. Planted groups of 5 to 2,000 accounts act with a jitter of 3 to 120 s
on objects of their own or on popular ones, each member joining 40 to 90 % of the time. An event that would fall after
the end is drawn again: cutting it off there would put a burst into the last second.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

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


@dataclass(frozen=True)
class Events:
    """One row an event, in no order."""

    account: NDArray[np.int64]
    object: NDArray[np.int64]
    at: NDArray[np.int64]
    """Seconds since 1970."""
    groups: list[list[int]]
    """Accounts of each planted group."""


def make_events(count: int, seed: int = 0) -> Events:
    """``count`` events, of which the planted groups' are a part. The same arguments give the same events."""
    rng = np.random.default_rng([seed, count])
    accounts, objects = max(50, round(count / PER_ACCOUNT)), max(50, round(count / PER_OBJECT))
    groups = plan_groups(rng, accounts)
    planted = [plant(rng, members, objects + number * ACTS) for number, members in enumerate(groups)]
    left = count - sum(len(part[0]) for part in planted)
    organic = crowd(rng, left, accounts, objects)
    account, item, at = (np.concatenate(column) for column in zip(organic, *planted, strict=True))
    order = rng.permutation(count)
    return Events(account[order], item[order], at[order] + START, [group.tolist() for group in groups])


def crowd(rng: Generator, count: int, accounts: int, objects: int) -> tuple[NDArray[np.int64], ...]:
    """Organic events: account, object, seconds since the start."""
    activity = np.cumsum(np.exp(SIGMA * rng.standard_normal(accounts)))
    popularity = np.cumsum((np.arange(1, objects + 1) + SHIFT) ** -EXPONENT)
    who = np.searchsorted(activity, rng.random(count) * activity[-1])
    item = np.searchsorted(popularity, rng.random(count) * popularity[-1])
    at = daily(rng, count)
    born = daily(rng, objects)
    bursting = np.flatnonzero((rng.random(objects) < BURSTY)[item])
    at[bursting] = delayed(rng, born[item[bursting]])
    return who, item, at


def daily(rng: Generator, count: int) -> NDArray[np.int64]:
    """Seconds since the start, by the hours of the day."""
    total = np.cumsum(np.tile(CURVE, DAYS))
    hour = np.searchsorted(total, rng.random(count) * total[-1])
    return (hour * HOUR + rng.random(count) * HOUR).astype(np.int64)


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


def write(events: Events, folder: Path) -> None:
    """Write all forms of ``events`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = pa.table({"account": events.account, "object": events.object, "at": events.at})
    texts = pa.table(
        {
            "account": as_text("x:", events.account * 7919 + 10**9),
            "object": as_text("", events.object * 104_729 + 10**15),
            "at": events.at,
        }
    )
    pq.write_table(numbers, folder / "int.parquet", compression="zstd")
    pq.write_table(texts, folder / "text.parquet", compression="zstd")
    pc_csv.write_csv(qut(events), folder / "qut.csv")
    (folder / "planted.json").write_text(json.dumps(events.groups) + "\n", "utf-8")


def as_text(head: str, numbers: NDArray[np.int64]) -> Any:
    texts = pa.array(numbers).cast(pa.string())
    return pc.binary_join_element_wise(head, texts, "") if head else texts


def qut(events: Events) -> pa.Table:
    """The events as reposts, in QUT's columns."""
    empty = pa.array([""]).take(pa.array(np.zeros(len(events.at), dtype=np.int8)))
    user = as_text("u", events.account)
    return pa.table(
        {
            "message_id": as_text("m", np.arange(len(events.at))),
            "user_id": user,
            "username": user,
            "repost_id": as_text("o", events.object),
            "reply_id": empty,
            "message": empty,
            "timestamp": events.at,
            "urls": empty,
        }
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Make share events to measure engines on.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    events = make_events(given.events, given.seed)
    write(events, given.out)
    accounts, objects, hottest = (len(np.unique(events.account)), len(np.unique(events.object)), hottest_of(events))
    print(f"{given.events:,} events, {accounts:,} accounts, {objects:,} objects, hottest {hottest:,}: {given.out}")
    print(f"{sum(map(len, events.groups)):,} accounts planted in {len(events.groups)} groups")


def hottest_of(events: Events) -> int:
    """Events of the most shared object."""
    return int(np.bincount(events.object).max())


if __name__ == "__main__":
    main()
