"""Charts drawn offline from the specifications of the workbench."""

from __future__ import annotations

import re

from inconcert.dossier.specimen import specimen
from inconcert.profile.charts import specification
from inconcert.publish import charts


def test_a_timeline_has_a_bar_for_each_bin_and_one_for_what_is_tied():
    finding = specimen().chapters[0].finding
    bins = [["2026-03-02T00:00:00Z", 9, 6], ["2026-03-03T00:00:00Z", 4, 0], ["2026-03-05T00:00:00Z", 7, 7]]
    drawn = charts.timeline({**finding, "timeline": {"step": 86400.0, "bins": bins}})
    assert len(re.findall(r'aria-roledescription="bar"', drawn.svg)) == 2 * len(bins)
    assert "the highest, 9 posts, begins 2026-03-02 00:00 UTC" in drawn.alt


def test_the_same_figures_give_the_same_picture_and_load_nothing():
    finding = specimen().chapters[0].finding
    one = charts.week(finding)
    charts.svg.cache_clear()
    assert charts.week(finding) == one
    assert re.findall(r'(?:href|src)="', one.svg) == []
    assert "<script" not in one.svg


def test_colours_are_named_by_their_role_until_they_are_drawn():
    spec = charts.painted(specification("timeline"), charts.COLOURS | {"$noun": "posts"})
    assert "$" not in str(spec)
    assert "params" not in str(spec)


def test_words_of_the_material_do_nothing_in_a_chart():
    finding = specimen().chapters[0].finding
    row = finding["narratives"][0]
    evil = {**row, "words": ["<script>alert(1)</script>", "&"]}
    drawn = charts.narratives({**finding, "narratives": [evil, {**evil, "id": "n2"}]})
    assert drawn is not None
    assert "<script" not in drawn.svg
    assert charts.narratives({**finding, "narratives": [row]}) is None


def test_where_ads_are_counted_too_a_chart_says_so():
    finding = specimen().chapters[0].finding
    row = finding["narratives"][0]
    told = {**finding, "posts": 9, "ads": 2, "narratives": [row, {**row, "id": "n2"}]}
    drawn = charts.timeline(told), charts.week(told), charts.narratives(told)
    for one in drawn:
        assert one is not None
        assert one.caption.startswith("Posts and ads ")
        assert ">posts and ads<" in one.svg
        assert ">posts<" not in one.svg
    assert all(">ads<" in one.svg for one in charts.figures({**told, "ads": 9}))
    assert all(">posts<" in one.svg for one in charts.figures({**told, "ads": 0}))
