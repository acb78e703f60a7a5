import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.sites.families.background import counts, surprise

LABELS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=40)


def test_names_that_look_like_names_surprise_less():
    usual, odd = surprise(["gardenshop", "qzxvkwjpfg"])
    assert usual < odd


def test_no_name_surprises_more_than_one_drawn_by_lot():
    (bits,) = surprise(["qqqqqqqqqq"])
    assert bits <= 10 * 4.71 + 8


@given(st.lists(LABELS, max_size=20))
def test_a_label_surprises_the_same_in_any_company(labels):
    together = surprise(labels)
    assert list(together) == pytest.approx([float(surprise([label])[0]) for label in labels])
    assert all(bits > 0 for bits in together)


@given(st.lists(LABELS, min_size=1, max_size=20))
def test_every_sign_and_the_end_are_counted_once(labels):
    assert counts(labels).sum() == sum(len(label) + 1 for label in labels)
