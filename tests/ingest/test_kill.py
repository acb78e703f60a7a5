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
import os, signal, sys
folder, at, *files = sys.argv[1:]
seen = 0

def watch(event, arguments):
    global seen
    if event in ("open", "os.rename", "os.mkdir", "os.rmdir", "os.remove") and str(arguments[0]).startswith(folder):
        seen += 1
        if seen == int(at):
            os.kill(os.getpid(), signal.SIGKILL)

from inconcert.ingest.add import add
from inconcert.store import Folder
sys.addaudithook(watch)
add(Folder.open(folder), files)
print(seen)
"""
"""Adds files and dies at the given touch of the disk (0: never); prints how often it touched the disk."""
MOMENTS = 6


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


def run(folder, files, at=0):
    command = [sys.executable, "-c", COMMAND, str(folder.path), str(at), *map(str, files)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def tables(folder):
    """The content of all files of all sources."""
    found = sorted((folder.path / "sources").rglob("*.*"))
    return {str(path.relative_to(folder.path)): path.read_bytes() for path in found}


def check(killed, files, whole):
    """Only whole sources are there; the same command again makes the folder what it would have been."""
    expected = tables(whole)
    assert all(expected[name] == content for name, content in tables(killed).items())
    add(killed, files)
    assert tables(killed) == tables(whole)
    with killed.lock():
        assert not list(killed.path.glob(".partial/*"))


@pytest.fixture(scope="module")
def whole(files, tmp_path_factory):
    """An investigation that nobody disturbed, and how often the disk was touched for it."""
    folder = Folder.create(tmp_path_factory.mktemp("whole") / "i")
    told, _ = run(folder, files).communicate()
    assert len(folder.sources()) == 2
    return folder, int(told)


@pytest.mark.parametrize("part", range(MOMENTS))
def test_killed_at_a_touch_of_the_disk(files, tmp_path, whole, part):
    folder, touches = whole
    killed = Folder.create(tmp_path / "killed")
    process = run(
        killed, files, at=random.Random().randint(part * touches // MOMENTS + 1, (part + 1) * touches // MOMENTS)
    )
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    check(killed, files, folder)


def test_killed_while_rows_are_read(files, tmp_path, whole):
    killed = Folder.create(tmp_path / "killed")
    process = run(killed, files)
    while not list(killed.path.glob(".partial/*/posts.parquet")) and process.poll() is None:
        time.sleep(0.005)
    time.sleep(random.Random().uniform(0, 0.2))
    process.kill()
    process.communicate()
    check(killed, files, whole[0])


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
