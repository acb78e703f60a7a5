from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.web.screens.ties import rarity, waterfall

START = {"nats": -5.0, "says": "37 of 10,000."}


def signal(name: str, family: str, nats: float) -> dict[str, Any]:
    return {"signal": name, "family": family, "nats": nats, "capped": False, "rare": "rare."}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 18)), max_size=8))
def test_a_family_speaks_once_and_the_steps_add_up_to_the_total(told: list[tuple[str, float]]) -> None:
    told = sorted(told, key=lambda each: -each[1])
    fall = waterfall(START, [signal(f"s{place}", family, nats) for place, (family, nats) in enumerate(told)])
    steps = fall["steps"]
    loudest: dict[str, float] = {}
    for family, nats in told:
        loudest.setdefault(family, nats)
    assert fall["total"] == pytest.approx(-5 + sum(loudest.values()))
    assert fall["total"] == pytest.approx(sum(step["nats"] for step in steps[:-1]))
    assert all(one["to"] == pytest.approx(other["from"]) for one, other in pairwise(steps[:-1]))
    assert fall["low"] <= min(0, fall["total"])
    assert fall["high"] >= fall["total"]


def test_a_signal_of_a_family_already_heard_says_so() -> None:
    fall = waterfall(START, [signal("own_words", "message", 9.0), signal("same_text", "message", 8.0)])
    assert fall["steps"][2]["nats"] == 0
    assert "Counted already" in fall["steps"][2]["says"]


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.0003, "3 of 10,000 random pairs"),
        (0.25, "2,500 of 10,000"),
        (1e-6, "1 of 1 million"),
        (0.00003, "1 of 33,000"),
        (2e-29, "1 of 10²⁸"),
        (0.0, "Fewer than 1 of 10,000"),
    ],
)
def test_a_probability_is_told_as_a_share_of_random_pairs(p: float, said: str) -> None:
    assert said in rarity(p)
