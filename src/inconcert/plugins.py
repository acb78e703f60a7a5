"""Hook specifications and the list of built-ins. Built-ins go through the same hooks as a stranger's plug-in.

A plug-in is a module with functions marked ``@inconcert.plugins.hook``, named in the
entry-point group ``inconcert``.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pluggy

from inconcert.errors import PluginError

if TYPE_CHECKING:
    from collections.abc import Iterable

PROJECT = "inconcert"
hookspec = pluggy.HookspecMarker(PROJECT)
hook = pluggy.HookimplMarker(PROJECT)

BUILT_INS = (
    "inconcert.ingest.formats",
    "inconcert.signals",
    "inconcert.traits",
    "inconcert.export",
    "inconcert.engines",
    "inconcert.takedown.platforms",
    "inconcert.takedown.folding",
    "inconcert.publish",
    "inconcert.exchange",
)
"""Modules that register what ships with inconcert. Named, not imported: a lower layer never imports a higher one."""


@hookspec
def signals() -> Iterable[Any]:
    """Return signals: see :class:`inconcert.signals.base.Signal`."""
    return ()


@hookspec
def traits() -> Iterable[Any]:
    """Return traits: see :class:`inconcert.traits.base.Trait`."""
    return ()


@hookspec
def formats() -> Iterable[Any]:
    """Return input formats: see :class:`inconcert.ingest.format.Format`."""
    return ()


@hookspec
def exporters() -> Iterable[Any]:
    """Return exporters: see :class:`inconcert.export.base.Exporter`."""
    return ()


@hookspec
def engines() -> Iterable[Any]:
    """Return engines: see :class:`inconcert.engines.base.Engine`."""
    return ()


@hookspec
def platforms() -> Iterable[Any]:
    """Return classes of platforms for takedowns: see :class:`inconcert.takedown.platforms.base.Platform`."""
    return ()


@hookspec
def journals() -> Iterable[Any]:
    """Return what reads journals of takedowns for a purge: see :class:`inconcert.casework.journals.Reader`."""
    return ()


@hookspec
def forms() -> Iterable[Any]:
    """Return forms in which a confirmed case is published: see :class:`inconcert.dossier.form.Form`."""
    return ()


@cache
def manager() -> pluggy.PluginManager:
    """The one plug-in manager: built-ins first, then installed entry points."""
    made = pluggy.PluginManager(PROJECT)
    made.add_hookspecs(import_module(__name__))
    for name in BUILT_INS:
        made.register(import_module(name), name)
    made.load_setuptools_entrypoints(PROJECT)
    return made


def registered(kind: str) -> dict[str, Any]:
    """What the hook ``kind`` returned, by name, in a stable order.

    Raises:
        PluginError: two plug-ins register the same name.
    """
    found: dict[str, Any] = {}
    for group in reversed(getattr(manager().hook, kind)()):
        for item in group:
            if item.name in found:
                raise PluginError(f"two plug-ins register {kind[:-1]} '{item.name}'.", todo="Rename or remove one.")
            found[item.name] = item
    return found
