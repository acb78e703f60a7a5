"""The whole story in a browser: from a file to a case that two people agreed on, and by keys alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from serving import free_port, served
from workbenches import settings

from inconcert.casework.verifying import verify
from inconcert.investigation import Investigation
from inconcert.simulate.scenarios import simulate
from inconcert.simulate.write import write_world
from inconcert.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

LONG = 400_000
"""Milliseconds that a run may take on a busy machine."""


class Bench:
    """A workbench of one folder, for a person of a name."""

    def __init__(self, folder: Path, base: str, app: Any) -> None:
        self.folder, self.base, self._app = folder, base, app
        (slug,) = app.state.workbench.investigations
        self.home = f"{base}/i/{slug}"

    def enter(self, page: Page) -> Page:
        """Come in by a new one-time link."""
        page.goto(f"{self.base}/enter?key={self._app.state.workbench.link.key()}")
        return page


@pytest.fixture
def serve() -> Iterator[Callable[[Path, str], Bench]]:
    """Serves a folder under the name of a person; several may work on one folder."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def start(folder: Path, name: str) -> Bench:
            port = free_port()
            app = create_app(settings(folder, name=name, port=port))
            return Bench(folder, stack.enter_context(served(app, port)), app)

        yield start


@pytest.fixture
def material(request: pytest.FixtureRequest, tmp_path: Path) -> list[Path]:
    """The files that are brought in."""
    if request.param == "ira_2015":
        data = request.getfixturevalue("data")
        return [data / "ira_2015" / "ira_2015_jul_aug_en.parquet"]
    write_world(simulate("mixed", seed=1, posts=9000), tmp_path / "world")
    return [tmp_path / "world" / f"{name}.parquet" for name in ("posts", "accounts", "deletions")]


@pytest.mark.slow
@pytest.mark.parametrize("material", ["simulated", "ira_2015"], indirect=True)
def test_from_a_file_to_a_case_that_two_people_agreed_on(
    request: pytest.FixtureRequest,
    material: list[Path],
    tmp_path: Path,
    serve: Callable[[Path, str], Bench],
    new_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    shoot: Callable[..., None],
) -> None:
    folder, name = tmp_path / "spring", request.node.callspec.params["material"]
    Investigation.create(folder, "Spring")
    ada, bob = serve(folder, "ada"), serve(folder, "bob")
    page, other = ada.enter(new_page()), bob.enter(new_page())

    def look(step: str, at: Page = page) -> None:
        shoot(at, f"{name}-{step}")
        assert axe(at) == []

    page.get_by_role("link", name="Bring material").click()
    _bring(page, material, look)
    page.goto(f"{ada.home}/runs")
    _run(page, look)
    finding = _read(page, look)
    case = _decide(page, finding, look)
    _review(other, bob, case.replace(ada.home, bob.home), look)
    page.goto(case)
    assert "holds: confirmed" in page.inner_text("main")
    assert "I see the same." in page.inner_text("#decisions")
    look("8-case")
    page.get_by_role("link", name="Report of the run").click()
    assert page.locator("article.finding").count() >= 1
    shoot(page, f"{name}-9-report", whole=False)
    assert verify(f"sqlite:///{folder / 'casework.sqlite'}").ok


def _bring(page: Page, material: list[Path], look: Callable[..., None]) -> None:
    """From files to their receipt."""
    page.set_input_files("#files", [str(file) for file in material])
    page.wait_for_selector("#preview table")
    look("1-import")
    page.locator("#add-button").click()
    page.get_by_role("link", name=re.compile("See the receipt")).wait_for(timeout=LONG)


def _run(page: Page, look: Callable[..., None]) -> None:
    """From the form to the findings, with progress between."""
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_selector("progress")
    look("2-run")
    page.get_by_role("link", name="See the findings").click(timeout=LONG)
    page.wait_for_selector(".findings tbody tr")
    look("3-findings")


def _read(page: Page, look: Callable[..., None]) -> str:
    """The strongest finding, and two posts of it side by side; the address of the finding."""
    page.locator(".findings tbody th a").first.click()
    page.wait_for_selector("[data-network].drawn")
    look("4-finding")
    finding = page.url
    page.locator("#evidence .ties a").first.click()
    page.wait_for_selector(".chart.drawn")
    assert page.locator(".sides .post").count() >= 2
    assert "random pairs do this" in page.inner_text("#steps")
    look("5-side-by-side")
    return finding


def _decide(page: Page, finding: str, look: Callable[..., None]) -> str:
    """Open a case, decide and ask for a review; the address of the case."""
    page.goto(finding)
    page.fill("#title", "Spring")
    page.fill("#question", "Do these accounts belong to one hand?")
    page.get_by_role("button", name="Open the case").click()
    page.get_by_label("confirmed").check()
    page.fill("#reason", "The same sentences, minutes apart, and no imprint.")
    page.get_by_role("button", name="Record the decision").click()
    assert "in review" in page.inner_text("#decisions")
    look("6-decision")
    return page.url.partition("#")[0]


def _review(page: Page, bob: Bench, case: str, look: Callable[..., None]) -> None:
    """Review it as a second person, who sees nothing of the first before the own verdict."""
    page.goto(f"{bob.home}/findings")
    assert page.locator(".findings tbody tr", has_text="withheld").count() == 1
    page.goto(case)
    assert "no imprint" not in page.inner_text("main")
    page.goto(f"{bob.home}/reviews")
    page.locator("a.card").click()
    seen = page.inner_text("main")
    assert "no imprint" not in seen
    assert "grade" not in seen.replace("Score, grade and what others decided", "")
    look("7-blind-review", page)
    page.get_by_label("confirmed").check()
    page.fill("#reason", "I see the same.")
    page.get_by_role("button", name="Give the verdict").click()
    assert "agreed" in page.inner_text("#decisions")


@pytest.mark.essential
def test_keys_alone_complete_a_review(
    spring: Path, serve: Callable[[Path, str], Bench], new_page: Callable[..., Page]
) -> None:
    case = _decided(spring, serve, new_page)
    bob = serve(spring, "bob")
    page = bob.enter(new_page())
    page.goto(f"{bob.home}/reviews")
    press = page.keyboard.press
    press("j")
    press("Enter")
    page.wait_for_url("**/reviews/*")
    press("j")
    press("j")
    assert page.locator("[data-here]").count() == 1
    here = page.locator("[data-step]").evaluate_all("all => all.findIndex(one => one.hasAttribute('data-here'))")
    press("k")
    before = page.locator("[data-step]").evaluate_all("all => all.findIndex(one => one.hasAttribute('data-here'))")
    assert before == here - 1
    press("?")
    assert page.locator("#keys").is_visible()
    assert "go to the next row" in page.inner_text("#keys")
    press("Escape")
    press("r")
    assert page.get_by_label("benign coordination").is_checked()
    press("Escape")
    press("a")
    assert page.get_by_label("confirmed").is_checked()
    page.keyboard.type("jars and raised nouns/?")  # keys are letters again while one writes
    assert page.input_value("#reason") == "jars and raised nouns/?"
    press("Control+Enter")
    page.wait_for_url("**/cases/**")
    assert "agreed" in page.inner_text("#decisions")
    press("n")
    page.keyboard.type("Seen by keys alone.")
    press("Control+Enter")
    page.wait_for_selector("#notes .said")
    press("u")
    page.keyboard.type("Wrong case.")
    press("Enter")
    page.wait_for_selector("#history .undone")
    assert "Seen by keys alone." not in page.inner_text("#notes")
    assert page.url.partition("#")[0].rpartition("/")[2] == case.rpartition("/")[2]


@pytest.mark.essential
def test_a_network_opens_on_groups_and_its_table_holds_the_same_selection(reader: Any, reading: Page) -> None:
    page = reading
    _open(page, reader)
    figure = page.locator("[data-network]")
    page.wait_for_selector("[data-network].drawn")
    groups = int(figure.get_attribute("data-groups") or 0)
    assert groups > 1
    assert f"{groups} groups" in page.inner_text("[data-says]")
    page.get_by_role("button", name="Open all groups").click()
    expect(page.locator("[data-says]")).to_contain_text("single member")
    assert "open=all" in page.url
    page.locator(".twin input").first.check()
    assert "1 selected" in page.inner_text("[data-selected]")
    assert "sel=" in page.url
    page.get_by_role("button", name="Lasso").click()
    page.locator(".net-place").evaluate("place => place.scrollIntoView({block: 'center'})")
    box = page.locator(".net-place").bounding_box()
    assert box
    right, low = box["width"] - 12, box["height"] - 12
    corners = [(right, 12), (right, low), (12, low), (12, 16)]
    page.mouse.move(box["x"] + 12, box["y"] + 12)
    page.mouse.down()
    for x, y in corners:
        page.mouse.move(box["x"] + x, box["y"] + y, steps=4)
        page.wait_for_timeout(60)  # a frame, so that the moves are told apart
    page.mouse.up()
    shown = page.locator(".twin tbody tr").count()
    assert page.locator(".twin tr.chosen").count() == shown
    page.reload()
    page.wait_for_selector("[data-network].drawn")
    assert page.locator(".twin input:checked").count() == shown


def test_a_stretch_of_time_filters_everything_and_stands_in_the_address(reader: Any, reading: Page) -> None:
    page = reading
    _open(page, reader)
    before = page.inner_text("#grid caption")
    page.wait_for_selector("[data-network].drawn")
    page.locator("#time").scroll_into_view_if_needed()
    page.wait_for_selector("#time .chart.drawn")
    box = page.locator("#time .chart canvas").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 50, steps=6)
    page.mouse.up()
    page.wait_for_selector("#narrowed > .callout")
    assert "Narrowed" in page.inner_text("#narrowed > .callout")
    assert page.inner_text("#grid caption") != before
    assert "from=" in page.url
    said = page.inner_text("#narrowed > .callout")
    page.goto(page.url)
    assert page.inner_text("#narrowed > .callout") == said


@pytest.mark.essential
def test_the_zone_slider_moves_the_grid(reader: Any, reading: Page) -> None:
    page = reading
    _open(page, reader)
    row = page.locator(".heat tbody tr").first.inner_text()
    page.locator("input[type=range]").fill("480")
    expect(page.locator("#grid caption")).to_contain_text("UTC+8", timeout=LONG)
    assert page.locator(".heat tbody tr").first.inner_text() != row
    assert "zone=480" in page.url


def test_a_slider_that_was_moved_before_the_script_came_is_answered(reader: Any, reading: Page) -> None:
    page, held = reading, list[Any]()
    page.route("**/finding.js*", lambda route: held.append(route))  # noqa: PLW0108  (it asks for names of arguments)
    _open(page, reader)
    page.locator("input[type=range]").fill("480")
    assert "UTC+8" not in page.inner_text("#grid caption")
    held[0].continue_()
    expect(page.locator("#grid caption")).to_contain_text("UTC+8", timeout=LONG)


def test_without_webgl_the_drawing_of_the_server_stays(reader: Any, reading: Page) -> None:
    page = reading
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    _open(page, reader)
    assert page.locator(".net-place > svg circle").count() > 1
    page.locator(".net-place > svg a").first.click()
    page.wait_for_url("**open=*")
    assert page.locator(".net-place > svg circle").count() > 3


@pytest.mark.essential
def test_everything_can_be_read_without_javascript(
    reader: Any, came_in: Any, new_page: Callable[..., Page], shoot: Callable[..., None]
) -> None:
    page = new_page(java_script_enabled=False, storage_state=came_in)
    _open(page, reader)
    for part in ("summary", "evidence", "network", "time", "hours", "narratives", "targets", "excuses", "stability"):
        assert len(page.locator(f"#{part}").inner_text()) > 60, part
    shoot(page, "no-javascript")
    page.fill("#weight", "20")
    page.get_by_role("button", name="Narrow").click()
    assert "weight=20" in page.url
    assert "Narrowed" in page.inner_text("#narrowed")
    page.locator("#evidence .ties a").first.click()
    assert page.locator("#steps tbody tr").count() >= 3


@pytest.mark.essential
def test_no_page_of_a_finding_has_a_violation_or_overflows(
    reader: Any, reading: Page, all_looks: Callable[[Page, str], list[str]]
) -> None:
    page = reading
    finding = _linked(page, f"{reader.home}/findings", ".findings tbody th a")
    pages = {
        "findings": f"{reader.home}/findings",
        "finding": finding,
        "tie": _linked(page, finding, "#evidence .ties a"),
        "account": _linked(page, finding, ".twin th a"),
        "site": _linked(page, finding, "#objects th a"),
    }
    assert _looked_over(page, pages, all_looks) == []


@pytest.mark.essential
def test_no_page_of_a_case_has_a_violation_or_overflows(
    spring: Path,
    serve: Callable[[Path, str], Bench],
    new_page: Callable[..., Page],
    all_looks: Callable[[Page, str], list[str]],
) -> None:
    case = _decided(spring, serve, new_page)
    bob = serve(spring, "bob")
    page = bob.enter(new_page())
    pages = {
        "blind-findings": f"{bob.home}/findings",
        "cases": f"{bob.home}/cases",
        "blind-case": case.replace(case.partition("/i/")[0], bob.base),
        "reviews": f"{bob.home}/reviews",
        "review": _linked(page, f"{bob.home}/reviews", "a.card"),
    }
    assert _looked_over(page, pages, all_looks) == []
    ada = serve(spring, "ada")
    own = case.replace(case.partition("/i/")[0], ada.base)
    assert _looked_over(ada.enter(new_page()), {"case": own}, all_looks) == []


def _looked_over(page: Page, pages: dict[str, str], look: Callable[[Page, str], list[str]]) -> list[str]:
    """What is wrong with pages."""
    wrong = []
    for name, address in pages.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        wrong += look(page, name)
    return wrong


def _open(page: Page, bench: Any) -> None:
    """Open the strongest finding."""
    page.goto(f"{bench.home}/findings")
    page.locator(".findings tbody th a").first.click()
    page.wait_for_selector("#decide")


def _linked(page: Page, address: str, selector: str) -> str:
    """Where the first link on a page leads."""
    page.goto(address)
    return str(page.locator(selector).first.evaluate("link => link.href"))


def _decided(folder: Path, serve: Callable[[Path, str], Bench], new_page: Callable[..., Page]) -> str:
    """A case that Ada decided and asked a review for; its address."""
    ada = serve(folder, "ada")
    page = ada.enter(new_page())
    page.goto(f"{ada.home}/findings")
    page.locator(".findings tbody th a").first.click()
    page.fill("#title", "Spring")
    page.fill("#question", "One hand?")
    page.get_by_role("button", name="Open the case").click()
    page.fill("#note", "Look at the imprint.")
    page.get_by_role("button", name="Keep the note").click()
    page.get_by_label("confirmed").check()
    page.fill("#reason", "The same sentences.")
    page.get_by_role("button", name="Record the decision").click()
    return page.url.partition("#")[0]
