"""A journal and a plan in it."""

from __future__ import annotations

import pytest
from takedowns import a_plan

from inconcert.takedown.book import PlanBook
from inconcert.takedown.journal import Journal


@pytest.fixture
def journal(tmp_path):
    made = Journal.open(f"sqlite:///{tmp_path / 'casework.sqlite'}")
    yield made
    made.close()


@pytest.fixture
def book(journal):
    return PlanBook.begin(journal, a_plan())
