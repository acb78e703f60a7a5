"""Which ties say a chance, and which say a q."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import crowd, events, ring

from inconcert.coordination.pairs import lead_among
from inconcert.coordination.ties import ties
from inconcert.settings import DEFAULTS


@pytest.mark.parametrize("people", [300, 5000])
def test_leads_say_their_chance_and_other_ties_say_none(people: int) -> None:
    rng = np.random.default_rng(1)
    found = events(crowd(rng, people=people, acts=10 * people) + ring(rng, 9, 9, 3600.0))
    rows = ties("same_link", found, DEFAULTS)[0].to_pylist()
    bound = lead_among(found.assets.size)
    led = [row for row in rows if row["chance"] is not None]
    assert all(0 <= row["chance"] <= bound * (1 + 1e-9) for row in led)
    assert any(row["q"] is None for row in led)
    assert all(row["q"] is not None for row in rows if row["chance"] is None)
