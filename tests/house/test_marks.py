"""Tests that need more than Python lie where `./run` looks for them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KINDS = {"spark": ("spark",), "services": ("services", "bluesky"), "browser": ("browser", "essential")}
"""Variable of `./run`, and the marks whose tests it runs."""


def _places(kind: str) -> list[Path]:
    found = re.search(rf'^on_{kind}="(.*)"$', (ROOT / "run").read_text("utf-8"), re.MULTILINE)
    assert found
    return [ROOT / word for word in found[1].split()]


@pytest.mark.parametrize("kind", KINDS)
def test_every_test_of_a_kind_lies_where_its_command_looks(kind: str) -> None:
    marked = re.compile(rf"pytest\.mark\.({'|'.join(KINDS[kind])})\b")
    files = {path for path in (ROOT / "tests").rglob("*.py") if marked.search(path.read_text("utf-8"))}
    places = _places(kind)
    assert files
    assert [str(path) for path in files if not any(path.is_relative_to(place) for place in places)] == []
