from dataclasses import replace
from itertools import combinations
from math import comb

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bridge import WORDS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inconcert.model.tables import schema
from inconcert.networks.choice import FLOOR
from inconcert.networks.network import LEAD, Words, find, part, significant
from inconcert.settings import DEFAULTS

FAMILIES = {name: words.family for name, words in WORDS.items()}


@pytest.fixture
def networks(bridge):
    return find(bridge.connect(), bridge.ties, FAMILIES, bridge.settings)


def test_the_two_planted_networks_are_found_whole(networks):
    assert [len(network.members) for network in networks] == [11, 5]
    assert set(networks[0].assets) == {f"x:9{who:02d}" for who in range(11)}
    assert set(networks[1].assets) == {f"telegram:-100{who}" for who in range(5)}


def test_a_tie_that_chance_explains_binds_nothing(bridge, networks):
    assert not {"x:501", "x:504"} & {asset for network in networks for asset in network.assets}
    lax = find(bridge.connect(), bridge.ties, FAMILIES, replace(bridge.settings, fdr=1.0, min_network=2))
    assert [len(network.members) for network in lax] == [11, 5]
    assert significant(bridge.connect(), bridge.ties, 1.0).row.size == 1 + sum(n.ties.num_rows for n in networks)


def test_families_count_once(bridge, networks):
    one_family = find(bridge.connect(), bridge.ties, dict.fromkeys(FAMILIES, "copy"), bridge.settings)
    assert networks[0].strength == pytest.approx(2 * one_family[0].strength)


def test_figures_of_a_network_fit_together(networks):
    for network in networks:
        assert network.strength == pytest.approx(network.pairs.weight.sum() / len(network.members))
        assert sum(member.weight for member in network.members) == pytest.approx(2 * network.pairs.weight.sum())
        assert sum(member.ties for member in network.members) == 2 * len(network.pairs.a)
        pairs = {(network.assets[a], network.assets[b]) for a, b in zip(network.pairs.a, network.pairs.b, strict=True)}
        rows = zip(network.ties["a"].to_pylist(), network.ties["b"].to_pylist(), strict=True)
        assert {frozenset(pair) for pair in pairs} == {frozenset(row) for row in rows}


def test_no_significant_tie_gives_no_network(bridge):
    assert find(bridge.connect(), bridge.ties, FAMILIES, replace(bridge.settings, fdr=1e-9)) == []


def test_words_come_from_the_signal_and_have_a_fallback():
    class Bare:
        name, family, noun = "odd", "", "thing"

    assert Words.of(Bare()) == Words("odd", "odd", "thing")


def test_ties_come_in_the_order_of_their_file_whatever_the_batches(bridge, monkeypatch):
    whole = significant(bridge.connect(), bridge.ties, 1.0)
    monkeypatch.setattr("inconcert.networks.network.BATCH", 5)
    monkeypatch.setattr("inconcert.networks.network.LOOSE", 3)
    by_five = significant(bridge.connect(), bridge.ties, 1.0)
    assert by_five.names.to_pylist() == whole.names.to_pylist() == sorted(whole.names.to_pylist())
    assert by_five.table(by_five.row) == whole.table(whole.row)
    assert whole.row.tolist() == list(range(len(whole.row)))
    names = by_five.names.to_pylist()
    rows = pq.read_table(bridge.ties, columns=["a", "b", "signal"]).to_pylist()
    assert [names[code] for code in by_five.a] == [row["a"] for row in rows]
    assert [names[code] for code in by_five.b] == [row["b"] for row in rows]


def test_ties_of_a_network_are_ordered_by_signal_and_row(networks):
    for network in networks:
        keys = list(zip(network.ties["signal"].to_pylist(), network.ties["row"].to_pylist(), strict=True))
        assert keys == sorted(keys)


def tie(a, b, *, p=0.03, q=None, chance=None, signal="same_text"):
    return {"a": f"x:{a}", "b": f"x:{b}", "signal": signal, "p": p, "q": q, "chance": chance}


def among(names, **given):
    return [tie(a, b, **given) for a, b in combinations(sorted(names), 2)]


def sought(folder, rows, **changes):
    path = folder / "led.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=schema("ties")), path)
    with duckdb.connect() as con:
        return find(con, path, {}, replace(DEFAULTS, **changes))


def names(network):
    return {asset.removeprefix("x:") for asset in network.assets}


def test_leads_without_a_q_bind_a_group_that_none_of_them_would(tmp_path):
    (network,) = sought(tmp_path, among("abcdef", chance=1e-4))
    assert names(network) == set("abcdef")
    assert network.of_leads
    assert network.strength == pytest.approx(15 * -np.log(1e-4) / 6)
    assert network.ties.num_rows == 15


def test_a_group_of_leads_below_the_floor_is_none(tmp_path):
    assert 15 * -np.log(9e-4) / 6 < FLOOR
    assert sought(tmp_path, among("abcdef", chance=9e-4)) == []


def test_a_pair_above_the_chance_of_a_lead_binds_nothing(tmp_path):
    assert sought(tmp_path, among("abcdefghijklmnop", chance=LEAD * 1.01)) == []


def test_ties_that_are_significant_bind_below_the_floor_too(tmp_path):
    (network,) = sought(tmp_path, among("abcd", p=1e-5, q=1e-3, chance=9e-4))
    assert network.strength < FLOOR
    assert not network.of_leads


def test_every_group_is_chosen_from_all_who_have_a_tie_that_may_bind(tmp_path):
    scattered = [tie(f"s{place}", f"t{place}", chance=9e-4) for place in range(500)]
    bound = among("abcd", p=1e-7, q=1e-5, chance=1e-7)
    (alone,), (picked,) = sought(tmp_path, bound), sought(tmp_path, bound + scattered)
    assert (alone.crowd, picked.crowd) == (4, 1004)
    assert alone.worth == pytest.approx(alone.strength) == pytest.approx(picked.strength)
    assert picked.worth == pytest.approx(picked.strength - np.log(comb(1004, 4)) / 4)
    assert picked.worth < FLOOR < picked.strength


def test_what_is_left_of_a_network_is_still_chosen_from_as_many(tmp_path):
    (whole,) = sought(tmp_path, among("abcdef", p=1e-8, q=1e-5, chance=1e-8))
    left = part(replace(whole, crowd=1000), set(whole.assets[:4]))
    assert left.crowd == 1000
    assert left.worth == pytest.approx(left.strength - np.log(comb(1000, 4)) / 4)


def test_a_group_of_leads_takes_in_the_tightly_bound_among_them_once(tmp_path):
    tight = among("abcd", p=1e-9, q=1e-6, chance=1e-9)
    loose = [row for row in among("abcdefgh", chance=1e-4) if not {row["a"], row["b"]} <= {f"x:{n}" for n in "abcd"}]
    (network,) = sought(tmp_path, tight + loose)
    assert names(network) == set("abcdefgh")
    assert network.of_leads


def test_what_lies_outside_a_group_of_leads_stands_beside_it(tmp_path):
    led = among("abcdef", chance=1e-4)
    bound = among("fwxyz", p=1e-9, q=1e-6, chance=2 * LEAD)
    first, second = sought(tmp_path, led + bound)
    assert {(frozenset(names(one)), one.of_leads) for one in (first, second)} == {
        (frozenset("abcdef"), True),
        (frozenset("wxyz"), False),
    }
    few = sought(tmp_path, led + among("efxy", p=1e-9, q=1e-6, chance=2 * LEAD), min_network=3)
    assert [names(one) for one in few] == [set("abcdef")]


@given(
    st.lists(
        st.tuples(
            st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda ends: ends[0] < ends[1]),
            st.sampled_from([1e-12, 1e-5, 9e-4, 0.02]),
            st.sampled_from([None, 1e-6, 0.009, 0.05]),
        ),
        max_size=36,
        unique_by=lambda row: row[0],
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_nobody_is_in_two_networks_and_each_level_keeps_its_bound(tmp_path, rows):
    ties = [tie(a, b, p=chance, q=q, chance=chance) for (a, b), chance, q in rows]
    found = sought(tmp_path, ties)
    everybody = [asset for network in found for asset in network.assets]
    assert len(everybody) == len(set(everybody))
    for network in found:
        inside = [ties[row] for row in network.ties["row"].to_pylist()]
        assert len(network.members) >= DEFAULTS.min_network
        if network.of_leads:
            assert network.strength >= FLOOR
            assert all(row["chance"] <= LEAD for row in inside)
        else:
            assert all(row["q"] is not None and row["q"] <= DEFAULTS.fdr for row in inside)


def test_a_part_of_a_group_of_leads_is_still_of_leads(tmp_path, networks):
    (led,) = sought(tmp_path, among("abcdef", chance=1e-4))
    assert part(led, {f"x:{name}" for name in "abcd"}).of_leads
    assert not part(networks[0], networks[0].assets).of_leads
