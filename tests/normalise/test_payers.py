"""Payers made comparable."""

import pytest

from inconcert.normalise.payers import Joined, empty, key, unnamed


@pytest.mark.parametrize("other", ["4OCEAN", "4ocean LLC", "Paid for by 4Ocean, LLC.", " 4Ocean,  llc "])
def test_spellings_of_one_payer_are_one(other):
    assert key("4Ocean, LLC") == key(other)


def test_different_payers_stay_two():
    assert key("Friends of A") != key("Friends of B")
    assert key("Company") == "company"


@pytest.mark.parametrize("name", ["the candidate", "candidate", "the committee", "owner", "me", "2020", "friends of"])
def test_words_that_name_nobody(name):
    assert empty(name)


def test_a_disclaimer_that_could_be_anybodys_holds_no_pages_together():
    assert unnamed({"the candidate": 12, "voto latino": 30, "the committee": 1}) == {"the candidate", "the committee"}


def test_words_that_many_payers_use_tell_none_of_them_apart():
    pages = {f"rivertown ballot {number}": 1 for number in range(60)} | {"rivertown ballot": 9}
    assert "rivertown ballot" in unnamed(pages)
    assert "rivertown ballot 3" not in unnamed(pages)


def test_accounts_under_one_number_are_one():
    joined = Joined(
        [("AR1", "EIN 12-34"), ("AR2", "EIN 12-34"), ("AR2", "FEC C001"), ("AR3", "FEC C001"), ("AR4", "x 9")]
    )
    assert {joined.name(account) for account in ("AR1", "AR2", "AR3")} == {"AR1"}
    assert joined.name("AR4") == "AR4"


def test_a_number_that_very_many_share_is_a_placeholder():
    joined = Joined([(f"AR{number}", "EIN 00-0") for number in range(51)])
    assert joined.all() == {}
