"""Requests that schemathesis makes of the interface's own description: none may break the server."""

from __future__ import annotations

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
)


@pytest.fixture(scope="module")
def entered(looked_at: Path) -> Any:
    return browser(server(looked_at))


@cache
def described(folder: Path) -> Any:
    return schemathesis.openapi.from_dict(schema(create_app(server(folder))))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", READS)
def test_no_request_that_fits_the_description_breaks_the_server(entered: Any, looked_at: Path, path: str) -> None:
    operation = described(looked_at)[path]["GET"]

    @settings(max_examples=8, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        case.path_parameters["inv"] = "spring-op"
        answer = entered.get(case.formatted_path, params=case.query or None)
        assert answer.status_code < 500, answer.text
        assert answer.headers["content-type"].startswith("application/json")

    ask()
