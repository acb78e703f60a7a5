from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from twofaced import BEGIN, TEXTS, World

from inconcert.model.tables import schema
from inconcert.operators.run import LIKELY, operators

if TYPE_CHECKING:
    from pathlib import Path

FACE = {"handle": "valleygoats_zk", "name": "Zivot Kozu", "description": "keeper of goats above the lake of zurvan"}


def pairs(world: World, folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    con, features = world.laid(folder)
    with con:
        operators(con, features, 0, folder / "operators.parquet")
    table = pq.read_table(folder / "operators.parquet")
    assert table.schema.equals(schema("operators"))
    return {(row["a"], row["b"]): row | {"parts": dict(row["parts"])} for row in table.to_pylist()}


def planted(*, turns: bool, gap: float = 0.2, made: int = 20) -> World:
    """Two accounts with one face; the second one repeats eight posts of the first, or each of them some."""
    world, picture = World(), "https://img.example/goat.jpg"
    world.add("x", "elder", avatar=picture, created_at=BEGIN - timedelta(days=900), **FACE)
    world.add("telegram", "younger", avatar=picture, created_at=BEGIN - timedelta(days=900 - made), **FACE)
    for number, text in enumerate(TEXTS[:8]):
        first, second = ("x", "telegram") if number % 2 or not turns else ("telegram", "x")
        names = {"x": "elder", "telegram": "younger"}
        world.post(first, names[first], text, 24 * number)
        world.post(second, names[second], text, 24 * number + gap)
    return world


PAIR = ("telegram:younger", "x:elder")


def test_one_face_and_posts_by_turns_may_be_the_same_hands(tmp_path: Path) -> None:
    found = pairs(planted(turns=True), tmp_path)
    row = found[PAIR]
    assert row["same"] >= LIKELY
    assert [name for name, one in found.items() if one["same"] >= LIKELY] == [PAIR]
    assert "each of them first at times" in " ".join(row["because"])
    assert row["parts"]["turns"] > 3
    assert len(row["posts"]) == 10
    assert {ref.split(":")[0] for ref in row["posts"][::2]} == {"telegram"}


def test_who_copies_face_and_posts_is_no_same_operator(tmp_path: Path) -> None:
    row = pairs(planted(turns=False, made=700), tmp_path)[PAIR]
    assert row["copied"] > row["same"]
    assert row["same"] < 0.5
    assert row["face"] > 10
    assert row["parts"]["copied"] > 3


def test_what_is_not_known_weighs_nothing_and_is_no_part(tmp_path: Path) -> None:
    world = planted(turns=True)
    for account in world.accounts[-2:]:
        account |= {"avatar": None, "description": None, "created_at": None, "name": None}
    row = pairs(world, tmp_path)[PAIR]
    assert set(row["parts"]) == {"named", "turns"}
    assert row["face"] + row["own"] == pytest.approx(sum(row["parts"].values()))


def test_the_elder_account_can_claim_the_younger_one_and_not_the_reverse(tmp_path: Path) -> None:
    same = {}
    for place, account in ((-2, "claimed"), (-1, "led_to")):
        world = planted(turns=False, made=700)
        other = {"claimed": "https://t.me/valleygoats_zk", "led_to": "https://x.com/valleygoats_zk"}[account]
        world.accounts[place]["url"] = other
        row = pairs(world, tmp_path)[PAIR]
        assert row["parts"][account] > 3
        same[account] = row["same"]
    assert same["claimed"] > LIKELY > 0.5 > same["led_to"]


def test_what_many_post_speaks_for_no_pair(tmp_path: Path) -> None:
    world = planted(turns=True)
    for number in range(6):
        for text in TEXTS[:8]:
            world.post("x", f"s{number}", text, 300 + number)
    row = pairs(world, tmp_path).get(PAIR)
    assert row is not None
    assert not row["posts"]


def test_one_platform_has_nothing_to_compare(tmp_path: Path) -> None:
    world = World(each=0)
    world.add("x", "one")
    world.add("x", "two")
    con, features = world.laid(tmp_path)
    with con:
        told = operators(con, features, 0, tmp_path / "operators.parquet")
    assert told["pairs"] == 0
    assert "one platform" in told["says"][0]
    assert pq.read_table(tmp_path / "operators.parquet").num_rows == 0


def test_ids_say_nothing(tmp_path: Path) -> None:
    world = planted(turns=True)
    before = pairs(world, tmp_path)[PAIR]
    for row in (*world.posts, *world.accounts):
        row["account_id"] = row["account_id"].replace("elder", "0").replace("younger", "zzz")
    after = pairs(world, tmp_path)["telegram:zzz", "x:0"]
    assert after["face"] == pytest.approx(before["face"], abs=0.5)
    assert after["because"][0].split(" (")[0] == before["because"][0].split(" (")[0]
