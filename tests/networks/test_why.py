from dataclasses import dataclass

import pytest

from inconcert.networks.figures import SignalFigures
from inconcert.networks.grades import GroupTest
from inconcert.networks.network import Words
from inconcert.networks.shared import Shared
from inconcert.networks.why import (
    density_sentence,
    gap_sentence,
    grade_sentence,
    joined_sentence,
    leads_sentence,
    sentence,
    signal_summary,
    sources_sentence,
)
from inconcert.signals.own_words import OwnWords

LINK = Words("same_link", "link", "link", "posted the same")


def summary(windows, objects=(9, 9), accounts=11, shared=9, gap=40.0, words=LINK):
    known = [window for window in windows if window is not None]
    figures = SignalFigures(
        len(windows), 0, sum(objects), 0.05 * len(windows), max(known, default=None), len(windows) - len(known), gap
    )
    return signal_summary(words, figures, Shared(accounts, shared))


def test_the_sentence_of_a_signal():
    assert sentence(summary([60.0, 600.0])) == (
        "11 accounts posted the same links: 2 pairs of them met 18 times on 9 links within 10 minutes of each other; "
        "0.1 such meetings are expected by chance."
    )


def test_one_of_everything():
    said = sentence(summary([3600.0], objects=(1,), accounts=2, shared=1))
    assert said.startswith(
        "2 accounts posted the same links: 1 pair of them met once on 1 link within 1 hour of each other;"
    )


def test_rare_objects_have_no_window():
    assert "that hardly anyone else touched, whatever the time between;" in sentence(summary([None, None]))
    assert "within 1 minute of each other or, where hardly anyone else" in sentence(summary([60.0, None]))


def test_a_signal_with_a_reference_does_not_say_that_its_objects_are_rare():
    words = Words.of(OwnWords())
    assert words.reference == OwnWords.reference
    said = sentence(summary([None, None], words=words))
    assert said.startswith(
        "11 accounts wrote the same sentences: 2 pairs of them met 18 times on 9 sentences whatever the time between;"
    )


@pytest.mark.parametrize(
    ("gap", "precision", "said"),
    [
        (40.0, 1.0, "On the same link they typically act 40 seconds apart."),
        (40.0, 60.0, "On the same link they typically act at the same minute of the clock."),
        (0.0, 1.0, "On the same link they typically act at the same second of the clock."),
    ],
)
def test_gaps_are_no_finer_than_the_clock(gap, precision, said):
    assert gap_sentence([summary([60.0, 60.0], gap=gap)], precision) == said


def test_density():
    assert density_sentence(11, 55) == "Every one of the 11 members is tied to every other."
    assert density_sentence(11, 20) == "20 of the 55 possible pairs among its 11 members are tied."


def test_the_grade_says_its_reasons():
    none, some = [0.0] * 19, [8.0] + [0.0] * 18
    assert grade_sentence("A", GroupTest.against(10, none), ["link", "text"]).startswith(
        "Grade A: 2 independent kinds of evidence (link and text), and as a group clearly beyond chance."
    )
    assert "narrowly beyond chance" in grade_sentence("B", GroupTest.against(10, some), ["link", "text"])
    assert "stands only narrowly above chance" in grade_sentence("C", GroupTest.against(10, some), ["link"])
    assert "not shown to be more than shuffles" in grade_sentence("C", GroupTest.against(1, some), ["link"])
    unpaid = GroupTest.against(25, none, 12.34)
    assert "keeps 12.3 of its strength after what it cost to choose it" in grade_sentence("C", unpaid, ["link"])
    assert "where 20 are asked" in grade_sentence("C", unpaid, ["link"], of_leads=True)
    assert "was not tested" in grade_sentence("C", GroupTest.against(1, []), ["link"])


@dataclass
class One:
    objects: int
    expected: float


def test_accounts_that_joined_are_told():
    assert joined_sentence([One(5, 0.4)]) == (
        "1 more account touched 5 objects of the network after it, where 0.4 are expected by chance."
    )
    assert joined_sentence([One(5, 0.4), One(7, 0.6)]) == (
        "2 more accounts touched objects of the network after it, typically 6, where 0.5 are expected by chance."
    )


def test_sources_are_named_up_to_three() -> None:
    assert sources_sentence(["x:a"]).startswith("x:a is tied")
    assert sources_sentence(["x:a", "x:b"]).startswith("x:a and x:b are tied")
    assert sources_sentence([f"x:{n}" for n in range(9)]).startswith("x:0, x:1, x:2 and 6 more are tied")


def test_leads_are_counted_in_words():
    assert leads_sentence(92, 105).startswith("92 of its 105 ties would not stand by themselves; it is the group")
    assert leads_sentence(1, 105).startswith("1 of its 105 ties would not stand by itself;")
    assert leads_sentence(1, 1).startswith("Its only tie would not stand by itself;")
    assert "would not stand" not in leads_sentence(0, 105)
