"""Runs through the public door at the default settings, kept in a folder so that a stopped evaluation goes on."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from inconcert import __version__
from inconcert.errors import StoreError
from inconcert.investigation import Investigation
from inconcert.store.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from inconcert.found import Found

PACKAGE = Path(__file__).parents[1]
STAMP = "stamp.json"
AFTERWARDS = {
    *("audits", "casework", "cli", "dossier", "evaluate", "exchange", "export"),
    *("publish", "report", "returns", "search", "takedown", "watch", "web"),
}
"""Rooms that do not change what a run finds."""


@dataclass(frozen=True)
class Group:
    """A network as the evaluation sees it."""

    id: str
    grade: str
    alert: bool
    members: frozenset[str]
    """``platform:account_id``"""
    signals: tuple[str, ...]
    why: str
    """The first of its sentences."""
    p: float = 1.0
    declared: bool = False
    inauthenticity: tuple[float, float] | None = None
    """Value of that axis and the low end of its interval, in nats; ``None`` when it was not measured."""


@dataclass(frozen=True)
class Outcome:
    """What one run made of its material."""

    posts: int
    accounts: int
    """Accounts that posted."""
    groups: tuple[Group, ...]
    paired: frozenset[str]
    """Accounts with a significant tie, in a network or not."""
    shuffled: tuple[int, ...]
    """Networks in each shuffle of the same material."""
    rest: tuple[int, ...] = ()
    """The same of the last round of shuffles, from which the networks that stood clear of chance were taken."""

    @property
    def placed(self) -> frozenset[str]:
        """Accounts in any network."""
        return frozenset[str]().union(*(group.members for group in self.groups))

    @property
    def alerted(self) -> frozenset[str]:
        """Accounts in a network that raises an alert."""
        return frozenset[str]().union(*(group.members for group in self.groups if group.alert))


@dataclass(frozen=True)
class Bench:
    """Where an evaluation works, and how much of it is wanted."""

    out: Path
    """Folder of the runs; what is there already and was made by the same code is used."""
    data: Path | None
    """Folder of the real data sets, ``None`` when there is none."""
    seeds: int = 5
    posts: int = 30_000
    """Size of simulated worlds."""
    tell: Callable[[str], None] = lambda _message: None

    def file(self, name: str) -> Path:
        """A file of the data folder; only for sets whose files were looked for before."""
        return (self.data or Path()) / name

    def folder(self, name: str, origin: str) -> Path:
        """Folder of a run; emptied when other code, or another ``origin``, left its run there.

        Raises:
            StoreError: something that no evaluation made has that name.
        """
        place = self.out / name
        stamp = json.dumps({"code": code(), "origin": origin})
        if place.exists():
            found = _stamp(place)
            if found is None and (place.is_file() or any(place.iterdir())):
                raise StoreError(f"'{place}' is no run of an evaluation.", todo="Give another folder with --out.")
            if found not in (None, stamp):
                _discard(place)
        place.mkdir(parents=True, exist_ok=True)
        write_whole(place / STAMP, stamp.encode())
        return place

    def run(self, folder: Path, *files: Path, **reading: Any) -> Outcome:
        """Investigate files in ``folder`` at the default settings."""
        started = perf_counter()
        found = outcome(self.found(folder, *files, **reading))
        networks, accounts = len(found.groups), len(found.placed)
        self.tell(f"  {folder.name}: {networks} networks, {accounts} accounts ({perf_counter() - started:.1f} s)")
        return found

    def found(self, folder: Path, *files: Path, changes: dict[str, Any] | None = None, **reading: Any) -> Found:
        """Everything that an investigation of files finds.

        Settings are the defaults. ``changes`` are made only where a figure is about them: the day up to which it looks.
        """
        made = Investigation.at(folder / "investigation", name=folder.name)
        made.add(*files, **reading)
        return made.detect(**(changes or {}))

    def run_as_it_is(self, name: str, file: str, **reading: Any) -> Outcome:
        """Investigate a file of the data folder."""
        return self.run(self.place(name, file, **reading), self.file(file), **reading)

    def place(self, name: str, file: str, **reading: Any) -> Path:
        """Folder of the run of a file of the data folder, read so."""
        return self.folder(name, json.dumps([contents(self.file(file)), reading], sort_keys=True))


def _discard(place: Path) -> None:
    """Remove a run; stopped half-way, it leaves nothing under the run's name that has lost its stamp."""
    aside = place.with_name(f".discarded-{place.name}")
    shutil.rmtree(aside, ignore_errors=True)
    place.rename(aside)
    shutil.rmtree(aside)


def _stamp(place: Path) -> str | None:
    return (place / STAMP).read_text("utf-8") if (place / STAMP).exists() else None


def outcome(found: Found) -> Outcome:
    """The part of a result that is scored."""
    groups = tuple(
        Group(
            network.id,
            network.grade,
            network.alert,
            frozenset(network.members),
            tuple(network.signals),
            network.data["why"][0] if network.data["why"] else "",
            float(network.data["p"]),
            bool(network.data["declared"]),
            _accused(network.data["axes"]["inauthenticity"]),
        )
        for network in found.networks
    )
    ask = found.connection.execute
    ((posts, accounts),) = ask("SELECT count(*), count(DISTINCT (platform, account_id)) FROM posts").fetchall()
    tied = ask("SELECT a, b FROM ties WHERE q <= ?", [found.settings["fdr"]]).fetchall()
    paired = frozenset(str(name) for pair in tied for name in pair)
    control = found.control
    rounds = control.get("rounds") or [control]
    shuffled, rest = (tuple(one.get("networks", ())) for one in (control, rounds[-1]))
    return Outcome(posts, accounts, groups, paired, shuffled, rest)


def _accused(axis: dict[str, Any]) -> tuple[float, float] | None:
    if axis["value"] is None:
        return None
    return float(axis["value"]), float(axis.get("low", axis["value"]))


def data_folder() -> Path | None:
    """Folder of the real data sets: ``INCONCERT_DATA``, or ``../shared/data`` beside the checkout."""
    beside = (Path.cwd().parent, PACKAGE.parents[1].parent)
    places = (
        [Path(given)] if (given := os.environ.get("INCONCERT_DATA")) else [top / "shared" / "data" for top in beside]
    )
    return next((place for place in places if place.is_dir()), None)


@cache
def code() -> str:
    """Fingerprint of the code behind a run, so that no figure is taken from a run of other code.

    What only shows or scores a finished run is left out; what an evaluation makes is told apart by its ``origin``.
    """
    return _fingerprint(AFTERWARDS)


@cache
def scoring() -> str:
    """Fingerprint of all code, so that no score is taken that other code gave."""
    return _fingerprint(set())


def _fingerprint(without: set[str]) -> str:
    files = sorted(
        path
        for path in PACKAGE.rglob("*")
        if path.suffix in {".py", ".toml", ".txt"} and path.relative_to(PACKAGE).parts[0] not in without
    )
    return digest(*(path.read_bytes() for path in files), __version__.encode())


@cache
def contents(place: Path) -> str:
    """Hash of a file of the data, or of all files in a folder of it."""
    files = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
    return digest(*(path.read_bytes() for path in files))


def digest(*parts: bytes) -> str:
    """Short hash of some bytes."""
    made = blake2b(digest_size=16)
    for part in parts:
        made.update(blake2b(part).digest())
    return made.hexdigest()
