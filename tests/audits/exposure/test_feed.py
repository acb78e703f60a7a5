"""What puppets were shown: arms are treated alike, puppets are the units, labels are opaque."""

from __future__ import annotations

import csv
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.audits import feed_of
from inconcert.errors import InputError, UsageError
from inconcert.simulate.records import SHOWN, shown

NAMES = SHOWN.split(",")
ROWS = [list(row) for row in shown(np.random.default_rng(2), puppets=6, steps=20)]


def table(place, rows, name="shown.csv"):
    with (place / name).open("w", encoding="utf-8", newline="") as file:
        made = csv.writer(file)
        made.writerow(NAMES)
        made.writerows(rows)
    return place / name


def told(place, rows, **more):
    return feed_of([table(place, rows)], ethics="board 1", **more)


@st.composite
def feeds(draw):
    rows = []
    for arm, number in (("a", draw(st.integers(2, 3))), ("b", draw(st.integers(2, 4)))):
        for puppet in range(number):
            for step in range(draw(st.integers(1, 4))):
                item = f"i{draw(st.integers(0, 15))}"
                rows.append(["x", arm, f"{arm}{puppet}", "", "", step, 1, item, f"l{hash(item) % 2}", "ann", step])
    return rows


@given(feeds())
@settings(max_examples=10)
def test_swapping_the_names_of_arms_mirrors_the_result_exactly(tmp_path_factory, rows):
    place = tmp_path_factory.mktemp("feed")
    swap = {"a": "b", "b": "a"}
    one, other = told(place, rows), told(place, [[row[0], swap[row[1]], *row[2:]] for row in rows])
    assert len(one.contrasts) == len(other.contrasts)
    for first, second in zip(one.contrasts, other.contrasts, strict=True):
        assert first.difference.mirrored() == second.difference
        assert (first.p, first.q, first.label) == (second.p, second.q, second.label)
        assert (first.matched is None) == (second.matched is None)
        assert first.matched is None or first.matched.mirrored() == second.matched


def test_labels_are_opaque(tmp_path):
    words = {"blue": "zzz", "green": "aaa"}
    one = told(tmp_path, ROWS)
    other = told(tmp_path, [[*row[:8], words[row[8]], *row[9:]] for row in ROWS])
    for found in one.contrasts:
        twin = next(each for each in other.contrasts if each.label == words[found.label])
        assert (twin.difference, twin.p, twin.matched) == (found.difference, found.p, found.matched)


def test_the_order_of_rows_and_files_does_not_matter(tmp_path):
    wanted, rows = told(tmp_path, ROWS), list(ROWS)
    random.Random(1).shuffle(rows)
    again = feed_of([table(tmp_path, rows[:99], "b.csv"), table(tmp_path, rows[99:], "a.csv")], ethics="board 1")
    for part in ("arms", "shares", "contrasts", "drift", "agreement", "settings"):
        assert getattr(again, part) == getattr(wanted, part)


def test_a_puppet_counts_once_however_much_it_was_shown(tmp_path):
    rows = [["x", "a", "a1", "", "", step, 1, f"g{step}", "green", "ann", ""] for step in range(100)]
    rows += [["x", "a", "a2", "", "", 0, 1, "b1", "blue", "ann", ""]]
    rows += [["x", "b", f"b{n}", "", "", 0, 1, "b1", "blue", "ann", ""] for n in (1, 2)]
    found = next(one for one in told(tmp_path, rows).contrasts if one.label == "blue")
    assert found.difference.value == pytest.approx(-0.5)
    assert found.matched is None


def test_unlabelled_and_disputed_exposures_are_in_no_share(tmp_path):
    rows = [["x", arm, f"{arm}{n}", "", "", 0, 1, "i1", "blue", "ann", ""] for arm in "ab" for n in (1, 2)]
    rows += [["x", "a", "a1", "", "", 1, 1, "i2", "", "", ""], ["x", "a", "a1", "", "", 2, 1, "i3", "blue", "ann", ""],
             ["x", "a", "a1", "", "", 2, 1, "i3", "green", "bo", ""]]  # fmt: skip
    found = told(tmp_path, rows)
    arm = found.arms[0]
    assert (arm.exposures, arm.labelled, arm.unlabelled, arm.disputed) == (4, 2, 1, 1)
    assert [one.share.value for one in found.shares if one.label == "blue"] == [1.0, 1.0]
    assert [one.items for one in found.agreement] == [1]


def test_agreement_of_labellers_is_told(tmp_path):
    (one,) = told(tmp_path, ROWS).agreement
    assert (one.labeller, one.other) == ("ann", "bo")
    assert one.agreed < one.items
    assert 0.8 < one.kappa.value < 1


def test_a_feed_that_changes_within_the_run_is_seen(tmp_path):
    rows = []
    for arm in "ab":
        for puppet in range(4):
            for step in range(20):
                label = "blue" if step >= 10 and arm == "a" else "green"
                rows.append(["x", arm, f"{arm}{puppet}", "", "", step, 1, f"{label}{step}", label, "ann", ""])
    drift = {(one.arm, one.label): one.change.value for one in told(tmp_path, rows).drift}
    assert (drift["a", "blue"], drift["b", "blue"]) == (1.0, 0.0)
    assert [one.exposures for one in told(tmp_path, rows, first_step=10).arms] == [40, 40]


def test_items_of_like_engagement_are_compared(tmp_path):
    """Arm a sees more blue only because it is shown popular items, which are all blue."""
    rows = []
    for arm, popular in (("a", 8), ("b", 2)):
        for puppet in range(4):
            for step in range(10):
                label, likes = ("blue", 1000 + step) if step < popular else ("green", step)
                rows.append(["x", arm, f"{arm}{puppet}", "", "", step, 1, f"{label}{step}", label, "ann", likes])
    found = next(one for one in told(tmp_path, rows).contrasts if one.label == "blue")
    assert found.difference.value == pytest.approx(0.6)
    assert abs(found.matched.value) < found.difference.value


@pytest.mark.parametrize(
    ("rows", "error", "said"),
    [
        ([*ROWS, ["x1", "west", "east-00", "", "", 1, 1, "i", "", "", ""]], InputError, "is in arm 'east' and in arm"),
        ([row for row in ROWS if row[1] == "east"], InputError, "one arm"),
        ([*ROWS, ["x2", *ROWS[0][1:]]], UsageError, "here there is x1, x2"),
        ([*ROWS, [*ROWS[0][:5], "soon", *ROWS[0][6:]]], InputError, "column 'step'"),
        ([[*row[:9], "", *row[10:]] for row in ROWS], InputError, "row 2, column 'labeller': the cell is empty"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path, rows, error, said):
    with pytest.raises(error, match=said):
        told(tmp_path, rows)


def test_a_sign_off_is_required(tmp_path):
    with pytest.raises(UsageError, match="--ethics"):
        feed_of([table(tmp_path, ROWS)], ethics=" ")
