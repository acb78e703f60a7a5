import duckdb
import pyarrow as pa
import pytest

from inconcert.model.tables import schema
from inconcert.profile.breakout import Breakout, breakout
from inconcert.profile.targets import Targets, sentences
from inconcert.signals.features import build

DAY = 86_400_000_000


def post(number, who, **fields):
    return {
        "platform": "x", "post_id": str(number), "account_id": who, "handle": f"h{who}", "posted_at": number * DAY,
        "precision": 1.0, "kind": "post", "lang": "en", "text": f"something of its own {number}",
    } | fields  # fmt: skip


@pytest.fixture
def look(tmp_path):
    """What the network of the accounts a, b and c addresses, and who outside of it took it up."""

    def told(*posts, members="abc", accounts=()):
        con = duckdb.connect()
        for noun, rows in (("posts", list(posts)), ("accounts", list(accounts))):
            con.register(noun, pa.Table.from_pylist(rows, schema=schema(noun)))
        build(con, tmp_path / "features.parquet")
        con.register("seated", pa.Table.from_pylist([{"network": 0, "asset": f"x:{who}"} for who in members]))
        con.execute("CREATE TEMP TABLE net_members AS FROM seated")
        (found,) = Targets(con, tmp_path / "features.parquet").of(0, 1)
        (outside,) = Breakout(con, tmp_path / "features.parquet").of(0, 1)
        return found, outside

    return told


def reply(number, who, whom, **fields):
    return post(number, who, kind="reply", reply_to_account=whom, **fields)


def test_replies_quotes_and_mentions_are_counted_apart(look):
    found, _ = look(
        post(1, "t"),
        reply(2, "a", "ht"), reply(3, "b", "t"),
        post(4, "a", kind="quote", quote_of="1"),
        post(5, "c", mentions=["@HT"]),
        post(6, "c", text="what does @ht say about the very long bridge"),
        reply(7, "z", "ht"),
        *[post(10 + n, "y") for n in range(10)],
    )  # fmt: skip
    (row,) = found["targets"]
    assert (row["platform"], row["account_id"], row["handle"], row["member"]) == ("x", "t", "ht", False)
    assert (row["replies"], row["quotes"], row["mentions"], row["accounts"], row["others"]) == (2, 1, 2, 3, 1)
    assert row["lift"] == pytest.approx(5 / 6 / (5 / 17), abs=0.01)
    assert found["addressed"] == 1
    assert sentences(found)[0].startswith("It addresses @ht (5 times by 3 members; others: 1).")


def test_whoever_is_answered_and_named_in_one_post_is_addressed_once(look):
    found, _ = look(post(1, "t"), reply(2, "a", "ht", mentions=["ht", "t"]))
    assert [(row["replies"], row["mentions"]) for row in found["targets"]] == [(1, 0)]


def test_what_is_said_to_oneself_is_addressed_to_nobody(look):
    found, _ = look(reply(1, "a", "ha"), post(2, "a", mentions=["ha"]), post(3, "z"))
    assert found == {"addressed": 0, "targets": []}
    assert sentences(found) == []


def test_members_who_answer_each_other_are_told_as_members(look):
    found, _ = look(reply(1, "a", "hb"), reply(2, "c", "hb"), post(3, "b"), post(4, "z"))
    assert [(row["handle"], row["member"]) for row in found["targets"]] == [("hb", True)]
    assert sentences(found) == []


def test_somebody_who_never_posts_is_known_by_name_only(look):
    found, _ = look(reply(1, "a", "Ghost"), reply(2, "b", "ghost"), post(3, "z"))
    (row,) = found["targets"]
    assert (row["account_id"], row["handle"], row["accounts"]) == (None, "ghost", 2)


def test_whom_everybody_addresses_stands_last(look):
    crowd = [reply(100 + n, f"z{n}", "star") for n in range(30)]
    found, _ = look(*crowd, reply(1, "a", "star"), reply(2, "b", "star"), reply(3, "a", "few"), reply(4, "b", "few"))
    assert [row["handle"] for row in found["targets"]] == ["few", "star"]


def test_who_outside_took_it_up(look):
    _, outside = look(
        post(1, "a"),
        *[post(10 + n, f"o{n}", kind="repost", repost_of="1", repost_of_account="ha", lang="de") for n in range(3)],
        reply(20, "o9", "a"),
        post(21, "b", kind="repost", repost_of="1", repost_of_account="a"),
        accounts=[{"platform": "x", "account_id": "o1", "followers": 250_000}],
    )
    assert [(row["asset"], row["reposts"], row["replies"]) for row in outside] == [
        ("x:o0", 1, 0), ("x:o1", 1, 0), ("x:o2", 1, 0), ("x:o9", 0, 1),
    ]  # fmt: skip
    told = breakout(outside, {"x": 2}, 2)
    answers = {row["category"]: row["answer"] for row in told["questions"]}
    assert answers[1] == "no"
    assert answers[5] == "yes"
    assert "x:o1 (250,000 followers)" in told["questions"][4]["facts"][0]
