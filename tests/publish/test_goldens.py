"""The documents of the specimen, sign by sign: a change is looked at before it is kept.

To keep new ones: ``INCONCERT_GOLDENS=keep pytest tests/publish/test_goldens.py``.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from inconcert.casework.pseudonyms import Pseudonyms
from inconcert.dossier import Imprint
from inconcert.dossier.form import forms
from inconcert.dossier.specimen import specimen

GOLDENS = Path(__file__).parents[1] / "goldens" / "publish"
SAID = Imprint(
    publisher="The Example", contact="desk@example.org", operation="Orvela", published=date(2026, 3, 20),
    purpose="To show what a report looks like.", policies=("inauthentic behaviour",), told=("the ferry office",),
    found_how="A reader wrote in.", effect="Few took it up.", affected=("Harbour News",), tlp="GREEN",
)  # fmt: skip
NAMES = ["report-html", "report-md", "fact-sheet-html", "notice-md", "right-of-reply-md"]


@pytest.mark.parametrize("name", NAMES)
def test_the_document_is_the_one_that_was_looked_at(name, tmp_path):
    key = Pseudonyms.beside(tmp_path)
    key.place.write_text("07" * 32)
    key.place.chmod(0o600)
    form = forms()[name]
    place = tmp_path / f"made{form.suffix}"
    form.write(specimen(SAID).redacted(key), place)
    golden = GOLDENS / f"{name}{form.suffix}"
    if os.environ.get("INCONCERT_GOLDENS") == "keep":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_bytes(place.read_bytes())
    assert place.read_text("utf-8") == golden.read_text("utf-8")
