"""The one way from a case to a file: gathered, redacted, checked, written; the log says that it was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.dossier import form_named, gather
from inconcert.errors import UsageError
from inconcert.publish import lint
from inconcert.publish.printing import SORTS, Printed

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.casework import Casebook
    from inconcert.casework.views import Actor
    from inconcert.dossier.form import Form
    from inconcert.dossier.imprint import Imprint
    from inconcert.dossier.parts import Dossier
    from inconcert.store.folder import Folder


def form_of(name: str, suffix: str) -> Form:
    """The form that a word (``report``, ``fact-sheet``) and the ending of a file mean.

    Raises:
        UsageError: there is no such document, or not in this kind of file.
    """
    if name not in SORTS:
        return form_named(name)
    sort = SORTS[name]
    if suffix not in sort.suffixes:
        raise UsageError(
            f"the {name} cannot be written as '{suffix or 'a file without ending'}'.",
            todo=f"Endings: {', '.join(sort.suffixes)}.",
        )
    return form_named(f"{name}-{suffix.removeprefix('.')}")


def place_of(target: Path, name: str) -> Path:
    """Where a document goes: into a folder under the name of the form, with the first ending it has."""
    return target / f"{name}{SORTS[name].suffixes[0]}" if target.is_dir() else target


def publish(
    book: Casebook, actor: Actor, case_id: str, folder: Folder | None, imprint: Imprint, form: Form, target: Path
) -> Dossier:
    """Write a confirmed case in one form; what was gathered comes back, redacted.

    Raises:
        NotAllowed: it is not confirmed by two people, or this person may not see it.
        InputError: a sentence may not stand; nothing was written.
        DiskFull: there is no room.
        StoreError: the file cannot be written.
    """
    why = f"published as {form.name}, TLP:{imprint.tlp}, handles {imprint.redaction}"
    whole = gather(book, actor, case_id, folder, imprint, why=why)
    told = whole.redacted(book.pseudonyms)
    if isinstance(form, Printed):
        form.put(form.document(told, lint.outsiders(whole)), target)
    else:
        form.write(told, target)
    return told
