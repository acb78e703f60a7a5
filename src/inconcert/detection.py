"""The steps of a run, top to bottom. Each reads the tables above it, writes its own, and is kept when it is whole.

features → actions → ties → operators → control → findings → report
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version
from pkgutil import resolve_name
from shutil import rmtree
from time import process_time
from typing import TYPE_CHECKING, Any, TypeVar

from inconcert import __version__
from inconcert.configuring import chosen, extras, named, run_id
from inconcert.errors import BudgetError, UsageError
from inconcert.model import sql
from inconcert.model.horizon import Horizon, horizon
from inconcert.model.sizes import for_database, rising
from inconcert.plugins import registered
from inconcert.profile.resemblance import protect
from inconcert.settings import DEFAULTS
from inconcert.store.files import SPILL, sha256
from inconcert.store.views import within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from inconcert.engines.base import Engine, Progress
    from inconcert.networks.network import Network
    from inconcert.settings import Settings
    from inconcert.store.folder import Folder
    from inconcert.store.runs import RunFolder

    Planned = Callable[[str, dict[str, Any]], None]
    """Called with a signal's name and the plan of its search; see :class:`inconcert.coordination.plan.Planner`."""

T = TypeVar("T")
LIBRARIES = ("duckdb", "numba", "numpy", "pyarrow", "scipy")
"""Libraries whose version may show in the figures, and is therefore kept with the run."""

LAYOUT = 1
"""Layout of ``findings.json``; it changes when a key is renamed or dropped."""


@dataclass(frozen=True)
class Run:
    """One run of an investigation: what goes in, and the folder into which the steps write."""

    folder: Folder
    kept: RunFolder
    settings: Settings
    receipts: tuple[dict[str, Any], ...]
    tell: Progress
    planned: Planned | None = None
    """Told of every search before it begins."""

    @cached_property
    def horizon(self) -> Horizon:
        """The stretch of time that is looked at."""
        return horizon(self.settings.since, self.settings.until)

    def step(self, name: str, work: Callable[[Path], dict[str, Any]]) -> dict[str, Any]:
        """Do a step that writes the table ``name``, unless it is there; return what it said when it was done."""
        said = f"{name}.json"
        if not self.kept.has(said):
            with self.kept.step(name) as target, self.budgeted(name):
                account = work(target)
            # Written last: a step counts as done when it has said so.
            self.write(said, account)
        read: dict[str, Any] = json.loads(self.kept.file(said).read_text("utf-8"))
        return read

    @contextmanager
    def budgeted(self, name: str) -> Iterator[None]:
        """Say which step could not keep within the memory setting, instead of what the database says.

        Raises:
            BudgetError: it could not.
        """
        import duckdb

        try:
            yield
        except duckdb.OutOfMemoryException as error:
            raise BudgetError(
                f"step '{name}' needs more than {self.settings.memory}.", todo="Allow more with --memory."
            ) from error

    def reading(self, work: Callable[[Any], T]) -> T:
        """What ``work`` gives with a connection to what is looked at, where the program holds much beside it."""
        return within(self.folder, rising(self.settings.memory), self.horizon, work)

    def write(self, name: str, data: Any) -> None:
        """Write a document as JSON."""
        with self.kept.step(name) as target, target.open("w", encoding="utf-8") as file:
            # As it comes: the whole text of a large document is as large as the document.
            json.dump(data, file, ensure_ascii=False, indent=2)
            file.write("\n")


def detect(folder: Folder, settings: Settings, tell: Progress, planned: Planned | None = None) -> RunFolder:
    """Run all steps that are not done yet, and return the folder of the run.

    Args:
        folder: The investigation.
        settings: How to look.
        tell: Told the step, how much of it is done, and how much there is.
        planned: Told what each search will look at and cost, just before it begins.

    Raises:
        UsageError: nothing was added yet, or a setting cannot be used.
    """
    run, signals = replace(_opened(folder, settings, tell), planned=planned), chosen(settings)
    if not run.kept.has("manifest.json"):
        with folder.lock():
            _sweep(run.kept.path)
            _steps(run, signals)
    return run.kept


def plan(folder: Folder, settings: Settings, tell: Progress) -> dict[str, Any]:
    """What the searches of a run would cost: the steps up to the actions are done and kept, no pair is counted.

    Returns:
        ``memory`` and ``shuffles`` as set, and ``signals``: what is known of each; see
        :meth:`inconcert.coordination.plan.Planner.of`.

    Raises:
        UsageError: nothing was added yet, or a setting cannot be used.
    """
    from inconcert.coordination.plan import Planner

    run, signals, told = _opened(folder, settings, tell), chosen(settings), {}
    with folder.lock():
        _sweep(run.kept.path)
        _prepared(run, signals)
        planner = Planner(settings, run.kept.file("features"))
        for name, signal in signals.items():
            tell(f"plan: {name}", 0, 1)
            told[name] = planner.of(signal, run.kept.file(f"actions/{name}"))
            tell(f"plan: {name}", 1, 1)
    return {"memory": settings.memory, "shuffles": settings.shuffles, "signals": told}


def search(folder: Folder, settings: Settings, tell: Progress) -> RunFolder:
    """The steps of a run up to the ties of each signal: who acted together beyond chance, pair by pair.

    Raises:
        UsageError: nothing was added yet, or a setting cannot be used.
    """
    run, signals = _opened(folder, settings, tell), chosen(settings)
    with folder.lock():
        _sweep(run.kept.path)
        _prepared(run, signals)
        _searched(run, signals)
    return run.kept


def _opened(folder: Folder, settings: Settings, tell: Progress) -> Run:
    receipts = tuple(folder.named())
    if not receipts:
        raise UsageError(f"nothing has been added to {folder.path} yet.", todo="Run: inconcert add, then again.")
    return Run(folder, folder.run(run_id(receipts, settings)), settings, receipts, tell)


def _sweep(place: Path) -> None:
    """Remove what a killed run was writing; finished files do not begin like this."""
    for left in [*place.rglob(".partial-*"), *place.rglob(".features-*")]:
        if left.is_dir():
            rmtree(left)
        else:
            left.unlink()


def _steps(run: Run, signals: dict[str, Any]) -> None:
    from inconcert.coordination.run import merge
    from inconcert.networks.control import check_memory
    from inconcert.operators.run import compare

    features, actions = _prepared(run, signals)
    check_memory({name: run.kept.file(f"actions/{name}") for name in signals}, run.settings)
    parts = _searched(run, signals)
    said = {name: {**actions[name], **parts[name]} for name in signals}
    tables, seen = [run.kept.file(f"ties/{name}") for name in signals], run.kept.file("features")
    ties = run.step("ties", lambda target: {"ties": merge(tables, target)})
    faces = run.step("operators", lambda target: compare(run.folder, seen, run.settings, target))
    account = {"features": features, "signals": said, "ties": ties, "operators": faces}
    if not run.kept.has("findings.json"):
        _findings(run, signals, account)
    _report(run)
    run.write("manifest.json", _manifest(run, account))


def _searched(run: Run, signals: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What each search said when it was done; the plan of each is told before it begins."""
    from inconcert.coordination.plan import Planner

    planner = None
    said = {}
    for name, signal in signals.items():
        told = {}
        if run.planned is not None and not run.kept.has(f"ties/{name}.json"):
            planner = planner or Planner(run.settings, run.kept.file("features"))
            told = planner.of(signal, run.kept.file(f"actions/{name}"))
            run.planned(name, told)
        began = process_time()
        said[name] = run.step(f"ties/{name}", _ties(run, name))
        # The work of another engine is done by other processes, and says nothing here.
        if planner is not None and told and run.settings.engine == DEFAULTS.engine:
            planner.learn(told, process_time() - began)
    return said


def _prepared(run: Run, signals: dict[str, Any]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What features and actions said when they were done."""
    features = run.step("features", lambda target: _features(run, target))
    return features, {name: run.step(f"actions/{name}", _actions(run, signal)) for name, signal in signals.items()}


def _features(run: Run, target: Path) -> dict[str, Any]:
    from inconcert.signals.arrival import partitions
    from inconcert.signals.features import assemble

    reworded = "reworded" in chosen(run.settings)
    made = partitions(run.folder, run.folder.sources(), run.horizon, run.settings.memory, run.tell)
    limits = (run.settings.memory, run.tell, run.horizon)
    with run.folder.connect(run.settings.memory) as connection:
        return assemble(connection, made, target, *limits, reworded=reworded, ads=True)


def _actions(run: Run, signal: Any) -> Callable[[Path], dict[str, Any]]:
    from inconcert.signals.run import actions

    def work(target: Path) -> dict[str, Any]:
        engine: Engine = registered("engines")[run.settings.engine]
        tables, spill = {"features": [run.kept.file("features")]}, run.folder.path / SPILL
        with engine.open(tables, memory=run.settings.memory, spill=spill, progress=run.tell) as session:
            return actions(session, signal, target)

    return work


def _ties(run: Run, signal: str) -> Callable[[Path], dict[str, Any]]:
    def work(target: Path) -> dict[str, Any]:
        search: Callable[..., dict[str, Any]] = resolve_name(registered("engines")[run.settings.engine].ties)
        return search(
            signal,
            run.kept.file(f"actions/{signal}"),
            run.kept.file("features"),
            run.settings,
            target,
            spill=run.folder.path / SPILL,
            progress=lambda done, of: run.tell(f"ties: {signal}", done, of),
        )

    return work


def _findings(run: Run, signals: dict[str, Any], account: dict[str, Any]) -> None:
    from inconcert.networks.stepdown import judged
    from inconcert.profile.findings import findings

    ties, features = run.kept.file("ties"), run.kept.file("features")
    with run.budgeted("findings"):
        found, control = _tested(run, signals)
    run.tell("findings", 0, 1)

    def told(connection: Any) -> list[dict[str, Any]]:
        connection.read_parquet(sql.exact(run.kept.file("operators"))).create_view("operators")
        protect(connection, run.settings.brands)
        spreads = {name: float(one.get("spread", 0.0)) for name, one in account["signals"].items()}
        return findings(
            connection, ties, features, run.settings, control, run.receipts,
            networks=judged(found, control["rounds"]), spreads=spreads,
        )  # fmt: skip

    with run.budgeted("findings"):
        networks = run.reading(told)
    document = {
        "layout": LAYOUT,
        "name": str(run.folder.about["name"]),
        "version": __version__,
        "run": run.kept.path.name,
        "settings": named(run.settings),
        "receipts": list(run.receipts),
        "looked_at": account,
        "control": control,
        "networks": networks,
    }
    run.write("findings.json", document)
    run.tell("findings", 1, 1)


def _tested(run: Run, signals: dict[str, Any]) -> tuple[list[Network], dict[str, Any]]:
    """The networks, and what the shuffles gave; the events behind both are read once and let go here."""
    from inconcert.networks.grow import grown, searches, sightings
    from inconcert.networks.keeping import kept_control
    from inconcert.networks.network import find

    families = {name: signal.family for name, signal in signals.items()}
    with run.folder.connect(for_database(run.settings.memory), run.horizon) as connection:
        networks = find(connection, run.kept.file("ties"), families, run.settings)
    opened = _openers(run, networks, families) if networks else []
    # The database gives back what it took when it is closed, and not before: now there is room for the events.
    searched = searches({name: run.kept.file(f"actions/{name}") for name in signals}, run.settings)
    if networks:
        networks = grown(networks, sightings(searched), run.settings, opened)

    def progress(done: int, of: int) -> None:
        run.tell("shuffled data", done, of)

    return networks, kept_control(run.kept, run.write, networks, searched, run.settings, progress)


def _openers(run: Run, networks: list[Network], families: dict[str, str]) -> list[set[str]]:
    from inconcert.networks.openers import openers

    given = run.kept.file("ties"), networks, families, run.settings.min_objects
    return run.reading(lambda connection: openers(connection, *given))


def _report(run: Run) -> None:
    if run.kept.has("report.html"):
        return
    from inconcert.report.html import render

    document = json.loads(run.kept.file("findings.json").read_text("utf-8"))
    with run.kept.step("report.html") as target:
        target.write_text(render(document), "utf-8")


def _manifest(run: Run, account: dict[str, Any]) -> dict[str, Any]:
    tables = sorted(path for path in run.kept.path.rglob("*.parquet") if not path.name.startswith("."))
    return {
        "version": __version__,
        "run": run.kept.path.name,
        "settings": named(run.settings),
        "libraries": {name: version(name) for name in LIBRARIES} | dict(map(str.split, extras(run.settings))),
        "inputs": [{key: receipt.get(key) for key in ("source", "file", "format", "hash")} for receipt in run.receipts],
        "looked_at": account,
        "tables": {str(path.relative_to(run.kept.path)): sha256(path) for path in tables},
    }
