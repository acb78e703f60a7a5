"""The generator of benchmark events: the same events for the same seed, and of the shape it promises."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import events as maker
import numpy as np
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def events() -> Any:
    return maker.make_events(100_000, seed=1)


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maker, "BLOCK", 700)


def test_the_same_seed_gives_the_same_events(events: Any) -> None:
    again, other = maker.make_events(100_000, seed=1), maker.make_events(100_000, seed=2)
    assert all(np.array_equal(getattr(events, name), getattr(again, name)) for name in ("account", "object", "at"))
    assert events.groups == again.groups
    assert not np.array_equal(events.at, other.at)


def test_there_are_as_many_events_as_asked_for_all_within_the_span(events: Any) -> None:
    assert len(events.account) == len(events.object) == len(events.at) == 100_000
    assert events.at.min() >= maker.START
    assert events.at.max() < maker.START + maker.SPAN


def test_no_burst_in_the_last_second_or_anywhere(events: Any) -> None:
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


@pytest.mark.usefixtures("small_blocks")
def test_blocks_differ_and_hold_their_share_of_the_planted_events() -> None:
    made = list(maker.blocks(50_000, seed=1))
    assert [len(block.at) for block in made] == [700] * 71 + [300]
    assert len({block.at.tobytes() for block in made[:-1]}) == 71
    planted = np.concatenate(made[0].groups)
    members = [np.isin(block.account, planted).sum() for block in made[:-1]]
    assert min(members) > 0
    whole = maker.make_events(50_000, seed=1)
    assert np.array_equal(whole.object, np.concatenate([block.object for block in made]))


@pytest.mark.usefixtures("small_blocks")
def test_the_files_hold_the_same_events(tmp_path: Path) -> None:
    facts = maker.write(maker.blocks(2_000, seed=3), tmp_path)
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
    assert len(set(qut["message_id"].to_pylist())) == 2_000
    assert facts["hottest"] == np.bincount(numbers["object"]).max()
    assert facts["accounts"] == len(set(numbers["account"].to_pylist()))
    assert json.loads((tmp_path / "events.json").read_text("utf-8")) == facts
    assert sum(map(len, json.loads((tmp_path / "planted.json").read_text("utf-8")))) == facts["planted"]


def test_forms_made_one_after_another_hold_the_same_events(tmp_path: Path) -> None:
    maker.write(maker.blocks(500, seed=3), tmp_path / "together")
    for form in ("int", "text"):
        maker.write(maker.blocks(500, seed=3), tmp_path / "apart", (form,))
    for name in ("int.parquet", "text.parquet"):
        assert (tmp_path / "apart" / name).read_bytes() == (tmp_path / "together" / name).read_bytes()
    assert not (tmp_path / "apart" / "qut.csv").exists()


def test_an_interrupted_file_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    def broken() -> Any:
        yield from maker.blocks(500, seed=3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        maker.write(broken(), tmp_path)
    assert all(path.suffix == ".partial" for path in tmp_path.iterdir())
