import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.networks.choice import FLOOR
from inconcert.networks.grades import GroupTest, alert, grade

NONE = [0.0] * 19


def test_p_counts_the_shuffles_that_reach_the_strength():
    assert GroupTest.against(10.0, NONE).p == 0.05
    assert GroupTest.against(10.0, [10.0, *NONE[1:]]).p == 0.1
    assert GroupTest.against(10.0, []).p == 1.0


@pytest.mark.parametrize(
    ("shuffled", "families", "given"),
    [
        (NONE, 2, "A"),
        (NONE, 1, "B"),
        ([8.0, *NONE[1:]], 2, "B"),
        ([8.0, *NONE[1:]], 1, "C"),
        ([11.0, *NONE[1:]], 2, "C"),
        (NONE[:18], 2, "C"),
        ([], 2, "C"),
    ],
)
def test_grades(shuffled, families, given):
    assert grade(GroupTest.against(10.0, shuffled), families) == given


def test_a_grade_a_is_an_alert_whatever_its_size():
    assert alert(GroupTest.against(10.0, NONE), 2, 3, 0.0)


@pytest.mark.parametrize(
    ("shuffled", "size", "effect", "raised"),
    [(NONE, 4, 2.0, True), (NONE, 3, 2.0, False), (NONE, 5, 1.9, False), ([7.0, *NONE[1:]], 9, 5.0, False)],
)
def test_a_grade_b_is_an_alert_only_with_very_strong_evidence(shuffled, size, effect, raised):
    assert alert(GroupTest.against(10.0, shuffled), 1, size, effect) is raised


@pytest.mark.parametrize("families", [1, 2, 3])
@given(strength=st.floats(1.0, 500.0), cost=st.floats(0.0, 100.0), size=st.integers(3, 200))
def test_a_group_that_does_not_pay_for_its_choice_is_a_lead_whatever_binds_it(families, strength, cost, size):
    test = GroupTest.against(strength, NONE, strength - cost)
    assert test.p == 0.05
    if strength - cost < FLOOR:
        assert (grade(test, families), alert(test, families, size, 9.0)) == ("C", False)
    else:
        assert grade(test, families) == grade(GroupTest.against(strength, NONE), families)


def test_a_lead_is_never_an_alert():
    assert not alert(GroupTest.against(99.0, []), 3, 50, 9.0)


def test_the_test_is_told_in_a_sentence():
    assert "no shuffles were made" in GroupTest.against(10.0, []).says()
    assert "gave no group at all (p = 0.05)" in GroupTest.against(10.0, NONE).says()
    assert "has 2.5 (p = 0.05)" in GroupTest.against(10.0, [2.5, *NONE[1:]]).says()
