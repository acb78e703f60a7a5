from __future__ import annotations

import pytest

from inconcert.evaluate.aims import AIMS, SAME_OPERATOR
from inconcert.evaluate.measures import Sheet
from inconcert.evaluate.operators import FOUND, MISTAKEN, OPERATORS, RIGHT, Answer, answer, figures
from inconcert.evaluate.simulated import Truth
from inconcert.signals.features import build
from inconcert.simulate.scenarios import simulate

A, B, C, D = ("x:a", "y:a"), ("x:b", "y:b"), ("x:a", "y:b"), ("x:c", "y:c")


def told(answer: Answer, *, easy: bool = False) -> dict[str, float | None]:
    return {one.measure: one.value for one in figures(Sheet("set", "operators"), {0: answer}, easy=easy).figures}


def test_a_pair_that_was_not_looked_at_ranks_last() -> None:
    made = Answer({A: 2.0, C: 1.0}, frozenset({A}), frozenset({A, B}), {}, frozenset({C, D}), frozenset({D}))
    # A is above both, B is below C and level with D.
    assert made.ranked(made.hard) == pytest.approx((1 + 1 + 0 + 0.5) / 4)
    assert told(made, easy=True) == {SAME_OPERATOR: pytest.approx(0.75)}


def test_what_is_called_wrongly_is_counted_by_its_kind() -> None:
    said, alike = frozenset({A, D}), {D: "impersonation", C: "fan"}
    made = Answer({A: 9.0, D: 8.0}, said, frozenset({A, B}), alike, frozenset({C, D}), frozenset())
    found = told(made)
    assert (found[FOUND], found[RIGHT]) == (0.5, 0.5)
    assert found[MISTAKEN["impersonation"]] == 1
    assert found[MISTAKEN["fan"]] == 0
    assert MISTAKEN["club"] not in found


def test_negatives_are_never_of_one_operation(tmp_path) -> None:
    import duckdb

    world = simulate("large-crude", seed=3, posts=8_000)
    con = duckdb.connect()
    for noun in ("posts", "accounts"):
        con.register("given", getattr(world, noun))
        con.execute(f"CREATE TABLE {noun} AS SELECT 's' AS source, row_number() OVER () AS row, * FROM given")
    build(con, tmp_path / "features.parquet")
    truth = Truth(world.truth)
    made = answer(con, tmp_path / "features.parquet", truth, 0)
    assert made.true
    assert len(made.hard) > 5 * len(made.true) / 2
    assert not any(truth.together(*pair) for pair in made.hard | made.easy)
    assert all(a.split(":")[0] != b.split(":")[0] for a, b in made.true | made.hard | made.easy)


def test_the_aim_is_measured() -> None:
    (part,) = [part for aim in AIMS for part in aim.parts if part.measure == SAME_OPERATOR]
    assert part.kind == "operators"
    assert {one.kind for one in OPERATORS} == {"operators"}
