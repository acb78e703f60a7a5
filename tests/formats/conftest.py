"""Sample records by format, and what they become."""

import json
from pathlib import Path

import pytest

from inconcert.ingest import formats as built_in
from inconcert.ingest.mapping import map_records

FORMATS = {form.name: form for form in built_in.formats()}
SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def form():
    return FORMATS.__getitem__


@pytest.fixture
def samples():
    return lambda name: json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))


@pytest.fixture
def mapped(samples):
    """All that the sample records of a format become, in order."""
    return lambda name: [one for record in samples(name) for one in map_records(FORMATS[name], record)]


@pytest.fixture
def posts(mapped):
    return lambda name: [one.post for one in mapped(name) if one.post is not None]
