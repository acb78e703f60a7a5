"""The pages around the findings, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

INSIDE = "/i/spring-op"
PAGES = {
    "runs": f"{INSIDE}/runs",
    "import": f"{INSIDE}/import",
    "receipts": f"{INSIDE}/import/receipts",
    "search": f"{INSIDE}/search?q=bridge",
    "search-wrong": f"{INSIDE}/search?q=%22bridge",
    "compare": f"{INSIDE}/runs/compare",
    "watch": f"{INSIDE}/watch",
    "admin": "/admin",
    "audit": "/admin/audit?check=true",
    "me": "/me",
    "api": "/api/v1/docs",
    "nowhere": "/nowhere",
}
HEAD = "id,user,joined,created,body\n"
ROWS = "".join(f"p{n},u{n % 9},soon,2024-03-{n % 28 + 1:02} 10:{n % 60:02}:11,words of {n}\n" for n in range(60))


@pytest.mark.essential
def test_every_page_is_accessible_and_fits(page: Page, bench: Any, all_looks: Callable[[Page, str], list[str]]) -> None:
    wrong = []
    for name, path in PAGES.items():
        page.goto(bench.base + path)
        wrong += all_looks(page, name)
    assert not wrong


def test_a_wrong_date_column_is_caught_before_the_import(
    page: Page, bench: Any, tmp_path: Path, shoot: Callable[..., None]
) -> None:
    (tmp_path / "posts.csv").write_text(HEAD + ROWS)
    page.goto(f"{bench.base}{INSIDE}/import")
    page.set_input_files("#files", str(tmp_path / "posts.csv"))
    page.wait_for_url("**/import/*")
    add = page.get_by_role("button", name="Add 1 file")

    page.get_by_label("Zone of times that carry none").fill("UTC")
    for word, column in {"account": "user", "text": "body", "time": "joined", "id": "id"}.items():
        page.locator(f"#col-{word}").select_option(column)
    page.get_by_role("alert").get_by_text("is not a time in a known form").wait_for()
    assert add.is_disabled()
    shoot(page, "import-wrong-column", whole=False)

    page.locator("#col-time").select_option("created")
    page.locator("#platform").fill("x")
    page.get_by_text("1 Mar 2024, 10:00:11 UTC").wait_for()
    page.wait_for_function("!document.getElementById('add-button').disabled")
    assert "col.time=created" in page.url
    shoot(page, "import-right-column")
    add.click()
    page.get_by_text("1 file added").wait_for(timeout=120_000)
    page.get_by_role("link", name="See the receipt").click()
    assert page.get_by_role("link", name="posts.csv").count() >= 1


def test_a_run_shows_how_far_it_is_and_stops_at_once(page: Page, bench: Any, shoot: Callable[..., None]) -> None:
    page.goto(f"{bench.base}{INSIDE}/runs")
    page.get_by_label("False discovery rate").fill("0.02")
    page.get_by_role("button", name="Start", exact=True).click()
    page.locator("#steps li").first.wait_for(timeout=120_000)
    shoot(page, "run", whole=False)
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Go on").wait_for(timeout=10_000)
    shoot(page, "run-stopped", whole=False)


@pytest.mark.essential
def test_reading_needs_no_script(new_page: Callable[..., Page], bench: Any) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(bench.link())
    page.goto(f"{bench.base}{INSIDE}/search")
    page.get_by_role("searchbox").fill("from:bridge_0 bridge")
    page.keyboard.press("Enter")
    page.locator("mark").first.wait_for()
    page.goto(f"{bench.base}{INSIDE}/runs")
    assert page.get_by_role("table").count() >= 1


@pytest.mark.essential
def test_the_first_key_leads_to_the_content(page: Page, bench: Any) -> None:
    page.goto(f"{bench.base}{INSIDE}/search")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
