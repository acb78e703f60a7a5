import errno

import pytest

from inconcert.errors import DiskFull, StoreError
from inconcert.export.base import Exporter, replacing
from inconcert.plugins import registered


def write(target, failure=None):
    with replacing(target) as partial:
        partial.write_text("half")
        if failure is not None:
            raise failure


def test_what_fails_leaves_what_was_there(tmp_path):
    target = tmp_path / "out.csv"
    target.write_text("before")
    with pytest.raises(ZeroDivisionError):
        write(target, ZeroDivisionError())
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_full_disk_is_told(tmp_path):
    with pytest.raises(DiskFull):
        write(tmp_path / "out.csv", OSError(errno.ENOSPC, "No space left on device"))
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(StoreError, match=r"out\.csv"):
        write(tmp_path / "no" / "out.csv")


def test_an_exporter_has_to_write(small, tmp_path):
    with pytest.raises(NotImplementedError):
        Exporter().write(small, tmp_path / "x")


@pytest.mark.parametrize("name", sorted(registered("exporters")))
def test_every_exporter_writes_networks_of_leads_without_a_word_for_nothing(led, tmp_path, name):
    made = registered("exporters")[name]
    target = tmp_path / f"{made.stem}{made.suffix}"
    made.write(led.finding_set(), target)
    assert target.stat().st_size > 0
    if made.suffix in {".csv", ".gexf", ".graphml"}:
        text = target.read_text("utf-8")
        assert "None" not in text
        assert "nan" not in text
