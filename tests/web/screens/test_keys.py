from __future__ import annotations

import json
import re

from inconcert.profile.charts import specifications
from inconcert.web.screens.guide import guide
from inconcert.web.screens.keys import keys
from inconcert.web.views import STATIC, environment


def test_no_key_means_two_things() -> None:
    assert len({row["key"] for row in keys()}) == len(keys())
    assert {"j", "k", "a", "r", "u", "n", "/", "?"} <= {row["key"] for row in keys()}


def test_the_modules_load_the_bundles_that_are_there() -> None:
    named = {
        name for place in STATIC.glob("*.js") for name in re.findall(r'"\./(vendor/[^"]+)"', place.read_text("utf-8"))
    }
    assert named
    assert all((STATIC / name).exists() for name in named)


def test_every_bundle_carries_its_version_and_a_licence() -> None:
    licences = (STATIC / "vendor" / "LICENCES.txt").read_text("utf-8")
    for name in ("htmx.org", "sigma", "graphology", "vega", "vega-lite", "vega-embed", "vega-interpreter"):
        assert re.search(rf"^{re.escape(name)} \d+\.\d+\.\d+ \(", licences, re.MULTILINE), name
    assert all(re.search(r"-\d+\.\d+\.\d+\.min\.js$", place.name) for place in (STATIC / "vendor").glob("*.js"))


def test_charts_name_colours_by_their_role() -> None:
    assert {"life", "narratives", "timeline", "waterfall", "week"} <= set(specifications())
    for name, chart in specifications().items():
        assert chart["description"]
        assert not re.search(r'"#[0-9a-fA-F]{3,8}"', json.dumps(chart)), name


def test_the_page_of_a_chart_shows_no_markup_of_others() -> None:
    found = guide("hours")
    assert found
    page = (
        environment()
        .from_string("{% for kind, content in guide.blocks %}{{ content }}{% endfor %}")
        .render(guide=found)
    )
    assert "](" not in page
    assert guide("../../pyproject") is None
