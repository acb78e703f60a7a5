from __future__ import annotations

import pytest

from inconcert.model.durations import seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [("60s", 60), ("10min", 600), ("1h", 3600), ("3600", 3600), ("1.5 h", 5400), ("2D", 172800), ("250ms", 0.25)],
)
def test_durations_as_people_write_them(text: str, expected: float) -> None:
    assert seconds(text) == expected


@pytest.mark.parametrize("text", ["", "soon", "-5s", "10 parsecs", "1h30", "nan"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        seconds(text)
