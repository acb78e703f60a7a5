"""The story, top to bottom: open a folder, add material, look for coordination, read what was found."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any
from weakref import finalize

from inconcert.errors import NotAnInvestigation, UsageError
from inconcert.found import Found

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from inconcert.casework import Casebook
    from inconcert.detection import Planned
    from inconcert.dossier import Imprint
    from inconcert.engines.base import Progress
    from inconcert.ingest.add import Receipts
    from inconcert.search import Hits
    from inconcert.settings import Settings
    from inconcert.store.folder import Folder
    from inconcert.store.runs import RunFolder

PUBLISHED = ("findings.json", "ties.parquet", "report.html")
"""What ``inconcert investigate --out`` lays at the top of its folder."""


class Investigation:
    """A folder that holds one body of material and everything found in it."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder

    @classmethod
    def create(cls, path: str | Path, name: str = "") -> Investigation:
        """Make a new investigation at ``path``.

        Raises:
            StoreError: something is there already, or the place cannot be written.
        """
        from inconcert.store.folder import Folder

        return cls(Folder.create(path, name))

    @classmethod
    def open(cls, path: str | Path) -> Investigation:
        """Open the investigation at ``path``, or the one that ``inconcert investigate --out path`` left in it.

        Raises:
            NotAnInvestigation: there is none.
        """
        from inconcert.store.folder import Folder

        return cls(Folder.open(path))

    @classmethod
    def at(cls, path: str | Path, name: str = "") -> Investigation:
        """Open the investigation at ``path``, and make it when there is none."""
        try:
            return cls.open(path)
        except NotAnInvestigation:
            return cls.create(path, name)

    def add(
        self,
        *files: str | Path,
        progress: Progress | None = None,
        brand_pages: Sequence[str | Path] = (),
        **reading: Any,
    ) -> Receipts:
        """Add files, folders or globs; what was added before is not added again.

        Posts and ads are read as ``reading`` says; saved pages and records of sites (HTML, WARC, HAR, WHOIS, RDAP, DNS,
        certificates, tables of these) become the noun ``sites``.

        Args:
            files: Paths; ``-`` is standard input.
            progress: Told how far it is.
            brand_pages: Saved pages of sites that are protected (files, folders, archives): pages of the sites that
                networks push are compared with them.
            reading: ``format``, ``mapping``, ``time_format``, ``timezone``, ``platform``, ``recipe``.

        Returns:
            One receipt a file: what was kept, what was skipped and why.

        Raises:
            InputError: a file cannot be used as it is; the message says what to do.
        """
        from inconcert.ingest.add import Receipts, add

        receipts, left, rest = Receipts(), list[str](), [str(file) for file in files]
        # Who says how a file is to be read says that it holds posts or ads.
        if not {"format", "mapping", "recipe"} & {name for name, value in reading.items() if value}:
            from inconcert.sites.adding import add_sites, parted

            sites, rest, left = parted(files)
            receipts += [add_sites(self.folder, word, found, progress) for word, found in sites]
        if brand_pages:
            from inconcert.sites.adding import add_brand_pages

            receipts += add_brand_pages(self.folder, brand_pages, progress)
        if rest or not receipts:
            added = add(self.folder, rest, progress=progress, **reading)
            receipts += added
            left += added.left_out
        receipts.left_out = tuple(left)
        return receipts

    def detect(
        self,
        *,
        progress: Progress | None = None,
        planned: Planned | None = None,
        last: str | None = None,
        **changes: Any,
    ) -> Found:
        """Look for coordination. Steps that were done before are not done again.

        Args:
            progress: Told the step, how much of it is done, and how much there is.
            planned: Told the name of each signal and what its search will look at and cost, just before it begins; see
                :meth:`inconcert.coordination.plan.Planner.of`.
            last: Look only at so many UTC days, such as ``30d``: those that end with the day of the newest post, or
                with ``until``. It takes the place of ``since``.
            changes: Changes to the default settings, such as ``fdr=0.05`` (see :class:`inconcert.settings.Settings`).

        Raises:
            UsageError: nothing was added yet, or a setting cannot be used.
        """
        from inconcert import detection

        settings = self._configured(last, changes)
        run = detection.detect(self.folder, settings, progress or _silent, planned)
        _remember(self.folder, run)
        return Found(self.folder, run, memory=settings.memory)

    def plan(self, *, progress: Progress | None = None, last: str | None = None, **changes: Any) -> dict[str, Any]:
        """What :meth:`detect` would look at and cost, signal by signal; no pair is counted.

        Args:
            progress: Told the step, how much of it is done, and how much there is.
            last: Look only at so many UTC days, as for :meth:`detect`.
            changes: Changes to the default settings, as for :meth:`detect`.

        Returns:
            ``memory``, ``shuffles`` and ``signals``; see :func:`inconcert.coordination.plan.plan`.

        Raises:
            UsageError: nothing was added yet, or a setting cannot be used.
        """
        from inconcert import detection

        return detection.plan(self.folder, self._configured(last, changes), progress or _silent)

    def remove(self, *sources: str) -> list[str]:
        """Take added files out again; what is left is as if they had never been added.

        Of a post that came in several files, the first one that is left counts now. Runs made before stay as they are.

        Args:
            sources: Ids of sources (or the beginning of one), or files by the name under which they were added.

        Returns:
            The ids of the sources that are gone.

        Raises:
            UsageError: a word names no source, or several.
        """
        from inconcert.store.removal import named, remove

        gone = list(dict.fromkeys(named(self.folder, word) for word in sources))
        remove(self.folder, gone)
        return gone

    def _configured(self, last: str | None, changes: dict[str, Any]) -> Settings:
        from inconcert.configuring import configured

        return configured(changes if last is None else {**changes, "since": self._since(last, **changes)})

    def _since(self, last: str, since: str | None = None, until: str | None = None, **_: Any) -> str:
        """The day with which the last days begin."""
        from inconcert.model.horizon import last_days

        if since is not None:
            raise UsageError("since and last are both given.", todo="Give one of them.")
        newest = max((str(receipt["last_at"]) for receipt in self.receipts if receipt["last_at"]), default=None)
        return last_days(last, newest, until)

    def found(self) -> Found:
        """What the latest run found.

        Raises:
            UsageError: there was no run yet.
        """
        latest = self.folder.path / "runs" / "latest"
        if not latest.exists():
            raise UsageError(f"nothing has been looked for in {self.folder.path} yet.", todo="Run: inconcert detect.")
        return Found(self.folder, self.folder.run(latest.read_text("utf-8").strip()))

    def casebook(self) -> Casebook:
        """The casebook in this folder: cases, decisions, reviews, the audit log. It is made when there is none.

        Work on it through a desk, and close it at the end::

            book = inv.casebook()
            desk = book.desk(Actor("ada", frozenset({"reviewer"}), "python"))

        Raises:
            StoreError: it cannot be opened, or was written by a newer inconcert.
        """
        from inconcert.casework import Casebook
        from inconcert.casework.local import local_url

        return Casebook.open(local_url(self.folder.path))

    def publication(
        self, case: int | str, target: str | Path, *, form: str = "report", imprint: Imprint | None = None,
        by: str | None = None,
    ) -> Path:  # fmt: skip
        """Write a document about a confirmed case, and return where it is; the log says that it was read for it.

        Args:
            case: Number or id of the case, in the casebook of this folder.
            target: File, whose ending says the kind, or a folder.
            form: ``report``, ``fact-sheet``, ``notice`` or ``right-of-reply``.
            imprint: What the publisher says: TLP, redaction, purpose and so on.
            by: Who publishes; not given: the user of this machine.

        Raises:
            NotAllowed: no network of the case is confirmed by two people.
            InputError: a sentence may not stand; the message says which.
            UsageError: there is no such document or kind of file.
        """
        from inconcert.casework.local import myself
        from inconcert.dossier import Imprint
        from inconcert.publish.writing import form_of, place_of, publish

        place, book = place_of(Path(target), form), self.casebook()
        try:
            desk = book.desk(myself("python", by))
            chosen = next((row.id for row in desk.cases() if case in (row.number, row.id)), str(case))
            publish(book, desk.actor, chosen, self.folder, imprint or Imprint(), form_of(form, place.suffix), place)
        finally:
            book.close()
        return place

    def search(
        self, query: str, *, kinds: Sequence[str] = (), limit: int = 20, offset: int = 0,
        progress: Progress | None = None,
    ) -> Hits:  # fmt: skip
        """Posts, accounts and sites by what they say; the index is made, or brought up to date, first.

        Args:
            query: Words, phrases and filters; see :mod:`inconcert.search.query`.
            kinds: ``post``, ``account``, ``site``; all when not given.
            limit: Rows, at most.
            offset: Rows left out before.
            progress: Told how far the index is.

        Raises:
            UsageError: the query cannot be understood.
        """
        from inconcert.search import KINDS, index

        return index(self.folder, progress).query(query, kinds=kinds or KINDS, limit=limit, offset=offset)

    @property
    def posts(self) -> duckdb.DuckDBPyRelation:
        """All posts, each once, as a DuckDB relation."""
        return self.folder.connect().view("posts")

    @property
    def receipts(self) -> list[dict[str, Any]]:
        """What was read from each file, in the order in which they were added."""
        return self.folder.sources()

    def __repr__(self) -> str:
        return f"<Investigation {self.folder.path} of {len(self.receipts)} files>"


def _silent(_step: str, _done: int, _of: int) -> None:
    """Progress that nobody asked for."""


def _remember(folder: Folder, run: RunFolder) -> None:
    from inconcert.store.files import write_whole

    write_whole(folder.path / "runs" / "latest", f"{run.path.name}\n".encode())


def publish(found: Found, target: Path) -> list[Path]:
    """Copy the findings, the ties and the report of a run to a folder of the user's choice.

    Raises:
        StoreError: the folder cannot be written.
    """
    from inconcert.store.files import guarded

    with guarded(f"writing to {target}"):
        target.mkdir(parents=True, exist_ok=True)
        for name in PUBLISHED:
            aside = target / f".partial-{name}"
            shutil.copyfile(found.path / name, aside)
            aside.replace(target / name)
    return [target / name for name in PUBLISHED]


def read(*files: str | Path, into: str | Path | None = None, **reading: Any) -> Investigation:
    """An investigation of files in one call, in the folder ``into``, else in one that is gone when Python ends.

    Raises:
        InputError: a file cannot be used as it is.
    """
    if into is not None:
        made = Investigation.at(into)
    else:
        temporary = mkdtemp(prefix="inconcert-")
        made = Investigation.create(f"{temporary}/read")
        # Investigations and findings hold the folder object: the files go when the last of them is gone.
        finalize(made.folder, shutil.rmtree, temporary, ignore_errors=True)
    made.add(*files, **reading)
    return made
