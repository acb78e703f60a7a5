"""A real browser: Chromium of the system, cut off from every network but this machine."""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from large_ring import large_ring
from serving import LOOKS, WIDE, free_port, served
from workbenches import settings, world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = os.environ.get("INCONCERT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
]
SEEN = ("color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block", "meta-viewport")
"""Rules of axe whose outcome depends on the window or on light and dark."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
    if not CHROMIUM:
        pytest.skip("no Chromium (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an investigation that was looked at; nobody writes to it."""
    return _once(tmp_path_factory, "workbench", world)


@pytest.fixture(scope="session")
def looked_at_ring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one with a network of several groups; nobody writes to it."""
    return _once(tmp_path_factory, "ring", large_ring)


def _once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Path]) -> Path:
    """What ``make`` gives in a folder, made once for all processes of the tests."""
    base = factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    place = base / name
    with (base / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "made").exists():
            place.mkdir()
            (place / "made").write_text(make(place).name)
        return place / (place / "made").read_text()


@pytest.fixture
def spring(looked_at: Path, tmp_path: Path) -> Path:
    """A copy of the first that a test may change."""
    return shutil.copytree(looked_at, tmp_path / "spring-op")


@contextmanager
def _bench(folder: Path) -> Iterator[Any]:
    from inconcert.web.app import create_app

    port = free_port()
    app = create_app(settings(folder, port=port))
    with served(app, port) as base:
        keys, (slug,) = app.state.workbench.link, app.state.workbench.investigations
        link = f"{base}/enter?key={{}}".format
        yield SimpleNamespace(app=app, base=base, home=f"{base}/i/{slug}", link=lambda: link(keys.key()), folder=folder)


@pytest.fixture
def bench(spring: Path) -> Iterator[Any]:
    """The workbench of a copy: ``base`` and ``home`` are addresses, ``link()`` gives a new one-time link."""
    with _bench(spring) as made:
        yield made


@pytest.fixture(scope="session")
def reader(looked_at_ring: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The same of the network of several groups, for all tests of a process that only read."""
    with _bench(shutil.copytree(looked_at_ring, tmp_path_factory.mktemp("reader") / "ring")) as made:
        yield made


@pytest.fixture(scope="session")
def came_in(chromium: Browser, reader: Any) -> Any:
    """What the browser of somebody keeps who came in there."""
    context = chromium.new_context()
    context.new_page().goto(reader.link())
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Makes pages of their own context; any request that leaves this machine, and any script error, fails the test."""
    wrong: list[str] = []
    contexts = []

    def make(viewport: dict[str, int] | None = None, scheme: str = "light", **more: Any) -> Page:
        # Without transitions: colours that are on their way from light to dark are no colours of ours.
        context = chromium.new_context(viewport=viewport or WIDE, color_scheme=scheme, reduced_motion="reduce", **more)
        contexts.append(context)
        context.on("request", lambda request: _watch(request.url, wrong))
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
        page.on("console", lambda said: _heard(said, wrong))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not wrong, wrong


@pytest.fixture
def page(new_page: Callable[..., Page], bench: Any) -> Page:
    """A wide page that came in by the one-time link."""
    made = new_page()
    made.goto(bench.link())
    return made


@pytest.fixture
def reading(new_page: Callable[..., Page], came_in: Any) -> Page:
    """A wide page of somebody who only reads in ``reader``."""
    return new_page(storage_state=came_in)


def _watch(address: str, wrong: list[str]) -> None:
    parts = urlsplit(address)
    if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1":
        wrong.append(f"left this machine: {address}")


def _heard(said: Any, wrong: list[str]) -> None:
    if said.type == "error" and "Content Security Policy" in said.text:
        wrong.append(said.text)


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """Looks a page over with axe-core; gives what it finds wrong, which should be nothing."""
    if not AXE.exists():
        pytest.skip("no axe-core (in frontend/: npm ci)")
    source = AXE.read_text("utf-8")

    def look(page: Page, *only: str) -> list[str]:
        # Evaluated by the browser's own protocol, so that the page's policy need not allow it.
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        which = {"type": "rule", "values": only} if only else {"type": "tag", "values": RULES}
        found = page.evaluate("which => axe.run({runOnly: which, resultTypes: ['violations']})", which)
        return [
            f"{each['id']}: {each['help']}: {node['html'][:150]}"
            for each in found["violations"]
            for node in each["nodes"]
        ]

    return look


@pytest.fixture(scope="session")
def shoot() -> Callable[..., None]:
    """Keeps a picture of a page in INCONCERT_SHOTS, else in a folder that git does not see; none if that is empty."""
    named = os.environ.get("INCONCERT_SHOTS", str(ROOT / "demo" / "shots"))

    def keep(page: Page, name: str, *, whole: bool = True) -> None:
        if named:
            Path(named).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(named) / f"{name}.png", full_page=whole)

    return keep


@pytest.fixture(scope="session")
def all_looks(axe: Callable[..., list[str]], shoot: Callable[..., None]) -> Callable[[Page, str], list[str]]:
    """Looks a page over in both windows, light and dark; what depends on neither is looked at once.

    With INCONCERT_LOOKS=two only wide and light, and narrow and dark: half the time, each window and each light once.
    """
    looks = [LOOKS[0], LOOKS[-1]] if os.environ.get("INCONCERT_LOOKS") == "two" else LOOKS

    def look(page: Page, name: str) -> list[str]:
        wrong = []
        for number, (window, scheme) in enumerate(looks):
            page.set_viewport_size(window)
            page.emulate_media(color_scheme=scheme)
            shoot(page, f"{name}-{window['width']}-{scheme}")
            said = axe(page, *(SEEN if number else ()))
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                said.append("wider than the window")
            wrong += [f"{name}, {window['width']}, {scheme}: {one}" for one in said]
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        return wrong

    return look
