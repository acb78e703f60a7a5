from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from inconcert.watch.changes import Line, changes

SALT = "salt"


def network(name: str, *members: int) -> dict[str, Any]:
    listed = [{"platform": "x", "account_id": str(one)} for one in members]
    return {"id": name, "size": len(members), "grade": "B", "alert": False, "why": ["Because."], "members": listed}


def told(rounds: list[list[dict[str, Any]]]) -> list[list[tuple[str, str]]]:
    """Kind and network of the alerts of each round."""
    before: dict[str, Line] = {}
    found = []
    for number, networks in enumerate(rounds):
        seen = changes("w", f"run-{number}", networks, {}, before, SALT)
        before = {start: Line.from_dict(line.to_dict()) for start, line in seen.lines.items()}
        found.append([(one.kind, one.network_id) for one in seen.alerts])
    return found


def test_a_network_is_new_once_under_whatever_name() -> None:
    assert told([[network("a", 1, 2, 3, 4)], [network("b", 1, 2, 3, 5)]]) == [[("new", "a")], []]


def test_a_network_grows_by_enough_or_not_at_all() -> None:
    first, more, much = network("a", *range(8)), network("b", *range(9)), network("c", *range(12))
    assert told([[first], [more], [much], [much]]) == [[("new", "a")], [], [("grown", "c")], []]


def test_slow_growth_is_told_in_the_end() -> None:
    rounds = [[network(f"n{size}", *range(size))] for size in range(8, 13)]
    assert [kind for row in told(rounds) for kind, _ in row] == ["new", "grown"]


def test_a_network_that_goes_is_told_once_and_again_when_it_comes_back() -> None:
    one = network("a", 1, 2, 3, 4)
    assert told([[one], [], [], [one]]) == [[("new", "a")], [("gone", "a")], [], [("new", "a")]]


def test_a_return_is_told_once_for_each_operation() -> None:
    one = network("a", 1, 2, 3, 4)
    match = {"case_id": "c1", "says": ("May be the return of case 1.", "Texts.")}
    first = changes("w", "r1", [one], {"a": [match]}, {}, SALT)
    (alert,) = [found for found in first.alerts if found.kind == "returned"]
    assert alert.case_id == "c1"
    assert "May be the return of case 1" in alert.says[0]
    again = changes("w", "r2", [network("b", 1, 2, 3, 5)], {"b": [match]}, first.lines, SALT)
    assert [found.key for found in again.alerts] == [alert.key]


def test_no_account_is_named_in_what_is_kept() -> None:
    seen = changes("w", "r1", [network("a", 900100, 900200, 900300)], {}, {}, SALT)
    assert "9001" not in str({start: line.to_dict() for start, line in seen.lines.items()})


@given(
    st.lists(
        st.lists(st.sets(st.integers(0, 12), min_size=2, max_size=8), max_size=3), min_size=1, max_size=4
    )
)  # fmt: skip
def test_a_round_done_again_raises_the_same_keys(rounds: list[list[set[int]]]) -> None:
    before: dict[str, Line] = {}
    for number, groups in enumerate(rounds):
        networks = [network(f"net-{number}-{place}", *sorted(one)) for place, one in enumerate(groups)]
        one, two = (changes("w", f"run-{number}", networks, {}, before, SALT) for _ in range(2))
        assert one == two
        assert len({alert.key for alert in one.alerts}) == len(one.alerts)
        standing = [line for line in one.lines.values() if not line.gone]
        assert len(standing) == len(networks)
        before = one.lines
