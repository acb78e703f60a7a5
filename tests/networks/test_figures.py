"""What ties add up to is what they say one by one."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest
from bridge import WORDS

from inconcert.networks import figures as module
from inconcert.networks.figures import column, figures, unaided
from inconcert.networks.network import find, part


@pytest.fixture(scope="module")
def networks(bridge):
    return find(bridge.connect(), bridge.ties, {name: words.family for name, words in WORDS.items()}, bridge.settings)


def asked(path, network, what, signal=None):
    """The same figure straight from the file."""
    rows = network.ties["row"].to_pylist()
    of_signal = "true" if signal is None else f"signal = '{signal}'"
    return duckdb.sql(
        f"SELECT {what} FROM read_parquet('{path}', file_row_number = true) "
        f"WHERE file_row_number IN {tuple(rows)} AND {of_signal}"
    ).fetchall()[0]


def test_figures_are_those_of_the_file(bridge, networks):
    for network, one in zip(networks, figures(bridge.ties, networks), strict=True):
        told = "min(first_at), max(last_at), median(effect)"
        assert (one.first_at, one.last_at, one.effect) == pytest.approx(asked(bridge.ties, network, told))
        for name, own in one.signals.items():
            told = 'count(*), sum(objects), max("window"), count(*) - count("window"), sum(expected), median(gap)'
            given = (own.ties, own.meetings, own.window, own.any_time, own.expected, own.gap)
            assert given == pytest.approx(asked(bridge.ties, network, told, name))


def test_a_network_without_some_members_has_fewer_ties(bridge, networks):
    left = part(networks[0], networks[0].assets[:5])
    (one,) = figures(bridge.ties, [left])
    assert sum(own.ties for own in one.signals.values()) == left.ties.num_rows < networks[0].ties.num_rows
    for name, own in one.signals.items():
        assert (own.ties, own.meetings) == asked(bridge.ties, left, "count(*), sum(objects)", name)


def test_columns_are_read_across_batches(bridge, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 7)
    whole = pq.read_table(bridge.ties, columns=["objects"])["objects"].to_numpy()
    rows = np.arange(0, len(whole), 3)
    assert column(bridge.ties, "objects", rows).tolist() == whole[rows].tolist()
    assert column(bridge.ties, "objects", rows[:0]).tolist() == []


def test_no_networks_have_no_figures(bridge):
    assert figures(bridge.ties, []) == []


def test_ties_that_would_not_stand_by_themselves_are_counted_for_groups_of_leads_only(led):
    networks = find(led.connect(), led.ties, {}, led.settings)
    assert [network.of_leads for network in networks] == [False, True]
    assert unaided(led.ties, networks, led.settings.fdr) == [0, 10]
    assert unaided(led.ties, networks[::-1], 0.0) == [10, 0]
    assert unaided(led.ties, [], led.settings.fdr) == []
