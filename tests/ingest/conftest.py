"""An empty investigation, and a door into it."""

import pytest

from inconcert.ingest.add import add
from inconcert.store.folder import Folder


@pytest.fixture
def folder(tmp_path):
    return Folder.create(tmp_path / "investigation")


@pytest.fixture
def put(folder, tmp_path):
    """Write content to a file of that name, add it, give its receipt."""

    def put(content, name="posts.csv", **how):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        (receipt,) = add(folder, [path], **how)
        return receipt

    return put


@pytest.fixture
def posts(folder):
    """The stored posts, as dicts, by row."""

    def posts(columns="*"):
        table = folder.connect().sql(f'SELECT {columns} FROM posts ORDER BY source, "row"').to_arrow_table()
        return table.to_pylist()

    return posts


@pytest.fixture
def nothing_left(folder):
    """Nothing was stored and nothing lies about."""

    def check():
        assert folder.sources() == []
        assert not list((folder.path / "sources").glob("*"))
        with folder.lock():
            assert not (folder.path / ".partial").exists()

    return check
