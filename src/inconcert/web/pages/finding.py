"""One finding: sentences, evidence, network, time, hours, narratives, what would excuse it, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from inconcert.report.html import wordless
from inconcert.returns.keeping import seen
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.screens import finding as screen
from inconcert.web.screens import graph, slices
from inconcert.web.screens.blind import called, seen_by
from inconcert.web.screens.finding import Asked
from inconcert.web.screens.run import material_of, parameters
from inconcert.web.views import view

if TYPE_CHECKING:
    from starlette.responses import Response

    from inconcert.web.here import Here

router = APIRouter()

LISTED = 50
"""Tied pairs on one page of the list."""


@router.get("/findings/{net}", dependencies=[role("viewer")])
def finding(request: Request, here: HereNow, net: str, run: str = "") -> Response:
    """The page of a finding; what its address asks for narrows everything on it."""
    material = material_of(here, run or None)
    network, asked = seen_by(here, material, net), Asked.of(parameters(request))
    here.desk.read("network", [net], "opened the finding")
    return view(
        request,
        "finding.html",
        at="findings",
        net=network,
        asked=asked,
        shown=screen.finding(material, network, asked),
        cases=_cases(here, net),
        returns=_returns(here, net, run or str(here.run)),
        reasons=len(network["signals"]),
        turned=lambda page: asked.link(here.url(f"/findings/{net}"), page=page),
        **_standing(here, material, network, run),
    )


@router.get("/findings/{net}/graph.json", dependencies=[role("viewer")])
def drawn(request: Request, here: HereNow, net: str, run: str = "") -> Response:
    """What the drawing of the network shows, as data."""
    material = material_of(here, run or None)
    network, asked = seen_by(here, material, net), Asked.of(parameters(request))
    groups = graph.opened(material, network, asked.opened)
    return JSONResponse(graph.drawing(material, network, asked.chosen, groups))


@router.get("/findings/{net}/hours", dependencies=[role("viewer")])
def hours(request: Request, here: HereNow, net: str, run: str = "") -> Response:
    """The posting-hours grid alone, for the slider."""
    material = material_of(here, run or None)
    network, asked = seen_by(here, material, net), Asked.of(parameters(request))
    acts = material.acts(network).within(asked.chosen.first, asked.chosen.last)
    return view(request, "hours.html", grid=slices.grid(acts, asked.zone), net=network)


@router.get("/findings/{net}/ties", dependencies=[role("viewer")])
def ties(request: Request, here: HereNow, net: str, run: str = "") -> Response:
    """All tied pairs of a finding, page by page."""
    material = material_of(here, run or None)
    network, asked = seen_by(here, material, net), Asked.of(parameters(request))
    here.desk.read("network", [net], "listed its ties")
    found = screen.tied(material, network, asked.chosen, asked.page * LISTED, LISTED)
    pages = max(-(-found["of"] // LISTED), 1)
    standing = _standing(here, material, network, run)
    link = here.url(f"/findings/{net}/ties")
    return view(
        request,
        "ties.html",
        at="findings",
        net=network,
        asked=asked,
        ties=found,
        pages=pages,
        turned=lambda page: asked.link(link, page=page),
        **standing,
    )


def _standing(here: Here, material: Any, network: dict[str, Any], run: str) -> dict[str, Any]:
    return {
        "run": run or here.run,
        "called": called(here, material, network["id"]),
        "blind": bool(network.get("blind")),
        "path": here.url(f"/findings/{network['id']}"),
        "wordless": wordless(network),
        "nouns": {signal["name"]: signal["noun"] for signal in network["signals"]},
        "names": {
            f"{one['platform']}:{one['account_id']}": f"@{one['handle']}" if one["handle"] else one["account_id"]
            for one in network["members"]
        },
    }


def _returns(here: Here, net: str, run: str) -> list[dict[str, Any]]:
    """Operations that it may be the return of, as far as this person may know of them."""
    return seen(here.opened.folder, run, here.desk.operations).get(net, [])


def _cases(here: Here, net: str) -> list[dict[str, Any]]:
    """Cases that this finding belongs to."""
    return [row.to_dict() for row in here.desk.cases(network_id=net)]
