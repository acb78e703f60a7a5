"""The table of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request

from inconcert.report.control import sentence
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.screens.blind import masked, withheld
from inconcert.web.screens.listing import Narrowing, listing
from inconcert.web.screens.run import material_of, parameters
from inconcert.web.views import view

if TYPE_CHECKING:
    from starlette.responses import Response

router = APIRouter()


@router.get("/findings", dependencies=[role("viewer")])
def findings(request: Request, here: HereNow, run: str = "") -> Response:
    """Findings of a run, strongest first; before the first run, what to do."""
    if not (run or here.run):
        return view(request, "nothing_yet.html", at="findings", sources=here.opened.folder.sources())
    material = material_of(here, run or None)
    chosen = Narrowing.of(parameters(request))
    blind = withheld(here)
    networks = [masked(one) if one["id"] in blind else one for one in material.networks.values()]
    return view(
        request,
        "findings.html",
        at="findings",
        run=run or here.run,
        run_given=bool(run),
        chosen=chosen,
        table=listing(networks, chosen),
        control=sentence(material.found.control, len(networks)),
        blind=blind,
    )
