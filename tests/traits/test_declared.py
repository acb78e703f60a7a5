import pytest

from inconcert.traits.disclosure import automated, organisation
from inconcert.traits.register import Register
from inconcert.traits.sample import read

PRIVATE = [{"description": "Sailor, cook and grandmother", "name": "Eva"}] * 6
OFFICIAL = [{"description": "Official account of the Harbour Board"}] * 6
CROWD = [{"description": "Likes rain"}] * 40


@pytest.mark.parametrize(
    "bio", ["Embassy of Norway in Rome", "Official account", "Cuenta oficial del puerto", "驻法国大使馆", "News agency"]
)
def test_organisations_are_recognised(bio):
    assert organisation(bio)


@pytest.mark.parametrize("bio", ["Mother, runner", "I love this city", "opinions my own", None, "unofficially yours"])
def test_private_people_are_not_taken_for_organisations(bio):
    assert not organisation(bio)


@pytest.mark.parametrize(("bio", "said"), [("I am a bot", True), ("RSS feed", True), ("robotics student", False)])
def test_automation_is_recognised_when_it_is_said(bio, said):
    assert automated(bio) is said


def test_a_network_that_says_who_runs_it_is_declared():
    reading = read("declared_affiliation", OFFICIAL, CROWD)
    assert reading.nats == -3.0
    assert reading.figures["declared"] is True


def test_private_people_are_not_suspect_for_declaring_nothing():
    assert read("declared_affiliation", PRIVATE, CROWD).nats == 0.0
    assert read("declared_automation", PRIVATE, CROWD).nats == 0.0


def test_the_register_outweighs_what_accounts_say_of_themselves():
    register = Register("list.csv", {f"x:m{n}": "Harbour Board" for n in range(6)})
    reading = read("declared_affiliation", OFFICIAL, CROWD, register=register)
    assert reading.nats < -4
    assert "Harbour Board (6)" in reading.says


def test_most_must_declare():
    some = read("declared_affiliation", OFFICIAL[:3] + PRIVATE[:3], CROWD)
    assert some.nats < 0
    assert some.figures["declared"] is False


def test_a_disclosure_counts_where_everybody_makes_it():
    reading = read("declared_affiliation", OFFICIAL, OFFICIAL * 7)
    assert reading.nats == -3.0
    assert "42 (100%)" in reading.says


def test_without_profiles_and_register_nothing_is_known():
    reading = read("declared_affiliation", [{}] * 5, CROWD)
    assert reading.nats is None
    assert not reading.figures


def test_an_open_bio_that_many_share_is_no_copy():
    assert read("copied_bios", OFFICIAL, CROWD).nats is None
