"""Which case a command publishes, and what is said about the publication."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.cases.desks import case_id
from inconcert.dossier.imprint import REDACTIONS, TLPS
from inconcert.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from inconcert.casework import Desk
    from inconcert.dossier import Dossier, Form, Imprint


def telling(function: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every command that hands a confirmed case on; the function gets ``imprint, handles, tlp``."""
    function = click.option(
        "--tlp", type=click.Choice(TLPS), help="How far it may be passed on, whatever the imprint says."
    )(function)
    function = click.option(
        "--handles",
        type=click.Choice(REDACTIONS),
        help="Accounts under their own names or under keyed pseudonyms.  [default: as the imprint says, else hashed]",
    )(function)
    return click.option(
        "--imprint",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="TOML with publisher, contact, operation, tlp and what else is said about the publication.",
    )(function)


def told(desk: Desk, folder: Path, case: str, imprint: Path | None, handles: str | None, tlp: str | None) -> Dossier:
    """A confirmed case as it may leave the house; the reading is logged."""
    from inconcert.dossier import gather
    from inconcert.store.folder import Folder

    opened, said = Folder.open(folder), said_of(imprint, handles, tlp)
    return gather(desk.book, desk.actor, case_id(desk, case), opened, said).redacted(desk.book.pseudonyms)


def said_of(imprint: Path | None, handles: str | None, tlp: str | None) -> Imprint:
    """What is said about the publication: the imprint, and over it what was chosen on the command line."""
    from inconcert.dossier import Imprint

    chosen = {name: value for name, value in (("redaction", handles), ("tlp", tlp)) if value}
    return (Imprint.read(imprint) if imprint else Imprint()).given(**chosen)


def leave(desk: Desk, dossier: Dossier, forms: Sequence[Form], recipient: str | None) -> None:
    """Note in the log what leaves, before it does, and for whom.

    Raises:
        NotAllowed: what is marked RED would leave in a form of exchange, and nobody says for whom.
    """
    tlp = dossier.imprint.tlp
    strict = [form.name for form in forms if getattr(form, "exchanged", False)]
    if tlp == "RED" and strict and not (recipient or "").strip():
        raise NotAllowed(f"the case is marked TLP:RED, so {', '.join(strict)} can leave only for a named recipient.",
                         todo="Say for whom with --recipient, or choose another TLP in the imprint.")  # fmt: skip
    names = ", ".join(form.name for form in forms)
    whom = f" for {recipient.strip()}" if recipient and recipient.strip() else ""
    shown = [f"{asset.platform}:{asset.id}" for chapter in dossier.chapters for asset in chapter.assets
             if asset.role == "member"] if dossier.imprint.redaction == "shown" else []  # fmt: skip
    why = f"case {dossier.case.number} exported as {names}{whom}; TLP:{tlp}, handles {dossier.imprint.redaction}"
    desk.read("export", shown, why)
