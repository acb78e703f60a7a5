"""Families whose evidence lies in the same posts are one kind of evidence."""

from __future__ import annotations

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from inconcert.networks.independence import joined, kinds

FAMILIES = {"same_link": "link", "same_text": "message", "same_template": "message", "hashtag_sequence": "tag"}


def of(touches: list[tuple[int, str, str]]) -> dict[int, list[str]]:
    with duckdb.connect() as con:
        con.execute("CREATE TEMP TABLE net_touches (network INTEGER, signal VARCHAR, post VARCHAR)")
        if touches:
            con.executemany("INSERT INTO net_touches VALUES (?, ?, ?)", touches)
        return kinds(con, FAMILIES)


def test_a_link_inside_a_copied_text_is_one_kind_with_the_text() -> None:
    both = [(0, signal, f"p{i}") for i in range(6) for signal in ("same_link", "same_text", "same_template")]
    assert of(both) == {0: ["link+message"]}


def test_families_on_posts_of_their_own_are_two_kinds() -> None:
    apart = [(0, "same_link", f"a{i}") for i in range(6)] + [(0, "same_text", f"b{i}") for i in range(6)]
    assert of(apart) == {0: ["link", "message"]}


def test_the_smaller_family_decides() -> None:
    few = [(0, "same_text", f"p{i}") for i in range(20)] + [(0, "hashtag_sequence", f"p{i}") for i in range(3)]
    assert of(few) == {0: ["message+tag"]}
    mostly_own = [*few, *((0, "hashtag_sequence", f"own{i}") for i in range(4))]
    assert of(mostly_own) == {0: ["message", "tag"]}


def test_networks_are_judged_apart_and_none_gives_none() -> None:
    touches = [(0, "same_link", "p"), (0, "same_text", "p"), (1, "same_link", "p"), (1, "same_text", "q")]
    assert of(touches) == {0: ["link+message"], 1: ["link", "message"]}
    assert of([]) == {}


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=12))
def test_every_name_is_in_one_group_and_pairs_are_never_parted(pairs: list[tuple[str, str]]) -> None:
    groups = [set(name.split("+")) for name in joined(pairs)]
    assert sorted(name for group in groups for name in group) == sorted({name for pair in pairs for name in pair})
    assert all(any({one, other} <= group for group in groups) for one, other in pairs)
