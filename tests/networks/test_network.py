from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from bridge import WORDS

from inconcert.networks.network import Words, find, significant

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
