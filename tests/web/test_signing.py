"""Signing in and out, by password and by token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbenches import PASSWORD, member, settings, sign_in, team

from inconcert.web.limiting import Limit
from inconcert.web.pages.signing import inside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(spring: Path, tmp_path: Path) -> Iterator[Any]:
    book = f"sqlite:///{tmp_path}/book.sqlite"
    with team(settings(spring, casebook=book, team=True, sign_in_tries=3)) as made:
        yield made


def test_a_person_signs_in_reads_and_signs_out(desk: Any) -> None:
    client = member(desk, "viewer")
    page = client.get("/i/spring-op/runs")
    assert page.status_code == 200
    assert "Start a run" not in page.text
    token = page.text.partition('name="csrf" content="')[2].partition('"')[0]
    assert client.post("/leave", data={"csrf": token}).status_code == 303
    assert client.get("/i/spring-op/runs").headers["location"].startswith("/sign-in?next=")


def test_the_one_time_link_is_no_way_into_a_team(desk: Any) -> None:
    key = desk.app.state.workbench.link.key()
    assert desk.get("/enter", params={"key": key}).headers["location"].startswith("/sign-in")
    assert desk.get("/i/spring-op/runs").headers["location"].startswith("/sign-in")


def test_after_too_many_wrong_passwords_even_the_right_one_waits(desk: Any) -> None:
    for _ in range(3):
        answer = sign_in(desk, "viewer", "wrong horse battery")
        assert answer.status_code == 403
        assert "Name or password is wrong" in answer.text
    answer = sign_in(desk, "Viewer", PASSWORD)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


def test_a_form_of_another_browser_signs_nobody_in(desk: Any) -> None:
    desk.get("/sign-in")
    answer = desk.post("/sign-in", data={"csrf": "0" * 64, "name": "viewer", "password": PASSWORD})
    assert answer.status_code == 403


def test_a_token_opens_the_api_in_its_role_until_it_is_revoked(desk: Any) -> None:
    client = member(desk, "reviewer")
    csrf = client.get("/me").text.partition('name="csrf" content="')[2].partition('"')[0]
    made = client.post("/me/tokens", data={"csrf": csrf, "name": "nightly", "days": 7, "least": "viewer"})
    secret = made.text.partition("<pre><code>")[2].partition("<")[0]
    bearer = {"authorization": f"Bearer {secret}"}
    assert desk.get("/api/v1/i/spring-op/runs", headers=bearer).status_code == 200
    # No token of a page is asked for, but the role still counts.
    assert desk.post("/api/v1/i/spring-op/runs", json={}, headers=bearer).status_code == 403
    assert secret not in client.get("/me").text
    page = client.get("/me").text
    address = page.partition('action="/me/tokens/')[2].partition("/")[0]
    client.post(f"/me/tokens/{address}/revoke", data={"csrf": csrf})
    assert desk.get("/api/v1/i/spring-op/runs", headers=bearer).status_code == 401


def test_a_changed_password_ends_sessions(desk: Any) -> None:
    client = member(desk, "viewer")
    csrf = client.get("/me").text.partition('name="csrf" content="')[2].partition('"')[0]
    wrong = client.post("/me/password", data={"csrf": csrf, "old": "no such password", "new": "a new long password"})
    assert wrong.status_code == 403
    right = client.post("/me/password", data={"csrf": csrf, "old": PASSWORD, "new": "a new long password"})
    assert right.headers["location"] == "/sign-in"
    assert client.get("/me").status_code == 303
    assert sign_in(desk, "viewer", "a new long password").status_code == 303


def test_a_page_that_was_wanted_comes_after_signing_in(desk: Any) -> None:
    assert sign_in(desk, "viewer", PASSWORD, next="/i/spring-op/runs").headers["location"] == "/i/spring-op/runs"


@given(
    st.one_of(
        st.text(),
        st.text().map(lambda rest: f"/{rest}"),
        st.sampled_from(["//evil.example", "/\\evil.example", "/\t/evil"]),
    )
)
def test_no_page_after_signing_in_is_elsewhere(page: str) -> None:
    found = inside(page)
    assert found.startswith("/")
    assert found[1:2] not in {"/", "\\"}
    assert found.isprintable()


def test_failures_are_forgotten_after_the_window() -> None:
    now = [0.0]
    limit = Limit(2, 60, clock=lambda: now[0])
    limit.failed("a")
    assert limit.wait("a") == 0
    limit.failed("a", "b")
    assert limit.wait("a") == 60
    assert limit.wait("b") == 0
    now[0] = 61
    assert limit.wait("a") == 0
    limit.failed("a", "a", "a")
    limit.passed("a")
    assert limit.wait("a") == 0
