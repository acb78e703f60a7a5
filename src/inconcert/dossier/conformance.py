"""What every form must keep to. Anyone who writes one can call :func:`check_form` in their own tests."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from inconcert.casework.pseudonyms import Pseudonyms
from inconcert.dossier.imprint import Imprint
from inconcert.dossier.specimen import BYSTANDER, HELD, HOUSE, MEMBER, SITE, STAFF, specimen
from inconcert.export.conformance import demand, in_failure, in_file_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from inconcert.dossier.form import Form
    from inconcert.dossier.parts import Dossier

_NAME = re.compile(r"[a-z][a-z0-9-]*")
WARNING = "does not make an account part of"
"""Words of the warning that every form prints: who only shared or answered is not part of the operation."""
_LIVE = re.compile(rf"https?://(?:www\.)?{re.escape(SITE)}")


def check_form(form: Form, folder: Path) -> None:
    """Check a form on a small dossier with odd texts, writing to the empty ``folder``.

    What is looked for as text is looked for in the file, in the parts of a file that is a ZIP archive, and in the text
    of a PDF where the library `pypdf` is installed.

    Raises:
        PluginError: the form breaks the contract; the message lists everything that was found.
    """
    demand(f"the form '{form.name}'", faults(form, folder))


def faults(form: Form, folder: Path) -> Iterator[str]:
    """Everything in which a form breaks the contract, in words; nothing when it keeps to it."""
    words = list(_in_words(form))
    yield from words
    if words:
        return
    names = Pseudonyms.beside(folder)
    for redaction in ("hashed", "shown"):
        given = Imprint(publisher="The Example", operation="Orvela", contact="desk@example.org", redaction=redaction)
        yield from _in_writing(form, specimen(given).redacted(names), folder / "ملف out", redaction)
    yield from in_failure(partial(form.write, specimen().redacted(names)), folder, form.suffix)


def _in_words(form: Form) -> Iterator[str]:
    if not _NAME.fullmatch(form.name):
        yield "its name must be words in small letters with hyphens between them"
    yield from in_file_names(form.title, form.suffix, form.stem)


def _in_writing(form: Form, dossier: Dossier, folder: Path, redaction: str) -> Iterator[str]:
    """Write twice over; the second must replace the first with the same bytes."""
    folder.mkdir(exist_ok=True)
    target = folder / f"{form.stem}{form.suffix}"
    form.write(dossier, target)
    if not target.is_file():
        yield "it wrote no file"
        return
    first = target.read_bytes()
    target.write_bytes(b"what was there before, and longer than what is to come" * 9999)
    form.write(replace(dossier), target)
    if target.read_bytes() != first:
        yield "it gives other bytes for the same dossier, or does not replace what was there"
    if list(folder.iterdir()) != [target]:
        yield "it leaves more than its file behind"
    yield from _in_text(form, text_of(first), redaction)
    target.unlink()


def _in_text(form: Form, text: str, redaction: str) -> Iterator[str]:
    for name, who in (
        (HELD, "an account that is held back"),
        (BYSTANDER, "an account outside the network"),
        (STAFF, "somebody of the staff"),
        (HOUSE, "a folder of the house"),
        ("not_confirmed_77", "a network that is not confirmed"),
    ):
        if name in text:
            yield f"it names {who} ({name})"
    if redaction == "hashed" and MEMBER in text:
        yield "it shows a handle that is to be hashed"
    if " ".join(WARNING.split()) not in " ".join(text.split()):
        yield f"it lacks the warning about those who only shared or answered («… {WARNING} …»)"
    if not form.live and _LIVE.search(text):
        yield "it holds an address that can be clicked, and does not say why in `live`"


def text_of(content: bytes) -> str:
    """What can be read in a file: its text, that of the parts of an archive, or of the pages of a PDF."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(_bare(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        return _pages(content)
    return content.decode("utf-8", "replace")


def _bare(part: bytes) -> str:
    # Word processors cut a sentence into runs: without their marks it can be read as one.
    return re.sub(r"<[^>]+>", "", part.decode("utf-8", "replace"))


def _pages(content: bytes) -> str:
    try:
        from pypdf import PdfReader
    except ImportError:
        return WARNING
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
