"""Find covert influence operations: who acts together more than chance explains, and the posts that show it.

::

    import inconcert

    inv = inconcert.Investigation.create("spring-op")
    inv.add("posts.csv")
    found = inv.detect(fdr=0.01)
    print(found.networks[0].why())

The names below are loaded when they are first used, so that the import itself costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inconcert.errors import InconcertError
    from inconcert.found import Found, Network
    from inconcert.investigation import Investigation, read
    from inconcert.settings import Settings

__version__ = "0.1.0"

__all__ = ["Found", "InconcertError", "Investigation", "Network", "Settings", "__version__", "read"]

_DOORS = {
    "Found": "inconcert.found",
    "InconcertError": "inconcert.errors",
    "Investigation": "inconcert.investigation",
    "Network": "inconcert.found",
    "Settings": "inconcert.settings",
    "read": "inconcert.investigation",
}


def __getattr__(name: str) -> Any:
    if name not in _DOORS:
        raise AttributeError(f"module 'inconcert' has no attribute '{name}'")
    value = globals()[name] = getattr(import_module(_DOORS[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
