"""Receipts as a browser gets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import ring

from inconcert.errors import NoSuchThing
from inconcert.investigation import Investigation
from inconcert.web.receipts import named

if TYPE_CHECKING:
    from pathlib import Path


def test_a_receipt_names_the_file_and_not_the_folder_in_which_it_lay(tmp_path: Path) -> None:
    folder = Investigation.at(tmp_path / "inv", name="inv")
    folder.add(ring.write(tmp_path / "posts.csv"))
    (kept,) = folder.folder.sources()
    assert str(tmp_path) in kept["file"]
    assert named(folder.folder, kept["source"])["file"] == "posts.csv"
    with pytest.raises(NoSuchThing, match="no file has the source id"):
        named(folder.folder, "nothing")
