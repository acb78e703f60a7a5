"""The settings of a run: checked, named, and told apart from those of another run."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from inconcert import __version__
from inconcert.errors import UsageError, nearest
from inconcert.model.horizon import horizon
from inconcert.model.sizes import LEAST, in_bytes
from inconcert.normalise import vectors
from inconcert.plugins import registered
from inconcert.profile.resemblance import checked
from inconcert.settings import DEFAULTS, DEFAULTS_NAME, FILES, Settings
from inconcert.store.folder import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable


def run_id(receipts: Iterable[dict[str, Any]], settings: Settings) -> str:
    """Id of the run: the same inputs, settings, seed and version give the same one; memory changes no result.

    An optional extra that shows in the result counts where it is installed.
    """
    asked = settings.to_dict() | {"memory": None, **checked(settings)}
    given = [__version__, [receipt["source"] for receipt in receipts], asked, *extras(settings)]
    return blake2b(json.dumps(given, sort_keys=True).encode(), digest_size=8).hexdigest()


def extras(settings: Settings) -> tuple[str, ...]:
    """The packages of optional extras that a run uses, with their versions."""
    installed = vectors.available() if "reworded" in chosen(settings) else None
    return (f"{vectors.PACKAGE} {installed}",) if installed else ()


def named(settings: Settings) -> dict[str, Any]:
    """The settings as plain data, with their name; seed, machine and horizon do not count for it."""
    apart = ("seed", "memory", "engine", "since", "until", *FILES)
    same = replace(settings, **{name: getattr(DEFAULTS, name) for name in apart}) == DEFAULTS
    return {"name": DEFAULTS_NAME if same else "custom", **settings.to_dict(), **settings.files(name_of)}


def configured(changes: dict[str, Any]) -> Settings:
    """The default settings with changes.

    Raises:
        UsageError: there is no such setting, signal or engine, or the value makes no sense.
    """
    known = [field.name for field in fields(Settings)]
    for name in changes:
        if name not in known:
            raise UsageError(f"there is no setting '{name}'.", todo=nearest(name, known))
    given: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in changes.items()}
    settings = replace(DEFAULTS, **given)
    if not 0 < settings.fdr <= 1:
        raise UsageError(f"fdr is {settings.fdr}.", todo="It is a share: more than 0, at most 1.")
    if in_bytes(settings.memory) < LEAST:
        raise UsageError(f"memory is {settings.memory}.", todo="No run fits into less than 16MB; 2GB is usual.")
    horizon(settings.since, settings.until)
    if settings.engine not in (engines := registered("engines")):
        raise UsageError(f"there is no engine '{settings.engine}'.", todo=nearest(settings.engine, engines))
    chosen(settings)
    return settings


def chosen(settings: Settings) -> dict[str, Any]:
    """The signals of a run by name: those of the settings, or all that are installed.

    Raises:
        UsageError: there is no such signal.
    """
    installed = registered("signals")
    for name in settings.signals:
        if name not in installed:
            raise UsageError(f"there is no signal '{name}'.", todo=nearest(name, installed))
    return {name: signal for name, signal in installed.items() if not settings.signals or name in settings.signals}
