"""An empty investigation."""

import pytest

from inconcert.store.folder import Folder


@pytest.fixture
def folder(tmp_path):
    return Folder.create(tmp_path / "investigation", "Spring")
