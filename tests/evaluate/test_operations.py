from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from inconcert.evaluate.bench import Group
from inconcert.evaluate.measures import Sheet
from inconcert.evaluate.operations import ACTIVE, PURITY, SPANNING, categories, makeup, sides, spans

if TYPE_CHECKING:
    from pathlib import Path

CATEGORY = {f"x:{side[0]}{k}": side for side in ("LeftTroll", "RightTroll", "NewsFeed") for k in range(9)}
MEMBERS = st.frozensets(st.sampled_from([*CATEGORY, "x:stranger"]), min_size=3)


def group(name: str, members: frozenset[str]) -> Group:
    return Group(name, "B", False, members, ("same_text",), "")


def test_categories_and_active_accounts_come_from_the_file(tmp_path: Path) -> None:
    posts = {"busy": ACTIVE, "idle": ACTIVE - 1}
    names = [name for name, count in posts.items() for _ in range(count)]
    table = pa.table(
        {"author_id": names, "account_category": ["LeftTroll" if n == "busy" else "NewsFeed" for n in names]}
    )
    pq.write_table(table, tmp_path / "ira.parquet")
    category, active = categories(tmp_path / "ira.parquet")
    assert category == {"x:busy": "LeftTroll", "x:idle": "NewsFeed"}
    assert active == {"x:busy"}


@given(MEMBERS)
def test_the_make_up_counts_every_member_once(members: frozenset[str]) -> None:
    parts = makeup(members, CATEGORY)
    assert sum(parts.values()) == len(members)
    assert list(parts.values()) == sorted(parts.values(), reverse=True)


def test_a_network_of_both_sides_needs_two_of_each() -> None:
    assert spans({"LeftTroll": 2, "RightTroll": 2})
    assert not spans({"LeftTroll": 1, "RightTroll": 9})
    assert not spans({"RightTroll": 9})


@given(st.lists(MEMBERS, min_size=1, max_size=8))
def test_the_shares_of_a_network_sum_to_one(networks: list[frozenset[str]]) -> None:
    figures = {one.measure: one for one in sides(Sheet("ira", "operation"), map(group, "abcdefgh", networks), CATEGORY)}
    largest = max(map(len, networks))
    shares = [one for measure, one in figures.items() if measure.startswith("network 1 by size")]
    assert sum(one.count or 0 for one in shares) == largest
    assert {one.n for one in shares} == {largest}
    assert figures[PURITY].n == sum(map(len, networks))
    assert 1 / 4 <= (figures[PURITY].value or 0) <= 1
    assert 0 <= (figures[SPANNING].value or 0) <= len(networks)


def test_purity_is_the_share_in_the_largest_category() -> None:
    networks = [group("a", frozenset({"x:L0", "x:L1", "x:R0"})), group("b", frozenset({"x:R1", "x:R2", "x:R3"}))]
    figures = {one.measure: one for one in sides(Sheet("ira", "operation"), networks, CATEGORY)}
    assert (figures[PURITY].count, figures[PURITY].n) == (5, 6)
    assert figures[SPANNING].value == 0
