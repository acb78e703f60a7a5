from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import crowd, events

from inconcert.coordination import nulls
from inconcert.coordination.windows import windows
from inconcert.settings import DEFAULTS

MARGINS = st.lists(st.integers(1, 12), min_size=2, max_size=30)


@given(MARGINS, st.integers(13, 40))
def test_the_model_keeps_both_margins(degrees: list[int], objects: int) -> None:
    values, counts = np.unique(degrees, return_counts=True)
    total = int((values * counts).sum())
    sizes = np.full(objects, total // objects)
    sizes[: total % objects] += 1
    sizes = sizes[sizes > 0]
    kinds, numbers = np.unique(sizes, return_counts=True)
    touch = nulls.configuration_model(
        values.astype(float), counts.astype(float), kinds.astype(float), numbers.astype(float)
    )
    assert (touch >= 0).all()
    assert (touch <= 1).all()
    if kinds.max() < 0.9 * counts.sum() and values.max() < 0.9 * sizes.size:
        assert touch @ numbers == pytest.approx(values, rel=1e-3)
        assert counts @ touch == pytest.approx(kinds, rel=1e-3)


def test_expectation_is_what_a_random_graph_gives() -> None:
    """Trade objects between assets many times (curveball): the mean number shared is what the null says."""
    rng = np.random.default_rng(0)
    found, used = events(crowd(rng, people=60, things=80, acts=600)), windows(DEFAULTS, 1.0)
    model = nulls.null(found, used)
    a, b = (column.astype(np.int32) for column in np.triu_indices(found.assets.size, 1))
    ever = np.maximum.reduce([x.expect(a, b, 2 * model.windows) for x in model.layers])[:, model.windows]
    held = np.zeros((found.assets.size, found.objects.size), bool)
    held[found.asset, found.object] = True
    totals = [_shared(_traded(held, rng, 400), a, b) for _ in range(40)]
    assert ever.sum() == pytest.approx(np.mean(totals), rel=0.1)


def _traded(held: Any, rng: np.random.Generator, trades: int) -> Any:
    """Two assets at a time deal anew what only one of them holds: degrees and audiences stay (Strona et al. 2014)."""
    for _ in range(trades):
        one, other = rng.choice(held.shape[0], 2, replace=False)
        mine, theirs = held[one] & ~held[other], held[other] & ~held[one]
        pool = rng.permutation(np.flatnonzero(mine | theirs))
        held[one, pool], held[other, pool] = False, False
        held[one, pool[: mine.sum()]], held[other, pool[mine.sum() :]] = True, True
    return held


def _shared(held: Any, a: Any, b: Any) -> float:
    return float((held[a] & held[b]).sum())


def test_busy_pairs_and_popular_objects_are_expected_to_meet_more() -> None:
    found = events(crowd(np.random.default_rng(3)))
    model = nulls.null(found, windows(DEFAULTS, 1.0))
    busy = np.argsort(-np.bincount(found.asset))[:2].astype(np.int32)
    quiet = np.argsort(np.bincount(found.asset))[:2].astype(np.int32)
    assert model.expected(busy[:1], busy[1:])[0, -1] > 10 * model.expected(quiet[:1], quiet[1:])[0, -1]
    by_audience = np.argsort(found.audience)
    assert model.touches(by_audience[-5:])[busy[0]] > model.touches(by_audience[:5])[busy[0]]


def test_wider_windows_expect_more_where_the_same_objects_count() -> None:
    found, settings = events(crowd(np.random.default_rng(4))), DEFAULTS
    used = windows(settings, 1.0)
    a, b = (column.astype(np.int32) for column in np.triu_indices(40, 1))
    expected = nulls.null(found, used).expected(a, b)
    same = found.audience.max() <= used.audiences
    assert (np.diff(expected[:, same], axis=1) >= -1e-12).all()


@given(st.permutations(["en", "de", "und"]))
def test_strata_come_from_the_first_act_not_from_who_acted(langs: Any) -> None:
    found = events([("a", "o1", 1.0), ("b", "o1", 2.0), ("a", "o2", 3.0), ("c", "o2", 9.0)])
    renamed = events([("c", "o1", 1.0), ("a", "o1", 2.0), ("c", "o2", 3.0), ("b", "o2", 9.0)])
    assert np.array_equal(nulls.content_strata(found), nulls.content_strata(renamed))


def test_small_strata_are_merged_and_broad_outlets_stand_alone() -> None:
    many = [(f"p{i}", f"o{i % 40}", float(i)) for i in range(400)]
    found = events(many, outlet="loud.example")
    content = nulls.content_strata(found)
    assert content.max() == 0
    refined = nulls.outlet_strata(found, content)
    assert refined is not None
    assert np.unique(refined).size == 1
    narrow = events(many[:100], outlet="quiet.example")
    assert nulls.outlet_strata(narrow, nulls.content_strata(narrow)) is None
    assert nulls.outlet_strata(events(many), content) is None
