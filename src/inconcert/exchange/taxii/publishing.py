"""Publishing a case for TAXII, and taking it back: an act of a person, in the log before anybody can fetch it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.casework.canonical import fingerprint
from inconcert.casework.columns import now
from inconcert.casework.roles import demand
from inconcert.casework.work import Work
from inconcert.errors import InputError, NotAllowed
from inconcert.exchange.base import stable, title
from inconcert.exchange.stix import bundle
from inconcert.exchange.taxii.pushing import push
from inconcert.exchange.taxii.shelf import PUSHED, Change, Collection, Shelf, collection_id

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.casework import Casebook
    from inconcert.casework.views import Actor
    from inconcert.dossier.parts import Dossier
    from inconcert.exchange.taxii.pushing import Collection as Where
    from inconcert.exchange.taxii.pushing import Pushed

    Row = dict[str, Any]


def publish(book: Casebook, actor: Actor, dossier: Dossier, folder: Path, why: str) -> Change:
    """Let a case be fetched by everybody who may read here by TAXII.

    Args:
        book: Where the act is logged.
        actor: Who publishes; an approver.
        dossier: The case, redacted.
        folder: Folder of the investigation.
        why: Why; a few words.

    Raises:
        NotAllowed: the person is no approver, or the case is marked RED.
        StoreError: the collection cannot be written.
    """
    if dossier.imprint.tlp == "RED":
        raise NotAllowed(
            "a case marked TLP:RED is for named recipients and cannot be published.",
            todo="Choose another TLP in the imprint, or hand it to somebody by `inconcert export`.",
        )
    wanted = Collection(collection_id(dossier.case.id), title(dossier), f"Case {dossier.case.number}, confirmed by two "
                        f"people. TLP:{dossier.imprint.tlp}.", dossier.imprint.tlp)  # fmt: skip
    return _put(book, actor, folder, ("taxii.published", dossier.case.id, why), wanted, bundle(dossier)["objects"])


def hand_over(dossier: Dossier, folder: Path, where: Where) -> Pushed:
    """Push a case to a collection of another server; what was pushed there before and is told no more is revoked there.

    Args:
        dossier: The case, redacted.
        folder: Folder of the investigation, in which is kept what was pushed.
        where: The collection.

    Raises:
        UsageError: no credentials are set, or the address is not encrypted.
        Refused: the server says no.
        Busy: the server cannot be reached, or does nothing now.
        Unclear: no answer came; push again, which adds nothing twice.
    """
    shelf = Shelf(folder, PUSHED)
    ident = stable("pushed", dossier.case.id, str(where))
    with shelf.alone():
        wanted = Collection(ident, title(dossier), f"Pushed to {where}", dossier.imprint.tlp)
        objects = bundle(dossier)["objects"]
        made, _ = shelf.renewed(wanted, objects, now())
        told = {str(one["id"]) for one in objects}
        done = push(where, [one for key, one in made.latest().items() if key in told or one.get("revoked")])
        shelf.keep(made)
    return done


def withdraw(book: Casebook, actor: Actor, case_id: str, folder: Path, why: str) -> Change:
    """Revoke everything that was published of a case; whoever fetched it learns so.

    Raises:
        NotAllowed: the person is no approver.
        NoSuchThing: nothing of the case was published.
    """
    known = Shelf(folder).collection(collection_id(case_id))
    return _put(book, actor, folder, ("taxii.withdrawn", case_id, why), known, [])


def _put(book: Casebook, actor: Actor, folder: Path, what: tuple[str, str, str], wanted: Collection,
         objects: list[Row]) -> Change:  # fmt: skip
    act, case_id, why = what
    demand(actor, "approver", "publish a case")
    if not why.strip():
        raise InputError("the reason for publishing is empty.", todo="Say it with --why.")
    shelf = Shelf(folder)
    with shelf.alone():
        made, change = shelf.renewed(wanted, objects, now())
        says = f"TLP:{wanted.tlp}, {change.added} objects new, {change.revoked} revoked"
        more = {"collection": wanted.id, "sha256": fingerprint(made.latest())}
        with book.working(Work(act, case_id=case_id, thing=wanted.id, why=why, says=says, more=more), actor.name,
                          actor.via):  # fmt: skip
            pass
        shelf.keep(made)
    return change
