"""The generator of benchmark events: the same events for the same seed, and of the shape it promises."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest

SOURCE = Path(__file__).parents[2] / "benchmarks" / "events.py"


@pytest.fixture(scope="module")
def maker() -> Any:
    spec = importlib.util.spec_from_file_location("benchmark_events", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def events(maker: Any) -> Any:
    return maker.make_events(100_000, seed=1)


def test_the_same_seed_gives_the_same_events(maker: Any, events: Any) -> None:
    again, other = maker.make_events(100_000, seed=1), maker.make_events(100_000, seed=2)
    assert all(np.array_equal(getattr(events, name), getattr(again, name)) for name in ("account", "object", "at"))
    assert events.groups == again.groups
    assert not np.array_equal(events.at, other.at)


def test_there_are_as_many_events_as_asked_for_all_within_the_span(maker: Any, events: Any) -> None:
    assert len(events.account) == len(events.object) == len(events.at) == 100_000
    assert events.at.min() >= maker.START
    assert events.at.max() < maker.START + maker.SPAN


def test_no_burst_in_the_last_second_or_anywhere(maker: Any, events: Any) -> None:
    per_second = np.bincount(events.at - maker.START, minlength=maker.SPAN)
    assert per_second[-1] <= 3
    assert per_second.max() <= 60  # a planted group's tightest moment, not a pile of clipped events


def test_objects_and_accounts_are_heavy_tailed(events: Any) -> None:
    popular = np.sort(np.bincount(events.object))[::-1]
    assert 0.01 < popular[0] / 100_000 < 0.04
    activity = np.bincount(events.account)
    assert 4 <= np.median(activity[activity > 0]) <= 9
    assert activity.max() > 20 * np.median(activity)


def test_nights_are_quiet(events: Any) -> None:
    hours = np.bincount(events.at // 3600 % 24, minlength=24)
    assert hours[20:23].min() > 1.5 * hours[2:5].max()


def test_planted_groups_meet_on_their_own_objects(events: Any) -> None:
    members = set(events.groups[0])
    theirs = np.isin(events.account, list(members))
    organic = np.unique(events.object[~theirs])
    own = np.setdiff1d(events.object[theirs], organic)
    assert len(own) >= 8
    for item in own:
        at = events.at[events.object == item]
        assert at.max() - at.min() < 3600


def test_the_files_hold_the_same_events(maker: Any, tmp_path: Path) -> None:
    made = maker.make_events(2_000, seed=3)
    maker.write(made, tmp_path)
    numbers, texts = pq.read_table(tmp_path / "int.parquet"), pq.read_table(tmp_path / "text.parquet")
    assert numbers["at"].equals(texts["at"])
    for name in ("account", "object"):
        assert len(set(zip(numbers[name].to_pylist(), texts[name].to_pylist(), strict=True))) == len(
            set(numbers[name].to_pylist())
        )
    columns = ["message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls"]
    qut = arrow_csv.read_csv(tmp_path / "qut.csv")
    assert qut.column_names == columns
    assert qut["timestamp"].to_pylist() == numbers["at"].to_pylist()
