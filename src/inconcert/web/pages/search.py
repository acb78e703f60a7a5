"""Search: posts, accounts, sites, notes; searches that are kept, and one's own history."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from inconcert.errors import UsageError
from inconcert.web.asking import role
from inconcert.web.here import Here, HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.searching import OPERATORS, searched
from inconcert.web.views import view

router = APIRouter()

ALL = (("post", "Posts"), ("account", "Accounts"), ("site", "Sites"), ("note", "Cases and notes"))
REMEMBERED = 12


@router.get("/search", dependencies=[role("viewer")])
def search(
    request: Request,
    here: HereNow,
    q: str = "",
    kind: Annotated[list[str] | None, Query()] = None,
    page: Annotated[int, Query(ge=1, le=400)] = 1,
) -> Response:
    """The box and what it found."""
    chosen = [each for each in kind or [] if each in dict(ALL)]
    found, wrong = None, None
    notes: list[dict[str, object]] = []
    if q.strip():
        try:
            found, notes = _found(here, q, chosen, page)
        except UsageError as error:
            wrong = {"what": error.what, "todo": error.todo}
        else:
            _remember(here, q)
    return view(
        request,
        "search.html",
        at="search",
        q=q,
        kinds=ALL,
        chosen=chosen,
        page=page,
        found=found,
        notes=notes,
        wrong=wrong,
        operators=OPERATORS,
        saved=[each.to_dict() for each in here.desk.saved_searches()],
        history=here.desk.preferences().get("searches", []),
    )


def _found(here: Here, q: str, chosen: list[str], page: int) -> tuple[dict[str, object], list[dict[str, object]]]:
    wanted = [each for each in chosen if each != "note"]
    found = searched(here, q, wanted, page) if wanted or not chosen else {"rows": [], "total": 0, "more": False}
    notes = [each.to_dict() for each in here.desk.search(q)] if page == 1 and (not chosen or "note" in chosen) else []
    return found, notes


def _remember(here: Here, q: str) -> None:
    """Keep the newest searches of this person; no other sees them."""
    before = here.desk.preferences().get("searches", [])
    if before[:1] != [q]:
        here.desk.prefer(searches=[q, *(each for each in before if each != q)][:REMEMBERED])


@router.post("/search/saved", dependencies=[role("viewer")])
def save(
    here: HereNow,
    q: Annotated[str, Form()],
    name: Annotated[str, Form()],
    kind: Annotated[list[str] | None, Form()] = None,
    shared: Annotated[bool, Form()] = False,
) -> Response:
    """Keep a search under a name."""
    here.desk.save_search(name.strip(), {"q": q, "kind": kind or []}, shared=shared)
    return RedirectResponse(here.url("/search"), 303)


@router.post("/search/saved/{search}/forget", dependencies=[role("viewer")])
def forget(here: HereNow, search: str) -> Response:
    """Remove a search that was kept."""
    here.desk.forget_search(search)
    return RedirectResponse(here.url("/search"), 303)


@router.post("/search/history/forget", dependencies=[role("viewer")])
def forget_history(here: HereNow) -> Response:
    """Empty one's own history."""
    here.desk.prefer(searches=None)
    return RedirectResponse(here.url("/search"), 303)
