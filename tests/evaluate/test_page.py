from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.errors import MappingError, UsageError
from inconcert.evaluate import measures as m
from inconcert.evaluate.base import controls
from inconcert.evaluate.bench import Outcome
from inconcert.evaluate.measures import Figure, Sheet
from inconcert.evaluate.page import BEGIN, END, WORST, check, markdown, shown, told, update
from inconcert.evaluate.sets import SETS, Evaluation

if TYPE_CHECKING:
    from pathlib import Path

ORGANIC, PLANTED = Sheet("gop_debate", "organic"), Sheet("transplant-10s", "transplant")
NETWORK = {
    "set": "gop_debate",
    "seed": 0,
    "id": "net-1",
    "grade": "B",
    "alert": False,
    "size": 3,
    "why": "3 accounts met.",
    "makeup": {},
    "members": ["x:a", "x:b", "x:c"],
}


def evaluation(*figures: Figure, networks: tuple[dict[str, object], ...] = ()) -> Evaluation:
    return Evaluation(SETS, figures, networks, {}, 5, 30_000)


def worst(*figures: Figure) -> dict[str, str]:
    lines = markdown(evaluation(*figures)).split("### The worst figures\n\n")[1].split("\n\n")[0].splitlines()[2:]
    return {line.split(" | ")[0].removeprefix("| "): line.split(" | ")[1] for line in lines}


def test_the_worst_is_of_a_single_seed_and_over_all_sets() -> None:
    found = worst(
        ORGANIC.rate(m.PLACED, 1, 10_000, per=10_000),
        Sheet("boxing_match", "organic").rate(m.PLACED, 7, 10_000, per=10_000),
        PLANTED.over_seeds(m.RECALL, {0: 1.0, 1: 0.25}),
        PLANTED.over_seeds(m.PRECISION, {0: None}),
    )
    assert found["Most organic accounts in a network, per 10,000"] == "7"
    assert found["Least of a planted ring found"] == "25 %"
    assert "Lowest precision around a planted ring" not in found


def test_every_question_is_one_that_the_sets_answer() -> None:
    kinds = {one.kind for one in SETS}
    assert all(question.kind in kinds for question in WORST)
    for question in WORST:
        figures = [
            Sheet(name, question.kind).number(question.measure, value, 1)
            for name, value in {"low": 0.2, "high": 0.7}.items()
        ]
        assert question.answer(figures) == ((0.7, ["high"]) if question.most else (0.2, ["low"]))


def test_sets_that_are_equally_bad_are_all_counted() -> None:
    figures = [Sheet(f"set-{k}", "organic").rate(m.PLACED, 0, 10, per=10_000) for k in range(5)]
    assert "| 0 | `set-0`, `set-1`, `set-2` and 2 more |" in markdown(evaluation(*figures))


def test_sets_with_the_same_measures_stand_beside_each_other() -> None:
    ring, fans = Sheet("repost-ring", "simulated"), Sheet("fan-army", "simulated")
    page = markdown(
        evaluation(
            ring.over_seeds(m.RECALL, {0: 0.5, 1: 1.0}),
            ring.over_seeds(m.PRECISION, {0: 1.0, 1: 1.0}),
            fans.over_seeds(m.DECOYS_PLACED, {0: 0.0}),
        )
    )
    assert "| `repost-ring` | 2 | 75 % (50 % to 100 %) |  | 100 % |" in page
    assert "| `fan-army` | 1 | 0 % |" in page
    assert page.count("| `fan-army` |") == 1


def test_shuffles_that_gave_something_are_shown() -> None:
    quiet = controls("gop_debate", [Outcome(1, 1, (), frozenset(), (0, 0, 0), (0, 0, 0))])
    runs = [Outcome(1, 1, (), frozenset(), (1, 3), (0, 0)), Outcome(1, 1, (), frozenset(), (2, 2), (0, 1))]
    page = markdown(evaluation(*quiet, *controls("mixed", runs)))
    assert "None in 3 shuffles of 1 set." in page
    assert f"| `mixed` | {m.SHUFFLED} | 2 | 1 | 3 | 4 |" in page
    assert f"| `mixed` | {m.REST} | 0.25 | 0 | 1 | 4 |" in page


def test_what_is_left_without_strong_networks_is_shown_although_it_is_nothing() -> None:
    page = markdown(evaluation(*controls("large-crude", [Outcome(1, 1, (), frozenset(), (4, 2), (0, 0))])))
    assert f"| `large-crude` | {m.REST} | 0 | 0 | 0 | 2 |" in page
    assert "None in" not in page


@pytest.mark.parametrize(
    ("value", "measure", "text"),
    [
        (None, m.PRECISION, "–"),
        (1.0, m.RECALL, "100 %"),
        (0.3514, m.RECALL, "35.1 %"),
        (0.1, m.RECALL, "10 %"),
        (0.0, m.PLACED, "0"),
        (3.92, m.PLACED, "3.9"),
        (12345.0, "pairs compared", "12,345"),
        (0.05, m.SHUFFLED, "0.05"),
        (2.0, f"{m.FALSE}, counting within 10 s", "2"),
    ],
)
def test_figures_are_shown_as_they_are_read(value: float | None, measure: str, text: str) -> None:
    assert shown(value, measure) == text


@given(st.integers(0, 1000))
def test_a_rate_shows_how_many_of_how_many(count: int) -> None:
    assert told(ORGANIC.rate(m.PLACED, count, 1000, per=10_000))[3] == f"{count:,} of 1,000"


def test_the_page_keeps_what_people_wrote(tmp_path: Path) -> None:
    page = tmp_path / "accuracy.md"
    page.write_text(f"Before é\n{BEGIN}\nlast year\n{END}\nAfter\n", "utf-8")
    update(page, evaluation(ORGANIC.rate(m.PLACED, 0, 10, per=10_000)))
    once = page.read_text("utf-8")
    assert once.startswith(f"Before é\n{BEGIN}\n\n")
    assert once.endswith(f"\n\n{END}\nAfter\n")
    assert "last year" not in once
    assert "| `gop_debate` | accounts in a network per 10,000 | 0 |" in once
    update(page, evaluation(ORGANIC.rate(m.PLACED, 0, 10, per=10_000)))
    assert page.read_text("utf-8") == once


def test_a_page_without_a_place_is_refused_and_kept(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    with pytest.raises(UsageError, match="there is no page"):
        check(page)
    for text in ("nothing", f"{END} {BEGIN}", BEGIN):
        page.write_text(text, "utf-8")
        with pytest.raises(MappingError, match="no place for figures"):
            update(page, evaluation())
        assert page.read_text("utf-8") == text


def test_organic_networks_are_listed_to_be_looked_at() -> None:
    assert markdown(evaluation()).endswith("### Organic accounts in networks\n\nNone.")
    listed = markdown(evaluation(networks=(NETWORK, NETWORK | {"set": "ira_2015", "id": "net-2"})))
    assert "| `gop_debate` | 0 | net-1 | B | 3 | 3 accounts met. |" in listed
    assert "net-2" not in listed


def test_what_is_left_out_is_on_the_page() -> None:
    made = Evaluation(SETS, (), (), {"ira_2015": "no file."}, 5, 30_000)
    assert "Left out: `ira_2015` (no file.)" in markdown(made)


def test_aims_stand_first_with_what_was_seen_and_the_verdict() -> None:
    page = markdown(evaluation(ORGANIC.rate(m.ALERTED, 3, 10_000, per=10_000)))
    assert page.index("### Aims, the missed ones first") < page.index("### The worst figures")
    rows = page.split("### Aims, the missed ones first")[1].split("###")[0].strip().splitlines()[2:]
    assert rows[0].startswith("| Organic accounts in an alert, per 10,000 |")
    assert rows[0].endswith("| 0 | accounts in an alert per 10,000: 3 | `gop_debate` | **missed** |")
    assert all(row.endswith("**not measured** |") for row in rows[1:])


def test_with_many_seeds_the_interval_of_the_mean_is_shown() -> None:
    few, many = ({seed: 0.2 * seed for seed in range(count)} for count in (3, 6))
    assert "| 20 % (0 % to 40 %) |" in markdown(evaluation(PLANTED.over_seeds(m.RECALL, few)))
    assert "(0 % to 100 %; mean " in markdown(evaluation(PLANTED.over_seeds(m.RECALL, many)))


def test_the_page_says_what_the_figures_were_made_with() -> None:
    made = Evaluation(SETS, (), (), {}, 5, 30_000, {"organic/x.csv": "abc"})
    page = markdown(made)
    assert "| data: `organic/x.csv` | `abc` |" in page
    assert f"| code: search | `{made.manifest['code']['search']}` |" in page


@pytest.mark.parametrize(
    ("value", "measure", "text"),
    [
        (0.9812, m.PROBE_WORDS, "0.981"),
        (0.0123, "Brier score of q of pairs", "0.012"),
        (2.0, m.FRAMED_ALERTED, "2"),
        (3.5, "days before the first alert", "3.5"),
        (1.0, m.IDENTICAL, "100 %"),
        (0.002, "pairs of shuffled names with p up to 0.01", "0.2 %"),
        (812.0, "number of pairs of shuffled names", "812"),
    ],
)
def test_new_figures_are_shown_as_they_are_read(value: float, measure: str, text: str) -> None:
    assert shown(value, measure) == text
