"""Actions are distinct, in order, of a clock the signal can use, and those left out are told."""

from __future__ import annotations

import pytest

from inconcert.errors import PluginError
from inconcert.model.tables import schema
from inconcert.signals import BUILT_IN, run
from inconcert.signals.base import Query, Signal
from inconcert.signals.fast_repost import FastRepost
from inconcert.signals.material import sample_ads, sample_posts
from inconcert.signals.same_link import SameLink
from inconcert.signals.same_object import SameObject

BY_NAME = {made.name: made() for made in BUILT_IN}


NAMES = [pytest.param(name, marks=pytest.mark.reworded) if name == "reworded" else name for name in BY_NAME]


@pytest.mark.parametrize("name", NAMES)
def test_actions_have_the_columns_of_the_noun_and_come_in_order(name: str, bench) -> None:
    acts = bench.actions(BY_NAME[name], sample_posts(), ads=sample_ads().to_pylist())
    assert list(acts[0]) == schema("actions").names
    keys = [(act["object"], act["at"], act["asset"], act["post"]) for act in acts]
    assert keys == sorted(set(keys))
    assert {act["signal"] for act in acts} == {name}
    assert bench.told["actions"] == len(acts)
    assert bench.told["shared"] > 0


@pytest.mark.parametrize("name", NAMES)
def test_the_same_actions_are_the_same_bytes(name: str, bench) -> None:
    bench.actions(BY_NAME[name], sample_posts())
    first = (bench.folder / "actions.parquet").read_bytes()
    posts = sample_posts()
    bench.actions(BY_NAME[name], posts.take(list(range(posts.num_rows))[::-1]))
    assert (bench.folder / "actions.parquet").read_bytes() == first


def test_coarse_clocks_stand_back_in_words(bench) -> None:
    rows = [
        {"account_id": name, "repost_of": "9", "precision": clock}
        for name, clock in (("a", 1.0), ("b", 60.0), ("c", 60.0))
    ]
    assert [act["asset"] for act in bench.actions(FastRepost(), rows)] == ["x:a"]
    assert bench.told["stood_back"] == {"actions": 2, "clock": 60.0}
    assert bench.told["says"] == ["fast_repost stood back for 2 actions: clock of 60 s, it needs 1 s or finer."]


def test_fine_clocks_say_nothing(bench) -> None:
    bench.actions(SameObject(), [{"shared_object": "o"}])
    assert bench.told["says"] == []


def test_a_post_that_touches_an_object_twice_acts_once(bench) -> None:
    acts = bench.actions(SameLink(), [{"urls": ["http://example.org/a", "https://www.example.org/a/"]}])
    assert len(acts) == 1


def test_empty_objects_are_no_objects(bench) -> None:
    assert bench.actions(SameObject(), [{"shared_object": ""}]) == []


class Wrong(Signal):
    """A signal with a query that fails."""

    name = "wrong"
    sql = "SELECT nothing FROM features"

    def query(self) -> Query:
        return Query(self.sql, self.name)


@pytest.mark.parametrize("sql", ["SELECT nothing FROM features", "SELECT asset FROM features", "SELEC"])
def test_a_strangers_mistake_is_named(sql: str, bench) -> None:
    wrong = type("Wrong", (Wrong,), {"sql": sql})()
    with pytest.raises(PluginError, match="signal 'wrong'"):
        bench.actions(wrong, [{}])


def test_counts_are_true(bench) -> None:
    rows = [
        {"account_id": name, "shared_object": thing} for name, thing in (("a", "o"), ("b", "o"), ("b", "p"), ("b", "p"))
    ]
    bench.actions(SameObject(), rows)
    assert {key: bench.told[key] for key in ("signal", "actions", "objects", "shared")} == {
        "signal": "same_object", "actions": 4, "objects": 2, "shared": 1,
    }  # fmt: skip
    assert run.actions.__doc__
