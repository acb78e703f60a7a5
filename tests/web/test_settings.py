"""Settings of the server."""

from __future__ import annotations

from pathlib import Path

import pytest

from inconcert.errors import UsageError
from inconcert.web.app import hosts
from inconcert.web.asking import cookie_name
from inconcert.web.settings import ServerSettings, from_environment


def test_the_environment_sets_what_the_command_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCONCERT_PORT", "9000")
    monkeypatch.setenv("INCONCERT_OIDC_CLIENT_SECRET", "hidden")
    assert from_environment(port=None).port == 9000
    made = from_environment(port=9100, investigations=(Path("a"),))
    assert (made.port, made.oidc_client_secret, made.investigations) == (9100, "hidden", (Path("a"),))


def test_a_number_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCONCERT_UPLOAD_LIMIT", "a lot")
    with pytest.raises(UsageError, match="INCONCERT_UPLOAD_LIMIT"):
        from_environment()


def test_a_server_answers_to_its_own_names_only() -> None:
    made = ServerSettings(host="0.0.0.0", public_url="https://desk.example:8443/")
    assert hosts(made) == {"127.0.0.1", "localhost", "::1", "desk.example"}
    assert "10.0.0.5" in hosts(ServerSettings(host="10.0.0.5"))


def test_over_https_the_cookie_is_bound_to_the_host() -> None:
    assert cookie_name(ServerSettings(public_url="https://desk.example")) == "__Host-inconcert"
    # Two servers on one machine share the cookies of a browser, so the port is in the name.
    assert cookie_name(ServerSettings(port=1)) != cookie_name(ServerSettings(port=2))
