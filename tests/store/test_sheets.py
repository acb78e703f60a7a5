"""Tables for spreadsheets: whole or not at all, and nothing in them runs."""

import csv
import os
import signal
import subprocess
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.errors import StoreError
from inconcert.store.sheets import FORMULA_STARTS, safe_cell, sheet, write_rows


def _read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@given(st.text())
def test_no_text_begins_a_formula_and_none_is_lost(text):
    cell = safe_cell(text)
    plain = text.replace("\0", "").encode("utf-8", "replace").decode()
    assert cell in (plain, f"'{plain}")
    assert not cell.lstrip(" ").startswith(FORMULA_STARTS) or float(cell) is not None


def test_rows_come_back_as_they_were(tmp_path):
    rows = [{"a": 'Zeit, Geld\nund "Ruhm"', "b": 3}, {"a": '=HYPERLINK("x")', "b": -1.5}, {"a": "صحافة"}]
    assert write_rows(tmp_path / "new" / "t.csv", ("a", "b"), rows) == 3
    assert _read(tmp_path / "new" / "t.csv") == [
        ["a", "b"], ["Zeit, Geld\nund \"Ruhm\"", "3"], ["'=HYPERLINK(\"x\")", "-1.5"], ["صحافة", ""],
    ]  # fmt: skip


def test_what_fails_half_way_leaves_the_old_table(tmp_path):
    place = tmp_path / "t.csv"
    write_rows(place, ("a",), [{"a": "old"}])

    def rows():
        yield {"a": "new"}
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_rows(place, ("a",), rows())
    assert _read(place) == [["a"], ["old"]]
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


_SLOW = """
import sys, time
from pathlib import Path
from inconcert.store.sheets import sheet
with sheet(Path(sys.argv[1]), ("a",)) as put:
    for number in range(20000):
        put(["new"])
    print("halfway", flush=True)
    sys.stdin.read()
"""


def test_a_kill_leaves_the_old_table_and_the_next_command_replaces_it(tmp_path):
    place = tmp_path / "t.csv"
    write_rows(place, ("a",), [{"a": "old"}])
    run = subprocess.Popen([sys.executable, "-c", _SLOW, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with run:
        assert run.stdout.readline() == b"halfway\n"
        os.kill(run.pid, signal.SIGKILL)
    assert _read(place) == [["a"], ["old"]]
    write_rows(place, ("a",), [{"a": "newer"}])
    assert _read(place) == [["a"], ["newer"]]
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_a_pipe_is_written_to_and_stays(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    came = []
    reader = threading.Thread(target=lambda: came.append(pipe.read_text()))
    reader.start()
    write_rows(pipe, ("a",), [{"a": 1}])
    reader.join()
    assert came == ["a\n1\n"]
    assert not pipe.is_file()


def test_through_a_link_the_file_is_replaced_and_the_link_stays(tmp_path):
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    write_rows(tmp_path / "link.csv", ("a",), [])
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text() == "a\n"


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"t\.csv"):
        write_rows(tmp_path / "file" / "t.csv", ("a",), [])
    with pytest.raises(StoreError, match="folder"), sheet(_folder(tmp_path / "folder"), ("a",)):
        pass


def _folder(path):
    path.mkdir()
    return path
