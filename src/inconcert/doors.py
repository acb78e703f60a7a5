"""Names that a package gives out, each loaded when it is first asked for, so that importing the package stays quick."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def doors(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """A ``__getattr__`` for a package (PEP 562).

    Args:
        package: Its ``__name__``.
        modules: Module inside the package by the name that it gives out.
    """

    def opened(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module '{package}' has no attribute '{name}'")
        value = getattr(import_module(f"{package}.{modules[name]}"), name)
        # A function may have the name of its module, which the import has just put there.
        setattr(sys.modules[package], name, value)
        return value

    return opened
