"""``inconcert report``: the findings as one HTML page, or a confirmed case as a document."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import at_desk, case_id, working
from inconcert.cli.common import FOLDER, note, output, standard
from inconcert.cli.dossiers import said_of
from inconcert.dossier.imprint import REDACTIONS, TLPS
from inconcert.errors import UsageError

if TYPE_CHECKING:
    from inconcert.dossier.imprint import Imprint

SORTS = ("report", "fact-sheet", "notice", "right-of-reply")


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--to", "target", type=FOLDER, help="File to write; its ending says the kind.  [default: report.html]")
@click.option("--case", metavar="N", help="Publish this case, which two people have confirmed.")
@click.option("--form", type=click.Choice(SORTS), help="Which document; goes with --case.  [default: report]")
@click.option(
    "--imprint", type=FOLDER, metavar="FILE", help="What the publisher says (TOML): publisher, purpose, policies …"
)
@click.option("--handles", type=click.Choice(REDACTIONS), help="Accounts of the networks by name or under pseudonyms.")
@click.option("--tlp", type=click.Choice(TLPS), help="How far the document may be passed on.")
@working
@standard
def command(
    folder: Path,
    target: Path | None,
    case: str | None,
    form: str | None,
    imprint: Path | None,
    handles: str | None,
    tlp: str | None,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write what the latest run in FOLDER found as one HTML page; it loads nothing from elsewhere.

    With --case, write the threat report of a confirmed case (.html, .pdf, .md, .docx), its fact sheet of one page
    (.html, .pdf), a notice to those affected or a letter before publication (.md, .docx). Handles are under
    pseudonyms unless you choose otherwise; a sentence that may not stand stops it, and is named.
    """
    if case is None:
        if any((form, imprint, handles, tlp)):
            raise UsageError("--form, --imprint, --handles and --tlp go with --case.")
        _findings(folder, target or Path("report.html"), casebook, as_json=as_json, quiet=quiet)
        return
    said = said_of(imprint, handles, tlp)
    written = _published(folder, target, case, form or "report", said, casebook, name)
    output(
        written, f"Wrote {written['report']} (TLP:{said.tlp}, handles {said.redaction}).", as_json=as_json, quiet=quiet
    )


def _findings(folder: Path, target: Path, casebook: str | None, *, as_json: bool, quiet: bool) -> None:
    from inconcert.investigation import Investigation
    from inconcert.returns.keeping import warn

    found = Investigation.open(folder).found()
    warn(found.folder, found.path.name, casebook, partial(note, quiet=quiet))
    place = found.report(target, casebook=casebook)
    output({"report": str(place)}, f"Wrote {place}.", as_json=as_json, quiet=quiet)


def _published(
    folder: Path, target: Path | None, case: str, form: str, imprint: Imprint, casebook: str | None, name: str | None
) -> dict[str, object]:
    from inconcert.publish.printing import SORTS as KNOWN
    from inconcert.publish.writing import form_of, place_of, publish
    from inconcert.store.folder import Folder

    place = place_of(target or Path(f"{form}{KNOWN[form].suffixes[0]}"), form)
    with at_desk(folder, casebook, name) as desk:
        told = publish(desk.book, desk.actor, case_id(desk, case), Folder.open(folder), imprint,
                       form_of(form, place.suffix), place)  # fmt: skip
    return {
        "report": str(place),
        "form": form,
        "case": told.case.number,
        "networks": [chapter.network_id for chapter in told.chapters],
        "left_out": list(told.left_out),
        "indicators": len(told.indicators),
        "tlp": imprint.tlp,
        "handles": imprint.redaction,
    }
