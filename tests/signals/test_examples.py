"""The worked examples of the docs are worked here: the posts on the page give the object on the page."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from inconcert.signals import BUILT_IN

PAGES = Path(__file__).parents[2] / "docs" / "signals"
LISTS = {"urls", "hashtags", "media", "media_hashes"}
SIGNALS = {made.name: made() for made in BUILT_IN}


def example(name: str) -> tuple[list[dict[str, Any]], str, list[str]]:
    """Posts, shared object and accounts as a page shows them."""
    part = (PAGES / f"{name}.md").read_text("utf-8").split("## A worked example")[1]
    raw = re.findall(r"^\|.*\|$", part, re.MULTILINE)
    lines = [re.split(r"\s*(?<!\\)\|\s*", line[1:-1].strip()) for line in raw]
    head, rows = lines[0], lines[2:]
    posts = [_post(dict(zip(head, row, strict=True))) for row in rows]
    told = re.search(r"^Shared object: `(.+?)` by (.+)$", part, re.MULTILINE)
    assert told is not None
    return posts, told[1], told[2].split(", ")


def _post(cells: dict[str, str]) -> dict[str, Any]:
    at = datetime.fromisoformat(cells.pop("time")).replace(tzinfo=UTC)
    ad = "ad of" in cells
    account = cells.pop("ad of" if ad else "account")
    given = {name: [cell] if name in LISTS else cell for name, cell in cells.items() if cell}
    return {"account_id": account, "started_at" if ad else "posted_at": at, **given}


NAMES = [pytest.param(name, marks=pytest.mark.reworded) if name == "reworded" else name for name in SIGNALS]


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_the_page_is_true(name: str, bench) -> None:
    posts, shared, accounts = example(name)
    of_ads = any("started_at" in post for post in posts)
    met = bench.meetings(SIGNALS[name], [], posts) if of_ads else bench.meetings(SIGNALS[name], posts)
    assert list(met.values()) == [accounts]
    if not shared.startswith(("text_", "sentence")):
        assert list(met) == [shared]
