"""A journal and a plan in it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from platforms import Memory
from takedowns import MEMBERS, a_plan, an_investigation

from inconcert.casework import Casebook
from inconcert.casework.local import local_url
from inconcert.store.folder import Folder
from inconcert.takedown import Takedowns
from inconcert.takedown.book import PlanBook
from inconcert.takedown.journal import Journal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def journal(tmp_path):
    made = Journal.open(f"sqlite:///{tmp_path / 'casework.sqlite'}")
    yield made
    made.close()


@pytest.fixture
def book(journal):
    return PlanBook.begin(journal, a_plan())


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return an_investigation(tmp_path_factory.mktemp("harbour") / "harbour")


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "harbour")


@pytest.fixture
def takedowns(place: Path) -> Iterator[Takedowns]:
    book = Casebook.open(local_url(place))
    yield Takedowns.open(book, Folder.open(place))
    book.close()


@pytest.fixture
def platform() -> Memory:
    return Memory(accounts={f"m{number}": {"suspended": False} for number in range(MEMBERS)})
