"""Publish a confirmed case: choose document, redaction and TLP, look at it, take it away."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse, Response

from inconcert.casework.confirming import confirming
from inconcert.dossier import Imprint
from inconcert.dossier.imprint import TLPS
from inconcert.errors import InputError, NotAllowed, UsageError, nearest
from inconcert.publish.printing import PRINTERS, SORTS
from inconcert.publish.writing import form_of, publish
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.pages.report import POLICY
from inconcert.web.views import view

if TYPE_CHECKING:
    from inconcert.publish.printing import Sort
    from inconcert.web.here import Here

router = APIRouter()

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
LISTS = ("policies", "told", "affected")
"""Fields of an imprint of which each line is one."""


class Choice(BaseModel):
    """What the form says, as it was typed."""

    document: str = Field(default="report", max_length=30)
    suffix: str = Field(default=".html", max_length=10)
    tlp: str = Field(default="AMBER", max_length=20)
    handles: str = Field(default="hashed", max_length=20)
    publisher: str = Field(default="", max_length=300)
    contact: str = Field(default="", max_length=300)
    url: str = Field(default="", max_length=300)
    operation: str = Field(default="", max_length=300)
    purpose: str = Field(default="", max_length=20_000)
    policies: str = Field(default="", max_length=20_000)
    found_how: str = Field(default="", max_length=20_000)
    told: str = Field(default="", max_length=20_000)
    effect: str = Field(default="", max_length=20_000)
    affected: str = Field(default="", max_length=20_000)

    @property
    def imprint(self) -> Imprint:
        """The same as an imprint."""
        given: dict[str, Any] = self.model_dump(exclude={"document", "suffix", "handles"})
        given |= {name: [line for line in given[name].splitlines() if line.strip()] for name in LISTS}
        return Imprint().given(**given, redaction=self.handles)


Said = Annotated[Choice, Form()]


@router.get("/cases/{case}/publish", dependencies=[role("investigator")])
def page(request: Request, here: HereNow, case: str) -> Response:
    """The choices."""
    return _page(request, here, case, Choice())


@router.post("/cases/{case}/publish/preview", dependencies=[role("investigator")])
def preview(request: Request, here: HereNow, case: str, said: Said) -> Response:
    """The document as a page of its own, in which nothing runs; a letter as the text that it is."""
    suffix = ".html" if ".html" in _sort(said).suffixes else ".md"
    try:
        content, _ = _made(here, case, suffix, said)
    except InputError as error:
        return _page(request, here, case, said, fault=error)
    headers = {"content-security-policy": POLICY}
    if suffix == ".html":
        return HTMLResponse(content, headers=headers)
    return Response(content, media_type="text/plain; charset=utf-8", headers=headers)


@router.post("/cases/{case}/publish/file", dependencies=[role("investigator")])
def file(request: Request, here: HereNow, case: str, said: Said) -> Response:
    """The document as a file."""
    try:
        content, number = _made(here, case, said.suffix, said)
    except InputError as error:
        return _page(request, here, case, said, fault=error)
    name = f"case-{number}-{said.document}{said.suffix}"
    return Response(
        content,
        media_type=TYPES[said.suffix],
        headers={"content-disposition": f'attachment; filename="{name}"', "content-security-policy": POLICY},
    )


def _sort(said: Choice) -> Sort:
    if said.document not in SORTS:
        raise UsageError(f"there is no document '{said.document}'.", todo=nearest(said.document, SORTS))
    return SORTS[said.document]


def _made(here: Here, case: str, suffix: str, said: Choice) -> tuple[bytes, int]:
    """Bytes of the document, and the number of the case."""
    form = form_of(_sort(said).name, suffix)
    with TemporaryDirectory() as folder:
        target = Path(folder) / f"document{suffix}"
        told = publish(here.bench.casebook, here.actor, case, here.opened.folder, said.imprint, form, target)
        return target.read_bytes(), told.case.number


def _page(request: Request, here: Here, case: str, said: Choice, *, fault: InputError | None = None) -> Response:
    found = here.desk.case(case, why="thought of publishing it")
    if found.blind:
        raise NotAllowed(
            "you may still review this case blind, so you cannot publish it yet.", todo="Give your verdict first."
        )
    confirmed = confirming(found)
    return view(
        request,
        "publish.html",
        status=200 if fault is None else 422,
        at="cases",
        case={"id": found.id, "number": found.number, "title": found.title},
        confirmed=list(confirmed),
        left_out=[ref.network_id for ref in found.findings if ref.network_id not in confirmed],
        sorts=[{"name": sort.name, "title": sort.title, "suffixes": sort.suffixes} for sort in SORTS.values()],
        suffixes=list(PRINTERS),
        tlps=TLPS,
        said=said.model_dump(),
        fault="" if fault is None else str(fault),
    )
