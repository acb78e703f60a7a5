"""Where a request is: in which investigation, and who asks."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

from fastapi import Depends, Request

from inconcert.casework.views import Actor  # noqa: TC001  # FastAPI reads the types
from inconcert.errors import NoSuchThing
from inconcert.web.asking import actor_of, may
from inconcert.web.workbench import Opened, Workbench, workbench_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from inconcert.casework import Desk
    from inconcert.casework.words import Role
    from inconcert.found import Found


@dataclass(frozen=True)
class Here:
    """The investigation that an address names, and the person who opened it."""

    bench: Workbench
    opened: Opened
    actor: Actor

    @property
    def desk(self) -> Desk:
        """Where this person works on cases."""
        return self.bench.casebook.desk(self.actor)

    @property
    def run(self) -> str | None:
        """Id of the latest run, ``None`` before the first."""
        return self.opened.latest

    @cached_property
    def withheld(self) -> frozenset[str]:
        """Ids of the networks on which this person could still give a blind verdict, as this request began."""
        return self.desk.blind_networks() if self.may("reviewer") else frozenset()

    def found(self, run: str | None = None) -> Found:
        """What a run found, else what the latest did.

        Raises:
            NoSuchThing: there was no run yet, or none of that id.
        """
        name = run or self.run
        if name is None:
            raise NoSuchThing("nothing has been looked for in this investigation yet.", todo="Start a run.")
        return self.bench.found(self.opened, name)

    @contextmanager
    def cursor(self, run: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A DuckDB cursor over the posts and tables of a run, for this request only."""
        with self.found(run).connection.cursor() as cursor:
            yield cursor

    def may(self, least: Role) -> bool:
        """Whether this person has a role, or one above it."""
        return may(self.actor, least)

    def url(self, path: str = "") -> str:
        """Address of a page of this investigation, such as ``url("/findings")``."""
        return f"/i/{quote(self.opened.slug)}{path}"


def here(request: Request, inv: str) -> Here:
    """Where a request is; for routes under ``/i/{inv}``."""
    bench = workbench_of(request.app)
    found = Here(bench, bench.investigation(inv), actor_of(request))
    request.state.here = found
    return found


HereNow = Annotated[Here, Depends(here)]
"""Type of the argument by which a route learns where it is: ``def page(request: Request, here: HereNow)``."""
