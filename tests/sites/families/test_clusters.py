import pytest

from inconcert.sites.families.clusters import Link, chance, joined, needed


def test_links_join_and_a_circle_counts_once():
    links = [Link(40.0, 0, 1), Link(35.0, 1, 2), Link(30.0, 0, 2), Link(50.0, 4, 5)]
    groups = {frozenset(labels): left for labels, left in joined(7, links, {}, 1024).values()}
    assert groups == {frozenset({0, 1, 2}): (40 - 10) + (35 - 10), frozenset({4, 5}): 50 - 10}


def test_a_label_used_again_is_a_group_of_its_own():
    groups = joined(3, [], {1: 24.0}, 100)
    assert groups == {1: ({1}, 24.0)}


def test_the_more_names_the_more_is_needed():
    assert needed(10**6) > needed(1000)
    assert chance(20.0, 1024) == pytest.approx(1024 / 2**20)
    assert chance(20.0, 10**6) > chance(20.0, 1000)
