"""The worked examples of the docs are worked here."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from inconcert.traits import BUILT_IN

PAGES = Path(__file__).parents[2] / "docs" / "traits"


@pytest.mark.parametrize("name", [made.name for made in BUILT_IN])
def test_the_example_of_the_page_is_true(name: str) -> None:
    part = (PAGES / f"{name}.md").read_text("utf-8").split("## A worked example")[1]
    shown = "\n\n".join(re.findall(r"```pycon\n(.*?)```", part, re.DOTALL))
    said: list[str] = []
    test = doctest.DocTestParser().get_doctest(shown, {}, name, name, 0)
    outcome = doctest.DocTestRunner().run(test, out=said.append)
    assert outcome.attempted > 2
    assert not outcome.failed, "".join(said)


def test_the_list_of_traits_is_what_the_code_says() -> None:
    page = (PAGES / "index.md").read_text("utf-8")
    listed = re.findall(r"^\| \[`(\w+)`\]\(\1\.md\) \| (\w+)(?:, against)? \| (.+?) \| (\w+) \|$", page, re.MULTILINE)
    assert sorted(listed) == sorted((one.name, one.axis, one.question, one.family) for one in BUILT_IN)
    assert [name for name, *_ in listed] == re.findall(r"^(\w+)$", page.split(":hidden:")[1], re.MULTILINE)
