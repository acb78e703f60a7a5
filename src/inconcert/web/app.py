"""The application: what stands in ``pages`` and ``api`` is found by itself."""

from __future__ import annotations

from contextlib import asynccontextmanager
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI
from starlette.staticfiles import StaticFiles

from inconcert import __version__
from inconcert.errors import PluginError
from inconcert.web.asking import least_role
from inconcert.web.compressing import Compressing
from inconcert.web.failing import answer_failures
from inconcert.web.security import Guard, host_name
from inconcert.web.views import STATIC
from inconcert.web.workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.types import ASGIApp

    from inconcert.web.settings import ServerSettings

INSIDE = "/i/{inv}"
"""Prefix of what belongs to an investigation. A module that does not says so with ``PREFIX = ""``."""

PUBLIC = frozenset({"/sign-in", "/sign-in/oidc", "/sign-in/oidc/back", "/enter", "/healthy"})
"""Paths that need no role: whoever asks for them cannot have signed in yet."""

BODY_LIMIT = 2_000_000
"""Most bytes of the body of a request; a route that takes uploads has its own limit."""


class Application(FastAPI):
    """An application whose every answer passes the guard, also those that its outermost layers give by themselves.

    Such are 413 for a body that is too long, and 500 for what nobody foresaw.
    """

    settings: ServerSettings

    def build_middleware_stack(self) -> ASGIApp:
        """All layers, with ours around them."""
        inner = Compressing(super().build_middleware_stack())
        return Guard(inner, hosts=hosts(self.settings), secure=self.settings.secure)


def create_app(settings: ServerSettings) -> FastAPI:
    """The workbench as an application.

    Raises:
        NotAnInvestigation: a folder of the settings holds none.
        PluginError: a route declares no role.
    """
    app = Application(
        title="inconcert",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan,
        max_body_size=BODY_LIMIT,
    )
    app.settings = settings
    app.state.workbench = Workbench.of(settings)
    for package, prefix in (("pages", ""), ("api", "/api/v1")):
        for module in _modules(package):
            _include(app, module, prefix)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    answer_failures(app)
    return app


def hosts(settings: ServerSettings) -> frozenset[str]:
    """Names under which the server may be reached."""
    public = host_name(settings.public_url.partition("://")[2].partition("/")[0])
    named = {settings.host} if settings.host not in {"", "0.0.0.0", "::"} else set()  # noqa: S104  # compared only
    return frozenset({"127.0.0.1", "localhost", "::1", *named, *([public] if public else [])})


def _modules(package: str) -> Iterator[Any]:
    room = import_module(f"inconcert.web.{package}")
    for found in sorted(iter_modules(room.__path__), key=lambda each: each.name):
        module = import_module(f"{room.__name__}.{found.name}")
        if hasattr(module, "router"):
            yield module


def _include(app: FastAPI, module: Any, prefix: str) -> None:
    router: APIRouter = module.router
    for route in router.routes:
        path = getattr(route, "path", "")
        if path not in PUBLIC and least_role(route) is None:
            raise PluginError(f"the route {path} of {module.__name__} declares no role.", todo='Add role("viewer").')
    inside = getattr(module, "PREFIX", INSIDE)
    # An interface that others have defined stands at its own place and describes itself.
    own = getattr(module, "ROOT", None)
    start = prefix if own is None else own
    app.include_router(router, prefix=start + inside, include_in_schema=bool(prefix) and own is None)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.workbench.close()
