"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]

# The same examples in every run of CI, so that a failure there is a failure here; a person's run looks further.
settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("person", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "person"))


@pytest.fixture(scope="session")
def data() -> Path:
    """Folder of real data sets: INCONCERT_DATA, or ../shared/data beside the repository."""
    for place in (os.environ.get("INCONCERT_DATA"), ROOT.parent / "shared" / "data"):
        if place and Path(place).is_dir():
            return Path(place)
    pytest.skip("no real data: set INCONCERT_DATA to their folder")


@pytest.fixture(scope="session")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The handmade material with two networks, see ``material/bridge.py``."""
    from bridge import make

    return make(tmp_path_factory.mktemp("bridge"))
