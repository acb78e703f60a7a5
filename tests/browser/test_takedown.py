"""Taking down in a browser: plan, approve as two people, hand over, take back; and pictures that stay veiled."""

from __future__ import annotations

import csv
import shutil
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.sync_api import expect
from serving import free_port, served
from workbenches import COLUMNS, _crowd, _ring, confirmed, settings

from inconcert.investigation import Investigation
from inconcert.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
LONG = 120_000
"""Milliseconds that a job may take on a busy machine."""


@pytest.fixture
def enter(spring: Path, new_page: Callable[..., Page]) -> Iterator[Callable[..., Page]]:
    """Lets somebody in; their page, whose ``home`` is the address of the investigation."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def come(name: str) -> Page:
            port = free_port()
            app = create_app(settings(spring, name=name, port=port))
            base = stack.enter_context(served(app, port))
            page = new_page(accept_downloads=True)
            page.goto(f"{base}/enter?key={app.state.workbench.link.key()}")
            page.home = f"{base}/i/spring-op"  # type: ignore[attr-defined]
            return page

        yield come


def test_from_a_plan_to_an_undo_by_three_people(
    spring: Path,
    enter: Callable[..., Any],
    axe: Callable[[Page], list[str]],
    shoot: Callable[..., None],
) -> None:
    case, _ = confirmed(spring)
    ada, bob, cy = enter("ada"), enter("bob"), enter("cy")

    def look(step: str, at: Any) -> None:
        shoot(at, f"takedown-{step}")
        assert axe(at) == []

    plan = _planned(ada, case, look)
    ada.locator("#next").get_by_role("button", name="Rehearse it").click()
    assert ada.locator("#rehearsal article").count() == 7
    assert "two others approve it" in ada.inner_text("#approvals")
    for person in (bob, cy):
        person.goto(person.home + plan)
        person.fill("#approve-reason", "I looked at all seven.")
        person.get_by_role("button", name="Approve it").click()
    assert "2 of 2" in cy.inner_text("#approvals")
    look("3-approved", cy)
    _carried_out(bob, plan, "Carry the first 2 out")
    bob.fill("#follow-reason", "Both look right.")
    bob.get_by_role("button", name="Let the rest follow").click()
    _carried_out(bob, plan, "Carry the rest out")
    look("4-carried-out", bob)
    with bob.expect_download() as got:
        bob.get_by_role("link", name="Hand-over file").click()
    assert len(got.value.path().read_text("utf-8").splitlines()) == 7
    _taken_back(bob)
    look("5-taken-back", bob)


def _planned(page: Any, case: str, look: Callable[..., None]) -> str:
    """From the case to a plan; its path."""
    page.goto(f"{page.home}/cases/{case}")
    page.get_by_role("link", name="Takedown").click()
    look("1-wish", page)
    wish = {"reason": "One hand behind seven accounts.", "policies": "inauthentic behaviour",
            "policy_version": "2026-11", "first": "2", "wait_minutes": "0", "per_minute": "6000"}  # fmt: skip
    for field, text in wish.items():
        page.fill(f"#{field}", text)
    page.get_by_role("button", name="Write the plan").click()
    assert "not known" in page.inner_text("#radius")
    look("2-plan", page)
    return str(page.url).removeprefix(page.home)


def _taken_back(page: Any) -> None:
    """Take one item back, with the reason."""
    page.locator("#items input[name=keys]").first.check()
    page.fill("#undo-reason", "A namesake.")
    page.get_by_role("button", name="Take the chosen items back").click()
    _back(page)
    expect(page.locator("#items tbody").get_by_text("undone", exact=True)).to_have_count(1)


def _carried_out(page: Any, plan: str, button: str) -> None:
    page.goto(page.home + plan)
    page.get_by_role("button", name=button).click()
    _back(page)


def _back(page: Page) -> None:
    """From the page of a job to that of its plan, once it has ended."""
    page.get_by_role("link", name="Back to the plan").click(timeout=LONG)
    page.wait_for_selector("#journal")


@pytest.mark.essential
def test_no_page_of_a_takedown_has_a_violation_or_overflows(
    spring: Path, enter: Callable[..., Any], all_looks: Callable[[Page, str], list[str]]
) -> None:
    case, net = confirmed(spring)
    page = enter("ada")
    page.goto(f"{page.home}/cases/{case}/takedown")
    for field, text in (("reason", "One hand."), ("policies", "spam"), ("policy_version", "1")):
        page.fill(f"#{field}", text)
    page.get_by_role("button", name="Write the plan").click()
    plan = page.url.removeprefix(page.home)
    page.get_by_role("button", name="Rehearse it").click()
    pages = {
        "plan": plan,
        "list": "/takedowns",
        "wish": f"/cases/{case}/takedown",
        "case-earlier": f"/cases/{case}?earlier=1",
        "keep": f"/keep?kind=network&id={net}",
        "stretch": f"/findings/{net}?from=2024-03-03&to=2024-03-09",
        "compare": "/runs/compare",
        "receipts": "/import/receipts",
        "help": "/help/hours",
    }
    wrong = []
    for name, path in pages.items():
        page.goto((page.home if name != "help" else page.home.partition("/i/")[0]) + path)
        page.wait_for_load_state("networkidle")
        for box in page.locator("main details:not([open]) > summary").all()[:3]:
            box.click()
        wrong += all_looks(page, name)
    assert not wrong


def test_pictures_are_veiled_until_somebody_chooses_to_see_one(tmp_path: Path, new_page: Callable[..., Page]) -> None:
    folder = _with_pictures(tmp_path)
    port = free_port()
    app = create_app(settings(folder, port=port))
    with served(app, port) as base:
        page = new_page()
        page.goto(f"{base}/enter?key={app.state.workbench.link.key()}")
        page.goto(f"{base}/i/pictured/assets/account?id=x:ring1")
        assert page.locator(".veil img").count() == 9
        picture = page.locator(".veil img").first
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("naturalWidth", 40)
        look = "one => getComputedStyle(one).filter"
        assert "blur(" in picture.evaluate(look)
        assert "grayscale(" in picture.evaluate(look)
        page.locator(".veil input").first.check()
        assert picture.evaluate(look) == "none"
        assert "blur(" in page.locator(".veil img").nth(1).evaluate(look)
        page.reload()
        assert not page.locator(".veil input").first.is_checked()
        # Pictures that were not saved with the material are never fetched: see the fixture new_page.
        assert page.locator("img[src^=http]").count() == 0


def _with_pictures(folder: Path) -> Path:
    """An investigation whose ring posts a picture that lies beside the table."""
    Image.new("RGB", (40, 30), (180, 40, 40)).save(folder / "bridge.png")
    with (folder / "posts.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([*COLUMNS, "media"])
        rows.writerows([*row, ""] for row in islice(_crowd(), 300))
        rows.writerows([*row, "bridge.png"] for row in _ring())
    made = Investigation.create(folder / "pictured", "Pictured")
    mapping = "id=id,account=user,text=body,time=created,handle=handle,lang=lang,media=media"
    made.add(folder / "posts.csv", mapping=mapping, platform="x")
    made.detect(shuffles=1)
    shutil.rmtree(folder / "jobs", ignore_errors=True)
    return folder / "pictured"
