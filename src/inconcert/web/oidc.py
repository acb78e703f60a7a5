"""Sign-in by OpenID Connect: authorisation code with PKCE, as authlib does it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

from inconcert.errors import NotAllowed, PluginError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from inconcert.web.settings import ServerSettings

PATIENCE = 600
"""Seconds in which a person may sign in at the provider."""
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
"""Signatures of a provider that are taken: with keys that only it has."""


@dataclass(frozen=True)
class Vouched:
    """Whom the provider vouches for."""

    subject: str
    """``issuer|sub``."""
    name: str
    next: str
    """Page the person wanted."""


class Provider:
    """One OpenID Connect provider."""

    def __init__(self, settings: ServerSettings, back: str) -> None:
        """Speak to the provider of the settings.

        Args:
            settings: Issuer, client and secret.
            back: Address of ours to which the provider sends people back.
        """
        self._settings, self._back = settings, back
        self._seal = URLSafeTimedSerializer(secrets.token_urlsafe(32), salt="oidc")
        self._metadata: dict[str, Any] = {}
        self._lock = Lock()

    def begin(self, next_page: str) -> tuple[str, str]:
        """Address of the provider to go to, and what the browser keeps meanwhile."""
        verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
        with self._client() as client:
            address, state = client.create_authorization_url(
                self._about()["authorization_endpoint"], code_verifier=verifier, nonce=nonce
            )
        kept = {"state": state, "verifier": verifier, "nonce": nonce, "next": next_page}
        return str(address), str(self._seal.dumps(kept))

    def end(self, kept: str, state: str, code: str) -> Vouched:
        """Whom the provider vouches for.

        Args:
            kept: What the browser kept.
            state: State that came back.
            code: Code that came back.

        Raises:
            NotAllowed: it does not fit together, or the provider's word does not hold.
        """
        try:
            begun = self._seal.loads(kept, max_age=PATIENCE)
        except BadSignature:
            raise NotAllowed("this sign-in took too long or was begun elsewhere.", todo="Begin again.") from None
        if not secrets.compare_digest(str(begun["state"]).encode(), state.encode()):
            raise NotAllowed("this sign-in was begun elsewhere.", todo="Begin again.")
        claims = self._claims(code, begun)
        issuer = self._settings.oidc_issuer.rstrip("/")
        name = claims.get("preferred_username") or claims.get("email") or claims.get("name") or claims["sub"]
        return Vouched(f"{issuer}|{claims['sub']}", str(name), str(begun["next"]))

    def _claims(self, code: str, begun: dict[str, Any]) -> Any:
        from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]  # it ships no types
        from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]  # it ships no types
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        try:
            with self._client() as client:
                token = client.fetch_token(self._about()["token_endpoint"], code=code, code_verifier=begun["verifier"])
                keys = KeySet.import_key_set(self._json(self._about()["jwks_uri"]))
            read = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS)
            options = {"iss": {"values": [self._about()["issuer"]]}, "aud": {"value": self._settings.oidc_client_id}}
            known = {"nonce": begun["nonce"], "client_id": self._settings.oidc_client_id}
            claims = CodeIDToken(read.claims, read.header, options, known)
            claims.validate(leeway=60)
        except (OAuthError, JoseError, KeyError, ValueError) as error:
            raise NotAllowed(
                f"the provider's word does not hold ({type(error).__name__}).", todo="Begin again."
            ) from error
        return claims

    def _client(self) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client  # type: ignore[import-untyped]  # it ships no types

        return OAuth2Client(
            self._settings.oidc_client_id,
            self._settings.oidc_client_secret,
            scope="openid profile email",
            redirect_uri=self._back,
            code_challenge_method="S256",
            timeout=10,
        )

    def _about(self) -> dict[str, Any]:
        """What the provider says of itself; asked once."""
        with self._lock:
            if not self._metadata:
                issuer = self._settings.oidc_issuer.rstrip("/")
                found = self._json(f"{issuer}/.well-known/openid-configuration")
                if str(found.get("issuer", "")).rstrip("/") != issuer:
                    raise StoreError(f"the provider at {issuer} calls itself {found.get('issuer')}.")
                self._metadata = dict(found)
            return self._metadata

    def _json(self, address: str) -> Any:
        import httpx

        try:
            answer = httpx.get(address, timeout=10)
            answer.raise_for_status()
            found = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise StoreError(f"the OpenID Connect provider does not answer: {error}.", todo="Try later.") from error
        return found


def provider_maker(settings: ServerSettings) -> Callable[[str], Provider] | None:
    """What makes the provider of the settings, ``None`` without one.

    Raises:
        PluginError: the libraries for it are not installed.
    """
    if not settings.oidc_issuer:
        return None
    from importlib.util import find_spec

    if not (find_spec("authlib") and find_spec("httpx")):
        raise PluginError("sign-in by OpenID Connect needs more libraries.", todo="Install inconcert[team].")
    return lambda back: Provider(settings, back)
