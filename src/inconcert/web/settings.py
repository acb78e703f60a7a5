"""Settings of the server, from the environment or from the command line."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from inconcert.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

PREFIX = "INCONCERT_"

GIGABYTE = 2**30


@dataclass(frozen=True)
class ServerSettings:
    """How the workbench is served. Each field but ``investigations`` can be set by ``INCONCERT_<FIELD>``."""

    investigations: tuple[Path, ...] = ()
    """Folders of the investigations that are served."""
    team: bool = False
    """Whether people sign in. If not, whoever has the one-time link works under one name in all roles."""
    name: str = ""
    """Name under which a person works who does not sign in; empty: the name on this machine."""
    host: str = "127.0.0.1"
    """Address that is listened on; other machines reach only what is not 127.0.0.1."""
    port: int = 8400
    """Port; 0 takes one that is free."""
    public_url: str = ""
    """Address under which people reach the server, such as ``https://desk.example``; with https, cookies travel
    only encrypted."""
    casebook: str = ""
    """URL of the casebook, such as ``postgresql+psycopg://…``; empty: ``casework.sqlite`` in the investigation."""
    upload_limit: int = 20 * GIGABYTE
    """Most bytes of one uploaded file."""
    watch_sources: str = ""
    """What a watch may read that is started on its page, beside files and folders that a person who does not sign in
    names: addresses of streams, and for a team folders of the server; separated by commas."""
    session_hours: int = 12
    """Hours for which a sign-in is in force."""
    sign_in_tries: int = 10
    """Wrong passwords in ten minutes, for one name or from one address, after which sign-in has to wait."""
    oidc_issuer: str = ""
    """Address of an OpenID Connect provider; empty: passwords only."""
    oidc_client_id: str = ""
    """Client that the provider knows."""
    oidc_client_secret: str = ""
    """Secret of that client."""
    oidc_role: str = ""
    """Role of a person whom the provider vouches for and whom nobody added yet; empty: such a person is refused."""

    @property
    def watchable(self) -> tuple[str, ...]:
        """The single sources of ``watch_sources``."""
        return tuple(word.strip() for word in self.watch_sources.split(",") if word.strip())

    @property
    def secure(self) -> bool:
        """Whether people reach the server over https."""
        return self.public_url.startswith("https://")


def from_environment(**given: Any) -> ServerSettings:
    """Settings of the environment, changed by those ``given`` that are not ``None``.

    Raises:
        UsageError: a variable cannot be read as what it should be.
    """
    found = {each.name: os.environ.get(PREFIX + each.name.upper()) for each in fields(ServerSettings)}
    read = {name: _read(name, text) for name, text in found.items() if text is not None and name != "investigations"}
    return replace(ServerSettings(), **{**read, **{name: value for name, value in given.items() if value is not None}})


def _read(name: str, text: str) -> Any:
    default = getattr(ServerSettings(), name)
    if isinstance(default, bool):
        return text.strip().lower() in {"1", "true", "yes", "on"}
    if not isinstance(default, int):
        return text
    try:
        return int(text)
    except ValueError:
        raise UsageError(f"{PREFIX}{name.upper()} is no whole number: '{text}'.") from None
