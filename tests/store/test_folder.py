"""The investigation folder."""

import duckdb
import pytest

from inconcert.errors import Locked, NotAnInvestigation, StoreError
from inconcert.model.horizon import EVERYTHING
from inconcert.model.sizes import in_bytes
from inconcert.store.folder import Folder
from inconcert.store.views import within


def test_made_and_opened_again(folder):
    again = Folder.open(folder.path)
    assert again.about["name"] == "Spring"
    assert again.sources() == []
    assert Folder.create(folder.path.parent / "second").about["name"] == "second"


@pytest.mark.parametrize("name", ['a "quoted" name', "žluť\n\\", "\x07"])
def test_any_name_is_kept(tmp_path, name):
    assert Folder.create(tmp_path / "i", name).about["name"] == name


def test_what_is_there_is_not_overwritten(folder, tmp_path):
    with pytest.raises(StoreError, match="already"):
        Folder.create(folder.path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("x")
    with pytest.raises(StoreError, match="not empty"):
        Folder.create(tmp_path / "full")
    with pytest.raises(StoreError):
        Folder.create(tmp_path / "full" / "thesis.txt" / "i")


def test_what_is_no_investigation_says_how_to_make_one(tmp_path):
    with pytest.raises(NotAnInvestigation, match="inconcert new"):
        Folder.open(tmp_path)
    (tmp_path / "investigation.toml").write_text("[")
    with pytest.raises(NotAnInvestigation, match="cannot be read"):
        Folder.open(tmp_path)
    (tmp_path / "investigation.toml").write_text("layout = 99\n")
    with pytest.raises(StoreError, match="layout 99"):
        Folder.open(tmp_path)


def test_the_lock_is_held_once_and_again_inside_itself(folder):
    other = Folder.open(folder.path)
    with folder.lock(), folder.lock(), pytest.raises(Locked), other.lock():
        pass
    with other.lock():
        pass


def test_the_lock_sweeps_what_a_killed_command_left(folder):
    (folder.workspace() / "half").write_text("x")
    with folder.lock():
        assert not (folder.path / ".partial").exists()


def test_a_receipt_that_cannot_be_read_is_told(folder):
    place = folder.path / "sources" / "aa"
    place.mkdir(parents=True)
    (place / "receipt.json").write_text("{")
    with pytest.raises(StoreError, match="add the file again"):
        folder.sources()
    with pytest.raises(StoreError, match="no source"):
        Folder.create(folder.path.parent / "other").receipt("bb")


def test_work_that_needs_more_memory_gets_the_next_limit(folder):
    asked = []

    def work(connection):
        limit = connection.execute("SELECT current_setting('memory_limit')").fetchall()[0][0]
        asked.append(in_bytes(limit))
        return connection.execute("SELECT len(list(repeat('x', 100) || range)) FROM range(300000)").fetchall()[0][0]

    assert within(folder, ("20MB", "1GB", "2GB"), EVERYTHING, work) == 300_000
    assert asked == pytest.approx([20e6, 1e9], rel=0.01)
    with pytest.raises(duckdb.OutOfMemoryException):
        within(folder, ("20MB", "21MB"), EVERYTHING, work)
