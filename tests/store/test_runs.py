"""Steps of a run appear whole."""

import pytest

from inconcert.errors import DiskFull, StoreError


def test_a_step_is_there_when_its_block_ends_well(folder):
    run = folder.run("r1")
    with run.step("ties") as target:
        target.write_text("x")
        assert not run.has("ties.parquet")
    assert run.has("ties.parquet")
    assert run.has("ties")
    assert (run.path / "ties.parquet").read_text() == "x"


def test_a_step_that_fails_leaves_nothing_and_keeps_what_was_there(folder):
    run = folder.run("r1")
    with run.step("actions/same_link.parquet") as target:
        target.write_text("old")
    with pytest.raises(KeyboardInterrupt), run.step("actions/same_link.parquet") as target:
        target.write_text("half")
        raise KeyboardInterrupt
    assert [path.name for path in (run.path / "actions").iterdir()] == ["same_link.parquet"]
    assert run.file("actions/same_link").read_text() == "old"


def test_a_full_disk_is_told_as_such(folder):
    with pytest.raises(DiskFull), folder.run("r1").step("ties"):
        raise OSError(28, "No space left on device")


def test_steps_without_a_file_are_remembered(folder):
    run = folder.run("r1")
    assert not run.done("signals")
    run.finish("signals")
    assert folder.run("r1").done("signals")


@pytest.mark.parametrize("name", ["../x", "/x", "", "a//b", ".hidden", "a/../b"])
def test_names_cannot_lead_out_of_the_run(folder, name):
    with pytest.raises(StoreError):
        folder.run("r1").file(name)
