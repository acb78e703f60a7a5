"""Who is only copied is tied to the copiers, and is no member; who opens now and then is one."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.model.tables import schema
from inconcert.networks.network import find
from inconcert.networks.openers import STEP, openers, tail
from inconcert.settings import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from inconcert.networks.network import Network

Acts = dict[tuple[str, str], float | None]
"""Second at which an account acted on an object, by a post of its own; None: nobody knows."""
MICROS = 1_000_000
RING = [f"r{place}" for place in range(6)]


def ring(objects: int = 12) -> Acts:
    """Six who act on every object, each beginning in turn."""
    return {(RING[(n + place) % 6], f"o{n}"): 1000.0 * n + 60 * place for n in range(objects) for place in range(6)}


def framed(copied: int, *, before: float = -100.0) -> Acts:
    """One who wrote posts that two of the ring copied; they are objects of his own."""
    own: Acts = {("innocent", f"own{n}"): 5e5 + 1000 * n + before for n in range(copied)}
    return own | {(who, f"own{n}"): 5e5 + 1000.0 * n for n in range(copied) for who in RING[:2]}


def tied(acts: Acts, **changes: Any) -> Iterator[dict[str, Any]]:
    """A tie of every two who share two objects; lists what they share and their posts."""
    for a, b in combinations(sorted({who for who, _ in acts}), 2):
        shared = sorted({o for who, o in acts if who == a} & {o for who, o in acts if who == b})
        if len(shared) >= DEFAULTS.min_objects:
            refs = [f"x:{who}-{thing}" for thing in shared for who in (a, b)]
            row = {"a": f"x:{a}", "b": f"x:{b}", "signal": "same_text", "objects": len(shared), "p": 1e-7, "q": 1e-5}
            yield row | {"chance": 1e-7, "shared": shared, "posts": refs} | changes


def asked(folder: Path, acts: Acts, precision: float = 1.0, families: Mapping[str, str] | None = None) -> set[str]:
    """Openers of the one network of these acts, by their bare names."""
    return openers_of(folder, acts, list(tied(acts)), precision, families or {})[1]


def openers_of(
    folder: Path, acts: Acts, rows: list[dict[str, Any]], precision: float, families: Mapping[str, str]
) -> tuple[Network, set[str]]:
    path = folder / "ties.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=schema("ties")), path)
    posts = [
        {
            "platform": "x",
            "post_id": f"{who}-{thing}",
            "posted_at": None if at is None else round(at * MICROS),
            "precision": precision,
        }
        for (who, thing), at in acts.items()
    ]
    with duckdb.connect() as con:
        held = pa.Table.from_pylist(posts, schema=pa.schema([schema("posts").field(name) for name in posts[0]]))
        con.register("posts", held)
        (network,) = find(con, path, families, DEFAULTS)
        (found,) = openers(con, path, [network], families, DEFAULTS.min_objects)
    return network, {name.removeprefix("x:") for name in found}


def test_an_innocent_whose_posts_are_copied_is_held_by_nothing(tmp_path: Path) -> None:
    for copied in (3, 5, 10):
        assert asked(tmp_path, ring() | framed(copied)) == {"innocent"}


def test_one_object_in_common_besides_does_not_make_a_member(tmp_path: Path) -> None:
    assert asked(tmp_path, ring() | framed(5) | {("innocent", "o3"): 3900.0}) == {"innocent"}


def test_whoever_acts_after_the_ring_stays(tmp_path: Path) -> None:
    assert asked(tmp_path, ring() | framed(3, before=100.0)) == set()


def test_members_who_begin_in_turn_stay(tmp_path: Path) -> None:
    assert asked(tmp_path, ring()) == set()


def test_a_member_who_begins_often_and_follows_twice_stays(tmp_path: Path) -> None:
    leading = {("r0", f"o{n}"): -1.0 for n in range(12) if n not in (4, 9)}
    assert asked(tmp_path, ring() | leading) == set()


def loose(firsts: int) -> Acts:
    """Three of whom each two share three objects that nobody else has; one begins on some of its six."""
    acts: Acts = {}
    for first, other in (("a", "b"), ("a", "c"), ("b", "c")):
        for n in range(3):
            acts[first, f"{first}{other}{n}"], acts[other, f"{first}{other}{n}"] = 1000.0 * n, 1000.0 * n + 60
    late = [f"ab{n}" for n in range(3)] + [f"ac{n}" for n in range(3)]
    turned = {("a", thing): 1000.0 * int(thing[-1]) + 120 for thing in late[firsts:]}
    return acts | turned


def test_somebody_is_always_first_where_two_meet(tmp_path: Path) -> None:
    """Without what it opened nothing would hold it, but four firsts of six are what chance gives."""
    assert asked(tmp_path, loose(4)) == set()


def test_who_is_first_wherever_two_meet_is_set_apart(tmp_path: Path) -> None:
    assert asked(tmp_path, loose(6)) == {"a"}


FIRSTS = st.lists(st.tuples(st.booleans(), st.integers(2, 9)), min_size=1, max_size=8)


@given(FIRSTS)
def test_the_tail_is_that_of_all_ways_to_come_first(firsts: list[tuple[bool, int]]) -> None:
    weight = [round(np.log(k) / STEP) for _, k in firsts]
    told = sum(w for w, (opened, _) in zip(weight, firsts, strict=True) if opened)
    whole = 0.0
    for way in product((False, True), repeat=len(firsts)):
        if sum(w for w, one in zip(weight, way, strict=True) if one) >= told:
            whole += np.prod([1 / k if one else 1 - 1 / k for one, (_, k) in zip(way, firsts, strict=True)])
    opened, chance = np.array([one for one, _ in firsts]), np.array([1 / k for _, k in firsts])
    assert tail(opened, chance) == pytest.approx(whole)


def test_what_happened_within_a_tick_of_the_clock_has_no_order(tmp_path: Path) -> None:
    close = ring() | framed(3, before=-20.0)
    # 500,000 s lies 20 s into a minute, so both stamps say the same minute.
    assert asked(tmp_path, close, precision=60.0) == set()
    assert asked(tmp_path, close, precision=1.0) == {"innocent"}


def test_a_post_of_unknown_time_opens_nothing(tmp_path: Path) -> None:
    unknown: Acts = {key: None if key[0] == "innocent" else at for key, at in framed(3).items()}
    assert asked(tmp_path, ring() | unknown) == set()


def test_a_new_text_at_a_known_place_is_an_opening(tmp_path: Path) -> None:
    """The site that the copied posts link to was posted by the ring before; the texts are the innocent's."""
    acts = ring() | framed(3)
    rows = list(tied(acts))
    for row in [row for row in rows if "x:innocent" in (row["a"], row["b"])]:
        rows.append(row | {"signal": "same_template"})
        site = row | {"signal": "same_domain", "shared": ["site"] * 3}
        rows.append(site)
    early = next(row for row in rows if row["a"] == "x:r0" and row["b"] == "x:r1")
    rows.append(early | {"signal": "same_domain", "shared": ["site"], "posts": ["x:r0-o0", "x:r1-o0"]})
    rows.sort(key=lambda row: (row["a"], row["b"], row["signal"]))
    network, found = openers_of(tmp_path, acts, rows, 1.0, {"same_domain": "link"})
    assert "x:innocent" in network.assets
    assert found == {"innocent"}


def test_ties_without_their_posts_set_nobody_apart(tmp_path: Path) -> None:
    acts = ring() | framed(3)
    rows = list(tied(acts, shared=[], posts=[]))
    assert openers_of(tmp_path, acts, rows, 1.0, {})[1] == set()


def test_no_networks_have_no_openers(tmp_path: Path) -> None:
    path = tmp_path / "ties.parquet"
    pq.write_table(pa.Table.from_pylist([], schema=schema("ties")), path)
    with duckdb.connect() as con:
        con.execute("CREATE TABLE posts (platform TEXT, post_id TEXT, posted_at TIMESTAMPTZ, precision DOUBLE)")
        assert openers(con, path, [], {}, DEFAULTS.min_objects) == []


@settings(max_examples=25)
@given(st.permutations(range(6)), st.lists(st.integers(0, 5), min_size=12, max_size=12))
def test_nobody_who_comes_after_others_on_most_is_set_apart(
    tmp_path_factory: Any, order: list[int], begins: list[int]
) -> None:
    """Whatever the names and whoever begins: two objects on which one came later keep a member, fewer do not."""
    acts: Acts = {}
    for n, first in enumerate(begins):
        for place in range(6):
            acts[RING[order[place]], f"o{n}"] = 1000.0 * n + (0.0 if place == first else 60.0 + place)
    later = {RING[order[place]]: sum(first != place for first in begins) for place in range(6)}
    expected = {who for who, count in later.items() if count < DEFAULTS.min_objects}
    assert asked(tmp_path_factory.mktemp("openers"), acts) == expected
