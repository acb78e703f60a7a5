"""Sign-in by OpenID Connect, against a small provider that the test runs."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from workbenches import settings, team

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
OTHER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})


class Provider(ThreadingHTTPServer):
    """An OpenID Connect provider of one person; ``lie`` makes what it says wrong in one way."""

    lie = ""
    subject = "s-17"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.codes: dict[str, dict[str, str]] = {}

    def consent(self, address: str) -> str:
        """What the person does at the provider; gives the query with which they are sent back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"code={code}&state={asked['state']}"

    def id_token(self, asked: dict[str, str]) -> str:
        claims: dict[str, Any] = {
            "iss": "http://elsewhere.example" if self.lie == "issuer" else self.issuer,
            "sub": self.subject,
            "aud": "somebody-else" if self.lie == "audience" else "inconcert",
            "exp": int(time.time()) + (-3600 if self.lie == "expired" else 300),
            "iat": int(time.time()) - (7200 if self.lie == "expired" else 0),
            "nonce": "another" if self.lie == "nonce" else asked["nonce"],
            "preferred_username": "grace",
        }
        key = OTHER if self.lie == "key" else KEY
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        base = self.server.issuer
        if self.path == "/keys":
            self._say({"keys": [KEY.as_dict(private=False)]})
        else:
            self._say({
                "issuer": base, "authorization_endpoint": f"{base}/authorize", "token_endpoint": f"{base}/token",
                "jwks_uri": f"{base}/keys", "id_token_signing_alg_values_supported": ["RS256"],
            })  # fmt: skip

    def do_POST(self) -> None:
        given = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        asked = self.server.codes.pop(given["code"][0], None)
        verifier = hashlib.sha256(given.get("code_verifier", [""])[0].encode()).digest()
        if asked is None or base64.urlsafe_b64encode(verifier).rstrip(b"=").decode() != asked["code_challenge"]:
            self._say({"error": "invalid_grant"}, 400)
            return
        self._say({"access_token": "a", "token_type": "Bearer", "id_token": self.server.id_token(asked)})

    def _say(self, data: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as made:
        threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def desk(spring: Path, tmp_path: Path, provider: Provider) -> Iterator[Any]:
    oidc = {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": "inconcert",
        "oidc_client_secret": "s",
        "oidc_role": "viewer",
    }
    with team(settings(spring, casebook=f"sqlite:///{tmp_path}/book.sqlite", team=True, **oidc)) as made:
        yield made


def go(desk: Any, provider: Provider, page: str = "/i/spring-op/runs") -> Any:
    answer = desk.get("/sign-in/oidc", params={"next": page})
    assert answer.headers["location"].startswith(f"{provider.issuer}/authorize?")
    return desk.get(f"/sign-in/oidc/back?{provider.consent(answer.headers['location'])}")


def test_whom_the_provider_vouches_for_comes_in(desk: Any, provider: Provider) -> None:
    answer = go(desk, provider)
    assert answer.status_code == 200
    assert 'content="0; url=/i/spring-op/runs"' in answer.text
    assert "samesite=strict" in answer.headers["set-cookie"].lower()
    page = desk.get("/i/spring-op/runs")
    assert page.status_code == 200
    assert "grace" in page.text


def test_nobody_is_made_where_no_role_is_set(spring: Path, tmp_path: Path, provider: Provider) -> None:
    oidc = {"oidc_issuer": provider.issuer, "oidc_client_id": "inconcert", "oidc_client_secret": "s"}
    with team(settings(spring, casebook=f"sqlite:///{tmp_path}/book.sqlite", team=True, **oidc)) as desk:
        assert go(desk, provider).status_code == 403
        people = desk.app.state.workbench.casebook
        from inconcert.casework import Actor

        people.desk(Actor("admin", frozenset({"admin"}), "test")).add_user(
            "grace", ["reviewer"], oidc_subject=f"{provider.issuer}|s-17"
        )
        assert go(desk, provider).status_code == 200


@pytest.mark.parametrize("lie", ["issuer", "audience", "expired", "nonce", "key"])
def test_a_word_that_does_not_hold_lets_nobody_in(desk: Any, provider: Provider, lie: str) -> None:
    provider.lie = lie
    assert go(desk, provider).status_code == 403
    assert desk.get("/i/spring-op/runs").status_code == 303


def test_a_sign_in_that_was_begun_in_another_browser_is_refused(desk: Any, provider: Provider) -> None:
    begun = desk.get("/sign-in/oidc").headers["location"]
    query = provider.consent(begun)
    desk.cookies.clear()
    assert desk.get(f"/sign-in/oidc/back?{query}").status_code == 403
    desk.get("/sign-in/oidc")
    assert desk.get(f"/sign-in/oidc/back?{query}").status_code == 403
