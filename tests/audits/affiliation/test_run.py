"""The disclosure counts what a person confirmed, says past and concurrent apart, and holds no person."""

from __future__ import annotations

import random
from datetime import date

import pytest

from inconcert.audits import BaseRate, Terms, affiliation_of
from inconcert.errors import InputError, UsageError
from inconcert.publish.audited.writing import data, write

TERMS = Terms("to practise", "DPIA-1")
DAY = date(2026, 11, 1)
HEAD = "person,employer,from,to,current,unit"
JOBS = (
    [f"p{n},Ovra News Agency,2015,2019-01-01,no,content" for n in range(12)]
    + [f"p{n},Ovra,2015,,yes,content" for n in range(12, 19)]
    + [f"p{n},Ovra,,,,content" for n in range(19, 26)]
    + [f"p{n},Firm,2015,,yes,content" for n in range(26, 66)]
    + [f"q{n},Firm,2015,,yes,sales" for n in range(40)]
    + [f"q{n},Lumen Radio,2001,2005,no,sales" for n in range(2)]
)


@pytest.fixture
def place(tmp_path):
    (tmp_path / "o.csv").write_text(
        "outlet_id,names,country,model\novra,Ovra News Agency|Ovra,QA,SC\nlumen,Lumen State Radio|Lumen Radio,ZZ,SC\n",
        "utf-8",
    )
    return tmp_path


def told(place, jobs=JOBS, confirm=None, **more):
    (place / "staff.csv").write_text("\n".join([HEAD, *jobs]) + "\n", "utf-8")
    given = {"day": DAY, **more}
    if confirm is not None:
        first = affiliation_of([place / "staff.csv"], place / "o.csv", TERMS, **given)
        rows = [f"{one.id},{confirm},ann" for one in first.matches]
        (place / "c.csv").write_text("\n".join(["match_id,confirmed,by", *rows]) + "\n", "utf-8")
        given["confirmed"] = place / "c.csv"
    return affiliation_of([place / "staff.csv"], place / "o.csv", TERMS, **given)


def test_nothing_counts_before_a_person_confirmed_it(place):
    found = told(place)
    assert found.waiting == 3
    assert found.unconfirmed == 28
    assert found.all.counts["matched"] is None
    assert found.groups == ()


def test_confirmed_matches_are_counted_by_time_and_unit(place):
    found = told(place, JOBS[:66], confirm="yes")
    assert found.waiting == 0
    wanted = {"people": 66, "matched": 26, "concurrent": 7, "past": 12, "time not stated": 7}
    assert [(row.unit, row.counts) for row in (found.all, *found.units)] == [("all", wanted), ("content", wanted)]
    assert found.all.share.value == pytest.approx(26 / 66)
    assert found.groups == (("Ovra News Agency", 26),)


def test_two_people_of_one_unit_are_not_given_away_by_the_others(place):
    found = told(place, confirm="yes")
    assert found.all.counts["matched"] == 28
    assert [row.counts["matched"] for row in found.units] == [None, None]
    assert found.groups == ()


def test_a_class_of_hardly_anybody_is_told_with_the_past(place):
    found = told(place, JOBS[:19] + JOBS[26:66], confirm="yes")
    assert found.all.counts == {"people": 59, "matched": 19, "concurrent": 7, "past or time not stated": 12}


def test_rejected_matches_are_no_matches(place):
    found = told(place, confirm="no")
    assert found.unconfirmed is None
    assert found.all.counts["matched"] is None
    assert found.all.share is None


def test_a_decision_needs_somebody_who_made_it(place):
    (place / "c.csv").write_text("match_id,confirmed,by\nabc,yes,\n", "utf-8")
    with pytest.raises(InputError, match=r"c\.csv, row 2, column 'by'"):
        told(place, confirmed=place / "c.csv")


def test_a_base_rate_is_declared_with_its_source(place):
    jobs = JOBS[:66]
    assert told(place, jobs, confirm="yes", base=BaseRate(0.1, "journalists of Orvela")).against_base == "above"
    assert told(place, jobs, confirm="yes", base=BaseRate(0.9, "journalists of Orvela")).against_base == "below"
    assert told(place, jobs, confirm="yes").against_base == "open"
    with pytest.raises(UsageError, match="with its source"):
        BaseRate(0.1, "")


@pytest.mark.parametrize(("purpose", "dpia"), [("", "D1"), ("why", " ")])
def test_purpose_and_assessment_are_required(purpose, dpia):
    with pytest.raises(UsageError, match="--purpose and --dpia"):
        Terms(purpose, dpia)


def test_the_order_of_rows_and_files_does_not_matter(place):
    found = told(place, confirm="yes")
    jobs = list(JOBS)
    random.Random(1).shuffle(jobs)
    for name, some in (("b.csv", jobs[:50]), ("a.csv", jobs[50:])):
        (place / name).write_text("\n".join([HEAD, *some]) + "\n", "utf-8")
    again = affiliation_of([place / "b.csv", place / "a.csv"], place / "o.csv", TERMS, day=DAY,
                           confirmed=place / "c.csv")  # fmt: skip
    assert (again.all, again.units, again.groups) == (found.all, found.units, found.groups)


def test_no_output_holds_a_person_or_a_refused_column(place):
    jobs = [f"Zora Quill {n},Ovra News Agency,2015,2019,no,content,Orvelan" for n in range(30)]
    (place / "staff.csv").write_text("\n".join([f"{HEAD},Nationality", *jobs]) + "\n", "utf-8")
    found = affiliation_of([place / "staff.csv"], place / "o.csv", TERMS, day=DAY)
    write(found, place / "out", "AMBER", DAY)
    text = "".join(file.read_text("utf-8") for file in (place / "out").iterdir()) + str(data(found)) + repr(found)
    assert "Zora" not in text
    assert "Orvelan" not in text
    assert any("Nationality" in said for said in found.receipt.dropped)


def test_an_outlet_that_was_not_listed_at_the_time_is_no_match(place):
    (place / "o.csv").write_text(
        "outlet_id,names,country,model,valid_from\novra,Ovra News Agency|Ovra,QA,SC,2020-01-01\n", "utf-8"
    )
    found = told(place, [f"p{n},Ovra,2010,2012,no,content" for n in range(20)], confirm="yes")
    assert found.all.counts["matched"] is None
    assert any("outside of the days" in said for said in found.receipt.notes)


def test_the_working_paper_keeps_what_people_decided(place):
    found = told(place, confirm="yes")
    write(found, place / "out", "AMBER", DAY)
    again = affiliation_of([place / "staff.csv"], place / "o.csv", TERMS, day=DAY, confirmed=place / "out/matches.csv")
    assert again.all == found.all
    assert again.waiting == 0
