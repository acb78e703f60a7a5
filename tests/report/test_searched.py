"""What was searched is said, also when nothing was found."""

from __future__ import annotations

from inconcert.report.searched import sentences


def told(posts: int, **signals: dict[str, int]) -> str:
    return " ".join(sentences({"features": {"kept": posts}, "signals": signals}))


def test_without_an_account_nothing_is_said() -> None:
    assert sentences({}) == []


def test_nothing_was_shared() -> None:
    assert told(1, same_text={"shared": 0}) == (
        "1 post was looked at. None of the 1 signal found anything that several accounts shared."
    )


def test_something_was_shared_and_no_pair_could_be_tested() -> None:
    assert told(20, same_text={"shared": 3, "tested": 0}, same_link={}) == (
        "20 posts were looked at. 1 of 2 signals found something that several accounts shared; "
        "no pair of them met on enough of it to be tested."
    )


def test_pairs_and_ties_are_added_up_over_signals() -> None:
    said = told(2000, same_text={"shared": 3, "tested": 9, "ties": 1}, same_link={"shared": 1, "tested": 2, "ties": 1})
    assert "11 pairs met on enough of it to be tested, and 2 ties stood out" in said
