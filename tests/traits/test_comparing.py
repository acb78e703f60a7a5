import numpy as np
import pytest

from inconcert.traits.comparing import Looked, Question, best, compared, excused, flags, mostly, twins
from inconcert.traits.people import Group, empty_accounts, posts_schema

ASK = Question("a mark", "bear the mark")


def group(size):
    assets = tuple(f"x:m{place}" for place in range(size))
    return Group(assets, posts_schema().empty_table(), empty_accounts(assets))


def marks(*counted):
    """So many ones, zeros and unknown."""
    return np.repeat([1.0, 0.0, np.nan], counted)


NONE = marks(0, 100, 0)


def test_a_mark_of_one_member_is_nothing_in_common():
    assert compared(group(4), marks(1, 3, 0), NONE, ASK).nats <= 0 < compared(group(4), marks(2, 2, 0), NONE, ASK).nats


def test_unknown_members_and_controls_are_left_out():
    reading = compared(group(9), marks(3, 1, 5), marks(1, 39, 60), ASK)
    assert reading.figures["of"] == 4
    assert reading.figures["of_controls"] == 40
    assert reading.says == "3 of 4 members bear the mark; of 40 comparable accounts 1 (2%)."
    assert reading.accounts == ("x:m0", "x:m1", "x:m2")


@pytest.mark.parametrize(("own", "others"), [(marks(2, 0, 9), NONE), (marks(9, 0, 0), marks(0, 29, 99))])
def test_too_few_are_insufficient(own, others):
    reading = compared(group(len(own)), own, others, ASK)
    assert reading.nats is None
    assert reading.says.startswith("Insufficient data: a mark: known of")


def test_the_interval_reaches_lower_where_a_mark_hangs_on_few():
    few, all_of_them = (compared(group(8), marks(k, 8 - k, 0), NONE, ASK) for k in (2, 8))
    assert np.percentile(few.replicates, 5) < np.percentile(all_of_them.replicates, 5)


def test_an_excuse_needs_no_controls_and_its_absence_says_nothing():
    assert excused(group(6), marks(6, 0, 0), ASK).nats == -6.0
    none = excused(group(6), marks(0, 6, 0), ASK)
    assert none.nats == 0.0
    assert set(none.replicates) == {0.0}


def test_what_everybody_does_excuses_nobody_unless_it_is_a_disclosure():
    everybody = marks(90, 10, 0)
    common = Question("a mark", "bear the mark", common=True)
    assert excused(group(30), marks(30, 0, 0), common, everybody).nats == 0.0
    assert excused(group(30), marks(30, 0, 0), ASK, everybody).nats == -6.0
    assert excused(group(30), marks(30, 0, 0), common, marks(3, 97, 0)).nats == -6.0


def test_a_few_do_not_excuse_the_others():
    assert excused(group(30), marks(4, 0, 26), ASK).nats is None


def looked(own, others, looks):
    return Looked(own, others, np.ones(own.shape[1], bool), np.ones(others.shape[1], bool), looks)


def test_of_many_marks_the_best_is_told_and_the_search_is_paid_for():
    own = np.array([[1, 1, 0, 0, 0, 0], [1, 1, 1, 1, 1, 0]], bool)
    others = np.zeros((2, 60), bool)
    top, one = best(group(6), looked(own, others, 2), ASK, lambda place: f"bear mark {place}")
    _, many = best(group(6), looked(own, others, 10**6), ASK, lambda place: f"bear mark {place}")
    assert top == 1
    assert one.says.startswith("5 of 6 members bear mark 1;")
    assert many.nats < one.nats


def test_the_finder_of_a_mark_does_not_count_for_it():
    alone = np.eye(6, dtype=bool)
    _, reading = best(group(6), looked(alone, np.zeros((6, 60), bool), 6), ASK, str)
    assert reading.nats < 0
    assert max(reading.replicates) < 0


def test_without_any_mark_to_look_at_the_members_bear_none():
    top, reading = best(group(6), looked(np.zeros((0, 6), bool), np.zeros((0, 60), bool), 1), ASK, str)
    assert top == -1
    assert reading.nats < 0


def test_twins_have_the_same_key():
    assert np.array_equal(twins(["a", "b", "a", None]), [1.0, 0.0, 1.0, np.nan], equal_nan=True)
    assert np.array_equal(flags([True, False, None]), [1.0, 0.0, np.nan], equal_nan=True)


def test_most_counts_the_unknown_as_not_having_it():
    assert mostly(marks(3, 2, 0))
    assert not mostly(marks(3, 0, 3))
    assert not mostly(marks(0, 0, 0))
