"""The search spread over a cluster finds the ties of the compiled pass, row for row: its parts, and Spark with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.coordination import run
from inconcert.coordination.cluster import search as cluster
from inconcert.coordination.cluster.packing import cut, unpacked
from inconcert.coordination.cluster.tasks import deal, evidence_between, hands, pairs_between
from inconcert.coordination.compiled.across import reach_across
from inconcert.coordination.events import from_columns, prune
from inconcert.coordination.evidence import Diaries, describe, look_up
from inconcert.coordination.pairs import Judge
from inconcert.coordination.ties import search
from inconcert.coordination.windows import windows
from inconcert.engines.spark import Spark
from inconcert.model.tables import schema
from inconcert.settings import DEFAULTS

DAY = 86_400_000_000
ORIGIN = 1_700_000_000_000_000


def world(seed: int, assets: int = 60, objects: int = 90, events: int = 900, ring: int = 6) -> dict[str, Any]:
    """Who did what when: a heavy-tailed crowd on two platforms, and a ring that acts together on objects of its own."""
    rng = np.random.default_rng(seed)
    who = (assets * rng.random(events) ** 2).astype(int)
    what = (objects * rng.random(events) ** 2).astype(int)
    at = ORIGIN + (3 * DAY * rng.random(events)).astype(int) // 1_000_000 * 1_000_000
    for turn in range(12):
        who = np.append(who, np.arange(ring))
        what = np.append(what, np.full(ring, objects + turn))
        at = np.append(at, ORIGIN + turn * DAY // 5 + rng.integers(0, 40, ring) * 1_000_000)
    return {"who": who, "what": what, "at": at}


def actions(columns: dict[str, Any], seed: int = 0) -> pa.Table:
    """The noun ``actions`` of a world, as a run would write it: distinct, ordered by object and time."""
    rng = np.random.default_rng(seed)
    size = columns["who"].size
    table = pa.table(
        {
            "signal": ["same_link"] * size,
            "asset": [f"{'nm'[w % 2]}:{w:03d}ö" if w % 7 else f"z{w}" for w in columns["who"]],
            "object": [f"https://örtlich.example/{w}" for w in columns["what"]],
            "at": columns["at"],
            "precision": np.full(size, 1.0),
            "post": np.arange(size),
            "lang": [("de", "en", None)[w % 3] for w in columns["what"]],
            "outlet": [("", "a.example", "b.example")[w % 3] for w in columns["what"]],
        },
        schema=schema("actions"),
    )
    return table.take(pa.array(rng.permutation(size)))


SETTINGS = replace(DEFAULTS, windows=(60.0, 3600.0, 86400.0), audiences=(2**31 - 1, 40, 20), rare=10, keep=1.0)


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.integers(1, 5))
def test_the_tasks_together_find_what_one_search_finds(seed: int, groups: int) -> None:
    events = from_columns(actions(world(seed, 30, 40, 400)))
    used = windows(SETTINGS, 1.0)
    judge = Judge.of(events, used, 2, 1.0)
    whole = search("same_link", events, SETTINGS)
    common, shares = deal(judge, used, groups)
    # Names are codes in the whole signal, and the events lie in two slices by object.
    coded = replace(events, assets=np.arange(events.assets.size), objects=np.arange(events.objects.size))
    slices = [coded.take(coded.object % 2 == part) for part in range(2)]
    dealt = [dict(hands(part, events.audience, groups)) for part in slices]
    found, tested = {}, 0
    for g in range(groups):
        for h in range(g, groups):
            some = [hand for part in dealt for group, hand in part.items() if group in (g, h)]
            if not some:
                continue
            for block in pairs_between(common, {one: shares[one] for one in (g, h)}, some):
                tested += block.tested
                rows = zip(block.a.tolist(), block.b.tolist(), strict=True)
                found |= {pair: _told(block, i) for i, pair in enumerate(rows)}
                for told in evidence_between(common, some, block, 5):
                    _same_evidence(events, whole, told, block, used)
    pairs = whole.pairs
    expected = {pair: _told(pairs, i) for i, pair in enumerate(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True))}
    assert tested == pairs.tested
    assert {pair: found[pair] for pair in expected} == expected
    # What is found besides has a p that no threshold lets through, and is no lead.
    passing = pairs.p[~np.isnan(pairs.q)].max(initial=0)
    besides = [found[pair] for pair in found.keys() - expected.keys()]
    assert all(p >= passing and not lead for _, _, p, lead in besides)


def _told(pairs: Any, i: int) -> tuple[int, int, float, bool]:
    return int(pairs.shared[i]), int(pairs.window[i]), float(pairs.p[i]), bool(pairs.lead[i])


def _same_evidence(events: Any, whole: Any, told: dict[str, Any], block: Any, used: Any) -> None:
    left = prune(events, used.reach(events.audience), 2)
    same = describe(Diaries.of(left), look_up(Diaries.of(left), events.audience, block, used), 5, lambda posts: posts)
    for name in ("coactions", "gap", "first_at", "last_at"):
        assert np.array_equal(told[name], same[name])
    assert told["posts"].to_pylist() == same["posts"].to_pylist()
    names = {name: str(code) for code, name in enumerate(events.objects.tolist())}
    assert told["shared"].to_pylist() == [[names[name] for name in names_] for names_ in same["shared"].to_pylist()]


@given(st.integers(0, 10**6), st.integers(0, 50))
def test_neighbours_across_two_sets_are_those_within_the_width(seed: int, width: int) -> None:
    rng = np.random.default_rng(seed)
    sizes = rng.integers(0, 6, (2, 4))
    at = [np.concatenate([np.sort(rng.integers(0, 100, n)) for n in side]).astype(np.int32) for side in sizes]
    start = [np.concatenate([[0], np.cumsum(side)]) for side in sizes]
    low, high = (np.empty(at[0].size, np.uint32) for _ in range(2))
    total = reach_across(at[0], start[0], at[1], start[1], np.full(4, width), low, high)
    objects = [np.repeat(np.arange(4), side) for side in sizes]
    for i in range(at[0].size):
        near = np.flatnonzero((objects[1] == objects[0][i]) & (np.abs(at[1] - at[0][i]) <= width))
        assert np.arange(low[i], high[i]).tolist() == near.tolist()
    assert total == int((high.astype(int) - low).sum())


def test_a_slice_holds_whole_objects_and_the_facts_of_their_first_act() -> None:
    table = pa.table(
        {
            "asset": pa.array([5, 9, 5], pa.int32()),
            "object": pa.array([7, 7, 3], pa.int32()),
            "at": [20, 10, 30],
            "post": [0, 1, 2],
            "lang": ["de", "en", None],
            "outlet": ["x", "y", ""],
            "platform": ["n", "m", "n"],
        }
    )
    (batch,) = cut(iter(table.to_batches(max_chunksize=2)))
    (one,) = map(unpacked, batch.column("blob"))
    assert one.events.assets.tolist() == [5, 9]
    assert one.events.objects.tolist() == [3, 7]
    assert one.events.micros().tolist() == [30, 10, 20]
    assert one.facts.to_pydict() == {"lang": [None, "en"], "outlet": ["", "y"], "platform": ["n", "m"]}


def test_no_task_is_larger_than_a_quarter_of_the_memory() -> None:
    assert cluster.groups_of(1000, "2GB", 1) == 2
    assert cluster.groups_of(1000, "2GB", 100) == 24
    assert 2 * 10**9 / cluster.groups_of(10**9, "8GB", 8) * 100 <= 2 * 10**9


class TestSpark:
    """The whole way, on Spark."""

    pytestmark = pytest.mark.spark

    @pytest.fixture(autouse=True)
    def _spread(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Also small signals go to the cluster, in several slices and groups."""
        monkeypatch.setattr(cluster, "SMALL", 0)
        monkeypatch.setattr(cluster, "SLICE", 400)

    @pytest.fixture
    def files_of(self, tmp_path: Path) -> Any:
        def written(table: pa.Table) -> dict[str, list[Path]]:
            posts = table.num_rows
            pq.write_table(table, tmp_path / "actions.parquet")
            refs = {"post": np.arange(posts), "post_ref": [f"n:p{n:05d}" for n in range(posts)]}
            blank = {field.name: pa.nulls(posts, field.type) for field in schema("features")}
            pq.write_table(pa.table(blank | refs, schema=schema("features")), tmp_path / "features.parquet")
            return {name: [tmp_path / f"{name}.parquet"] for name in ("actions", "features")}

        return written

    @pytest.fixture
    def both(self, files_of: Any, tmp_path: Path) -> Any:
        def search_twice(table: pa.Table, settings: Any = SETTINGS, signal: str = "same_link") -> list[Any]:
            (acts,), (features,) = files_of(table).values()
            out = []
            for engine, way in (("duckdb", run.ties_of), ("spark", cluster.ties_of)):
                target = tmp_path / f"{engine}.parquet"
                account = way(signal, acts, features, replace(settings, engine=engine), target)
                out.append(
                    (pq.read_table(target), {k: v for k, v in account.items() if k not in ("meetings", "spilled")})
                )
            assert not list(tmp_path.glob("*.parquet.*"))
            return out

        return search_twice

    @pytest.mark.parametrize("seed", range(2))
    def test_the_table_is_that_of_the_compiled_pass(self, both: Any, seed: int) -> None:
        (alone, told), (spread, said) = both(actions(world(seed, 200, 400, 4000), seed))
        assert alone.num_rows >= 15
        assert spread.equals(alone)
        assert said == told

    def test_leads_come_along_without_a_q(self, both: Any) -> None:
        (alone, told), (spread, said) = both(actions(world(1, 200, 400, 4000), 1), replace(SETTINGS, keep=1e-9))
        assert alone["q"].null_count
        assert spread.equals(alone)
        assert said == told

    def test_one_window_and_hubs(self, both: Any) -> None:
        settings = replace(SETTINGS, windows=(600.0,), audiences=(2**31 - 1,), evidence=2)
        (alone, told), (spread, said) = both(actions(world(5, 300, 40, 5000, 8)), settings)
        assert alone.num_rows
        assert spread.equals(alone)
        assert said == told

    def test_nothing_to_tie(self, both: Any) -> None:
        table = actions(world(1, 40, 4000, 60, 0))
        (alone, told), (spread, said) = both(table)
        assert alone.num_rows == 0
        assert spread.equals(alone)
        assert said == told

    def test_no_actions(self, both: Any) -> None:
        (alone, told), (spread, said) = both(actions(world(1)).slice(0, 0))
        assert spread.equals(alone)
        assert said == told

    def test_several_signals_of_one_session_leave_nothing_behind(self, files_of: Any, tmp_path: Path) -> None:
        tables, target = files_of(actions(world(2, 200, 400, 4000))), tmp_path / "alone"
        run.ties_of("same_link", *tables["actions"], *tables["features"], SETTINGS, target)
        alone = pq.read_table(target)
        assert alone.num_rows >= 15
        with Spark().open(tables, memory=SETTINGS.memory) as steps:
            context = steps.session.sparkContext
            files = set(Path(context._temp_dir).iterdir())
            for name in ("same_link", "same_text"):
                target = tmp_path / name
                cluster.Search(steps, name, SETTINGS, None, True).write(target)
                found = pq.read_table(target)
                assert set(found["signal"].to_pylist()) == {name}
                assert found.drop_columns("signal").equals(alone.drop_columns("signal"))
                # Spark keeps a file for all that was sent, and a list of all that is held.
                assert set(Path(context._temp_dir).iterdir()) == files
                assert context._jsc.getPersistentRDDs().size() == 0

    @pytest.mark.parametrize("groups", [1, 3, 12])
    def test_every_task_gets_a_partition_of_its_own(self, files_of: Any, groups: int) -> None:
        from pyspark.sql import functions as f

        with Spark().open(files_of(actions(world(1)).slice(0, 50)), memory=SETTINGS.memory) as steps:
            tasks = cluster.Search(steps, "same_link", SETTINGS, None, True)._tasks(groups)
            assert np.array_equal(tasks, tasks.T)
            each = np.unique(tasks)
            assert each.size == groups * (groups + 1) // 2
            dealt = steps.session.createDataFrame(pa.table({"task": each})).repartition(each.size, "task")
            assert dealt.select(f.spark_partition_id()).distinct().count() == each.size
