import pytest

from inconcert.traits.base import AXES, Reading, Trait
from inconcert.traits.fusion import axes, declared, interval


def trait(name, family, axis="inauthenticity"):
    return type("Made", (Trait,), {"name": name, "family": family, "axis": axis})()


def read(*given):
    return [
        (trait(f"t{place}", family), Reading(nats, f"Mark {place}.", 5)) for place, (family, nats) in enumerate(given)
    ]


def value(*given):
    return axes(read(*given))["inauthenticity"]["value"]


def test_dependent_traits_count_once_and_families_add_up():
    assert value(("profile", 3.0), ("profile", 5.0), ("handles", 1.0)) == 6.0


def test_the_strongest_of_a_family_counts_on_whichever_side():
    assert value(("profile", 3.0), ("profile", -5.0)) == -5.0


def test_absent_marks_take_little_away_however_many():
    absent = [(f"family{number}", -0.35) for number in range(9)]
    assert value(*absent) == -1.0
    assert value(*absent, ("handles", 5.0)) == 4.0
    assert value(*absent[:2]) == -0.7


def test_what_is_not_known_is_left_out_and_not_zero():
    found = axes(read(("profile", None)))["inauthenticity"]
    assert found["value"] is None
    assert found["unit"] is None
    assert "insufficient data" in found["says"]
    assert found["traits"][0]["nats"] is None
    assert value(("profile", None), ("handles", 4.0)) == 4.0


def test_excuses_that_were_not_found_measure_nothing():
    assert value(("kit", 0.0), ("event", 0.0)) is None
    assert value(("kit", 0.0), ("profile", -0.3)) == -0.3


def test_every_axis_is_there_without_any_trait():
    found = axes([])
    assert list(found) == list(AXES)
    assert {axis["value"] for axis in found.values()} == {None}


@pytest.mark.parametrize(
    ("nats", "told"),
    [
        (1.9, "Insufficient or mixed"),
        (-1.9, "Insufficient or mixed"),
        (2.5, "with reserve"),
        (6.0, "point to accounts that are not what they seem (6 nats"),
        (-4.0, "speaks against it"),
    ],
)
def test_the_axis_says_what_its_value_means(nats, told):
    says = axes(read(("profile", nats)))["inauthenticity"]["says"]
    assert told in says
    assert ("Mark 0." in says) == (abs(nats) >= 0.5)


def test_a_value_that_hangs_on_few_members_says_so():
    some = Reading(6.0, "Mark.", 5, replicates=(6.0,) * 80 + (-0.3,) * 20)
    found = axes([(trait("t", "profile"), some)])["inauthenticity"]
    assert (found["low"], found["high"]) == (-0.3, 6.0)
    assert "rests on few members" in found["says"]


def test_the_interval_takes_readings_draw_by_draw():
    """Two traits that fail on the same draws have a wider interval than two that fail on different ones."""
    here, there = (0.0,) * 50 + (4.0,) * 50, (4.0,) * 50 + (0.0,) * 50
    same = interval([Reading(4.0, "", replicates=here), Reading(4.0, "", replicates=here)])
    apart = interval([Reading(4.0, "", replicates=here), Reading(4.0, "", replicates=there)])
    assert same == (0.0, 8.0)
    assert apart == (4.0, 4.0)


def test_reach_is_counted_in_its_own_unit_and_never_in_nats():
    figures = {"value": 900, "unit": "people", "low": 900, "high": 4000}
    found = axes([(trait("t", "audience", "reach"), Reading(None, "At least 900 people.", 3, figures))])["reach"]
    assert (found["value"], found["unit"], found["low"], found["high"]) == (900, "people", 900, 4000)
    assert found["says"] == "At least 900 people."


def test_declared_is_what_a_trait_found():
    assert declared([(trait("t", "declared"), Reading(-6.0, "Listed.", 3, {"declared": True}))])
    assert not declared(read(("declared", -6.0)))
