"""What holds for every request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from workbenches import BASE, member, settings, team, token

from inconcert.web.compressing import LEAST
from inconcert.web.security import HEADERS, csrf_token, host_name, right_token

if TYPE_CHECKING:
    from pathlib import Path

INSIDE = "/i/spring-op/runs"


def test_the_link_opens_once(stranger: Any) -> None:
    key = stranger.app.state.workbench.link.key()
    assert stranger.get("/enter", params={"key": key}).status_code == 303
    assert stranger.get(INSIDE).status_code == 200
    stranger.cookies.clear()
    again = stranger.get("/enter", params={"key": key})
    assert again.status_code == 401
    assert "used before" in again.text
    assert stranger.get(INSIDE).status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(stranger: Any) -> None:
    answer = stranger.get("/enter", params={"key": stranger.app.state.workbench.link.key()})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize("path", [INSIDE, "/static/base.css", "/nowhere", "/healthy"])
def test_every_answer_forbids_what_comes_from_outside_or_inline(client: Any, path: str) -> None:
    policy = client.get(path).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert client.get(path).headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8400", "a@127.0.0.1", ""])
def test_a_strange_host_gets_nothing(client: Any, host: str) -> None:
    answer = client.get(INSIDE, headers={"host": host})
    assert answer.status_code == 421
    assert "Runs" not in answer.text


def test_a_change_needs_the_token_of_its_page(client: Any) -> None:
    assert client.post("/leave").status_code == 403
    assert client.post("/leave", data={"csrf": "0" * 64}).status_code == 403
    assert client.get(INSIDE).status_code == 200
    assert client.post("/leave", data={"csrf": token(client)}).status_code == 303
    assert client.get(INSIDE).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_change_that_another_site_asks_for_is_refused_even_with_the_token(
    client: Any, headers: dict[str, str]
) -> None:
    answer = client.post("/leave", data={"csrf": token(client)}, headers=headers)
    assert answer.status_code == 403
    assert client.post("/leave", data={"csrf": token(client)}, headers={"origin": BASE}).status_code == 303


def test_the_policy_on_referrers_leaves_a_form_of_our_own_its_origin(client: Any) -> None:
    """Under `no-referrer` a browser sends `Origin: null` with its own forms, which looks like another site."""
    assert client.get(INSIDE).headers["referrer-policy"] == "same-origin"
    headers = {"origin": "null", "sec-fetch-site": "same-origin"}
    assert client.post("/leave", data={"csrf": token(client)}, headers=headers).status_code == 303


def test_a_body_that_is_too_long_is_refused(client: Any) -> None:
    answer = client.post(
        "/leave", content=b"x" * 2_100_000, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("method", "path", "given", "status"),
    [
        ("GET", "/nowhere", {}, 404),
        ("GET", "/api/v1/nowhere", {}, 404),
        ("PUT", "/healthy", {}, 405),
        ("GET", "/api/v1/i/spring-op/findings?limit=none", {}, 422),
        ("POST", "/leave", {"content": b"x" * 2_100_000}, 413),
        ("POST", "/api/v1/i/spring-op/cases", {"content": iter([b"x" * 1_100_000] * 2)}, 413),
    ],
)
def test_what_the_framework_answers_by_itself_carries_every_header_too(
    client: Any, method: str, path: str, given: dict[str, Any], status: int
) -> None:
    answer = client.request(method, path, **given)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["cache-control"] == "no-store"


def test_what_nobody_foresaw_carries_every_header_too(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("never foreseen")

    monkeypatch.setattr("inconcert.web.pages.runs.run_rows", broken)
    answer = client.get(INSIDE)
    assert answer.status_code == 500
    assert "never foreseen" not in answer.text
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_tokens_belong_to_one_cookie() -> None:
    assert right_token("one", csrf_token("one"))
    assert not right_token("two", csrf_token("one"))
    assert not right_token("", csrf_token(""))


@pytest.mark.parametrize("given", ["", "0" * 64, "0" * 128, "zz" * 64, "é"])
def test_what_is_no_token_opens_nothing(given: str) -> None:
    assert not right_token("one", given)


def test_no_two_pages_carry_the_same_token(client: Any) -> None:
    one, other = token(client), token(client)
    assert one != other
    for mine in (one, other):
        assert client.post(f"{INSIDE}/jobs/none/stop", data={"csrf": mine}).status_code == 404


def test_pages_and_files_travel_compressed_and_say_on_what_that_depends(client: Any) -> None:
    for path in (INSIDE, "/static/base.css", "/api/v1/openapi.json"):
        plain = client.get(path, headers={"accept-encoding": "identity"})
        assert "content-encoding" not in plain.headers
        answer = client.get(path, headers={"accept-encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        assert "accept-encoding" in answer.headers["vary"].lower()
        assert int(answer.headers["content-length"]) < len(answer.content)


def test_what_is_shown_once_is_never_compressed(spring: Path) -> None:
    with team(settings(spring, team=True)) as desk:
        viewer = member(desk, "viewer")
        answer = viewer.post("/me/tokens", data={"csrf": token(viewer, "/me"), "name": "a script"})
    assert answer.status_code == 200
    assert len(answer.content) > LEAST
    assert "content-encoding" not in answer.headers


def test_files_may_be_kept_as_long_as_their_address_stays(client: Any) -> None:
    page = client.get(INSIDE).text
    stamped = re.search(r'href="(/static/base.css\?\w+)"', page)
    assert stamped
    assert "immutable" in client.get(stamped[1]).headers["cache-control"]
    assert client.get("/static/base.css").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(("host", "name"), [("a.example:80", "a.example"), ("[::1]:80", "::1"), ("[", ""), ("a@b", "")])
def test_names_of_hosts(host: str, name: str) -> None:
    assert host_name(host) == name
