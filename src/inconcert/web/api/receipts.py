"""What became of the files that were added."""

from __future__ import annotations

from fastapi import APIRouter

from inconcert.web.api.given import Name, Row  # noqa: TC001  # FastAPI reads the types
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.receipts import named

router = APIRouter(tags=["Receipts"])


@router.get("/receipts", dependencies=[role("viewer")])
def receipts(here: HereNow) -> Row:
    """Receipts of all files, the oldest first: rows read, kept and left out with reasons, format, mapping, zone."""
    return {"rows": here.opened.folder.named()}


@router.get("/receipts/{source}", dependencies=[role("viewer")])
def receipt(here: HereNow, source: Name) -> Row:
    """The receipt of one file."""
    return named(here.opened.folder, source)
