"""The door of the interface: which investigations there are, and what can be asked."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import JSONResponse, Response

from inconcert import __version__
from inconcert.web.asking import role
from inconcert.web.views import view
from inconcert.web.workbench import workbench_of

PREFIX = ""

router = APIRouter()

ABOUT = (
    "Everything that the pages show, as JSON. Sign in with a token (`Authorization: Bearer …`, made under your name), "
    "or with the cookie of the browser and the header `X-CSRF-Token` for changes. Reads of personal data go into the "
    "log, with the `why` you give. Instants are ISO 8601 in UTC; what is missing is null, never zero."
)


@router.get("/investigations", dependencies=[role("viewer")], tags=["Door"])
def investigations(request: Request) -> dict[str, Any]:
    """The investigations that are served."""
    served = workbench_of(request.app).investigations.values()
    return {"rows": [{"slug": each.slug, "name": each.name, "latest_run": each.latest} for each in served]}


@router.get("/openapi.json", dependencies=[role("viewer")], include_in_schema=False)
def openapi(request: Request) -> Response:
    """The description for machines (OpenAPI)."""
    return JSONResponse(schema(request.app))


@router.get("/docs", dependencies=[role("viewer")], include_in_schema=False)
def docs(request: Request) -> Response:
    """The description for people."""
    return view(
        request, "api.html", at="", schema=schema(request.app), about=ABOUT, groups=_groups(schema(request.app))
    )


def schema(app: Any) -> dict[str, Any]:
    """The OpenAPI description, made once."""
    if not app.openapi_schema:
        made = get_openapi(title="inconcert", version=__version__, description=ABOUT, routes=app.routes)
        schemes = made.setdefault("components", {}).setdefault("securitySchemes", {})
        schemes["token"] = {"type": "http", "scheme": "bearer"}
        made["security"] = [{"token": []}]
        app.openapi_schema = made
    found: dict[str, Any] = app.openapi_schema
    return found


def _groups(made: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in made["paths"].items():
        for method, what in methods.items():
            entry = {"path": path, "method": method.upper(), **what, "body": _body(what, made)}
            groups.setdefault((what.get("tags") or ["Other"])[0], []).append(entry)
    return groups


def _body(what: dict[str, Any], made: dict[str, Any]) -> dict[str, Any] | None:
    content = what.get("requestBody", {}).get("content", {}).get("application/json")
    if not content:
        return None
    name = str(content["schema"].get("$ref", "")).rpartition("/")[2]
    found: dict[str, Any] | None = made["components"]["schemas"].get(name)
    return found
