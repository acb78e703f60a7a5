from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from inconcert.evaluate import delay
from inconcert.evaluate.bench import Bench, Group
from inconcert.evaluate.delay import DAYS_SEEN, DELAYS, NEVER, OWN_SEEN, POSTS_SEEN, last_day, raised

if TYPE_CHECKING:
    from pathlib import Path

COVERT = frozenset({"x:a", "x:b", "x:c", "x:d"})


def group(members: str, *, alert: bool = True) -> Group:
    return Group("net", "A", alert, frozenset(f"x:{name}" for name in members), (), "")


@pytest.mark.parametrize(
    ("groups", "found"),
    [
        ([], False),
        ([group("abc")], True),
        ([group("abc", alert=False)], False),
        ([group("ab")], False),
        ([group("abcvwx")], False),
        ([group("xyz"), group("abcx")], True),
    ],
)
def test_an_alert_has_to_name_members_and_mostly_them(groups: list[Group], found: bool) -> None:
    assert raised(groups, COVERT) == found


def test_days_count_from_the_first() -> None:
    assert [last_day(days) for days in (1, 2, 28)] == ["2021-03-01", "2021-03-02", "2021-03-28"]


@pytest.mark.slow
def test_an_operation_is_looked_for_up_to_one_day_after_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delay, "PREFIXES", (1, 28))
    told: list[str] = []
    (ring,) = [one for one in DELAYS if one.name == "repost-ring-over-days"]
    scored = ring.score(Bench(tmp_path, None, seeds=1, posts=2500, tell=told.append))
    figures = {one.measure: one.value for one in scored.figures}
    assert figures[NEVER] == 0
    assert figures[DAYS_SEEN] in (1, 28)
    assert 25 < (figures[OWN_SEEN] or 0) < (figures[POSTS_SEEN] or 0) <= 2500
    assert len(told) == (1 if figures[DAYS_SEEN] == 1 else 2)
