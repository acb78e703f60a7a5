"""What leaves the house: members by choice, bystanders and staff never."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache

import pytest
from bridge import NAMES
from hypothesis import given
from hypothesis import strategies as st

from inconcert.casework.pseudonyms import Pseudonyms
from inconcert.dossier import Imprint
from inconcert.dossier.names import Names
from inconcert.dossier.specimen import BYSTANDER, HELD, MEMBER, STAFF, specimen
from inconcert.dossier.words import OUTSIDE

STRANGERS = [BYSTANDER, HELD, STAFF, "not_confirmed_77"]


@pytest.fixture(scope="module")
def pseudonyms(tmp_path_factory):
    return Pseudonyms.beside(tmp_path_factory.mktemp("key"))


def flat(dossier):
    return json.dumps(asdict(dossier), default=str, ensure_ascii=False)


@pytest.mark.parametrize("redaction", ["hashed", "shown"])
def test_nobody_outside_is_named_whatever_is_chosen(pseudonyms, redaction):
    text = flat(specimen(Imprint(redaction=redaction)).redacted(pseudonyms))
    assert [name for name in STRANGERS if name in text] == []
    assert (MEMBER in text) == (redaction == "shown")


def test_handles_are_hashed_inside_of_sample_texts_too(pseudonyms, whole):
    text = flat(whole.redacted(pseudonyms))
    assert [name for name in NAMES if name in text] == []
    assert "reader7" not in text


def test_the_same_account_keeps_one_pseudonym(pseudonyms, whole):
    told = whole.redacted(pseudonyms)
    members = {asset.id for asset in told.chapters[0].assets if asset.role == "member"}
    writers = {post["account"] for one in told.chapters[0].narratives for post in one["examples"]}
    assert writers
    assert writers <= members


def test_posts_that_lead_to_their_account_are_hashed(pseudonyms, whole):
    refs = {post["ref"] for one in whole.chapters[0].narratives for post in one["examples"]}
    assert refs
    text = flat(whole.redacted(pseudonyms))
    assert [ref for ref in refs if f'"{ref}"' in text] == []


def test_whom_the_imprint_names_may_be_named(pseudonyms):
    text = flat(specimen(Imprint(affected=(BYSTANDER,))).redacted(pseudonyms))
    assert BYSTANDER in text


def test_notes_and_folders_of_the_house_stay_inside(pseudonyms, whole):
    told = whole.redacted(pseudonyms)
    assert told.case.notes == ()
    files = {post["file"] for one in told.chapters[0].narratives for post in one["examples"]}
    assert not any("/" in name for name in files)


def test_the_hash_of_the_finding_stays_that_of_what_was_frozen(pseudonyms, whole):
    assert whole.redacted(pseudonyms).chapters[0].sha256 == whole.chapters[0].sha256


@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_no_mention_of_an_outsider_survives_in_any_text(before, after):
    told = names().told(f"{before} @{BYSTANDER} {after} @{MEMBER}")
    assert BYSTANDER not in told
    assert MEMBER not in told


@cache
def names():
    return Names.of(specimen(), _Plain())


class _Plain:
    """Pseudonyms without a file."""

    def of(self, account):
        return f"account-{abs(hash(account))}"


def test_no_platform_stands_before_an_account_that_is_not_named(pseudonyms):
    names = Names.of(specimen(), pseudonyms)
    names.persons.note("x:55667788")
    said = names.told("4 of 6 members replied to x:55667788 within 6 hours")
    assert said == f"4 of 6 members replied to {OUTSIDE} within 6 hours"
