"""What is learnt from appeals, and the figures that the evaluation makes of it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from takedowns import AUTHOR, MEMBERS, NETWORK_ID, THIRD, all_of_it, planned, the_case

from inconcert.casework import Actor
from inconcert.evaluate.bench import Bench
from inconcert.evaluate.decided import CONFIRMED, NETWORKS, UNANSWERED, UPHELD, decided
from inconcert.evaluate.sets import SETS, evaluate
from inconcert.takedown.learning import outcomes


def test_what_appeals_overturned_is_told_for_the_evaluation_by_grade_and_signal(takedowns, platform):
    """Eight carried out, one overturned, one objected to and waiting; of what is not known there is no figure."""
    plan_id = all_of_it(takedowns, platform)
    items = takedowns.show(AUTHOR, plan_id).items
    first = takedowns.appeal(AUTHOR, plan_id, items[0].key, by="owner", text="I run a fish shop.")
    takedowns.appeal(AUTHOR, plan_id, items[1].key, by="owner", text="Me too.")
    takedowns.answer(THIRD, first.id, granted=True, reason="It exists.", through={"x": platform})
    with TemporaryDirectory() as out:
        made = evaluate(Bench(Path(out), None, 1, 200), [decided(outcomes(takedowns.book, AUTHOR))])
    seen = {(one.name, one.measure): (one.value, one.n) for one in made.figures}
    assert seen["decided", UPHELD] == (1 - 1 / MEMBERS, MEMBERS)
    assert seen["decided", CONFIRMED] == (0.0, 1)
    assert seen["decided", NETWORKS] == (0.0, 1)
    assert seen["decided, grade B", UPHELD] == seen["decided, signal same_link", UPHELD] == seen["decided", UPHELD]
    assert seen["decided", UNANSWERED] == (1.0, 2)
    assert "no sample" in made.notes[0]
    assert not any(one.kind == "decided" for one in SETS)


def test_a_casebook_without_takedowns_has_no_figures_rather_than_perfect_ones(takedowns):
    planned(takedowns)
    with TemporaryDirectory() as out:
        made = evaluate(Bench(Path(out), None, 1, 200), [decided(outcomes(takedowns.book, AUTHOR))])
    rates = [one for one in made.figures if one.measure in {UPHELD, CONFIRMED, NETWORKS}]
    assert [(one.value, one.n) for one in rates] == [(None, 0)] * 3


def test_what_became_of_a_case_is_kept_from_who_could_still_review_it_blind(takedowns, platform):
    all_of_it(takedowns, platform)
    takedowns.book.desk(AUTHOR).decide(the_case(takedowns), "benign coordination", "On second thought.", NETWORK_ID)
    newcomer = Actor("flo", frozenset({"reviewer"}), "test")
    assert len(outcomes(takedowns.book, AUTHOR)) == MEMBERS
    assert outcomes(takedowns.book, newcomer) == []
