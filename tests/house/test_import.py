"""The import is quick: nothing heavy is loaded before it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("duckdb", "pyarrow", "numba", "scipy", "numpy", "rich", "click", "jinja2", "orjson")


def loaded_by(code: str) -> set[str]:
    """Modules that a new Python has loaded after ``code``."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(told.stdout.split())


@pytest.mark.parametrize(
    "code",
    ["import inconcert", "import inconcert\ninconcert.Settings", "import inconcert\ninconcert.InconcertError"],
)
def test_importing_loads_nothing_heavy(code: str) -> None:
    assert not loaded_by(code) & set(HEAVY)


def test_the_door_itself_waits_for_the_heavy_ones() -> None:
    assert not loaded_by("import inconcert\ninconcert.Investigation") & {"duckdb", "pyarrow", "numba", "scipy"}


def test_the_check_can_fail() -> None:
    assert "duckdb" in loaded_by("import duckdb")


def test_every_name_of_the_door_is_there() -> None:
    import inconcert

    assert {name for name in inconcert.__all__ if getattr(inconcert, name) is None} == set()
    assert set(inconcert.__all__) <= set(dir(inconcert))
    with pytest.raises(AttributeError, match="no attribute 'Investigatoin'"):
        inconcert.Investigatoin  # noqa: B018
