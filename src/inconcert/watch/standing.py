"""A standing run: one round after another, each kept whole or not at all.

A round ends with one transaction that keeps its alerts and what the next round is compared with. Killed at any moment
before, the next start does the round again: files that were added are not added again, steps that were done are not
done again, and an alert of the same key is raised once. So nothing is lost and nothing is told twice.
"""

from __future__ import annotations

import fcntl
import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Protocol

from inconcert.casework.canonical import fingerprint as digest
from inconcert.errors import InputError, Locked, Unreachable
from inconcert.ingest.disk import guarded, write_whole
from inconcert.investigation import Investigation
from inconcert.returns import keeping
from inconcert.watch.changes import Line, changes
from inconcert.watch.files import Files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from inconcert.casework import Desk
    from inconcert.casework.standing_views import AlertView
    from inconcert.engines.base import Progress
    from inconcert.errors import InconcertError
    from inconcert.found import Found
    from inconcert.store.folder import Folder

LOCK, STATE = "watch.lock", "watch.json"
MOMENT = 10.0
"""Seconds for which streams are read when it looks once."""
LAST = "30d"
"""Days that a round looks at when nothing else is said."""


class Stream(Protocol):
    """A source that writes files into a folder while the watch waits."""

    folder: Path

    def read(self, seconds: float) -> int:
        """Read for so long at most; returns the events that were written."""


@dataclass(frozen=True)
class Ended:
    """What a round came to."""

    number: int
    run: str | None
    added: tuple[str, ...]
    waiting: tuple[str, ...]
    refused: tuple[str, ...]
    """Files that could not be read, with the reason."""
    networks: int
    alerts: tuple[AlertView, ...]
    """Those that are new."""
    remarks: tuple[str, ...] = ()
    new: bool = True
    """Whether it is a round of its own; when nothing has changed, the last one is told of again, with no alerts."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        alerts = [one.to_dict() for one in self.alerts]
        return {**self.__dict__, "alerts": alerts}


def name_of(folder: Folder) -> str:
    """Name of the watch of an investigation: the same wherever its folder lies."""
    told = f"{folder.about['name']}|{folder.about.get('created', '')}"
    return blake2b(told.encode(), digest_size=6).hexdigest()


@contextmanager
def alone(folder: Folder) -> Iterator[None]:
    """Hold the watch of a folder.

    Raises:
        Locked: another watch runs on it.
    """
    with guarded(f"locking {folder.path}"):
        file = (folder.path / LOCK).open("a")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Locked(f"another watch runs on {folder.path}.", todo="Stop it first, or let it go on.") from None
        yield


def running(folder: Folder) -> bool:
    """Whether a watch runs on a folder."""
    place = folder.path / LOCK
    if not place.exists():
        return False
    with place.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def told(folder: Folder) -> dict[str, Any]:
    """What the watch last said of itself: ``sources, every, last, looked_at, next_at``; empty when there was none."""
    place = folder.path / STATE
    found: dict[str, Any] = json.loads(place.read_text("utf-8")) if place.exists() else {}
    return found


@dataclass
class Watch:
    """A standing run over one investigation; hold it with :func:`alone`."""

    folder: Folder
    desk: Desk
    sources: Sequence[str]
    streams: Sequence[Stream] = ()
    last: str | None = LAST
    settings: dict[str, Any] = field(default_factory=dict)
    tell: Progress = lambda *_: None
    _files: Files = field(init=False)

    def __post_init__(self) -> None:
        self._files = Files([*self.sources, *(str(stream.folder) for stream in self.streams)])

    def look(self) -> Ended:
        """Look once: add what is new, and end a round if there is something new to look at.

        Returns:
            The round; one that is not ``new`` when nothing has changed since the last one.

        Raises:
            NotAllowed: whoever watches is no investigator.
        """
        added, waiting, refused = self._add()
        remarks = keeping.keep(self.desk, self.folder)
        before = self.desk.last_round(name_of(self.folder))
        if not self.folder.sources():
            return Ended(0, None, (), tuple(waiting), tuple(refused), 0, (), new=bool(refused))
        found = Investigation(self.folder).detect(progress=self.tell, last=self.last, **self.settings)
        known = [digest([one.case_id, one.to_dict()]) for one in keeping.operations(self.desk)]
        if before and (before.run, before.told.get("operations")) == (found.path.name, known) and not refused:
            there = (
                before.number,
                before.run,
                tuple(added),
                tuple(waiting),
                (),
                int(before.told.get("networks", 0)),
                (),
            )
            return Ended(*there, tuple(remarks), new=False)
        return self._end(found, known, before, (added, waiting, refused), remarks)

    def _add(self) -> tuple[list[str], list[str], list[str]]:
        """Add whole files that are new; one that cannot be read is left until it changes."""
        whole, waiting = self._files.arrived()
        added, refused = [], []
        for file in whole:
            try:
                receipts = Investigation(self.folder).add(file, progress=self.tell)
            except InputError as error:
                refused.append(f"{file}: {error}")
            else:
                added += [file] if any(not receipt.already for receipt in receipts) else []
            self._files.dealt_with(file)
        return added, waiting, refused

    def _end(
        self, found: Found, known: list[str], before: Any, files: tuple[list[str], list[str], list[str]],
        remarks: list[str],
    ) -> Ended:  # fmt: skip
        added, waiting, refused = files
        networks, watch = found.data["networks"], name_of(self.folder)
        returns = keeping.look(self.desk, self.folder, found.path, networks)
        salt = str(before.told["salt"]) if before else token_hex(16)
        lines = {start: Line.from_dict(kept) for start, kept in before.networks.items()} if before else {}
        seen = changes(watch, found.path.name, networks, returns, lines, salt)
        said = {
            "investigation": str(self.folder.about["name"]), "sources": list(self.sources), "salt": salt,
            "operations": known, "added": len(added), "refused": len(refused), "networks": len(networks),
        }  # fmt: skip
        fresh = self.desk.raise_alerts(
            watch, seen.alerts, run=found.path.name, told=said,
            networks={start: line.to_dict() for start, line in seen.lines.items()},
        )  # fmt: skip
        number = (before.number if before else 0) + 1
        return Ended(
            number, found.path.name, tuple(added), tuple(waiting), tuple(refused), len(networks), tuple(fresh),
            tuple(remarks),
        )  # fmt: skip

    def note(self, every: float, *, again: bool) -> None:
        """Write down that it looked, for whoever asks from outside."""
        now = datetime.now(UTC)
        following = (
            datetime.fromtimestamp(now.timestamp() + every, UTC).isoformat(timespec="seconds") if again else None
        )
        state = {
            "sources": list(self.sources), "every": every, "last": self.last,
            "looked_at": now.isoformat(timespec="seconds"), "next_at": following,
        }  # fmt: skip
        write_whole(self.folder.path / STATE, json.dumps(state).encode())

    def stand(
        self, every: float, say: Callable[[Ended], None], *, once: bool = False,
        late: Callable[[InconcertError], None] = lambda _: None,
    ) -> None:  # fmt: skip
        """Look, wait, look again; with ``once`` look once.

        Args:
            every: Seconds from one look to the next.
            say: Told what each look came to.
            once: Whether to end after the first look; streams are read for a moment before.
            late: Told why a look was put off to the next one: somebody else writes to the investigation, or the
                casebook does not answer. With ``once`` that is an error.
        """
        if once and self.streams:
            self._wait(min(every, MOMENT))
        while True:
            began = time.monotonic()
            try:
                say(self.look())
            except (Locked, Unreachable) as error:
                if once:
                    raise
                late(error)
            self.note(every, again=not once)
            if once:
                return
            self._wait(max(0.0, every - (time.monotonic() - began)))

    def _wait(self, seconds: float) -> None:
        """Wait, and read the streams while doing so."""
        until = time.monotonic() + seconds
        for stream in self.streams:
            stream.read(max(0.0, until - time.monotonic()) / len(self.streams))
        if self.streams or seconds <= 0:
            return
        time.sleep(seconds)
