"""Requests that schemathesis makes of the interface's own description: none may break the server."""

from __future__ import annotations

import shutil
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from workbenches import browser
from workbenches import settings as server

from inconcert.web.api.door import schema
from inconcert.web.app import create_app

with warnings.catch_warnings():
    # It brings its own test client and plug-ins, which complain of their age.
    warnings.simplefilter("ignore")
    import schemathesis

if TYPE_CHECKING:
    from pathlib import Path

READS = (
    "/api/v1/i/{inv}/findings",
    "/api/v1/i/{inv}/findings/{network}",
    "/api/v1/i/{inv}/ties",
    "/api/v1/i/{inv}/posts",
    "/api/v1/i/{inv}/accounts/{platform}/{account_id}",
    "/api/v1/i/{inv}/sites/{name}",
    "/api/v1/i/{inv}/search",
    "/api/v1/i/{inv}/runs/{run}",
    "/api/v1/i/{inv}/cases",
    "/api/v1/i/{inv}/cases/{case}",
    "/api/v1/i/{inv}/jobs/{job}",
    "/api/v1/i/{inv}/alerts",
    "/api/v1/i/{inv}/cases/{case}/attribution",
    "/api/v1/i/{inv}/cases/{case}/compared",
    "/api/v1/i/{inv}/cases/{case}/history",
    "/api/v1/i/{inv}/receipts",
    "/api/v1/i/{inv}/receipts/{source}",
    "/api/v1/i/{inv}/reviews",
    "/api/v1/i/{inv}/runs",
    "/api/v1/i/{inv}/runs/{run}/compared-with/{other}",
    "/api/v1/i/{inv}/searches",
    "/api/v1/i/{inv}/takedowns",
    "/api/v1/i/{inv}/takedowns/{plan}",
    "/api/v1/i/{inv}/tasks",
    "/api/v1/i/{inv}/watch",
    "/api/v1/investigations",
)


@pytest.fixture(scope="module")
def asked(looked_at: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy: reading what concerns cases makes a casebook."""
    return shutil.copytree(looked_at, tmp_path_factory.mktemp("reads") / "spring-op")


@pytest.fixture(scope="module")
def entered(asked: Path) -> Any:
    return browser(server(asked))


@cache
def described(folder: Path) -> Any:
    return schemathesis.openapi.from_dict(schema(create_app(server(folder))))


def test_every_read_is_tried(asked: Path) -> None:
    paths = schema(create_app(server(asked)))["paths"]
    assert {path for path, methods in paths.items() if "get" in methods} == set(READS)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", READS)
def test_no_request_that_fits_the_description_breaks_the_server(entered: Any, asked: Path, path: str) -> None:
    operation = described(asked)[path]["GET"]

    @settings(max_examples=8, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        if "{inv}" in path:
            case.path_parameters["inv"] = "spring-op"
        answer = entered.get(case.formatted_path, params=case.query or None)
        assert answer.status_code < 500, answer.text
        assert answer.headers["content-type"].startswith("application/json")

    ask()
