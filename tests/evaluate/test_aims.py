from __future__ import annotations

from dataclasses import replace

from inconcert.evaluate import measures as m
from inconcert.evaluate.aims import AIMS, MET, MISSED, SO_FAR, STRICT, UNKNOWN, Aim, Part, judged
from inconcert.evaluate.measures import Figure, Sheet
from inconcert.evaluate.sets import SETS

FRAMED = Part("adversary", m.FRAMED_ALERTED, 0.0, most=True, single=True)


def aim(*parts: Part) -> Aim:
    return Aim("question", "best", "aim", parts)


def verdict(parts: tuple[Part, ...], *figures: Figure) -> str:
    return judged(figures, [aim(*parts)])[0].verdict


def test_every_aim_is_about_something_that_a_set_measures() -> None:
    kinds = {one.kind for one in SETS} | {"control"}
    names = {one.name for one in SETS}
    for each in AIMS:
        assert all(part.kind in kinds and set(part.names) <= names for part in each.parts)
    assert len({each.says for each in AIMS}) == len(AIMS) == 11


def test_the_mean_of_the_worst_set_is_judged() -> None:
    good, bad = Sheet("one-matched", "matched"), Sheet("two-matched", "matched")
    part = Part("matched", STRICT, 0.8)
    figures = good.over_seeds(STRICT, {0: 0.7, 1: 1.0}), bad.over_seeds(STRICT, {0: 0.6, 1: 0.9})
    assert verdict((part,), figures[0]) == MET
    (seen,) = judged(figures, [aim(part)])
    assert (seen.verdict, seen.value, seen.figure) == (MISSED, 0.75, figures[1])


def test_where_nobody_may_be_harmed_one_seed_is_enough_to_miss() -> None:
    sheet = Sheet("adversary-framing-3-posts", "adversary")
    assert verdict((FRAMED,), sheet.over_seeds(m.FRAMED_ALERTED, {0: 0, 1: 0})) == MET
    assert (
        verdict((FRAMED,), sheet.over_seeds(m.FRAMED_ALERTED, {seed: int(seed == 9) for seed in range(20)})) == MISSED
    )
    assert verdict((replace(FRAMED, single=False, bound=0.1),), sheet.over_seeds(m.FRAMED_ALERTED, {0: 0, 1: 0})) == MET


def test_an_aim_is_met_only_when_all_of_it_was_measured() -> None:
    parts = (Part("rings", m.ALERT_RECALL, 0.95, names=("ring-8", "ring-30")), Part("rings", m.PRECISION, 0.9))
    eight = Sheet("ring-8", "rings").over_seeds(m.ALERT_RECALL, {0: 1.0})
    thirty = Sheet("ring-30", "rings").over_seeds(m.ALERT_RECALL, {0: 1.0})
    precise = Sheet("ring-8", "rings").over_seeds(m.PRECISION, {0: 1.0})
    assert verdict(parts) == UNKNOWN
    assert verdict(parts, eight, precise) == UNKNOWN
    assert verdict(parts, eight, thirty) == UNKNOWN
    assert verdict(parts, eight, thirty, precise) == MET
    assert verdict(parts, Sheet("ring-8", "rings").over_seeds(m.ALERT_RECALL, {0: 0.5})) == MISSED


def test_what_was_not_found_at_all_is_not_counted_as_right() -> None:
    nothing = Sheet("ring-8", "rings").over_seeds(m.PRECISION, {0: None})
    assert verdict((Part("rings", m.PRECISION, 0.9),), nothing) == UNKNOWN


def test_a_part_of_the_sets_is_no_more_than_met_so_far() -> None:
    figures, aims = [Sheet("x", "matched").number("a", 0.9, 1)], [aim(Part("matched", "a", 0.5))]
    assert [judged(figures, aims, whole=whole)[0].verdict for whole in (True, False)] == [MET, SO_FAR]
    assert judged(figures, [aim(Part("matched", "a", 1.0))], whole=False)[0].verdict == MISSED


def test_missed_aims_come_first() -> None:
    met, missed, unknown = (aim(Part("matched", name, 0.5)) for name in "abc")
    sheet = Sheet("x", "matched")
    seen = judged([sheet.number("a", 0.9, 1), sheet.number("b", 0.1, 1)], [met, unknown, missed])
    assert [one.verdict for one in seen] == [MISSED, UNKNOWN, MET]
