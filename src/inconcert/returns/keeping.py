"""Fingerprints of a casebook's operations, and what the networks of a run have in common with them.

What was compared is written beside the runs, under ``returns/<run>.json``: a run never changes, and which operations
are known does. Decision 0019.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from inconcert.casework.confirming import confirming
from inconcert.errors import InputError
from inconcert.ingest.disk import write_whole
from inconcert.returns.comparing import compare
from inconcert.returns.fingerprint import Fingerprint
from inconcert.returns.making import fingerprint
from inconcert.returns.traits import imitated, members_of, traits

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from inconcert.casework import Desk
    from inconcert.casework.standing_views import FingerprintView
    from inconcert.store.folder import Folder

    Rows = dict[str, list[dict[str, Any]]]
    """Matches as plain data, by network."""

PLACE = "returns"
WHY = "compared with new networks"


def keep(desk: Desk, folder: Folder) -> list[str]:
    """Make the fingerprints that confirmed cases lack, of those whose runs are in this folder.

    One that was made of other networks than are confirmed now is made anew.

    Returns:
        What could not be made, in sentences.
    """
    left = []
    for case_id in desk.unkept():
        case, salt = desk.case(case_id, why="its fingerprint"), desk.salt()
        confirmed = confirming(case)
        networks = [one for one in case.findings if one.network_id in confirmed]
        try:
            made = fingerprint(networks, folder, salt=salt, operation=f"case {case.number}", case_id=case_id)
        except InputError as error:
            left.append(f"The fingerprint of case {case.number} could not be made: {error}")
            continue
        desk.keep_fingerprint(case_id, salt, made.to_dict(), [(one.run, one.network_id) for one in networks])
    return left


def operations(desk: Desk) -> list[Fingerprint]:
    """The fingerprints of a casebook; the reading is logged."""
    return [_operation(one) for one in desk.fingerprints(WHY)]


def _operation(one: FingerprintView) -> Fingerprint:
    return Fingerprint.from_dict(one.made, operation=f"case {one.number}", case_id=one.case_id, salt=one.salt)


def look(desk: Desk, folder: Folder, run: Path, networks: Sequence[Mapping[str, Any]]) -> Rows:
    """Compare the networks of a run with all operations, and write beside the runs what was found.

    A network whose members are mostly those of the operation, in the run in which it was found, is the operation itself
    and not its return.

    Args:
        desk: Desk at the casebook with the operations.
        folder: The investigation.
        run: Folder of the run.
        networks: Networks of ``findings.json``.

    Returns:
        The candidates of each network, the likeliest first; networks without any are left out.
    """
    from inconcert.model.horizon import horizon

    known = operations(desk)
    found: Rows = {}
    if known and networks:
        settings = json.loads((run / "findings.json").read_text("utf-8"))["settings"]
        groups = {str(one["id"]): members_of(one) for one in networks}
        with folder.connect(horizon=horizon(settings.get("since"), settings.get("until"))) as con:
            read = traits(con, run / "features.parquet", groups, imitated(networks))
        for name, network in read.items():
            others = [one for one in known if not _itself(groups[name], one)]
            if rows := [match.to_dict() for match in compare(network, others) if match.candidate]:
                found[name] = rows
    of = {case: sorted(networks) for case, networks in desk.operations().items()}
    told = {one.case_id: of.get(one.case_id, []) for one in known}
    _write(folder, run.name, {"operations": told, "networks": found})
    return found


def _itself(members: Sequence[str], one: Fingerprint) -> bool:
    """Whether most of a network's members are the operation's, and most of the operation's are in it."""
    from inconcert.casework.salted import salted

    own = {element.keys[0] for element in one.of("accounts")}
    both = len({salted(one.salt, member) for member in members} & own)
    return 2 * both > max(len(members), one.size)


def with_returns(document: dict[str, Any], rows: Rows) -> dict[str, Any]:
    """A document of findings whose networks carry what they may be the return of, as ``returns``."""
    networks = [{**one, "returns": rows.get(str(one["id"]), [])} for one in document["networks"]]
    return {**document, "networks": networks}


def _write(folder: Folder, run: str, told: dict[str, Any]) -> None:
    place = folder.path / PLACE
    place.mkdir(exist_ok=True)
    write_whole(place / f"{run}.json", json.dumps(told, ensure_ascii=False, indent=1).encode())


def holding(folder: Folder, casebook: str | None = None) -> Mapping[str, Collection[str]]:
    """Cases that hold as confirmed now, with their networks, in a casebook; nothing where there is none.

    Args:
        folder: The investigation.
        casebook: Address of the casebook; that of the investigation when not given.
    """
    from inconcert.casework import Casebook
    from inconcert.casework.local import local_url, myself

    if _nowhere(folder, casebook):
        return {}
    book = Casebook.open(casebook or local_url(folder.path))
    try:
        return book.desk(myself("returns")).operations()
    finally:
        book.close()


def unchecked(folder: Folder, run: str, casebook: str | None = None) -> bool:
    """Whether something was found to be a possible return, and no casebook is at hand that says what holds now."""
    return _nowhere(folder, casebook) and bool(seen(folder, run))


def warn(folder: Folder, run: str, casebook: str | None, tell: Callable[[str], None]) -> None:
    """Tell it where possible returns are not told."""
    if unchecked(folder, run, casebook):
        tell(UNCHECKED)


def _nowhere(folder: Folder, casebook: str | None) -> bool:
    from inconcert.casework.local import FILE

    return casebook is None and not (folder.path / FILE).exists()


UNCHECKED = "Possible returns are not told: the casebook that they were compared with is not here. Name it: --casebook."


def seen(folder: Folder, run: str, operations: Callable[[], Mapping[str, Collection[str]]] | None = None) -> Rows:
    """What :func:`look` wrote of a run; empty when nothing was compared.

    Args:
        folder: The investigation.
        run: Id of the run.
        operations: Asked, once there is something, for the only cases and networks of them of which matches are told:
            what holds as confirmed and is not withheld from whoever reads. A match with a case of which a network does
            not hold any more is left out.
    """
    place = folder.path / PLACE / f"{run}.json"
    if not place.exists():
        return {}
    told = json.loads(place.read_text("utf-8"))
    kept: Rows = told["networks"]
    if operations is None:
        return kept
    compared, holding = told["operations"], operations()
    if not isinstance(compared, dict):  # written before networks were kept with each case
        return {}
    hold = {case for case, of in compared.items() if case in holding and set(of) <= set(holding[case])}
    some = {name: [row for row in rows if row["case_id"] in hold] for name, rows in kept.items()}
    return {name: rows for name, rows in some.items() if rows}
