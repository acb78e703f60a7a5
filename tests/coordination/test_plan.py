"""What is said before a search, against the plainest restatement and against the search itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import SECOND, events

from inconcert.coordination.plan import Planner, bounded, meetings, needed, pace, plan
from inconcert.coordination.ties import search
from inconcert.coordination.windows import Windows
from inconcert.plugins import registered
from inconcert.settings import DEFAULTS

if TYPE_CHECKING:
    from pathlib import Path

ACTS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("uvwx"), st.integers(0, 400).map(float)), max_size=60
)
USED = Windows((10.0, 60.0), np.array([10, 60]) * SECOND, np.array([4, 2]))


@given(ACTS)
def test_meetings_are_the_pairs_of_acts_in_reach_on_acts_with_company(acts: list[Any]) -> None:
    found = events(acts)
    rows = list(zip(found.object.tolist(), found.asset.tolist(), (found.micros() // SECOND).tolist(), strict=True))
    reach = (USED.reach(found.audience) // SECOND).tolist()
    near = [[p == o and abs(t - u) <= reach[o] for p, _, u in rows] for o, _, t in rows]
    company = [
        any(met and a != b for met, (_, b, _) in zip(some, rows, strict=True))
        for some, (_, a, _) in zip(near, rows, strict=True)
    ]
    truth = [0] * len(reach)
    for (o, _, _), here, some in zip(rows, company, near, strict=True):
        truth[o] += sum(met and there for met, there in zip(some, company, strict=True)) if here else 0
    assert meetings(found, USED, 0).tolist() == truth


def test_without_a_window_nothing_can_meet() -> None:
    none = Windows((), np.empty(0, np.int64), np.empty(0, np.int64))
    found = events([("a", "u", 0.0), ("b", "u", 1.0)])
    assert meetings(found, none, 2).tolist() == [0]
    assert bounded(found, none, 2) == []


@given(ACTS)
def test_no_search_looks_at_more_than_was_said(acts: list[Any]) -> None:
    settings = replace(DEFAULTS, windows=(10.0, 60.0), audiences=(4, 2))
    found = events(acts)
    assert search("x", found, settings).account["meetings"] <= plan(found, settings)["meetings"]


@given(ACTS, st.integers(1, 3))
def test_what_limits_keep_out_is_counted_whole(acts: list[Any], support: int) -> None:
    found = events(acts)
    who, touched = defaultdict(set), defaultdict(set)
    for a, o, _ in acts:
        who[o].add(a)
    told = {one["window"]: one for one in bounded(found, USED, support)}
    for window, limit in ((10.0, 4), (60.0, 2)):
        large = {o for o in who if len(who[o]) > limit}
        if not large:
            assert window not in told
            continue
        left = [(a, o, t) for a, o, t in acts if o in large]
        touched.clear()
        for a, o, _ in left:
            touched[a].add(o)
        near = sum(o == p and abs(t - u) <= window for n, (_, o, t) in enumerate(left) for _, p, u in left[n + 1 :])
        assert told[window] == {
            "window": window,
            "limit": limit,
            "objects": len(large),
            "actions": len(left),
            "meetings": near,
            "accounts": sum(len(some) >= support for some in touched.values()),
        }


def test_the_heaviest_object_is_named_first_with_its_share() -> None:
    hub = [(f"a{n}", "hub", float(n)) for n in range(20)]
    small = [(f"a{n}", "small", float(n)) for n in range(4)]
    said = plan(events(hub + small), replace(DEFAULTS, windows=(60.0,), audiences=(99,)), rarity=False)
    assert [one["object"] for one in said["heaviest"]] == ["hub", "small"]
    assert said["heaviest"][0]["accounts"] == 20
    assert sum(one["share"] for one in said["heaviest"]) == 1.0
    assert said["bounded"] == []


def test_the_first_post_on_an_object_is_told_by_its_reference() -> None:
    acts = events([(f"a{n}", f"o{o}", float(n)) for n in range(3) for o in range(2)])
    settings = replace(DEFAULTS, windows=(60.0,), audiences=(99,))
    first = [str(acts.post[acts.start[o]]) for o in range(2)]
    assert [one["post"] for one in plan(acts, settings)["heaviest"]] == first
    refs = pa.array([f"x:{n}" for n in range(int(acts.post.max()) + 1)])
    assert [one["post"] for one in plan(acts, settings, post_refs=refs)["heaviest"]] == [f"x:{n}" for n in first]


@pytest.fixture
def written(tmp_path: Path) -> tuple[Path, Path]:
    """Files of features and of 60 actions of six accounts on ten links."""
    acts = [(f"x:a{n % 6}", f"o{n // 6}", n * SECOND, n) for n in range(60)]
    asset, obj, at, post = (list(column) for column in zip(*acts, strict=True))
    rest = {"lang": ["en"] * 60, "outlet": [""] * 60, "precision": [1.0] * 60}
    pq.write_table(
        pa.table({"asset": asset, "object": obj, "at": at, "post": post} | rest), tmp_path / "actions.parquet"
    )
    pq.write_table(pa.table({"post": post, "post_ref": [f"x:p{n}" for n in post]}), tmp_path / "features.parquet")
    return tmp_path / "features.parquet", tmp_path / "actions.parquet"


def test_posts_are_named_and_a_search_that_took_longer_tells_of_the_next(written: tuple[Path, Path]) -> None:
    features, actions = written
    planner, link = Planner(DEFAULTS, features), registered("signals")["same_link"]
    told = planner.of(link, actions)
    assert told["fits"]
    assert told["heaviest"][0]["post"] == "x:p0"
    planner.learn(told | {"seconds": 2.0}, 6.0)
    planner.learn(told | {"seconds": 0.01}, 600.0)  # too short to say anything
    assert planner.of(link, actions)["seconds"] == pytest.approx(3 * told["seconds"])


def test_actions_that_do_not_fit_are_not_read(written: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inconcert.coordination.plan.load", None)
    features, actions = written
    told = Planner(replace(DEFAULTS, memory=f"{needed(60) - 1}B"), features).of(
        registered("signals")["same_link"], actions
    )
    assert (told["fits"], told["actions"], told["bytes"], told["meetings"]) == (False, 60, needed(60), None)


def test_the_pace_is_one_of_a_machine_that_counts() -> None:
    assert 0 < pace() < 1000
