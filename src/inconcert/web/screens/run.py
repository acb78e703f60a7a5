"""From a request to the material of the run that it asks for."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from inconcert.errors import NoSuchThing
from inconcert.web.screens.material import Material

if TYPE_CHECKING:
    from fastapi import Request

    from inconcert.found import Found
    from inconcert.web.here import Here
    from inconcert.web.screens.material import Row

_MADE: WeakKeyDictionary[Found, Material] = WeakKeyDictionary()
_LOCK = Lock()


def material_of(here: Here, run: str | None) -> Material:
    """The material of a run, the same for as long as the server keeps its result.

    Raises:
        NoSuchThing: there is no such run.
    """
    found = here.found(run)
    with _LOCK:
        if found not in _MADE:
            _MADE[found] = Material(found)
        return _MADE[found]


def network_of(material: Material, name: str) -> Row:
    """A finding by its id.

    Raises:
        NoSuchThing: the run has none of that id.
    """
    if name not in material.networks:
        raise NoSuchThing(f"this run has no network '{name}'.", todo="Another run may have it: see the list of runs.")
    return material.networks[name]


def parameters(request: Request) -> dict[str, list[str]]:
    """The parameters of an address, each with all its values."""
    return {name: request.query_params.getlist(name) for name in request.query_params}
