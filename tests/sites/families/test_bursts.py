import pytest

from inconcert.sites.families.bursts import make


@pytest.mark.parametrize(
    ("label", "expected"),
    [("musicbistro", "word word"), ("music-bistro24", "word - word 00"), ("qzxvkwj", "letters7"), ("007", "000")],
)
def test_what_a_label_is_built_of(label, expected):
    assert make(label) == expected
