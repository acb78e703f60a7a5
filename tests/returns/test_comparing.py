from __future__ import annotations

import json
from dataclasses import replace
from math import exp

from hypothesis import given
from hypothesis import strategies as st

from inconcert.casework.salted import salted
from inconcert.returns import compare, weights
from inconcert.returns.fingerprint import SUBJECT, Element, Fingerprint
from inconcert.returns.making import characteristic, smoothed
from inconcert.returns.match import DAMPING
from inconcert.returns.traits import Held, Text, Traits, imitated

SALT = "salt"


def element(family: str, key: str, message: int, *, outside: int = 0, background: int = 1000) -> Element:
    return Element(family, (key,), 8, outside, smoothed(outside, background), message)


def template(number: int, outside: int = 0) -> Element:
    keys = tuple(salted(SALT, f"word{number} other{place}") for place in range(10))
    return Element("templates", keys, 8, outside, smoothed(outside, 1000), number)


def operation(*elements: Element) -> Fingerprint:
    return Fingerprint(
        operation="case 1", case_id="c1", salt=SALT, size=8, background=1000, languages=("en",), elements=elements,
        grammar={}, hours=(),
    )  # fmt: skip


def network(*things: tuple[str, str], texts: tuple[Text, ...] = (), size: int = 10, accounts: int = 5) -> Traits:
    return Traits(
        network_id="net-1", members=tuple(f"x:{one}" for one in range(size)),
        held={thing: Held(accounts, frozenset()) for thing in things}, texts=texts, handles={}, usual={}, hours=(),
    )  # fmt: skip


def said(number: int, pairs: int = 5) -> Text:
    accounts = frozenset({"x:1", "x:2", "x:3"})
    return Text(frozenset(f"word{number} other{place}" for place in range(pairs)), accounts, frozenset())


def test_a_return_with_two_kinds_of_its_own_things_is_a_candidate() -> None:
    one = operation(element("links", "page /31415926", 1), element("links", "page /27182818", 3), template(2))
    here = network(("links", "page /31415926"), ("links", "page /27182818"), texts=(said(2),))
    (match,) = compare(here, [one])
    assert match.candidate
    assert {step.what for step in match.waterfall if step.nats > 0} == {"links", "templates"}
    assert match.says[0] == "May be the return of case 1."
    assert "people decide" in match.says[-1]


def test_a_candidate_is_damped_and_its_probability_said() -> None:
    one = operation(*(element("links", f"page /3141592{n}", n) for n in range(4)), template(9))
    here = network(*(("links", f"page /3141592{n}") for n in range(4)), texts=(said(9),))
    (match,) = compare(here, [one])
    assert match.candidate
    last = match.waterfall[-1]
    assert (last.what, last.nats < 0) == (DAMPING, True)
    assert match.nats == round(weights.PRIOR + weights.worth(match.weighed - weights.PRIOR), 2)
    assert round(sum(step.nats for step in match.waterfall), 2) == match.nats
    assert f"about {100 / (1 + exp(-match.nats)):.0f} in 100 such candidates" in match.says[-2]
    assert not any("damping" in line for line in match.says)


@given(st.floats(0, 100), st.floats(0, 100))
def test_more_evidence_is_never_worth_less_and_never_more_than_was_seen(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert weights.worth(low) <= weights.worth(high) <= weights.WORTH_MOST


def test_two_messages_of_its_own_are_not_enough() -> None:
    """Two things may come from one place that neither knows of; three have never been seen to."""
    one = operation(element("links", "page /31415926", 1), template(2))
    (match,) = compare(network(("links", "page /31415926"), texts=(said(2),)), [one])
    assert match.nats > 0
    assert not match.candidate


def test_the_waterfall_adds_up() -> None:
    one = operation(element("links", "page /31415926", 1), template(2), element("media", "pdq:1", 3))
    (match,) = compare(network(("links", "page /31415926"), ("media", "pdq:2"), texts=(said(2),)), [one])
    assert match.waterfall[0].what == "prior"
    assert round(sum(step.nats for step in match.waterfall), 2) == match.nats


def test_things_of_one_message_count_once() -> None:
    apart = operation(element("links", "page /31415926", 1), element("media", "m", 2))
    together = operation(element("links", "page /31415926", 1), element("media", "m", 1))
    here = network(("links", "page /31415926"), ("media", "m"))
    assert compare(here, [together])[0].nats < compare(here, [apart])[0].nats


def test_unrelated_networks_on_one_subject_do_not_match() -> None:
    """The same common hashtags, the same people addressed, the same news: a subject and nothing else."""
    tags = [f"#subject{number}" for number in range(30)]
    targets = [f"x:figure{number}" for number in range(10)]
    one = operation(
        *(element("tags", tag, number, outside=3) for number, tag in enumerate(tags)),
        *(element("targets", salted(SALT, who), 50 + number, outside=3) for number, who in enumerate(targets)),
        *(element("links", f"site news{number}.example", 70 + number, outside=40) for number in range(5)),
    )
    here = network(
        *(("tags", tag) for tag in tags), *(("targets", who) for who in targets),
        *(("links", f"site news{number}.example") for number in range(5)),
    )  # fmt: skip
    (match,) = compare(here, [one])
    assert not match.candidate


def test_not_even_hashtags_and_targets_of_its_own_are_enough() -> None:
    one = operation(*(element("tags", f"#own{n}", n) for n in range(50)),
                    *(element("targets", salted(SALT, f"x:t{n}"), 60 + n) for n in range(50)))  # fmt: skip
    here = network(*(("tags", f"#own{n}") for n in range(50)), *(("targets", f"x:t{n}") for n in range(50)))
    (match,) = compare(here, [one])
    assert {step.what for step in match.waterfall if step.nats > 0} <= SUBJECT
    assert not match.candidate


def test_what_is_anybodys_counts_little() -> None:
    rare = operation(element("links", "page /31415926", 1))
    usual = operation(element("links", "page /31415926", 1, outside=40))
    here = network(("links", "page /31415926"))
    assert compare(here, [usual])[0].nats < compare(here, [rare])[0].nats


def test_what_one_account_has_is_no_evidence() -> None:
    one = operation(element("links", "page /31415926", 1))
    (match,) = compare(network(("links", "page /31415926"), accounts=1), [one])
    assert all(step.nats <= 0 for step in match.waterfall)


def test_the_same_picture_is_known_when_it_was_saved_anew() -> None:
    near = f"pdq:{(1 << 250) | 7:064x}"
    one = operation(element("media", f"pdq:{1 << 250:064x}", 1))
    (match,) = compare(network(("media", near)), [one])
    assert next(step for step in match.waterfall if step.what == "media").shared == 1


def test_the_likeliest_operation_comes_first() -> None:
    other = replace(operation(element("links", "page /2", 1)), operation="case 2", case_id="c2")
    one = operation(element("links", "page /31415926", 1))
    assert [m.operation for m in compare(network(("links", "page /31415926")), [other, one])] == ["case 1", "case 2"]


def test_nothing_that_stands_in_a_fingerprint_names_an_account_or_a_text() -> None:
    made = operation(template(1), element("accounts", salted(SALT, "x:900100"), 2))
    kept = json.dumps(made.to_dict())
    assert "900100" not in kept
    assert "word1" not in kept
    again = Fingerprint.from_dict(json.loads(kept), operation="case 1", case_id="c1", salt=SALT)
    assert again == made


def test_what_many_read_is_not_characteristic_because_two_members_read_it() -> None:
    assert not characteristic(2, 150, 3, 1000)
    assert characteristic(20, 150, 3, 1000)


@given(st.integers(0, 1000), st.integers(1, 500), st.integers(0, 1000))
def test_the_chance_of_a_thing_is_a_chance_and_never_nought(outside: int, accounts: int, background: int) -> None:
    rarity = smoothed(min(outside, background), background)
    u = weights.chance(rarity, accounts, outside)
    assert 0 < u <= 1
    assert u >= min(rarity, 0.999) * (1 - 1e-9)


@given(st.lists(st.integers(0, 40), max_size=30), st.integers(2, 300))
def test_no_family_counts_more_than_it_may(outsides: list[int], size: int) -> None:
    families = ("links", "media", "tags", "sites")
    elements = [element(families[n % 4], f"k{n}", n, outside=outside) for n, outside in enumerate(outsides)]
    here = network(*((one.family, one.keys[0]) for one in elements), size=size)
    (match,) = compare(here, [operation(*elements)])
    assert all(step.nats <= weights.CAPS.get(step.what, 0) for step in match.waterfall[1:])


def brand(name: str, message: int, *, others: float) -> Element:
    return Element("brands", (name,), 8, 0, others, message)


def test_another_look_alike_of_the_same_newspaper_speaks_for_a_return() -> None:
    one = operation(brand("news.example", 1, others=0.05), brand("paper.example", 2, others=0.05))
    here = network(("brands", "news.example"), ("links", "site news-online.example"))
    (match,) = compare(here, [one])
    (step,) = (step for step in match.waterfall if step.what == "brands")
    assert (step.shared, step.shown) == (1, ("news.example",))
    assert step.nats > 0
    assert "look like 1 of the protected names" in " ".join(match.says)


def test_to_imitate_the_same_newspapers_is_never_enough_and_nobodys_own() -> None:
    many = [brand(f"paper{place}.example", place, others=0.01) for place in range(20)]
    here = network(*(("brands", f"paper{place}.example") for place in range(20)))
    (match,) = compare(here, [operation(*many)])
    (step,) = (step for step in match.waterfall if step.what == "brands")
    assert (step.nats, step.capped, step.own) == (weights.CAPS["brands"], True, 0)
    assert not match.candidate


def test_what_many_networks_imitate_counts_less() -> None:
    here = network(("brands", "news.example"))
    rare, common = (
        next(step.nats for step in compare(here, [operation(brand("news.example", 1, others=share))])[0].waterfall
             if step.what == "brands")
        for share in (0.01, 0.2)
    )  # fmt: skip
    assert rare > common > 0
    (match,) = compare(here, [operation(brand("news.example", 1, others=0.5))])
    assert next(step.nats for step in match.waterfall if step.what == "brands") == 0


def test_only_sites_that_look_like_a_name_by_more_than_a_lead_imitate_it() -> None:
    row = {"platform": "web", "id": "news-online.example", "resembles": {"brand": "news.example", "tier": "likely"}}
    lead = {"platform": "web", "id": "n3ws.example", "resembles": {"brand": "news.example", "tier": "lead"}}
    bare = {"platform": "web", "id": "other.example", "resembles": None}
    assert imitated([{"pushes": [row, lead, bare]}, {}]) == {"news-online.example": "news.example"}
