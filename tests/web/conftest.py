"""What the tests of the workbench share."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from workbenches import browser, settings, world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an investigation that was looked at; nobody writes to it."""
    return world(tmp_path_factory.mktemp("workbench"))


@pytest.fixture
def spring(looked_at: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return shutil.copytree(looked_at, tmp_path / "spring-op")


@pytest.fixture
def client(spring: Path) -> Iterator[Any]:
    """Somebody who came in by the one-time link."""
    with browser(settings(spring)) as entered:
        yield entered


@pytest.fixture
def stranger(spring: Path) -> Iterator[Any]:
    """Somebody who did not."""
    with browser(settings(spring), enter=False) as outside:
        yield outside
