"""TAXII 2.1, for reading: what was published on purpose, and nothing else. Each investigation is an API root."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Request
from starlette.responses import JSONResponse, Response

from inconcert.errors import NoSuchThing
from inconcert.exchange.taxii import asking
from inconcert.exchange.taxii.asking import STIX, TAXII, Page, Question
from inconcert.exchange.taxii.shelf import Collection, Shelf
from inconcert.web.asking import role
from inconcert.web.here import Here, HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.workbench import workbench_of

ROOT, PREFIX = "/taxii2", ""

router = APIRouter()

LARGEST = 10_000_000
"""Bytes that an API root says it takes; nobody may send any."""

Row = dict[str, Any]
Ident = Annotated[str, Path(max_length=100)]
Thing = Annotated[str, Path(max_length=200)]


@router.get("/", dependencies=[role("viewer")])
def discovery(request: Request) -> Response:
    """The API roots: one for each investigation that is served."""
    bench = workbench_of(request.app)
    roots = [f"{_origin(request)}{ROOT}/{slug}/" for slug in bench.investigations]
    about = {"title": "inconcert", "description": "Confirmed cases that were published.", "api_roots": roots}
    return _said(request, {**about, "default": roots[0]} if len(roots) == 1 else about)


@router.get("/{inv}/", dependencies=[role("viewer")])
def root(request: Request, here: HereNow) -> Response:
    """One API root."""
    return _said(request, {"title": here.opened.name, "versions": [TAXII], "max_content_length": LARGEST})


@router.get("/{inv}/collections/", dependencies=[role("viewer")])
def collections(request: Request, here: HereNow) -> Response:
    """The collections: one for each case that was published."""
    found = [_about(each) for each in _shelf(here).collections()]
    return _said(request, {"collections": found} if found else {})


@router.get("/{inv}/collections/{ident}/", dependencies=[role("viewer")])
def collection(request: Request, here: HereNow, ident: Ident) -> Response:
    """One collection."""
    return _said(request, _about(_shelf(here).collection(ident)))


@router.get("/{inv}/collections/{ident}/manifest/", dependencies=[role("viewer")])
def manifest(request: Request, here: HereNow, ident: Ident) -> Response:
    """What there is in a collection, without the objects."""
    page = asking.answered(_shelf(here).collection(ident), _question(request))
    return _said(request, asking.manifest(page), page)


@router.get("/{inv}/collections/{ident}/objects/", dependencies=[role("viewer")])
def objects(request: Request, here: HereNow, ident: Ident) -> Response:
    """The objects of a collection."""
    return _told(request, here, ident, _question(request))


@router.get("/{inv}/collections/{ident}/objects/{thing}/", dependencies=[role("viewer")])
def one(request: Request, here: HereNow, ident: Ident, thing: Thing) -> Response:
    """One object."""
    return _told(request, here, ident, _question(request, (thing,)), thing)


@router.get("/{inv}/collections/{ident}/objects/{thing}/versions/", dependencies=[role("viewer")])
def versions(request: Request, here: HereNow, ident: Ident, thing: Thing) -> Response:
    """The versions of one object."""
    asked = _question(request, (thing,), ("all",))
    page = _known(asking.answered(_shelf(here).collection(ident), asked), asked, thing)
    more = {"more": page.more, **({"next": page.next} if page.next else {})}
    return _said(request, {**more, "versions": [each.version for each in page.records]}, page)


def _told(request: Request, here: Here, ident: str, asked: Question, thing: str = "") -> Response:
    """Objects, with the reading in the log before they are given out."""
    _agreed(request)
    page = asking.answered(_shelf(here).collection(ident), asked)
    if thing:
        _known(page, asked, thing)
    here.desk.read("taxii", (), f"fetched by TAXII: {len(page.records)} objects of the collection {ident}")
    return _said(request, asking.envelope(page), page)


def _known(page: Page, asked: Question, thing: str) -> Page:
    """A page, unless the one object that is asked for is not there at all."""
    if not page.records and asked.added_after is None:
        raise NoSuchThing(f"there is no object '{thing}' in that collection.")
    return page


def _shelf(here: Here) -> Shelf:
    return Shelf(here.opened.folder.path)


def _about(found: Collection) -> Row:
    return {
        "id": found.id, "title": found.title, "description": found.description, "can_read": True, "can_write": False,
        "media_types": [STIX],
    }  # fmt: skip


def _question(request: Request, ids: tuple[str, ...] = (), versions: tuple[str, ...] = ()) -> Question:
    given = request.query_params
    limit = given.get("limit", str(asking.PAGE))
    if not limit.isdecimal() or not int(limit[:9]) > 0:
        raise HTTPException(400, "limit is no whole number above zero.")
    return Question(
        ids=ids or _list(given.get("match[id]")),
        types=_list(given.get("match[type]")),
        versions=versions or _list(given.get("match[version]")) or ("last",),
        spec_versions=_list(given.get("match[spec_version]")),
        added_after=given.get("added_after"),
        limit=int(limit[:9]),
        next=given.get("next"),
    )


def _list(words: str | None) -> tuple[str, ...]:
    return tuple(word for word in (words or "").split(",") if word)


def _said(request: Request, content: Row, page: Page | None = None) -> Response:
    _agreed(request)
    return JSONResponse(content, headers=page.headers if page else None, media_type=TAXII)


def _agreed(request: Request) -> None:
    """Refuse a client that reads no TAXII 2.1."""
    accepts = request.headers.get("accept", "*/*").replace(" ", "").lower().split(",")
    known = {TAXII, "application/taxii+json", "*/*", "application/*"}
    if not any(each.split(";q=")[0] in known for each in accepts):
        raise HTTPException(406, f"This speaks {TAXII}.")


def _origin(request: Request) -> str:
    public = workbench_of(request.app).settings.public_url.rstrip("/")
    return public or f"{request.url.scheme}://{request.url.netloc}"
