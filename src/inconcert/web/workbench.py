"""What a server has open: investigations, the casebook, runs that are under way."""

from __future__ import annotations

import getpass
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from inconcert.errors import NoSuchThing, UsageError
from inconcert.store.folder import Folder
from inconcert.web.limiting import Limit
from inconcert.web.links import OneTimeLink
from inconcert.web.oidc import provider_maker

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.casework import Casebook
    from inconcert.found import Found
    from inconcert.web.oidc import Provider
    from inconcert.web.settings import ServerSettings

KEPT = 8
"""Results of runs that are kept in memory."""
TRIES_WINDOW = 600.0
"""Seconds for which a wrong password counts."""


@dataclass(frozen=True)
class Opened:
    """An investigation that is served."""

    slug: str
    """Its name in addresses."""
    folder: Folder

    @property
    def name(self) -> str:
        """Its name for people."""
        return str(self.folder.about.get("name") or self.slug)

    @property
    def latest(self) -> str | None:
        """Id of the latest run, ``None`` before the first."""
        place = self.folder.path / "runs" / "latest"
        return place.read_text("utf-8").strip() if place.exists() else None

    @property
    def runs(self) -> list[str]:
        """Ids of the runs that came to an end, newest first."""
        ended = (self.folder.path / "runs").glob("*/findings.json")
        newest = sorted(ended, key=lambda place: place.stat().st_mtime, reverse=True)
        return [place.parent.name for place in newest]


@dataclass
class Workbench:
    """Everything that pages share. It may be used by many threads at once."""

    settings: ServerSettings
    investigations: dict[str, Opened]
    link: OneTimeLink
    casebook_url: str
    tries: Limit
    """Wrong passwords."""
    provider: Provider | None = None
    """Who vouches for people besides passwords."""
    _casebook: Casebook | None = None
    _kept: OrderedDict[Path, Found] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def of(cls, settings: ServerSettings) -> Workbench:
        """Open the investigations of the settings.

        Raises:
            NotAnInvestigation: a folder holds none.
            UsageError: there is none, or several without a casebook that they share.
        """
        folders = [Folder.open(path) for path in settings.investigations]
        if not folders:
            raise UsageError("no investigation is named.", todo="Name the folder of one; `inconcert new` makes it.")
        if len(folders) > 1 and not settings.casebook:
            raise UsageError("several investigations need one casebook.", todo="Name it with --casebook URL.")
        url = settings.casebook or f"sqlite:///{folders[0].path.resolve() / 'casework.sqlite'}"
        tries = Limit(settings.sign_in_tries, TRIES_WINDOW)
        made = provider_maker(settings)
        back = f"{settings.public_url.rstrip('/') or f'http://{settings.host}:{settings.port}'}/sign-in/oidc/back"
        return cls(settings, _named(folders), OneTimeLink(), url, tries, made(back) if made else None)

    @property
    def local_name(self) -> str:
        """Name under which a person works who does not sign in."""
        return self.settings.name or _name_on_this_machine()

    @property
    def casebook(self) -> Casebook:
        """The casebook, opened when it is first asked for."""
        from inconcert.casework import Casebook

        with self._lock:
            if self._casebook is None:
                self._casebook = Casebook.open(self.casebook_url)
            return self._casebook

    def investigation(self, slug: str) -> Opened:
        """The investigation of that name in addresses.

        Raises:
            NoSuchThing: none is served under it.
        """
        if slug not in self.investigations:
            raise NoSuchThing(f"no investigation is called '{slug}' here.")
        return self.investigations[slug]

    def found(self, opened: Opened, run: str) -> Found:
        """What a run found; read once, since a run that came to an end never changes.

        Raises:
            NoSuchThing: there is no such run, or it did not come to an end.
        """
        from inconcert.found import Found

        path = opened.folder.path / "runs" / run
        if not re.fullmatch(r"[\w-]+", run) or not (path / "findings.json").exists():
            raise NoSuchThing(f"there is no run '{run}' that came to an end.")
        with self._lock:
            if path not in self._kept:
                self._kept[path] = Found(opened.folder, opened.folder.run(run))
            self._kept.move_to_end(path)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[path]

    def close(self) -> None:
        """Give back what is open."""
        with self._lock:
            if self._casebook is not None:
                self._casebook.close()
                self._casebook = None


def _named(folders: list[Folder]) -> dict[str, Opened]:
    found: dict[str, Opened] = {}
    for folder in folders:
        word = re.sub(r"[^\w]+", "-", str(folder.about.get("name") or folder.path.name).lower()).strip("-_") or "one"
        slug, number = word, 1
        while slug in found:
            number += 1
            slug = f"{word}-{number}"
        found[slug] = Opened(slug, folder)
    return found


def _name_on_this_machine() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"


def workbench_of(app: Any) -> Workbench:
    """The workbench behind an application."""
    found: Workbench = app.state.workbench
    return found
