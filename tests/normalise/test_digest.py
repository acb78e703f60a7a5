"""Names of content are the same everywhere."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inconcert.normalise.digest import digest


def test_a_name_never_changes() -> None:
    # These names stand in stored features: changing them orphans every stored run.
    assert digest("same", "text") == "57c60e1ccae64318"
    assert digest("", "a") != digest("a", "")


@given(st.lists(st.text(), min_size=1, max_size=3), st.lists(st.text(), min_size=1, max_size=3))
def test_different_parts_have_different_names(one: list[str], other: list[str]) -> None:
    joined, other_joined = "\x00".join(one), "\x00".join(other)
    assert (digest(*one) == digest(*other)) == (joined == other_joined)


def test_lone_surrogates_have_a_name() -> None:
    assert digest("\ud800") != digest("\ud801")
