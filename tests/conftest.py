"""Lets tests of several rooms share one handmade material."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "material"))


@pytest.fixture(scope="session")
def bridge(tmp_path_factory):
    """The handmade material with two networks, see ``material/bridge.py``."""
    from bridge import make

    return make(tmp_path_factory.mktemp("bridge"))
