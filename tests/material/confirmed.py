"""A small investigation with a case that two people confirmed, made of the dossier on which forms are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.casework import Actor, Casebook, FindingRef
from inconcert.casework.local import local_url
from inconcert.casework.pseudonyms import Pseudonyms
from inconcert.dossier.imprint import Imprint
from inconcert.dossier.specimen import RUN, specimen
from inconcert.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.dossier.parts import Dossier

IMPRINT = 'publisher = "The Example"\ncontact = "desk@example.org"\noperation = "Orvela"\ntlp = "{tlp}"\n'


def imprint(**given: Any) -> Imprint:
    """A publication of somebody who can be written to."""
    said = {"publisher": "The Example", "operation": "Orvela", "contact": "desk@example.org",
            "affected": ("Harbour News",)}  # fmt: skip
    return Imprint(**{**said, **given})


def dossier(folder: Path, **given: Any) -> Dossier:
    """A dossier as forms get it; the key of its pseudonyms is always the same."""
    key = folder / "casework.key"
    if not key.exists():
        key.write_text("5f" * 32, "ascii")
        key.chmod(0o600)
    return specimen(imprint(**given)).redacted(Pseudonyms(key))


def investigation(place: Path, *, confirmed: bool = True) -> Path:
    """An investigation with case 1 on one network; confirmed by two people, or by nobody."""
    folder = Folder.create(place, "Spring op").path
    book = Casebook.open(local_url(folder))
    finding = specimen().chapters[0].finding
    ann = book.desk(Actor("ann", frozenset({"investigator"}), "test"))
    case = ann.open_case("Orvela", "Who pushes the bridge story?", [FindingRef.of(RUN, finding)])
    if confirmed:
        decision = ann.decide(case.id, "confirmed", "Texts and rhythm agree.", finding["id"])
        asked = ann.ask_review(decision.id)
        book.desk(Actor("bo", frozenset({"reviewer"}), "test")).review(asked.id, "confirmed", "I see the same.")
    book.close()
    return folder


def golden(folder: Path) -> dict[str, bytes]:
    """What the goldens of the forms of exchange hold, by name."""
    from inconcert.exchange import forms

    made = {}
    for redaction in ("shown", "hashed"):
        told = dossier(folder, redaction=redaction)
        for form in forms():
            if form.suffix not in (".zip", ".parquet"):  # their bytes are of the library's version
                place = folder / f"{redaction}-{form.stem}{form.suffix}"
                form.write(told, place)
                made[place.name] = place.read_bytes()
    return made


if __name__ == "__main__":
    import sys
    import tempfile
    from pathlib import Path

    for name, content in golden(Path(tempfile.mkdtemp())).items():
        (Path(sys.argv[1]) / name).write_bytes(content)
