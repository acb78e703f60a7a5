"""A kill at any moment, then the same command again: the same tables, byte for byte."""

import json
import random
import signal
import subprocess
import sys
import time

import pytest

from inconcert.errors import Cancelled, Locked
from inconcert.ingest.add import add
from inconcert.store.folder import Folder

COMMAND = """
import sys
from inconcert.ingest.add import add
from inconcert.store import Folder
add(Folder.open(sys.argv[1]), sys.argv[2:])
"""
KILLS = 10


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    place = tmp_path_factory.mktemp("files")
    rng = random.Random(5)
    rows = [
        (10**17 + n * 7, f"u{rng.randrange(99)}", 1_577_872_800 + n * 60, f"hello {rng.random()}")
        for n in range(15_000)
    ]
    table, lines = place / "a.csv", place / "b.ndjson"
    table.write_text("id,user,created_at,text\n" + "".join(f"{a},{b},{c},{d}\n" for a, b, c, d in rows) + "x,y,,z\n")
    named = ("id", "user", "created_at", "text")
    lines.write_text("".join(json.dumps(dict(zip(named, row, strict=True))) + "\n" for row in rows[5000:]))
    return [table, lines]


def run(folder, files):
    return subprocess.Popen([sys.executable, "-c", COMMAND, folder.path, *files])


def tables(folder):
    """All files of all sources; receipts as data."""
    found = sorted((folder.path / "sources").rglob("*.*"))
    return {str(path.relative_to(folder.path)): path.read_bytes() for path in found}


def test_killed_at_random_moments(files, tmp_path):
    whole = Folder.create(tmp_path / "whole")
    began = time.monotonic()
    assert run(whole, files).wait() == 0
    took = time.monotonic() - began
    killed = Folder.create(tmp_path / "killed")
    rng, codes = random.Random(), []
    for _ in range(KILLS):
        process = run(killed, files)
        time.sleep(rng.uniform(0.2, 1.0) * took)
        process.send_signal(signal.SIGKILL)
        codes.append(process.wait())
        assert all((killed.path / "sources" / each["source"] / "posts.parquet").exists() for each in killed.sources())
    assert -signal.SIGKILL in codes
    assert run(killed, files).wait() == 0
    assert tables(killed) == tables(whole)
    with killed.lock():
        assert not list(killed.path.glob(".partial/*"))


def test_a_stop_by_the_user_keeps_whole_files_only(files, tmp_path):
    folder = Folder.create(tmp_path / "stopped")

    def stop(file, done, of):
        if file.endswith("b.ndjson"):
            raise KeyboardInterrupt

    with pytest.raises(Cancelled):
        add(folder, files, progress=stop)
    assert [source["file"] for source in folder.sources()] == [str(files[0])]
    assert len(add(folder, files)) == 2
    assert folder.connect().execute("SELECT count(*) FROM posts").fetchall() == [(15_000,)]


def test_only_one_process_writes(files, tmp_path):
    folder = Folder.create(tmp_path / "busy")
    with folder.lock(), pytest.raises(Locked, match="another process"):
        add(Folder.open(folder.path), files)
    with folder.lock():
        assert add(folder, files[:1])[0].kept["posts"] == 15_000
