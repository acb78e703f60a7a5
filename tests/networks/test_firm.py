"""A group of leads must be bound by more than a few objects; who is only tied to it by chance falls out."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as at_most
from hypothesis import strategies as st
from worlds import crowd, events, ring

from inconcert.coordination import ties
from inconcert.coordination.significance import chances
from inconcert.coordination.windows import windows
from inconcert.model.tables import schema
from inconcert.networks.control import Search
from inconcert.networks.firm import FLOOR, Judging, dearer
from inconcert.networks.grow import grown, sightings
from inconcert.networks.network import find, without_strays
from inconcert.settings import DEFAULTS

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.networks.network import Network

EXPECTED = 0.02
"""Objects that a pair is expected to share."""


def lead(a: str, b: str, shared: list[str], signal: str = "same_text") -> dict[str, Any]:
    chance = float(chances(np.array([len(shared)], np.int32), np.array([EXPECTED]))[0])
    figures = {"objects": len(shared), "expected": EXPECTED, "shared": shared, "chance": chance}
    return {"a": f"x:{a}", "b": f"x:{b}", "signal": signal, "p": 0.05} | figures


def written(folder: Path, rows: list[dict[str, Any]]) -> Path:
    path = folder / "leads.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=schema("ties")), path)
    return path


def found(folder: Path, rows: list[dict[str, Any]]) -> list[Network]:
    with duckdb.connect() as con:
        return find(con, written(folder, rows), {}, DEFAULTS)


def left(folder: Path, rows: list[dict[str, Any]], networks: list[Network]) -> list[float]:
    with duckdb.connect() as con:
        return Judging(con, folder / "leads.parquet", {}, DEFAULTS).strengths(networks)


def test_a_group_that_three_headlines_hold_together_is_none(tmp_path: Path) -> None:
    assert found(tmp_path, [lead(a, b, ["one", "two", "three"]) for a, b in combinations("abcdefg", 2)]) == []


def test_a_group_of_as_many_pairs_on_objects_of_their_own_is_one(tmp_path: Path) -> None:
    rows = [lead(a, b, [f"{a}{b}{i}" for i in range(3)]) for a, b in combinations("abcdefg", 2)]
    (network,) = found(tmp_path, rows)
    assert network.of_leads
    assert left(tmp_path, rows, [network])[0] == pytest.approx(network.strength, rel=0.2)


def test_one_thing_that_two_signals_see_is_taken_out_of_both(tmp_path: Path) -> None:
    rows = [lead(a, b, ["1", "2", "3"], s) for s in ("same_link", "same_text") for a, b in combinations("abcdefg", 2)]
    assert found(tmp_path, rows) == []


def test_a_tie_pays_for_each_object_it_loses() -> None:
    objects, expected, spread = np.array([5, 5, 5]), np.full(3, 0.1), np.zeros(3)
    lost = np.array([0, 1, 2])
    stated = chances(np.array([5, 4, 3], np.int32), expected) / chances(np.array([5, 5, 5], np.int32), expected)
    assert dearer(objects, expected, spread, lost) == pytest.approx(stated)


@given(st.lists(st.lists(st.sampled_from("123456789"), min_size=3, max_size=6, unique=True), min_size=21, max_size=21))
@at_most(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_nothing_is_stronger_without_its_objects_and_the_order_of_ties_does_not_matter(
    tmp_path: Path, shared: list[list[str]]
) -> None:
    rows = [lead(a, b, things) for (a, b), things in zip(combinations("abcdefg", 2), shared, strict=True)]
    networks = found(tmp_path, rows)
    assert all(left(tmp_path, rows, [one])[0] <= one.strength + 1e-9 for one in networks)
    assert [one.assets for one in found(tmp_path, rows[::-1])] == [one.assets for one in networks]


def test_a_member_whom_chance_may_have_tied_to_a_group_is_a_stray(tmp_path: Path) -> None:
    rows = [lead(a, b, [f"{a}{b}{i}" for i in range(4)]) for a, b in combinations("abcdefg", 2)]
    rows += [lead(a, "z", [f"{a}z{i}" for i in range(3)]) | {"chance": 5e-3} for a in "ab"]
    ring = {f"x:{name}" for name in "abcdefg"}
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr("inconcert.networks.network.SHARE", 0.0)
        (network,) = found(tmp_path, rows)
        assert set(network.assets) == ring | {"x:z"}
        # Two ties of one in two hundred are nothing among as many accounts.
        assert set(without_strays(network, 10**6).assets) == ring
    assert set(without_strays(network, 1).assets) == ring
    assert without_strays(replace(network, of_leads=False), 10**6).assets == network.assets


def _searched(tmp_path: Path, acts: Any) -> tuple[list[Network], list[Network]]:
    """The networks of one signal as ties bind them, and as they stand in the end."""
    made, used = events(acts), windows(DEFAULTS, 1.0)
    table, account = ties.ties("same_link", made, DEFAULTS)
    path = tmp_path / "ties.parquet"
    pq.write_table(table, path)
    with duckdb.connect() as con:
        judging = Judging.of(con, path, {}, DEFAULTS, {"same_link": account})
        bound = find(*judging)
        seen = sightings([Search("same_link", "link", made, used)])
        return bound, grown(bound, seen, DEFAULTS, judging.standing)


@pytest.mark.parametrize("seed", range(2))
def test_a_large_ring_whose_pairs_share_little_is_found_in_a_crowd_and_hardly_anybody_else(
    tmp_path: Path, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    people = crowd(rng, people=1200, things=2500, acts=9000)
    _, networks = _searched(tmp_path, people + ring(rng, 100, 60, 6 * 3600.0, share=0.12))
    members = {asset for network in networks for asset in network.assets}
    ours = {asset for asset in members if asset.startswith("x:ring")}
    assert any(network.of_leads for network in networks)
    assert len(ours) >= 70
    assert len(members - ours) <= 1


@pytest.mark.parametrize("seed", range(3))
def test_a_crowd_has_no_group_of_leads(tmp_path: Path, seed: int) -> None:
    bound, _ = _searched(tmp_path, crowd(np.random.default_rng(seed), people=1200, things=2500, acts=9000))
    assert bound == []


def test_the_floor_holds_for_what_is_left_without_the_sources(tmp_path: Path) -> None:
    """Everybody hangs on five accounts that act first; without these a group is left that is too weak."""
    rows = [lead(a, b, [f"{a}{b}{i}" for i in range(9)]) for a in "abcde" for b in "vwxyz"]
    rows += [lead(a, b, [f"{a}{b}{i}" for i in range(3)]) for a, b in combinations("vwxyz", 2)]
    (network,) = found(tmp_path, rows)
    assert network.strength >= FLOOR
    acts = [(end, thing, 60.0 * (end in "vwxyz")) for row in rows for thing in row["shared"] for end in thing[:2]]
    acts += [(f"p{i}", f"alone{i}", 0.0) for i in range(30)]
    made = events(acts)
    seen = sightings([Search("same_text", "text", made, windows(DEFAULTS, 1.0))])
    told: list[set[str]] = []

    def nobody(networks: Any) -> list[Network]:
        told.extend(set(one.assets) for one in networks)
        return []

    assert grown([network], seen, DEFAULTS, nobody) == []
    assert told == [{f"x:{name}" for name in "vwxyz"}]
