"""The negative control deals the names anew and finds nothing, whatever was planted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from worlds import crowd, events, ring

from inconcert.coordination.plan import START
from inconcert.coordination.reference import referred
from inconcert.coordination.spread import drawn
from inconcert.coordination.windows import of_signal, windows
from inconcert.errors import BudgetError
from inconcert.networks.choice import FLOOR
from inconcert.networks.control import (
    ALONE,
    BYTES,
    HELD,
    Deck,
    Search,
    Shuffle,
    at_once,
    check_memory,
    control,
    shuffled,
)
from inconcert.settings import DEFAULTS
from inconcert.signals.own_words import OwnWords

if TYPE_CHECKING:
    from pathlib import Path

FEW = replace(DEFAULTS, shuffles=4)


def planted(seed: int) -> Search:
    rng = np.random.default_rng(seed)
    found = events(crowd(rng) + ring(rng, 10, 10, 300.0))
    return Search("same_text", "text", found, windows(DEFAULTS, 1.0))


def test_names_are_dealt_anew_and_nothing_else_moves() -> None:
    found = planted(0).events
    dealt = shuffled(found, np.random.default_rng(1))
    assert np.array_equal(dealt.object, found.object)
    assert np.array_equal(dealt.at, found.at)
    assert np.array_equal(np.bincount(dealt.asset), np.bincount(found.asset))
    assert not np.array_equal(dealt.asset, found.asset)


@pytest.mark.parametrize("seed", range(3))
def test_pairs_that_show_the_scatter_are_those_of_every_shuffle(seed: int) -> None:
    found = planted(seed).events
    deck = Deck.of(found)
    again = drawn(deck.deal(found, np.random.default_rng(seed)).acts)
    assert [one.tolist() for one in deck.drawn] == [one.tolist() for one in again]


@pytest.mark.parametrize("seed", range(3))
def test_a_planted_ring_leaves_no_trace_in_the_shuffles(seed: int) -> None:
    found = control([planted(seed)], FEW).to_dict()
    leads = found.pop("leads")
    assert found == {"shuffles": 4, "shuffled_networks": 0.0, "networks": [0] * 4, "strengths": [0.0] * 4}
    assert len(leads) == 4
    assert max(leads) < FLOOR


def test_the_same_seed_gives_the_same_shuffles_and_another_gives_others() -> None:
    found = planted(0).events
    one, same, other = (shuffled(found, np.random.default_rng([s, 0])).asset for s in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_nothing_shuffled_is_missing_not_zero() -> None:
    assert control([], replace(DEFAULTS, shuffles=0)).to_dict()["shuffled_networks"] is None


def test_progress_is_told_before_every_shuffle() -> None:
    told: list[tuple[int, int]] = []
    control([planted(0)], FEW, lambda done, of: told.append((done, of)))
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4)]


def test_threads_and_sittings_do_not_matter() -> None:
    busy = events(crowd(np.random.default_rng(0), people=60, things=80, acts=3000))
    search = Search("same_text", "text", busy, windows(DEFAULTS, 1.0))
    # The bound is so lax that chance alone finds networks.
    lax = replace(FEW, fdr=1.0, min_objects=1)
    one, two = (control([search], lax, threads=threads) for threads in (1, 2))
    assert one == two
    assert len(set(one.strengths)) == 4
    kept: dict[int, Shuffle] = {}
    control([search], replace(lax, shuffles=2), keep=kept.__setitem__)
    assert control([search], lax, known=kept) == one


def test_what_is_known_is_not_made_again() -> None:
    told: list[tuple[int, int]] = []
    known = {number: Shuffle(number, 1.0 * number, 2.0 * number) for number in range(9)}
    found = control([planted(0)], FEW, lambda done, of: told.append((done, of)), known=known)
    assert (found.networks, found.strengths, told) == ((0, 1, 2, 3), (0.0, 1.0, 2.0, 3.0), [])
    assert found.leads == (0.0, 2.0, 4.0, 6.0)


def test_shuffles_are_kept_until_one_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[int, Shuffle] = {}

    def keep(number: int, shuffle: Shuffle) -> None:
        if len(kept) == 2:
            raise KeyboardInterrupt
        kept[number] = shuffle

    with pytest.raises(KeyboardInterrupt):
        control([planted(0)], FEW, keep=keep, threads=1)
    assert sorted(kept) == [0, 1]


def test_no_more_shuffles_at_once_than_the_memory_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inconcert.networks.control.cores", lambda: 8)
    search = planted(0)
    need = search.events.size * BYTES
    assert at_once([search], f"{need * 3 + need // 2}B") == 3
    assert at_once([search], f"{need * 100}B") == 8
    assert at_once([search], "1B") == 1


def test_shuffles_that_cannot_fit_are_refused_before_anything_is_searched(tmp_path: Path) -> None:
    for name in ("one", "other"):
        pq.write_table(pa.table({"at": range(1000)}), tmp_path / name)
    files = {name: tmp_path / name for name in ("one", "other")}
    need = START + 2000 * HELD + 1000 * ALONE
    check_memory(files, replace(DEFAULTS, memory=f"{need}B"))
    check_memory(files, replace(DEFAULTS, memory="1B", shuffles=0))
    check_memory({}, replace(DEFAULTS, memory="1B"))
    with pytest.raises(BudgetError, match=r"2,000 actions of 2 signals.*about 340MB.*--memory 1GB"):
        check_memory(files, replace(DEFAULTS, memory=f"{need - 1}B"))


def test_dealing_leaves_the_material_as_it_is() -> None:
    found = planted(0).events
    before = found.asset.copy()
    Deck.of(found).deal(found, np.random.default_rng(0))
    assert np.array_equal(found.asset, before)


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Search:
    """People and a bound on leads so lax that chance alone gives groups of them."""
    for module in ("coordination.pairs", "networks.control"):
        monkeypatch.setattr(f"inconcert.{module}.LEAD", 0.2)
    found = events(crowd(np.random.default_rng(0), people=60, things=80, acts=3000))
    return Search("same_text", "text", found, windows(DEFAULTS, 1.0))


def test_groups_of_leads_are_told_apart_from_groups_that_significant_ties_bind(busy: Search) -> None:
    found = control([busy], FEW)
    assert max(found.strengths) == 0.0
    assert 0.0 < max(found.leads) < FLOOR
    assert found.networks == (0,) * 4


def test_a_group_of_leads_counts_as_a_network_from_the_floor_on(busy: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = control([busy], FEW)
    bound = max(whole.leads)
    monkeypatch.setattr("inconcert.networks.control.FLOOR", bound)
    assert control([busy], FEW).networks == (0,) * 4, "thin groups are not worth what their choice costs"
    monkeypatch.setattr("inconcert.networks.choice.cost", lambda *_: 0.0)
    found = control([busy], FEW)
    assert found.leads == whole.leads
    assert [number > 0 for number in found.networks] == [strength >= bound for strength in whole.leads]


def test_nobody_is_counted_in_a_network_of_each_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ring is left as it is: both levels bind the same accounts, and that is one network."""
    monkeypatch.setattr(Deck, "deal", lambda _deck, found, _rng: found)
    found = control([planted(0)], FEW)
    assert min(found.strengths) > 0
    assert min(found.leads) >= FLOOR
    assert found.networks == (1,) * 4


def test_strangers_leave_no_trace_of_sentences_that_an_operation_wrote() -> None:
    acts = [(f"m{m:02}", f"script{(m + s) % 9}", 86400.0 * s + m) for m in range(40) for s in range(5)]
    signal = OwnWords()
    used = of_signal(signal, DEFAULTS, 1.0)
    search = Search(signal.name, signal.family, events(acts), used, signal.reference)
    tied, _ = referred(search.events, used, signal.reference, keep=0.01)
    assert len(set(tied.a.tolist()) | set(tied.b.tolist())) == 40
    found = control([search], FEW)
    assert (found.networks, found.strengths, found.leads) == ((0,) * 4, (0.0,) * 4, (0.0,) * 4)
