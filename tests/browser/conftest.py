"""A real browser: Chromium of the system, cut off from every network but this machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from serving import WIDE, free_port, served
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
    return world(tmp_path_factory.mktemp("workbench"))


@pytest.fixture
def spring(looked_at: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return shutil.copytree(looked_at, tmp_path / "spring-op")


@pytest.fixture
def bench(spring: Path) -> Iterator[Any]:
    """The workbench of that copy: an object with ``base`` (address) and ``link()`` (a new one-time link)."""
    from types import SimpleNamespace

    from inconcert.web.app import create_app

    port = free_port()
    app = create_app(settings(spring, port=port))
    with served(app, port) as base:
        keys = app.state.workbench.link
        yield SimpleNamespace(app=app, base=base, link=lambda: f"{base}/enter?key={keys.key()}", folder=spring)


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Makes pages of their own context; any request that leaves this machine, and any script error, fails the test."""
    wrong: list[str] = []
    contexts = []

    def make(viewport: dict[str, int] | None = None, scheme: str = "light", **more: Any) -> Page:
        context = chromium.new_context(viewport=viewport or WIDE, color_scheme=scheme, **more)
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


def _watch(address: str, wrong: list[str]) -> None:
    parts = urlsplit(address)
    if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1":
        wrong.append(f"left this machine: {address}")


def _heard(said: Any, wrong: list[str]) -> None:
    if said.type == "error" and "Content Security Policy" in said.text:
        wrong.append(said.text)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Looks a page over with axe-core; gives what it finds wrong, which should be nothing."""
    if not AXE.exists():
        pytest.skip("no axe-core (in frontend/: npm ci)")
    source = AXE.read_text("utf-8")

    def look(page: Page) -> list[str]:
        # Evaluated by the browser's own protocol, so that the page's policy need not allow it.
        page.evaluate(source)
        found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        return [
            f"{each['id']}: {each['help']}: {node['html'][:150]}"
            for each in found["violations"]
            for node in each["nodes"]
        ]

    return look


@pytest.fixture(scope="session")
def shots() -> Path:
    """Folder of screenshots: INCONCERT_SHOTS, else one that git does not see."""
    folder = Path(os.environ.get("INCONCERT_SHOTS") or ROOT / "demo" / "shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
