from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from inconcert.model.tables import schema
from inconcert.profile.faces import NAMED, faces, kept, sentences, told

HANDS = {"a": "telegram:2", "b": "x:1", "same": 0.95, "copied": 0.04, "because": ["they show the same picture"]}
FACE = {"a": "blog:3", "b": "x:1", "same": 0.3, "copied": 0.7}
STRANGERS = {"a": "telegram:9", "b": "x:1", "same": 0.1, "copied": 0.1}
OTHERS = {"a": "telegram:2", "b": "x:8", "same": 0.99, "copied": 0.0}


def asked(*rows: dict, members: tuple[str, ...] = ("x:1",)) -> list[dict]:
    con = duckdb.connect()
    usual = {"face": 5.0, "own": 3.0, "parts": [("avatar", 5.0)], "because": ["why"], "posts": ["telegram:p", "x:p"]}
    table = pa.Table.from_pylist([usual | row for row in rows], schema=schema("operators"))
    con.register("operators", table)
    con.execute("CREATE TABLE net_members AS SELECT 0 AS network, unnest($m) AS asset", {"m": list(members)})
    con.execute("CREATE TABLE posts (platform VARCHAR, account_id VARCHAR, handle VARCHAR, posted_at TIMESTAMPTZ)")
    con.execute("CREATE TABLE accounts (platform VARCHAR, account_id VARCHAR, handle VARCHAR, observed_at TIMESTAMPTZ)")
    con.execute("INSERT INTO accounts VALUES ('x', '1', 'goats', NULL), ('x', '8', 'late', NULL)")
    return faces(con).get(0, [])


def test_only_likely_pairs_of_members_stand_with_a_network() -> None:
    found = asked(FACE, HANDS, STRANGERS, OTHERS)
    assert [(row["member"], row["other"]) for row in found] == [("x:1", "telegram:2"), ("x:1", "blog:3")]
    assert found[0]["parts"] == {"avatar": 5.0}
    assert not found[0]["inside"]


def test_a_pair_inside_a_network_stands_once() -> None:
    (row,) = asked(HANDS, members=("x:1", "telegram:2"))
    assert row["inside"]


def test_it_says_maybe_and_why_and_names_nobody_behind_it() -> None:
    (said,) = sentences(asked(HANDS))
    assert said == (
        "@goats on x may be run by the same hands as 2 on telegram (95% likely): they show the same picture."
    )


def test_a_copied_face_is_never_called_the_same_hands() -> None:
    found = asked(FACE)
    for said in (*sentences(found), told(found[0])):
        assert "nothing shows that the same hands run both" in said
        assert "may be run" not in said


def test_the_rest_is_counted() -> None:
    said = sentences([row | {"same": 0.95} for row in asked(HANDS) * (NAMED + 2)])
    assert len(said) == NAMED + 1
    assert "2 more pairs" in said[-1]


@pytest.mark.parametrize("known", [{}, {"x:p": {"ref": "x:p"}}])
def test_posts_are_shown_where_they_are_known(known: dict) -> None:
    (row,) = kept(asked(HANDS), known)
    assert row["examples"] == list(known.values())
    assert row["posts"] == ["telegram:p", "x:p"]


def test_without_the_table_there_are_none() -> None:
    assert faces(duckdb.connect()) == {}
