"""Dossiers to write, and the judges of other people's formats, loaded once."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from confirmed import dossier

if TYPE_CHECKING:
    from collections.abc import Callable

    from inconcert.dossier.parts import Dossier

GOLDENS = Path(__file__).parents[1] / "goldens" / "exchange"


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """A case with handles as they are."""
    return dossier(tmp_path_factory.mktemp("shown"), redaction="shown")


@pytest.fixture(scope="session")
def hashed(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """The same under pseudonyms."""
    return dossier(tmp_path_factory.mktemp("hashed"))


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a network."""

    def refuse(*_: Any) -> None:
        raise AssertionError("somebody wants to fetch something")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="session")
def stix_faults() -> Callable[[Any], list[str]]:
    """What stix2-validator says against a bundle, warnings too; ids may be UUIDv5 and platforms new ones."""
    from stix2validator import ValidationOptions, validate_string

    def faults(bundle: Any) -> list[str]:
        found = validate_string(json.dumps(bundle), ValidationOptions(disabled="103,244"))
        return [*map(str, found.errors), *map(str, getattr(found, "warnings", ()))] or (
            [] if found.is_valid else ["it is not valid, and does not say why"]
        )

    return faults


@pytest.fixture
def golden() -> Callable[[bytes, str], None]:
    """Compare with a golden twin; ``tests/material/confirmed.py`` writes them anew."""

    def compare(written: bytes, name: str) -> None:
        assert written == (GOLDENS / name).read_bytes()

    return compare
