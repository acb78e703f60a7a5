from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from casebooks import NETWORK, finding

from inconcert.casework.comparing import features
from inconcert.casework.words import CONFIDENCES, LEVELS, LIKELIHOODS
from inconcert.errors import InputError, NoSuchThing, UsageError

if TYPE_CHECKING:
    from inconcert.casework import Desk

NET = NETWORK["id"]


def test_the_matrix_orders_hypotheses_by_what_speaks_against_them(ada: Desk) -> None:
    case = ada.open_case("Spring", "Who?")
    office = ada.hypothesis(case.id, "an office for hire did it", "organisation")
    fans = ada.hypothesis(case.id, "a fan club did it", "organisation")
    hours = ada.attribution_evidence(case.id, "Posts keep office hours", "behavioural", "open", "b2")
    words = ada.attribution_evidence(case.id, "All are in English", "contextual", "open", "F6")
    for proof, mark in ((hours, "I"), (words, "C")):
        ada.mark(proof.id, fans.id, mark)
        ada.mark(proof.id, office.id, "C")
    view = ada.attribution(case.id)
    assert [one.id for one in view.hypotheses] == [office.id, fans.id]
    assert [(one.inconsistent, one.consistent) for one in view.hypotheses] == [(0, 2), (1, 1)]
    assert [(one.source_grade, one.diagnostic) for one in view.evidence] == [("B2", True), ("F6", False)]
    assert view.says == ()
    ada.mark(hours.id, fans.id, "N")
    assert ada.attribution(case.id).hypotheses[1].neutral == 1


def test_likelihood_and_confidence_stand_in_sentences_of_their_own(ada: Desk) -> None:
    case = ada.open_case("Spring", "Who?")
    one = ada.hypothesis(case.id, "an office for hire did it.", "organisation")
    ada.hypothesis(case.id, "a fan club did it", "organisation")
    for likelihood in LIKELIHOODS:
        for confidence in CONFIDENCES:
            made = ada.judge(case.id, "organisation", one.id, likelihood, confidence, "See E1.")
            likely, sure = made.says
            assert likelihood in likely
            assert "onfidence" not in likely
            assert confidence in sure
            assert not any(word in sure for word in LIKELIHOODS)
    with pytest.raises(InputError, match="likelihood and of confidence"):
        ada.judge(case.id, "organisation", one.id, "likely", "low", "It is likely, with high confidence. See E1.")
    ada.judge(case.id, "organisation", one.id, "likely", "low", "It is likely. We have low confidence in one source.")


def test_levels_are_judged_apart(ada: Desk) -> None:
    case = ada.open_case("Spring", "Who?")
    office = ada.hypothesis(case.id, "an office did it", "organisation")
    ada.hypothesis(case.id, "fans did it", "organisation")
    with pytest.raises(UsageError, match="level"):
        ada.judge(case.id, "country", office.id, "likely", "low", "So.")
    alone = ada.hypothesis(case.id, "somebody there did it", "country")
    with pytest.raises(InputError, match="nothing competes"):
        ada.judge(case.id, "country", alone.id, "likely", "low", "So.")
    ada.judge(case.id, "organisation", office.id, "very likely", "moderate", "So.")
    none = ada.judge(case.id, "country", None, None, "low", "Hours fit many places.")
    assert none.says[0] == "At the level country, no hypothesis is preferred."
    view = ada.attribution(case.id)
    assert [one.level for one in view.judgements] == ["country", "organisation"]
    assert "stands alone" in view.says[0]
    assert set(LEVELS) == {"country", "organisation", "individuals", "unknown"}


def test_words_of_fixed_lists_are_held_to_them(ada: Desk) -> None:
    case, other = ada.open_case("Spring", "Who?"), ada.open_case("Other", "Who?")
    theory = ada.hypothesis(case.id, "x", "unknown")
    for grade in ("", "A", "G1", "A7", "A12"):
        with pytest.raises(InputError, match="grade"):
            ada.attribution_evidence(case.id, "x", "legal", "open", grade)
    proof = ada.attribution_evidence(other.id, "x", "legal", "classified", "A1")
    with pytest.raises(UsageError, match="different cases"):
        ada.mark(proof.id, theory.id, "C")
    with pytest.raises(UsageError, match="mark"):
        ada.mark(proof.id, theory.id, "X")
    with pytest.raises(UsageError, match="belong together"):
        ada.judge(case.id, "unknown", None, "likely", "low", "x")
    with pytest.raises(NoSuchThing):
        ada.mark(proof.id, "nothing", "C")


def confirmed(ada: Desk, bo: Desk, **changes: object) -> None:
    case = ada.open_case("Earlier", "Who?", [finding(**changes)])
    bo.review(ada.ask_review(ada.decide(case.id, "confirmed", "So.", NET).id).id, "confirmed", "Yes.")


def test_a_case_is_set_beside_earlier_operations(ada: Desk, bo: Desk) -> None:
    confirmed(ada, bo, languages={"cs": 3, "de": 1}, platforms={"x": 4}, members=[])
    ada.open_case("Never confirmed", "Who?", [finding(languages={"fr": 1})])
    case = ada.open_case("Now", "Who?", [finding(languages={"en": 9, "de": 2, "und": 1}, platforms={"x": 5})])
    told = ada.compare(case.id)
    assert told.earlier == (1,)
    by = {one.dimension: one for one in told.dimensions}
    assert (by["languages"].new, by["languages"].known, by["languages"].not_now) == (("en",), {"de": (1,)}, ("cs",))
    assert (by["platforms"].new, by["platforms"].known) == ((), {"x": (1,)})
    assert by["techniques"].new is None
    assert by["techniques"].says == "Techniques: not computed for the findings of this case."
    assert by["languages"].says == "Languages: new en; known from earlier operations de; not now cs."


def test_an_earlier_operation_is_what_two_people_confirmed_of_its_case(ada: Desk, bo: Desk) -> None:
    """Not the newest verdict of the case: another network of it was found benign later."""
    other = finding("net-2222222222", languages={"fr": 1})
    case = ada.open_case("Earlier", "Who?", [finding(languages={"cs": 3}), other])
    bo.review(ada.ask_review(ada.decide(case.id, "confirmed", "So.", NET).id).id, "confirmed", "Yes.")
    ada.decide(case.id, "benign coordination", "A newsroom.", "net-2222222222")
    now = ada.open_case("Now", "Who?", [finding(languages={"fr": 9})])
    told = ada.compare(now.id)
    assert told.earlier == (1,)
    (languages,) = (one for one in told.dimensions if one.dimension == "languages")
    assert (languages.new, languages.not_now) == (("fr",), ("cs",))


def test_what_an_earlier_run_did_not_compute_is_unknown_and_not_new(ada: Desk, bo: Desk) -> None:
    confirmed(ada, bo)
    target = {"platform": "x", "account_id": "7", "handle": "mayor"}
    case = ada.open_case("Now", "Who?", [finding(targets=[target])])
    (targets,) = (one for one in ada.compare(case.id).dimensions if one.dimension == "targets")
    assert targets.new is None
    assert targets.says == "Targets: not known of any earlier operation."
    assert features({"targets": [target]})["targets"] == {"x:mayor"}


def test_without_an_earlier_operation_nothing_is_compared(ada: Desk) -> None:
    case = ada.open_case("Now", "Who?", [finding()])
    assert ada.compare(case.id).says == (
        "No case opened before this one holds as confirmed, so there is nothing to compare with.",
    )
