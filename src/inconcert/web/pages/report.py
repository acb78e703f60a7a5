"""The report of a run, as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import FileResponse

from inconcert.errors import NoSuchThing
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.screens.blind import demand_sighted

if TYPE_CHECKING:
    from starlette.responses import Response

router = APIRouter()

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; sandbox"
)
"""The report carries its style inside, so that it is one file; nothing in it runs or is fetched."""


@router.get("/report", dependencies=[role("viewer")])
def report(here: HereNow, run: str = "") -> Response:
    """The report of a run as one page that needs nothing else."""
    found = here.found(run or None)
    demand_sighted(here, [str(one["id"]) for one in found.data["networks"]], "the report of this run")
    place = found.path / "report.html"
    if not place.exists():
        raise NoSuchThing("this run wrote no report.", todo="Look again, or write one with `inconcert report`.")
    here.desk.read("run", [found.path.name], "read the report")
    return FileResponse(place, media_type="text/html", headers={"content-security-policy": POLICY})
