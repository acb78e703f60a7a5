from __future__ import annotations

import numpy as np

from inconcert.operators.candidates import BLOCK, EACH, candidates, strangers
from inconcert.traits.bags import bags


def found(platform: list[int], things: list[frozenset[str]]) -> set[tuple[int, int]]:
    a, b = candidates(np.array(platform), [bags(things)])
    return set(zip(a.tolist(), b.tolist(), strict=True))


def test_accounts_of_two_platforms_meet_in_a_block_and_those_of_one_do_not() -> None:
    assert found([0, 0, 1, 1], [frozenset({"rare"})] * 3 + [frozenset({"other"})]) == {(0, 2), (1, 2)}


def test_a_block_that_tells_nobody_apart_is_left_out() -> None:
    size = BLOCK + 1
    platform = [n % 2 for n in range(size)]
    assert not found(platform, [frozenset({"everybody"})] * size)
    things = [frozenset({"everybody", f"pair {n // 2}"}) for n in range(size)]
    assert len(found(platform, things)) == size // 2


def test_pairs_grow_with_the_accounts_and_not_with_their_square() -> None:
    rng = np.random.default_rng(0)
    for size in (1000, 4000):
        things = [frozenset(f"{n}" for n in rng.integers(0, size // 4, 6)) for _ in range(size)]
        pairs = found(rng.integers(0, 2, size).tolist(), things)
        assert 0 < len(pairs) <= EACH * size


def test_strangers_are_on_two_platforms_and_of_one_language() -> None:
    rng = np.random.default_rng(1)
    platform, lang = rng.integers(0, 2, 300), rng.integers(0, 3, 300)
    a, b = strangers(platform, lang, 5000, seed=0)
    assert len(a) == len(set(zip(a.tolist(), b.tolist(), strict=True))) > 1000
    assert (platform[a] != platform[b]).all()
    assert (lang[a] == lang[b]).all()
    again = strangers(platform, lang, 5000, seed=0)
    assert (again[0] == a).all()
    assert (again[1] == b).all()
