"""Fixtures of a confirmed case: its casebook, and all that can be told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from casefile import IMPRINT, ada

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.casework import Casebook
    from inconcert.dossier import Dossier


@pytest.fixture
def book(casefile: Any) -> Iterator[Casebook]:
    opened = casefile.book()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def whole(casefile: Any) -> Dossier:
    """The dossier of the bridge, not redacted; it is frozen, so one does for all."""
    from inconcert.dossier import gather

    opened = casefile.book()
    try:
        return gather(opened, ada(opened).actor, casefile.case_id, casefile.folder, IMPRINT)
    finally:
        opened.close()
