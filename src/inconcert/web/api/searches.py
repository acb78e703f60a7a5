"""Searches that people keep, and one's own history of them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from inconcert.web.api.given import Name, Row  # noqa: TC001  # FastAPI reads the types
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types

router = APIRouter(tags=["Searches"])


class Kept(BaseModel):
    """A search that is to be kept."""

    name: Annotated[str, Field(min_length=1, max_length=300)]
    q: Annotated[str, Field(min_length=1, max_length=1000)]
    kind: Annotated[list[Literal["post", "account", "site", "note"]], Field(max_length=4)] = []
    shared: bool = False


@router.get("/searches", dependencies=[role("viewer")])
def searches(here: HereNow) -> Row:
    """One's own searches and those that others share; with them one's last searches, which nobody else sees."""
    rows = [each.to_dict() for each in here.desk.saved_searches()]
    return {"rows": rows, "history": here.desk.preferences().get("searches", [])}


@router.post("/searches", dependencies=[role("viewer")], status_code=201)
def keep(here: HereNow, kept: Kept) -> Row:
    """Keep a search under a name."""
    return here.desk.save_search(kept.name, {"q": kept.q, "kind": [*kept.kind]}, shared=kept.shared).to_dict()


@router.post("/searches/{search}/forget", dependencies=[role("viewer")])
def forget(here: HereNow, search: Name) -> Row:
    """Remove a search that was kept."""
    here.desk.forget_search(search)
    return {"id": search}
