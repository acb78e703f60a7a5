"""Where jobs of an investigation are started and found again."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from inconcert.errors import Locked, NoSuchThing, UsageError
from inconcert.ingest.disk import guarded, write_whole
from inconcert.web.jobs.job import ABOUT, ENDED, Job

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.store.folder import Folder


ASIDE = frozenset({"takedown", "watch"})
"""Kinds beside which others may run: they leave the material alone, or wait until nobody else writes to it."""


class Jobs:
    """The jobs of one investigation, under ``jobs/`` in its folder."""

    def __init__(self, folder: Folder) -> None:
        self._folder, self._place = folder, folder.path / "jobs"

    def all(self) -> list[Job]:
        """All jobs, newest first."""
        return [Job(place.parent) for place in sorted(self._place.glob(f"*/{ABOUT}"), reverse=True)]

    def job(self, name: str) -> Job:
        """One job.

        Raises:
            NoSuchThing: there is none of that name.
        """
        place = self._place / name
        if not re.fullmatch(r"[\w-]+", name) or not (place / ABOUT).exists():
            raise NoSuchThing(f"there is no job '{name}'.")
        return Job(place)

    def running(self) -> Job | None:
        """The job under way that writes to the investigation, if there is one."""
        return next((job for job in self.all()[:20] if job.state not in ENDED and job.kind not in ASIDE), None)

    def watch(self) -> Job | None:
        """The newest watch that was started here, whether it still runs or not."""
        return next((job for job in self.all() if job.kind == "watch"), None)

    def start(
        self, kind: str, by: str, options: dict[str, Any], environment: dict[str, str] | None = None, **more: Any
    ) -> Job:
        """Start a job in a process of its own.

        Args:
            kind: ``detect``, ``add``, ``takedown`` or ``watch``.
            by: Who wants it.
            options: What :meth:`Investigation.detect` is told; for ``takedown`` the ``plan`` and ``what`` to do.
            environment: What only the process is told, and no file: a database's address may hold a password.
            more: For ``add``: ``parts``, each with ``files`` and the ``options`` of :func:`inconcert.ingest.add.add`,
                and ``staged``, folders that are removed once all is in. For ``takedown`` see
                :mod:`inconcert.web.jobs.carrying`, for ``watch`` :mod:`inconcert.web.jobs.watching`.

        Raises:
            Locked: another job is under way.
        """
        under_way = None if kind in ASIDE else self.running()
        if under_way is not None:
            raise Locked("another job of this investigation is under way.", todo="Wait until it has ended, or stop it.")
        now = datetime.now(UTC)
        place = self._place / f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
        about = {"kind": kind, "by": by, "options": options, "folder": str(self._folder.path.resolve()), **more}
        with guarded(f"writing to {self._place}"):
            place.mkdir(parents=True)
            write_whole(place / ABOUT, json.dumps({**about, "asked_at": now.isoformat(timespec="seconds")}).encode())
        _spawn(place, environment or {})
        return Job(place)

    def again(self, job: Job, by: str) -> Job:
        """Start what was stopped once more; steps that were done are not done again.

        Raises:
            UsageError: only the page it was started from can, which asks who may.
        """
        if job.kind in ASIDE:
            place = {"takedown": "page of its plan", "watch": "page Watch"}[job.kind]
            raise UsageError(f"a {job.kind} goes on from the {place}.", todo="Open it.")
        about = {key: value for key, value in job.about.items() if key not in {"asked_at", "folder", "by"}}
        return self.start(about.pop("kind"), by, about.pop("options"), **about)


def _spawn(place: Path, environment: dict[str, str]) -> None:
    """A worker in a session of its own, so that it can be ended with all that it started."""
    with (place / "log.txt").open("ab") as log:
        worker = subprocess.Popen(  # noqa: S603  # our own interpreter and module, and a path that we made
            [sys.executable, "-m", "inconcert.web.jobs.worker", str(place.resolve())],
            stdin=subprocess.DEVNULL,
            env={**os.environ, **environment},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    # Somebody has to wait for it, or it would stay in the list of processes after its end.
    threading.Thread(target=worker.wait, daemon=True, name=f"inconcert-{place.name}").start()
