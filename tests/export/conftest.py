from pathlib import Path

import pytest

from inconcert.export.conformance import _network, specimen

GOLDENS = Path(__file__).parents[1] / "goldens"


@pytest.fixture
def small(tmp_path):
    """Three members with odd names, three significant ties and one that is not."""
    return specimen(tmp_path, [_network()])


@pytest.fixture
def golden():
    """Compare a file with its golden twin, byte for byte."""

    def compare(written: Path, name: str) -> None:
        assert written.read_bytes() == (GOLDENS / name).read_bytes()

    return compare
