"""What is left of networks without a signal or an object, and how firmly they are held."""

from __future__ import annotations

from itertools import combinations

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.coordination.significance import chances
from inconcert.model.tables import schema
from inconcert.networks import consensus as agreed
from inconcert.networks import stability as module
from inconcert.networks.build import tidy
from inconcert.networks.consensus import agreement
from inconcert.networks.grades import GroupTest
from inconcert.networks.network import find
from inconcert.networks.stability import clear, told, with_stability
from inconcert.networks.steady import Remains
from inconcert.settings import Settings

SETTINGS = Settings()
FAMILIES = {"same_link": "link", "same_site": "link", "same_text": "text"}
EXPECTED = 1e-3
"""Objects that a pair is expected to share."""


def tie(a, b, objects, signal="same_link"):
    p = float(chances(np.array([len(objects)], np.int32), np.array([EXPECTED]))[0])
    return {
        "a": a, "b": b, "signal": signal, "objects": len(objects), "coactions": len(objects), "expected": EXPECTED,
        "effect": 5.0, "window": 60.0, "gap": 1.0, "p": p, "q": p, "chance": p, "first_at": 0, "last_at": 1,
        "shared": objects, "posts": [f"{end}-{thing}" for thing in objects for end in (a, b)],
    }  # fmt: skip


def everybody(names, objects, signal="same_link"):
    return [tie(a, b, objects, signal) for a, b in combinations(names, 2)]


def measured(folder, rows, settings=SETTINGS):
    """The networks of some ties with their stability."""
    path = folder / "ties.parquet"
    rows = sorted(rows, key=lambda row: (row["a"], row["b"], row["signal"]))
    pq.write_table(pa.Table.from_pylist(rows, schema=schema("ties")), path)
    con = duckdb.connect()
    return with_stability(con, path, find(con, path, FAMILIES, settings), FAMILIES, settings)


RING = [f"x:{who}" for who in range(6)]


def test_a_signal_that_repeats_another_can_be_left_out(tmp_path):
    links = everybody(RING, ["l1", "l2", "l3", "l4"])
    (alone,) = measured(tmp_path, links)
    (both,) = measured(tmp_path, links + everybody(RING, ["s1", "s2", "s3", "s4"], "same_site"))
    assert both.strength == pytest.approx(alone.strength)
    for left in both.steady.signals.values():
        assert left == Remains(6, pytest.approx(alone.strength))
    assert alone.steady.signals == {"same_link": Remains(0, 0.0)}


def test_members_that_only_one_signal_holds_fall_out_without_it(tmp_path):
    links, texts = ["l1", "l2", "l3", "l4"], ["t1", "t2", "t3", "t4"]
    rows = everybody(RING[:5], texts, "same_text") + everybody(RING, links)
    (network,) = measured(tmp_path, rows)
    assert network.steady.signals["same_link"].members == 5
    assert network.steady.signals["same_text"].members == 6


def test_a_ring_bound_by_one_object_falls_apart_without_it(tmp_path):
    rows = [tie(a, b, ["hub", f"own-{a}-{b}"]) for a, b in combinations(RING, 2)]
    (network,) = measured(tmp_path, rows)
    lost = network.steady.object
    assert (lost.signal, lost.object, lost.left) == ("same_link", "hub", Remains(0, 0.0))
    assert lost.looked_at == lost.among == 1 + len(rows)
    assert lost.example in {f"{a}-hub" for a in RING}


def test_a_ring_of_many_objects_stays_without_any(tmp_path):
    (network,) = measured(tmp_path, everybody(RING, [f"l{n}" for n in range(9)]))
    assert network.steady.object.left == Remains(6, pytest.approx(network.strength))


def test_only_the_most_shared_objects_are_left_out_and_it_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "OBJECTS", 3)
    rows = [tie(a, b, ["hub", f"own-{a}-{b}"]) for a, b in combinations(RING, 2)]
    (network,) = measured(tmp_path, rows)
    given = told(network, GroupTest.against(network.strength, [0.0] * 19), "link")["object"]
    assert (given["object"], given["looked_at"], given["of"]) == ("hub", 3, 16)


def test_beyond_the_work_allowed_no_object_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "WORK", 14)
    (network,) = measured(tmp_path, everybody(RING, ["l1", "l2"]))
    assert network.steady.object is None
    assert network.steady.signals == {"same_link": Remains(0, 0.0)}


def test_small_networks_are_looked_at_in_full_and_leave_the_rest_to_large_ones(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "OBJECTS", 4)
    rows = everybody(RING, list("abcdef")) + everybody([f"y:{n}" for n in range(3)], list("klmnop"))
    looked_at = {}
    for work in (27, 42, 57):
        monkeypatch.setattr(module, "WORK", work)
        found = measured(tmp_path, rows)
        looked_at[work] = {len(one.members): one.steady.object.looked_at for one in found}
    assert looked_at == {27: {6: 1, 3: 4}, 42: {6: 2, 3: 4}, 57: {6: 3, 3: 4}}


def test_leave_outs_are_the_same_however_many_go_together(tmp_path, monkeypatch):
    rows = everybody(RING, ["l1", "l2", "l3"]) + everybody(
        [f"y:{n}" for n in range(5)], ["m1", "m2", "t3"], "same_text"
    )
    together = measured(tmp_path, rows)
    monkeypatch.setattr(module, "AT_ONCE", 1)
    apart = measured(tmp_path, rows)
    assert [one.steady for one in together] == [one.steady for one in apart]
    assert len(together) == 2


@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_seed_gives_the_same(tmp_path, seed):
    settings = Settings(seed=seed)
    rows = [*everybody(RING, ["l1", "l2", "l3"]), tie("x:0", "y:0", ["l1", "z"]), tie("x:1", "y:0", ["l1", "z"])]
    assert measured(tmp_path, rows, settings)[0].steady == measured(tmp_path, rows, settings)[0].steady


@given(size=st.integers(3, 12), weight=st.floats(1.0, 40.0), seed=st.integers(0, 1000))
def test_a_clique_is_held_firmly(size, weight, seed):
    a, b = map(np.array, zip(*combinations(range(size), 2), strict=True))
    (found,) = agreement(tidy(a, b, np.full(len(a), weight)), [np.arange(size)], Settings(seed=seed))
    assert found.together == 1.0
    assert set(found.confidence) == {1.0}


def test_two_loosely_joined_cliques_are_held_less_firmly_than_one():
    clique = list(combinations(range(6), 2))
    ends = clique + [(a + 6, b + 6) for a, b in clique] + [(0, 6)]
    a, b = map(np.array, zip(*ends, strict=True))
    (found,) = agreement(tidy(a, b, np.full(len(a), 10.0)), [np.arange(12)], SETTINGS)
    assert found.together == pytest.approx(30 / 66)
    assert sorted(set(found.confidence)) == [0.0, 1.0]


def test_large_networks_have_no_consensus(tmp_path, monkeypatch):
    rows = everybody(RING, ["l1", "l2", "l3"])
    monkeypatch.setattr(agreed, "MOST_PAIRS", len(rows))
    assert measured(tmp_path, rows)[0].steady.consensus.together == 1.0
    monkeypatch.setattr(agreed, "MOST_PAIRS", len(rows) - 1)
    assert measured(tmp_path, rows)[0].steady.consensus is None
    monkeypatch.setattr(agreed, "MOST_PAIRS", len(rows))
    monkeypatch.setattr(agreed, "MOST_MEMBERS", 5)
    (network,) = measured(tmp_path, rows)
    assert network.steady.consensus is None
    assert told(network, network.test, "link")["consensus"] is None


def test_what_is_left_stands_clear_as_a_network_would():
    test = GroupTest.against(60.0, [20.0] * 19)
    assert clear(Remains(5, 31.0), test, of_leads=False)
    assert not clear(Remains(5, 29.0), test, of_leads=False)
    assert not clear(Remains(5, 19.0), GroupTest.against(60.0, [0.0] * 19), of_leads=True)
    assert not clear(Remains(0, 0.0), GroupTest.against(60.0, [0.0] * 19), of_leads=False)
    assert clear(Remains(5, 31.0), GroupTest.against(60.0, [20.0] * 5), of_leads=False) is None


def test_no_networks_are_no_work(tmp_path):
    assert with_stability(duckdb.connect(), tmp_path / "missing", [], FAMILIES, SETTINGS) == []
