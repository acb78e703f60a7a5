"""Specifications of the charts, and the pages that say how to read them."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from inconcert.errors import NoSuchThing
from inconcert.profile.charts import specifications
from inconcert.web.asking import role
from inconcert.web.screens.guide import guide
from inconcert.web.views import view

PREFIX = ""

router = APIRouter()


@router.get("/i/{inv}/charts/{name}.json", dependencies=[role("viewer")])
def chart(inv: str, name: str) -> Response:  # noqa: ARG001  # the address of every investigation leads to the same
    """A chart as Vega-Lite takes it; its data is the table on the page."""
    found = specifications()
    if name not in found:
        raise NoSuchThing(f"there is no chart '{name}'.")
    return JSONResponse(found[name], headers={"cache-control": "private, max-age=3600"})


@router.get("/help/{name}", dependencies=[role("viewer")])
def helped(request: Request, name: str) -> Response:
    """How to read a chart, and how it misleads."""
    found = guide(name)
    if found is None:
        raise NoSuchThing(f"there is no page about '{name}'.")
    return view(request, "guide.html", at="", guide=found)
