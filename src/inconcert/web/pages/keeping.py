"""Keeping something that was seen as evidence of a case: it is shown first, and the copy is made by the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse

from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.reading import plain
from inconcert.web.screens import keeping
from inconcert.web.screens.run import material_of
from inconcert.web.views import view

if TYPE_CHECKING:
    from starlette.responses import Response

    from inconcert.web.here import Here

router = APIRouter()

Short = Annotated[str, Query(max_length=2000)]


def asked_for(here: HereNow, kind: Short = "", run: Short = "", id: Short = "",  # noqa: A002  # the word of the address
              a: Short = "", b: Short = "", net: Short = "") -> keeping.Asked:  # fmt: skip
    """What an address asks to keep."""
    return keeping.Asked(kind, run or str(here.run or ""), id, a, b, net or (id if kind == "network" else ""))


AskedFor = Annotated[keeping.Asked, Depends(asked_for)]


@router.get("/keep", dependencies=[role("investigator")])
def keep_page(request: Request, here: HereNow, asked: AskedFor) -> Response:
    """What would be copied, and into which case."""
    found = keeping.copied(material_of(here, asked.run or None), asked)
    here.desk.read(asked.kind, found.subjects, "looked at it to keep it as evidence")
    return view(
        request,
        "keep.html",
        at="cases",
        asked=asked,
        copy=found,
        called=keeping.KINDS[asked.kind],
        cases=_cases(here, asked.net),
        place=keeping.place(asked.ref, found.frozen),
    )


@router.post("/keep", dependencies=[role("investigator")])
def keep(
    here: HereNow,
    asked: AskedFor,
    case: Annotated[str, Form(max_length=100)],
    comment: Annotated[str, Form(max_length=20_000)] = "",
) -> Response:
    """Copy it into the case."""
    found = keeping.copied(material_of(here, asked.run or None), asked)
    kept = here.desk.add_evidence(case, found.kind, asked.ref, plain(found.frozen), comment)
    return RedirectResponse(here.url(f"/cases/{case}") + f"#{kept.id}", 303)


def _cases(here: Here, network_id: str) -> list[dict[str, Any]]:
    """Open cases, those about the network first."""
    about = {row.id for row in here.desk.cases(state="open", network_id=network_id)} if network_id else set[str]()
    rows = sorted(here.desk.cases(state="open"), key=lambda row: row.id not in about)
    return [row.to_dict() for row in rows]
