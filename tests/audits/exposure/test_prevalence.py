"""Prevalence is compared over the same period, with matched controls, for terms that were written down before."""

from __future__ import annotations

import csv
import random
from math import log

import numpy as np
import pytest

from inconcert.audits import Registration, prevalence_of, register
from inconcert.errors import InputError, UsageError
from inconcert.publish.audited.writing import page
from inconcert.simulate.records import COUNTS, counts

NAMES = COUNTS.split(",")


def table(place, rows, name="counts.csv", columns=NAMES):
    with (place / name).open("w", encoding="utf-8", newline="") as file:
        made = csv.writer(file)
        made.writerow(columns)
        made.writerows(rows)
    return place / name


def made(gap=0.5, seed=0):
    return [list(row) for row in counts(np.random.default_rng(seed), gap)]


def told(place, rows, **more):
    return prevalence_of([table(place, rows)], "Alfa", "beta", **more)


def changed(rows, condition, **values):
    return [
        [values.get(name, cell) for name, cell in zip(NAMES, row, strict=True)]
        if condition(dict(zip(NAMES, row, strict=True))) else row
        for row in rows
    ]  # fmt: skip


def test_a_planted_gap_is_found_and_placebo_topics_stay(tmp_path):
    found = told(tmp_path, made(0.5))
    assert (found.sensitive.says, found.placebo.says) == ("lower", "open")
    assert found.sensitive.difference.low < log(0.5) < found.sensitive.difference.high
    assert (found.sensitive.topics, found.sensitive.controls) == (8, 16)
    assert all(one.q >= one.p for one in found.sensitive.each)


def test_without_a_gap_nothing_is_said(tmp_path):
    assert told(tmp_path, made(1.0, seed=3)).sensitive.says == "open"


def test_the_platforms_the_other_way_round_give_the_mirror(tmp_path):
    file = table(tmp_path, made())
    one, other = (prevalence_of([file], *names).sensitive for names in (("alfa", "beta"), ("beta", "alfa")))
    assert one.difference.value == pytest.approx(-other.difference.value)
    assert (one.says, other.says) == ("lower", "higher")


def test_the_order_of_rows_and_files_does_not_matter(tmp_path):
    rows = made()
    wanted = told(tmp_path, rows)
    random.Random(2).shuffle(rows)
    files = [table(tmp_path, rows[:50], "b.csv"), table(tmp_path, rows[50:], "a.csv")]
    again = prevalence_of(files, "alfa", "beta")
    assert (again.terms, again.sensitive, again.placebo, again.doubts) == (
        wanted.terms, wanted.sensitive, wanted.placebo, wanted.doubts)  # fmt: skip


def test_only_controls_of_the_same_language_place_and_set_count(tmp_path):
    rows = changed(made(), lambda row: row["topic"] == "sensitive 00", language="cs")
    found = told(tmp_path, rows)
    assert found.sensitive.unmatched == ("sensitive 00",)
    assert found.sensitive.topics == 7


def test_periods_must_be_the_same_on_both(tmp_path):
    rows = changed(
        made(), lambda row: row["term"] == "tags000" and row["platform"] == "beta", period_start="2025-01-01"
    )
    with pytest.raises(InputError, match=r"column 'period_start': 'tags000' is counted from 2026-01-01 to .* on alfa"):
        told(tmp_path, rows)


@pytest.mark.parametrize("cell", ["", "all-time"])
def test_counts_of_all_time_are_refused_unless_declared(tmp_path, cell):
    rows = changed(made(), lambda _row: True, period_start=cell)
    with pytest.raises(InputError, match=r"counts\.csv, row 2, column 'period_start': the count is of all time"):
        told(tmp_path, rows)
    found = told(tmp_path, rows, both_since="2018-01-01")
    assert found.all_time
    assert "all time" in found.doubts[0].answer
    with pytest.raises(InputError, match="before both platforms were open"):
        told(tmp_path, made(), both_since="2026-02-01")


def test_a_count_that_is_missing_is_not_zero(tmp_path):
    missing = changed(made(), lambda row: row["term"] == "tags000" and row["platform"] == "beta", posts="")
    zero = changed(made(), lambda row: row["term"] == "tags000" and row["platform"] == "beta", posts=0)
    one, other = told(tmp_path, missing), told(tmp_path, zero)
    assert any("not known, which is not zero" in said for said in one.receipt.notes)
    assert len(other.terms) == len(one.terms) + 1
    assert other.sensitive.difference != one.sensitive.difference


def test_a_term_counted_twice_is_refused(tmp_path):
    rows = made()
    with pytest.raises(InputError, match=r"counted twice on alfa, first in row 2 of .*counts\.csv"):
        told(tmp_path, [*rows, rows[0]])


def test_a_topic_has_one_role_and_there_are_controls(tmp_path):
    with pytest.raises(InputError, match="both"):
        told(tmp_path, changed(made(), lambda row: row["term"] == "tags000", role="control"))
    with pytest.raises(InputError, match="no control topic"):
        told(tmp_path, [row for row in made() if row[2] != "control"])
    with pytest.raises(UsageError, match="with itself"):
        prevalence_of([table(tmp_path, made())], "alfa", "Alfa")


def test_terms_are_registered_before_they_are_counted(tmp_path):
    terms = table(tmp_path, sorted({tuple(row[:6]) for row in made()}), "terms.csv", NAMES[:6])
    plan = register([terms], "alfa", "beta", "2026-11-30T10:00:00+00:00")
    plan.write(tmp_path / "plan.json")
    with pytest.raises(InputError, match="none is written over"):
        plan.write(tmp_path / "plan.json")
    again = Registration.load(tmp_path / "plan.json")
    assert (again, again.hash) == (plan, plan.hash)

    found = told(tmp_path, made()[:-2], registration=again)
    assert [term.term for term in found.missing] == [made()[-1][1]]
    assert any("has no counts" in said for said in found.receipt.notes)
    assert not any("exploratory" in said for said in found.receipt.notes)
    assert any("exploratory" in said for said in told(tmp_path, made()).receipt.notes)

    extra = changed(made(), lambda row: row["term"] == "tags000", term="another")
    with pytest.raises(InputError, match="1 terms were not registered, first 'another'"):
        told(tmp_path, extra, registration=again)
    with pytest.raises(InputError, match="about alfa against beta"):
        prevalence_of([tmp_path / "counts.csv"], "beta", "alfa", registration=again)

    text = (tmp_path / "plan.json").read_text()
    (tmp_path / "plan.json").write_text(text.replace("tags000", "tags999"))
    with pytest.raises(InputError, match="changed after it was written"):
        Registration.load(tmp_path / "plan.json")


def test_counts_taken_before_the_registration_are_pointed_out(tmp_path):
    terms = table(tmp_path, sorted({tuple(row[:6]) for row in made()}), "terms.csv", NAMES[:6])
    plan = register([terms], "alfa", "beta", "2027-01-01T00:00:00+00:00")
    assert any("before the terms were registered" in said
               for said in told(tmp_path, made(), registration=plan).receipt.notes)  # fmt: skip


def test_what_rests_on_one_term_is_seen(tmp_path):
    rows = changed(made(1.0, seed=3), lambda row: row["term"] == "tags000" and row["platform"] == "alfa", posts=1)
    found = told(tmp_path, rows).sensitive
    furthest = max(found.without[:2], key=lambda one: abs(one.value - found.difference.value))
    assert furthest.term == "tags000"


def test_few_topics_get_no_interval_and_no_word(tmp_path):
    rows = [row for row in made(0.1) if row[0] in {"sensitive 00", "sensitive 01"} or row[2] == "control"]
    found = told(tmp_path, rows).sensitive
    assert (found.says, found.difference.low) == ("open", None)


def test_the_page_never_speaks_of_reasons(tmp_path):
    document = page(told(tmp_path, made()), "GREEN", "2026-11-29")
    assert "uppress" not in repr(document)
    rows = changed(made(), lambda row: row["topic"] == "sensitive 00", topic="censored songs")
    assert "censored songs" in repr(page(told(tmp_path, rows), "GREEN", "2026-11-29"))


def test_published_ratios_are_refused_with_what_cannot_be_said(data):
    place = data / "exposure" / "ncri_published_ratios.csv"
    if not place.exists():
        pytest.skip("no published ratios in the folder of real data")
    with pytest.raises(
        InputError, match=r"column 'instagram_per_tiktok': the file holds ratios, no counts and no peri"
    ):
        prevalence_of([place], "tiktok", "instagram")


def test_ratios_are_refused_also_without_that_file(tmp_path):
    (tmp_path / "r.csv").write_text("topic,hashtag,beta_per_alfa\nx,#y,8\n")
    with pytest.raises(InputError, match="Get the counts behind them"):
        prevalence_of([tmp_path / "r.csv"], "alfa", "beta")
