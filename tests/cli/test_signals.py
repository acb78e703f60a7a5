"""``inconcert signals`` lists all of them, and says which cannot work on this machine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from inconcert.cli import run
from inconcert.plugins import registered

if TYPE_CHECKING:
    import pytest


def test_every_signal_is_listed_with_what_it_lacks(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["signals", "--json"]) == 0
    listed = {one["name"]: one for one in json.loads(capsys.readouterr().out)["signals"]}
    assert listed.keys() == registered("signals").keys()
    assert listed["same_link"]["lacks"] is None
    assert "inconcert[reworded]" in listed["reworded"]["lacks"]


def test_a_signal_without_its_extra_says_so_to_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["signals"]) == 0
    told = capsys.readouterr().out
    assert told.count("It stands back here: the extra `inconcert[reworded]` is not installed") == 1
