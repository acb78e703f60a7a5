"""A confirmed case, gathered."""

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


@pytest.fixture
def whole(casefile: Any, book: Casebook) -> Dossier:
    """The dossier of the bridge, not redacted."""
    from inconcert.dossier import gather

    return gather(book, ada(book).actor, casefile.case_id, casefile.folder, IMPRINT)
