"""A plan reads as sentences, and says what will happen when it is too much."""

from __future__ import annotations

from typing import Any

from inconcert.report.planned import before, lines

LINK: dict[str, Any] = {
    "actions": 2_000_000,
    "assets": 1000,
    "meetings": 3_000_000_000,
    "seconds": 40.2,
    "bytes": 200_000_000,
    "fits": True,
    "heaviest": [{"object": "example.org/a", "post": "x:7", "accounts": 12_000, "share": 0.8}],
    "bounded": [
        {"window": 600.0, "limit": 10_000, "objects": 1, "actions": 20_000, "meetings": 9, "accounts": 0},
        {"window": 3600.0, "limit": 3_000, "objects": 2, "actions": 25_000, "meetings": 9, "accounts": 31},
    ],
}
NONE = LINK | {"actions": 0, "assets": 0, "meetings": 0, "seconds": 0.0, "bytes": 0, "heaviest": [], "bounded": []}


def test_a_plan_that_fits() -> None:
    planned = {"memory": "2GB", "shuffles": 19, "signals": {"same_text": NONE, "same_link": LINK}}
    assert lines(planned) == [
        "same_link: 2,000,000 actions of 1,000 accounts, up to 3,000,000,000 meetings to look at; "
        "about 40 CPU seconds and about 200MB.",
        "  80% of it is example.org/a (12,000 accounts, first in post x:7)",
        "  Not compared: within 10 minutes 1 object of more than 10,000 accounts (20,000 actions; 0 accounts on enough "
        "of them to be paired); within 1 hour 2 objects of more than 3,000 accounts (25,000 actions; 31 accounts on "
        "enough of them to be paired).",
        "All searches: about 40 CPU seconds, by how fast this machine counts. Shuffled data is searched as well, "
        "19 times or more, each time with less work.",
        "Memory: 200MB of 2GB for the largest signal; pairs that wait beyond an eighth of 2GB go to disk, and the run "
        "says how much.",
    ]


def test_a_plan_that_does_not_fit_says_what_to_do() -> None:
    planned = {"memory": "100MB", "shuffles": 19, "signals": {"same_link": LINK}}
    assert lines(planned)[-1] == (
        "same_link would need 200MB, more than the 100MB allowed: detect will stop before that search and say so. "
        "Allow more with --memory, or choose others with --signal."
    )


LARGE = {"actions": 9_000_000, "bytes": 900_000_000, "fits": False, "heaviest": [], "bounded": []}
LARGE |= dict.fromkeys(("assets", "meetings", "seconds"))


def test_a_signal_that_is_too_large_to_be_read_comes_first() -> None:
    planned = {"memory": "500MB", "shuffles": 19, "signals": {"same_link": LINK, "same_text": LARGE}}
    assert lines(planned)[0] == "same_text: 9,000,000 actions, too many to be read."
    assert "about 40 CPU seconds" in lines(planned)[-2]


def test_before_a_search_two_lines_are_said() -> None:
    first, second = before("same_link", LINK, "2GB")
    assert first.startswith("same_link: 2,000,000 actions of 1,000 accounts, up to 3,000,000,000 meetings to look at;")
    assert second.startswith("  80% of it is example.org/a (12,000 accounts, first in post x:7); not compared: within ")
    assert before("same_text", NONE, "2GB") == []


def test_before_a_search_that_does_not_fit_it_is_said_what_happens() -> None:
    assert before("same_text", LARGE, "500MB") == [
        "same_text: 9,000,000 actions would need about 900MB, more than the 500MB allowed: the run stops before this "
        "search. What is done is kept; go on with a larger --memory, or choose other signals with --signal."
    ]
