"""Runs: what was looked for, and when."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from inconcert.web.asking import role
from inconcert.web.here import HereNow
from inconcert.web.views import view

router = APIRouter()


@router.get("/runs", dependencies=[role("viewer")])
def runs(request: Request, here: HereNow) -> Response:
    """The runs that came to an end, newest first."""
    return view(request, "runs.html", at="runs", runs=here.opened.runs)
