"""What holds for every request."""

from __future__ import annotations

from typing import Any

import pytest
from workbenches import BASE, token

from inconcert.web.security import csrf_token, host_name, right_token

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


def test_tokens_belong_to_one_cookie() -> None:
    assert right_token("one", csrf_token("one"))
    assert not right_token("two", csrf_token("one"))
    assert not right_token("", csrf_token(""))


@pytest.mark.parametrize(("host", "name"), [("a.example:80", "a.example"), ("[::1]:80", "::1"), ("[", ""), ("a@b", "")])
def test_names_of_hosts(host: str, name: str) -> None:
    assert host_name(host) == name
