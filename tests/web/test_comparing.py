"""Two runs side by side."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from inconcert.errors import NoSuchThing
from inconcert.investigation import Investigation
from inconcert.store.folder import Folder
from inconcert.web.comparing import compared, run_rows
from inconcert.web.workbench import Opened

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    Investigation.create(tmp_path / "a")
    return Opened("a", Folder.open(tmp_path / "a"))


def run(opened: Opened, name: str, at: int, networks: dict[str, str], *, alert: bool = False, **settings: Any) -> None:
    place = opened.folder.path / "runs" / name
    place.mkdir(parents=True)
    found = {
        "settings": {"name": "custom", **settings},
        "receipts": [{"source": f"s{at}"}],
        "networks": [
            {"id": one, "grade": "B", "size": len(who), "alert": alert,
             "members": [{"platform": "x", "account_id": each} for each in who]}
            for one, who in networks.items()
        ],
    }  # fmt: skip
    (place / "findings.json").write_text(json.dumps(found))
    os.utime(place / "findings.json", (at, at))


def test_networks_are_paired_by_id_then_by_members(opened: Opened) -> None:
    run(opened, "old", 1000, {"n1": "abc", "n2": "defgh", "n3": "xyz"}, fdr=0.01)
    run(opened, "new", 2000, {"n1": "abc", "n4": "efghi", "n5": "uvw"}, fdr=0.05)
    both = compared(opened, "old", "new")
    told = {(row["old"], row["new"]): row for row in both["rows"]}
    assert set(told) == {("n1", "n1"), ("n2", "n4"), (None, "n5"), ("n3", None)}
    assert told["n1", "n1"]["change"] == "the same members"
    assert (told["n2", "n4"]["joined"], told["n2", "n4"]["left"]) == (["x:i"], ["x:d"])
    assert both["settings"] == [("fdr", 0.01, 0.05)]
    assert (both["added"], both["gone"]) == (["s2000"], ["s1000"])


def test_alerts_that_the_run_before_did_not_have_are_new(opened: Opened) -> None:
    run(opened, "old", 1000, {"n1": "abc"}, alert=True)
    run(opened, "new", 2000, {"n1": "abc", "n2": "def"}, alert=True)
    newest, oldest = run_rows(opened)
    assert newest["id"] == "new"
    assert newest["new_alerts"] == ["n2"]
    assert oldest["new_alerts"] == ["n1"]


def test_a_run_that_did_not_end_cannot_be_compared(opened: Opened) -> None:
    run(opened, "old", 1000, {})
    (opened.folder.path / "runs" / "stopped").mkdir()
    with pytest.raises(NoSuchThing):
        compared(opened, "old", "stopped")
