"""What a stretch of time holds, against counts made by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from inconcert.web.screens import stretch as module
from inconcert.web.screens.pairs import Filter
from inconcert.web.screens.stretch import stretch

if TYPE_CHECKING:
    from collections.abc import Callable

START = datetime(2024, 3, 1, tzinfo=UTC)
DAY = 86_400_000_000
FIRST = int(START.timestamp() * 1_000_000)


class Material:
    """Tables of a run with two members (a, b) and one other (c); one post a day each for ten days."""

    def __init__(self) -> None:
        self.connection, self.asked, self.files = duckdb.connect(), list[Any](), {"s": "posts.csv"}
        days = range(10)
        posts = [(who, day) for who in "abc" for day in days]
        at = {day: START + timedelta(days=day, hours=9) for day in days}
        self.connection.execute(
            "CREATE TABLE posts (platform VARCHAR, post_id VARCHAR, account_id VARCHAR, handle VARCHAR,"
            " posted_at TIMESTAMPTZ, precision DOUBLE, kind VARCHAR, text VARCHAR, lang VARCHAR, urls VARCHAR[],"
            " quote_of VARCHAR, source VARCHAR, row BIGINT)"
        )
        self.connection.executemany(
            "INSERT INTO posts VALUES ('x', ?, ?, ?, ?, 1.0, 'post', ?, 'en', NULL, NULL, 's', ?)",
            [(f"{who}{day}", who, f"h{who}", at[day], text(who, day), day) for who, day in posts],
        )
        self.connection.execute(
            'CREATE TABLE features (post BIGINT, post_ref VARCHAR, asset VARCHAR, platform VARCHAR, "at" BIGINT,'
            " domains VARCHAR[], reply_account VARCHAR, marks VARCHAR[], kind VARCHAR)"
        )
        self.connection.executemany(
            "INSERT INTO features VALUES (?, ?, ?, 'x', ?, ?, ?, ?, 'post')",
            [
                (number, f"x:{who}{day}", f"x:{who}", micro(at[day]), ["site.example"] if day < 4 else None,
                 "x:@hc" if day in (2, 7) and who != "c" else None, ["mention:mayor"] if day == 5 else None)
                for number, (who, day) in enumerate(posts)
            ],
        )  # fmt: skip
        self.connection.execute(
            'CREATE TABLE actions (signal VARCHAR, asset VARCHAR, object VARCHAR, "at" BIGINT, post BIGINT)'
        )
        self.connection.executemany(
            "INSERT INTO actions VALUES ('same_link', ?, ?, ?, ?)",
            [(f"x:{who}", f"link-{day // 2}", micro(at[day]), number) for number, (who, day) in enumerate(posts)],
        )

    def cursor(self) -> duckdb.DuckDBPyConnection:
        return self.connection.cursor()

    def kept(self, key: Any, make: Callable[[], Any]) -> Any:
        self.asked.append(key)
        return make()


def text(who: str, day: int) -> str:
    return f"The harbour bridge report number {day}" if day % 2 else f"{who} had coffee"


def micro(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)


@pytest.fixture
def network() -> dict[str, Any]:
    bins = [[(START + timedelta(days=day)).isoformat(), 2] for day in range(1, 10, 2)]
    narrative = {
        "id": "n1",
        "words": ["harbour", "bridge", "report"],
        "posts": 10,
        "share": 1.0,
        "timeline": {"step": 86_400, "bins": bins},
        "examples": [],
    }
    return {
        "id": "net-1",
        "posts": 20,
        "members": [{"platform": "x", "account_id": name} for name in "ab"],
        "signals": [{"name": "same_link", "noun": "link", "family": "link"}],
        "pushes": [{"platform": "web", "id": "site.example", "posts": 8, "accounts": 2}],
        "narratives": [narrative],
    }


def days(first: float | None, last: float | None) -> Filter:
    """From the beginning of one day to the beginning of another, as numbers of days."""
    ends = [None if day is None else FIRST + round(day * DAY) for day in (first, last)]
    return Filter(first=ends[0], last=ends[1])


def test_objects_are_counted_within_the_stretch_and_need_two_members(network: dict[str, Any]) -> None:
    rows = stretch(Material(), network, days(1, 4))["objects"]
    assert [(row["object"], row["accounts"], row["posts"], row["noun"]) for row in rows] == [
        ("link-1", 2, 4, "link"),
        ("link-0", 2, 2, "link"),
    ]
    alone = {**network, "members": network["members"][:1]}
    assert stretch(Material(), alone, days(1, 4))["objects"] == []


def test_targets_are_those_addressed_within_the_stretch(network: dict[str, Any]) -> None:
    (row,) = stretch(Material(), network, days(None, 4))["targets"]
    assert (row["account_id"], row["handle"]) == ("c", "hc")
    assert (row["replies"], row["mentions"], row["accounts"], row["others"]) == (2, 0, 2, 0)
    (row,) = stretch(Material(), network, days(4, 7))["targets"]
    assert (row["account_id"], row["handle"], row["mentions"], row["others"]) == (None, "mayor", 2, 1)
    # Two of three posts are members', and two of three mentions: no more often than their share explains.
    assert row["lift"] == pytest.approx(1.0)
    assert stretch(Material(), network, days(8, None))["targets"] == []


def test_narratives_show_posts_and_examples_of_the_stretch_only(network: dict[str, Any]) -> None:
    (row,) = stretch(Material(), network, days(2, 6))["narratives"]
    assert row["posts"] == 4
    assert row["share"] == 1.0
    assert {one["text"] for one in row["examples"]} <= {text("a", 3), text("a", 5)}
    assert len(row["examples"]) == 3
    assert {one["file"] for one in row["examples"]} == {"posts.csv"}
    assert stretch(Material(), network, days(20, None))["narratives"] == []


def test_sites_are_counted_within_the_stretch(network: dict[str, Any]) -> None:
    (row,) = stretch(Material(), network, days(3, None))["pushes"]
    assert (row["posts"], row["accounts"]) == (2, 2)
    assert stretch(Material(), network, days(5, None))["pushes"] == []


def test_a_network_too_large_to_keep_is_counted_all_the_same(
    network: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, read_anew = Material(), Material()
    expected = stretch(kept, network, days(1, 6))
    monkeypatch.setattr(module, "KEPT_POSTS", 1)
    assert stretch(read_anew, network, days(1, 6)) == expected
    assert ("did", "net-1") in kept.asked
    assert ("did", "net-1") not in read_anew.asked
