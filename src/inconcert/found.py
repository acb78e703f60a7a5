"""What a run found, for Python: networks that explain themselves, and every table as a DuckDB relation."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inconcert.errors import UsageError, nearest
from inconcert.model import sql
from inconcert.model.horizon import horizon
from inconcert.plugins import registered

if TYPE_CHECKING:
    import duckdb

    from inconcert.casework.views import CaseView
    from inconcert.export.base import Exporter
    from inconcert.profile.document import FindingSet
    from inconcert.store.folder import Folder
    from inconcert.store.runs import RunFolder

VIEWS = {
    "features": "features.parquet",
    "actions": "actions/*.parquet",
    "ties": "ties.parquet",
    "operators": "operators.parquet",
}
"""Tables of a run that are laid beside those of the investigation, and their files."""


@dataclass(frozen=True, repr=False)
class Network:
    """A group of accounts bound by significant ties."""

    data: dict[str, Any]
    """Everything known of it, as it stands in ``findings.json``."""

    @property
    def id(self) -> str:
        """Its id: the same members have the same id in every run."""
        return str(self.data["id"])

    @property
    def grade(self) -> str:
        """Strength of the evidence, never of danger: A, B or C."""
        return str(self.data["grade"])

    @property
    def alert(self) -> bool:
        """Whether the evidence is strong enough to call somebody's attention to it."""
        return bool(self.data["alert"])

    @property
    def members(self) -> list[str]:
        """The accounts as ``platform:account_id``, the most tied first."""
        return [f"{member['platform']}:{member['account_id']}" for member in self.data["members"]]

    @property
    def signals(self) -> list[str]:
        """Names of the signals that bind it, the one with most ties first."""
        return [str(signal["name"]) for signal in self.data["signals"]]

    @property
    def axes(self) -> dict[str, dict[str, Any]]:
        """What was measured on each axis by itself: ``coordination``, ``inauthenticity``, ``automation``, ``reach``.

        Each with its ``value`` (``None`` when it could not be measured, never zero), its unit, the interval where there
        is one, the traits behind it and a sentence; the keys are those of ``findings.json``.
        """
        return {str(name): dict(axis) for name, axis in self.data["axes"].items()}

    @property
    def declared(self) -> bool:
        """Whether its members say openly whose accounts they are; their coordination is then no secret."""
        return bool(self.data["declared"])

    @property
    def ties(self) -> list[dict[str, Any]]:
        """The strongest ties with the posts behind them, side by side."""
        return list(self.data["evidence"])

    @property
    def schedule(self) -> dict[str, Any]:
        """When it works: schedules and distances from UTC that fit, lunch, weekend, daylight; empty in older runs."""
        return dict(self.data.get("schedule", {}))

    @property
    def holidays(self) -> list[dict[str, Any]]:
        """Calendars of public holidays, those that its activity follows best first."""
        return list(self.data.get("holidays", []))

    @property
    def narratives(self) -> list[dict[str, Any]]:
        """What it says: clusters of posts with their words, times and examples, the largest first."""
        return list(self.data.get("narratives", []))

    @property
    def sides(self) -> list[dict[str, Any]]:
        """The two sides of a quarrel on which it posts, by hashtags and sites; empty when there are none."""
        return list(self.data.get("sides", []))

    @property
    def targets(self) -> list[dict[str, Any]]:
        """Whom it replies to, quotes and mentions, those it addresses more than others do first."""
        return list(self.data.get("targets", []))

    @property
    def breakout(self) -> dict[str, Any]:
        """The questions of the Breakout Scale with what the material knows of each; never a score."""
        return dict(self.data.get("breakout", {}))

    @property
    def techniques(self) -> list[dict[str, Any]]:
        """Techniques of DISARM and the Online Operations Kill Chain that the evidence supports, each with it."""
        return list(self.data.get("techniques", []))

    def why(self) -> str:
        """Plain sentences that say why these accounts stand together."""
        return "\n".join(self.data["why"])

    def __repr__(self) -> str:
        return f"<Network {self.id}: {len(self.members)} accounts, grade {self.grade}>"

    def _repr_html_(self) -> str:
        sentences = "".join(f"<li>{escape(str(sentence))}</li>" for sentence in self.data["why"])
        members = ", ".join(f"<bdi>{escape(member)}</bdi>" for member in self.members)
        return f"<b>{escape(self.id)}</b> · grade {escape(self.grade)}<ul>{sentences}</ul><p>{members}</p>"


class Found:
    """The result of one run.

    A relation (``ties``, ``actions``, ``posts``) is DuckDB's: ``.df()`` gives a pandas frame, ``.pl()`` one of Polars,
    ``.arrow()`` an Arrow reader, for those who have these libraries; ``.filter(…)``, ``.order(…)`` and ``.limit(…)``
    go on asking. Relations belong to the thread that made them.
    """

    def __init__(self, folder: Folder, run: RunFolder, *, memory: str = "2GB") -> None:
        self._folder, self._run, self._memory = folder, run, memory

    @property
    def folder(self) -> Folder:
        """The investigation."""
        return self._folder

    @property
    def path(self) -> Path:
        """Folder of the run: every table, the manifest, the report."""
        return self._run.path

    @cached_property
    def finding_set(self) -> FindingSet:
        """The findings as exporters and reports take them."""
        from inconcert.profile.document import FindingSet

        return FindingSet(json.loads(self._run.file("findings.json").read_text("utf-8")), self._run.file("ties"))

    @property
    def data(self) -> dict[str, Any]:
        """The whole of ``findings.json``."""
        return self.finding_set.document

    @cached_property
    def networks(self) -> list[Network]:
        """The networks, strongest evidence first."""
        return [Network(data) for data in self.data["networks"]]

    @property
    def returns(self) -> dict[str, list[dict[str, Any]]]:
        """What each network may be the return of; candidates for people, never a finding. See :meth:`returned`."""
        return self.returned()

    def returned(self, casebook: str | None = None) -> dict[str, list[dict[str, Any]]]:
        """What each network may be the return of, as it was last compared, of what is confirmed now.

        A case that was overturned since, or of which a network does not hold any more, is no operation and is left out.

        Args:
            casebook: Address of the casebook that is asked; that of the investigation when not given. Where there is
                none, nothing is told: nobody can say what holds.
        """
        from functools import partial

        from inconcert.returns.keeping import holding, seen

        return seen(self._folder, self.path.name, partial(holding, self._folder, casebook))

    @property
    def receipts(self) -> list[dict[str, Any]]:
        """What was read from each file."""
        return list(self.data["receipts"])

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of the run, and their name."""
        return dict(self.data["settings"])

    @property
    def control(self) -> dict[str, Any]:
        """What the same search found in shuffled data, where nobody acts together."""
        return dict(self.data["control"])

    def network(self, name: str | int = 1) -> Network:
        """One network, by its id, the beginning of its id, or its place in the list (1 is the strongest).

        Raises:
            UsageError: there is no such network, or several ids begin like this.
        """
        if str(name).isdigit() and 0 < int(name) <= len(self.networks):
            return self.networks[int(name) - 1]
        fits = [network for network in self.networks if network.id.removeprefix("net-").startswith(_bare(name))]
        if len(fits) != 1 or not _bare(name):
            how = "several networks begin with" if len(fits) > 1 else "there is no network"
            raise UsageError(f"{how} '{name}'.", todo=f"There are {len(self.networks)}; see `inconcert show`.")
        return fits[0]

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection with a view of every noun: those of the investigation, and those of the run."""
        looked_at = horizon(self.settings.get("since"), self.settings.get("until"))
        connection = self._folder.connect(self._memory, looked_at)
        for name, place in VIEWS.items():
            files = sorted(self.path.glob(place))
            if files:
                connection.read_parquet([sql.exact(file) for file in files]).create_view(name)
        return connection

    @property
    def ties(self) -> duckdb.DuckDBPyRelation:
        """All ties with their posts, as a relation with the columns of the noun ``ties``."""
        return self.connection.view("ties")

    @property
    def operators(self) -> duckdb.DuckDBPyRelation:
        """Accounts on two platforms that the same hands may run, with the columns of the noun ``operators``."""
        return self.connection.view("operators")

    @property
    def actions(self) -> duckdb.DuckDBPyRelation:
        """All actions, as a relation with the columns of the noun ``actions``."""
        return self.connection.view("actions")

    @property
    def posts(self) -> duckdb.DuckDBPyRelation:
        """All posts that were looked at, as a relation with the columns of the noun ``posts``."""
        return self.connection.view("posts")

    def site(self, name: str) -> dict[str, Any]:
        """Who linked to a site, who was first, which networks push it, and who paid for ads that lead there.

        Args:
            name: Domain or address; its registered domain is looked for.

        Raises:
            UsageError: no post and no ad of the material leads there.
        """
        from inconcert.profile.site import site

        return site(self.connection, self.data["networks"], name)

    def report(self, target: str | Path, *, casebook: str | None = None) -> Path:
        """Write the findings as one HTML page that needs nothing else, and return where it is.

        Args:
            target: File, or a folder in which it is called ``report.html``.
            casebook: As for :meth:`returned`.

        Raises:
            StoreError: it cannot be written there.
        """
        from inconcert.report.html import render
        from inconcert.returns.keeping import with_returns
        from inconcert.store.files import guarded

        place = Path(target) / "report.html" if Path(target).is_dir() else Path(target)
        with guarded(f"writing {place}"):
            place.write_text(render(with_returns(self.data, self.returned(casebook))), "utf-8")
        return place

    def export(self, name: str, target: str | Path) -> Path:
        """Write the findings in another form, such as ``gexf``; into a folder, under the usual name of that form.

        Raises:
            UsageError: there is no such form.
        """
        exporter, place = exporter_named(name), Path(target)
        if place.is_dir():
            place = place / f"{exporter.stem}{exporter.suffix}"
        exporter.write(self.finding_set, place)
        return place

    def open_case(
        self, *networks: Network | str | int, question: str, title: str = "", by: str | None = None
    ) -> CaseView:
        """Open a case on networks of this run, in the casebook of the investigation, which keeps copies of them.

        Args:
            networks: Networks, or what :meth:`network` takes; not given: the strongest.
            question: What is asked about them.
            title: Title of the case; not given: made from the networks.
            by: Who opens it; not given: the user of this machine.

        Raises:
            UsageError: there is no such network.
            InputError: the question is empty.
        """
        from inconcert.casework import Casebook, FindingRef
        from inconcert.casework.local import local_url, myself

        chosen = [one if isinstance(one, Network) else self.network(one) for one in networks or (1,)]
        frozen = [FindingRef.of(self.path.name, network.data) for network in chosen]
        book = Casebook.open(local_url(self._folder.path))
        try:
            named = title or f"{self._folder.about['name']}: {', '.join(network.id for network in chosen)}"
            return book.desk(myself("python", by)).open_case(named, question, frozen)
        finally:
            book.close()

    def __repr__(self) -> str:
        return f"<Found {len(self.networks)} networks in {len(self.receipts)} files>"

    def _repr_html_(self) -> str:
        from inconcert.report.control import sentence

        cells = "".join(_row(network) for network in self.networks)
        head = "".join(f"<th>{name}</th>" for name in ("network", "grade", "accounts", "signals", "why"))
        said = escape(sentence(self.control, len(self.networks)))
        return f"<table><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table><p>{said}</p>"


def exporter_named(name: str) -> Exporter:
    """The exporter of this name.

    Raises:
        UsageError: there is no such form.
    """
    exporters = registered("exporters")
    if name not in exporters:
        raise UsageError(f"there is no export '{name}'.", todo=nearest(name, exporters))
    found: Exporter = exporters[name]
    return found


def _bare(name: str | int) -> str:
    return str(name).removeprefix("net-")


def _row(network: Network) -> str:
    why = network.data["why"][0] if network.data["why"] else ""
    cells = (network.id, network.grade, len(network.members), ", ".join(network.signals), why)
    return "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>"
