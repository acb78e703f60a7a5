"""Changes that schemathesis makes of the interface's own description, with a token: none may break the server."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as rules
from workbenches import Crowd, confirmed, member, settings, team

from inconcert.web.api.door import schema
from inconcert.web.jobs import desk as jobs
from inconcert.web.security import SAFE_METHODS

with warnings.catch_warnings():
    # It brings its own test client and plug-ins, which complain of their age.
    warnings.simplefilter("ignore")
    import schemathesis

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BESIDE = 2
"""Requests made of each operation beside those that name things which are there."""


@pytest.fixture(scope="module")
def served(looked_at: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, dict[str, str], str]]:
    """A server for a team over a throw-away copy, the names of things that are there, and an admin's token."""
    import shutil

    folder = shutil.copytree(looked_at, tmp_path_factory.mktemp("changes") / "spring-op")
    case, net = confirmed(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "_spawn", lambda _place, _environment: None)
        crowd = Crowd(folder)
        wish = {"action": "suspend", "reason": "One hand.", "policies": ["spam"], "policy_version": "1"}
        plan = crowd.send("ada", f"/cases/{case}/takedowns", network_id=net, **wish).json()["row"]["id"]
        crowd.send("ada", f"/takedowns/{plan}/rehearse")
        with team(settings(folder, team=True)) as desk:
            admin = member(desk, "admin")
            page = admin.post("/me/tokens", data={"csrf": _token(admin), "name": "schema", "least": "admin"}).text
            (secret,) = set(re.findall(r"<code[^>]*>([\w.-]{30,})</code>", page)) or {""}
            yield desk, {"inv": "spring-op", "case": case, "plan": plan}, secret


def _token(client: Any) -> str:
    found = re.search(r'name="csrf" content="(\w+)"', client.get("/me").text)
    assert found
    return found[1]


@pytest.mark.filterwarnings("ignore")
def test_no_change_that_fits_the_description_breaks_the_server(served: Any) -> None:
    desk, there, secret = served
    described = schemathesis.openapi.from_dict(schema(desk.app))
    assert secret
    answered: dict[int, int] = {}
    for path, methods in schema(desk.app)["paths"].items():
        for method in methods:
            if method.upper() in SAFE_METHODS:
                continue
            _try(desk, described[path][method.upper()], there, secret, answered)
    # The token lets everything through to the operations, and some of the changes are made.
    assert 401 not in answered
    assert sum(figure for status, figure in answered.items() if status < 300) > 3


def _try(desk: Any, operation: Any, there: dict[str, str], secret: str, answered: dict[int, int]) -> None:
    @rules(max_examples=BESIDE, deadline=None, database=None, phases=[Phase.generate],
           suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        names = dict(case.path_parameters or {})
        for known in (there, {"inv": there["inv"]}):
            case.path_parameters = {**names, **{name: value for name, value in known.items() if name in names}}
            body = {} if isinstance(case.body, type(schemathesis.core.NOT_SET)) else {"json": case.body}
            answer = desk.request(case.method, case.formatted_path, params=case.query or None,
                                  headers={"authorization": f"Bearer {secret}"}, **body)  # fmt: skip
            assert answer.status_code < 500, (case.method, case.formatted_path, case.body, answer.text)
            assert answer.headers["content-type"].startswith("application/json")
            answered[answer.status_code] = answered.get(answer.status_code, 0) + 1

    ask()
