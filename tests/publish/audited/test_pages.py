"""Pages of audits: sign by sign for made-up records, without words that claim more than was counted.

To keep new ones: ``INCONCERT_GOLDENS=keep pytest tests/publish/audited``.
"""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest

from inconcert.audits import (
    AccessSettings,
    BaseRate,
    Registration,
    Terms,
    Total,
    access_of,
    affiliation_of,
    boosts_of,
    feed_of,
    prevalence_of,
    register,
)
from inconcert.errors import InputError
from inconcert.publish import html, markdown
from inconcert.publish.audited.writing import data, page, write
from inconcert.simulate import records

GOLDENS = Path(__file__).parents[2] / "goldens" / "audits"
DAY = date(2026, 11, 29)


def confirmed(place):
    terms = Terms("to practise", "DPIA-1")
    first = affiliation_of([place / "staff.csv"], place / "outlets.csv", terms, day=DAY)
    rows = [f"{one.id},yes,ann" for one in first.matches]
    (place / "c.csv").write_text("\n".join(["match_id,confirmed,by", *rows]), "utf-8")
    return affiliation_of([place / "staff.csv"], place / "outlets.csv", terms, day=DAY, confirmed=place / "c.csv",
                          base=BaseRate(0.05, "journalists of Orvela"))  # fmt: skip


def planned(place) -> Registration:
    return register([place / "terms.csv"], "alfa", "beta", "2026-11-29T00:00:00+00:00")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    made = tmp_path_factory.mktemp("records")
    records.write(made, 7)
    return made


@pytest.fixture(scope="module")
def told(place):
    with access_of([place / "access.csv"], AccessSettings(), key="k" * 16) as access:
        yield {
            "affiliation": confirmed(place),
            "access": access,
            "prevalence": prevalence_of([place / "counts.csv"], "alfa", "beta", registration=planned(place)),
            "feed": feed_of([place / "shown.csv"], ethics="board 1"),
            "boosts": boosts_of(
                [place / "boosts.csv"], Total(900_000_000, "all views"), organic=[place / "organic.csv"]
            ),
        }


@pytest.mark.parametrize("name", ["affiliation", "access", "prevalence", "feed", "boosts"])
def test_the_page_is_the_one_that_was_looked_at(told, name):
    made = markdown.render(page(told[name], "GREEN", DAY.isoformat()))
    golden = GOLDENS / f"{name}.md"
    if os.environ.get("INCONCERT_GOLDENS") == "keep":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(made, "utf-8")
    assert made == golden.read_text("utf-8")


def test_the_page_needs_nothing_else(told):
    for one in told.values():
        made = html.render(page(one, "GREEN", DAY.isoformat()))
        assert not re.search(r"https?://|<script|<link|<img", made)
        assert "TLP:GREEN" in made


def test_what_was_planted_is_found(told):
    assert told["affiliation"].against_base == "above"
    assert (told["access"].totals.proxied, told["access"].gaps[0].missing) == (40, 40)
    assert told["access"].supers[0].share > 0.4
    assert told["prevalence"].sensitive.says == "lower"
    assert told["feed"].contrasts[0].difference.value > 0


def test_tables_hold_what_the_page_says_and_no_working_paper(told, tmp_path):
    names = write(told["access"], tmp_path, "GREEN", DAY)
    assert {"audit.md", "audit.html", "audit.json", "matrix.csv", "unexplained.csv", "unexplained.parquet"} <= set(
        names
    )
    figures = (tmp_path / "audit.json").read_text("utf-8")
    assert "actor-" not in figures + (tmp_path / "unexplained.csv").read_text("utf-8")
    assert '"completeness": 0.99' in figures
    assert not {"matches", "decisions"} & set(data(told["affiliation"]))


@pytest.mark.parametrize("word", ["agents", "Spy", "loyalty"])
def test_a_purpose_that_calls_people_names_is_refused(place, tmp_path, word):
    terms = Terms(f"To find {word} among the staff", "D")
    found = affiliation_of([place / "staff.csv"], place / "outlets.csv", terms, day=DAY)
    with pytest.raises(InputError, match=f"the page may not say '{word}'"):
        write(found, tmp_path / "out", "GREEN", DAY)
    assert not (tmp_path / "out").exists()
