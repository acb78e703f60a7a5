"""A log of boosts is added up with its denominators; what a boost does not say adds nothing and is told."""

from __future__ import annotations

import random

import pytest

from inconcert.audits import Total, boosts_of
from inconcert.errors import InputError, UsageError, ZoneNeeded

HEAD = "boost_id,at,operator,operator_country,item,topic,target_views,delivered_views,label_shown,relation"
ROWS = [
    f"b{n},2026-01-0{n % 7 + 1}T00:00:00Z,op{n % 6},{('US', 'CN', '')[n % 3]},i{n},{'ab'[n % 2]},50,100,"
    f"{('yes', 'no', '')[n % 3]},{('none', 'self', '')[n % 3]}"
    for n in range(12)
]


def told(place, rows=ROWS, total=None, name="b.csv", **more):
    (place / name).write_text("\n".join([HEAD, *rows]) + "\n", "utf-8")
    return boosts_of([place / name], total, **more)


def test_shares_come_with_their_denominator(tmp_path):
    found = told(tmp_path, total=Total(10_000, "all views of the week"))
    assert (found.views, found.share, found.above_target) == (1200, 0.12, 12)
    assert told(tmp_path).share is None
    with pytest.raises(UsageError, match="what they are"):
        told(tmp_path, total=Total(10_000, ""))
    with pytest.raises(InputError, match="more than the 100"):
        told(tmp_path, total=Total(100, "all"))


def test_unknown_places_labels_and_relations_stand_by_themselves(tmp_path):
    found = told(tmp_path)
    for parts in (found.places, found.labels, found.relations):
        assert {part.boosts for part in parts} == {4}
        assert sum(part.name == "unknown" for part in parts) == 1
        assert sum(part.share for part in parts) == pytest.approx(1)


def test_few_operators_are_not_counted_in_public(tmp_path):
    found = told(tmp_path)
    assert found.operators == 6
    assert {part.operators for part in found.places} == {None}


def test_views_that_are_not_known_are_not_zero(tmp_path):
    rows = [row.replace(",50,100,", ",50,,") if row.startswith("b1,") else row for row in ROWS]
    found = told(tmp_path, rows, Total(10_000, "all"))
    assert (found.views, found.without_views, found.above_target) == (1100, 1, 11)
    none = told(tmp_path, [row.replace(",50,100,", ",50,,") for row in ROWS], Total(10_000, "all"))
    assert (none.share, none.places[0].share, none.mix[0].boosted) == (None, None, None)


def test_topics_stand_beside_the_organic_ones(tmp_path):
    (tmp_path / "o.csv").write_text("topic,views\na,300\nc,100\n")
    mix = {one.topic: one for one in told(tmp_path, organic=[tmp_path / "o.csv"]).mix}
    assert (mix["a"].boosted.value, mix["a"].organic) == (0.5, 0.75)
    assert mix["a"].boosted.low < 0.5 < mix["a"].boosted.high
    assert mix["b"].organic is None
    assert (mix["c"].boosted.value, mix["c"].organic) == (0.0, 0.25)


def test_the_order_of_rows_and_files_does_not_matter(tmp_path):
    wanted, rows = told(tmp_path), list(ROWS)
    random.Random(1).shuffle(rows)
    for name, some in (("y.csv", rows[:5]), ("x.csv", rows[5:])):
        (tmp_path / name).write_text("\n".join([HEAD, *some]) + "\n", "utf-8")
    again = boosts_of([tmp_path / "y.csv", tmp_path / "x.csv"])
    for part in ("boosts", "items", "views", "first_at", "last_at", "labels", "places", "relations", "mix"):
        assert getattr(again, part) == getattr(wanted, part)


def test_what_does_not_fit_is_refused_with_its_place(tmp_path):
    with pytest.raises(InputError, match=r"boost 'b0' stands there twice"):
        told(tmp_path, [*ROWS, ROWS[0]])
    with pytest.raises(ZoneNeeded, match=r"b\.csv, row \d+, column 'at'"):
        told(tmp_path, [row.replace("Z,", ",") for row in ROWS])
    with pytest.raises(InputError, match="column 'relation': 'friend' is not known"):
        told(tmp_path, [ROWS[0].replace("none", "friend")])
