from datetime import UTC, datetime

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inconcert.model.tables import schema
from inconcert.traits.controls import MOST, PER_MEMBER, waiting

NOW = 1_700_000_000_000_000


def account(name, posts, lang="en", year=None, platform="x"):
    return {"asset": f"{platform}:{name}", "platform": platform, "posts": posts, "lang": lang, "year": year}


def year(number):
    return datetime(number, 1, 1, tzinfo=UTC)


def laid(tmp_path, people, members, seed=0):
    """Who waits to be drawn when ``members`` of ``people`` are in networks."""
    rows = [
        {"asset": one["asset"], "platform": one["platform"], "lang": one["lang"], "at": NOW + n, "post": n}
        for one in people
        for n in range(one["posts"])
    ]
    path = tmp_path / "features.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=schema("features")), path)
    made = [
        {**dict(zip(("platform", "account_id"), one["asset"].split(":"), strict=True)), "created_at": year(one["year"])}
        for one in people
        if one["year"]
    ]
    con = duckdb.connect()
    accounts = pa.Table.from_pylist(made, schema=schema("accounts"))
    con.register("given", accounts)
    con.execute("CREATE TABLE accounts AS FROM given")
    return waiting(con, path, members, seed)


@pytest.fixture
def people():
    return [
        *(account(f"like{n}", 9) for n in range(40)),
        *(account(f"busy{n}", 90) for n in range(40)),
        *(account(f"other{n}", 9, lang="fr") for n in range(40)),
        *(account(f"away{n}", 9, platform="telegram") for n in range(40)),
        *(account(f"m{n}", 9) for n in range(3)),
    ]


MEMBERS = ["x:m0", "x:m1", "x:m2"]


def test_controls_are_like_the_members_and_in_no_network(tmp_path, people):
    drawn = laid(tmp_path, people, [*MEMBERS, "x:like0"]).drawn(MEMBERS)
    assert len(drawn) == len(set(drawn)) == PER_MEMBER * 3
    assert all(asset.startswith("x:like") for asset in drawn)
    assert "x:like0" not in drawn


def test_where_too_few_are_as_active_others_of_the_language_stand_in(tmp_path, people):
    drawn = laid(tmp_path, [*people[:4], *people[40:]], MEMBERS).drawn(MEMBERS)
    assert len(drawn) == PER_MEMBER * 3
    assert sum(asset.startswith("x:like") for asset in drawn) == 4
    assert sum(asset.startswith("x:busy") for asset in drawn) == 26


def test_nobody_of_another_platform_or_language_stands_in(tmp_path, people):
    assert laid(tmp_path, people[80:], MEMBERS).drawn(MEMBERS) == ()


def test_age_counts_where_it_is_known_unless_ages_are_the_question(tmp_path):
    people = [
        *(account(f"old{n}", 9, year=2008) for n in range(300)),
        *(account(f"new{n}", 9, year=2023) for n in range(30)),
        *(account(f"m{n}", 9, year=2023) for n in range(3)),
    ]
    found = laid(tmp_path, people, MEMBERS)
    assert all(asset.startswith("x:new") for asset in found.drawn(MEMBERS))
    assert any(asset.startswith("x:old") for asset in found.drawn(MEMBERS, aged=False))


def test_the_seed_decides_who_is_drawn(tmp_path, people):
    one, same, other = (set(laid(tmp_path, people, MEMBERS, seed).drawn(MEMBERS)) for seed in (1, 1, 2))
    assert one == same != other


def test_a_large_group_gets_no_more_than_the_most(tmp_path):
    people = [account(f"m{n}", 3) for n in range(200)] + [account(f"c{n}", 3) for n in range(900)]
    members = [f"x:m{n}" for n in range(200)]
    assert 0 < len(laid(tmp_path, people, members).drawn(members)) <= MOST
