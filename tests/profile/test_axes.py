from inconcert.networks.grades import GroupTest
from inconcert.profile.axes import axes
from inconcert.traits.base import AXES
from inconcert.traits.run import Measured


def test_what_was_not_measured_is_not_zero():
    found = axes(GroupTest.against(12.0, [0.0] * 19))
    assert list(found) == ["coordination", "inauthenticity", "automation", "reach"]
    assert found["coordination"]["value"] == 12.0
    for name in ("inauthenticity", "automation", "reach"):
        assert found[name]["value"] is None
        assert "insufficient data" in found[name]["says"]


def test_coordination_is_told_apart_from_inauthenticity():
    assert "not inauthenticity" in axes(GroupTest.against(12.0, []))["coordination"]["says"]


def test_what_was_measured_is_taken_over():
    measured = Measured({name: {"value": 1.5, "says": "Said."} for name in AXES}, declared=False)
    found = axes(GroupTest.against(12.0, []), measured)
    assert found["reach"] == {"value": 1.5, "says": "Said."}
    assert found["coordination"]["value"] == 12.0
