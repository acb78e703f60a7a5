"""A plan reads as sentences, and says what will happen when it is too much."""

from __future__ import annotations

from typing import Any

from inconcert.report.planned import lines

LINK: dict[str, Any] = {
    "actions": 2_000_000,
    "assets": 1000,
    "meetings": 3_000_000_000,
    "seconds": 40.2,
    "bytes": 200_000_000,
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
        "about 40 CPU seconds and 200MB.",
        "  80% of it is example.org/a (12,000 accounts, first in post x:7)",
        "  Not compared: within 10 minutes 1 object of more than 10,000 accounts (20,000 actions; 0 accounts on enough "
        "of them to be paired); within 1 hour 2 objects of more than 3,000 accounts (25,000 actions; 31 accounts on "
        "enough of them to be paired).",
        "All searches: about 40 CPU seconds, by the machine of the benchmarks. Each is repeated on shuffled data, "
        "19 times or more.",
        "Memory: 200MB of 2GB for the largest signal; pairs that wait beyond an eighth of 2GB go to disk, and the run "
        "says how much.",
    ]


def test_a_plan_that_does_not_fit_says_what_to_do() -> None:
    planned = {"memory": "100MB", "shuffles": 19, "signals": {"same_link": LINK}}
    assert lines(planned)[-1] == (
        "same_link would need 200MB, more than the 100MB allowed: detect will stop before that search and say so. "
        "Allow more with --memory, or choose others with --signal."
    )
