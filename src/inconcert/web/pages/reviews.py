"""Blind reviews: what waits for a second person, and the proof without score, grade or first decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse

from inconcert.report.html import WORDLESS
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.screens import case as screen
from inconcert.web.views import view

if TYPE_CHECKING:
    from starlette.responses import Response

router = APIRouter()


@router.get("/reviews", dependencies=[role("reviewer")])
def reviews(request: Request, here: HereNow) -> Response:
    """Reviews that this person can give."""
    waiting = [found.to_dict() for found in here.desk.waiting()]
    return view(request, "reviews.html", at="cases", waiting=waiting)


@router.get("/reviews/{review}", dependencies=[role("reviewer")])
def one(request: Request, here: HereNow, review: str) -> Response:
    """One review: the question, the proof, and a place for the verdict."""
    found = screen.blind(here.desk.blind_case(review))
    return view(request, "review.html", at="cases", review=found, words=screen.LISTS, wordless_families=WORDLESS)


@router.post("/reviews/{review}", dependencies=[role("reviewer")])
def give(
    here: HereNow,
    review: str,
    verdict: Annotated[str, Form(max_length=60)],
    reason: Annotated[str, Form(max_length=20_000)],
) -> Response:
    """Give the verdict; then the case is open to this person."""
    made = here.desk.review(review, verdict, reason)
    return RedirectResponse(here.url(f"/cases/{made.case_id}") + "#decisions", 303)
