"""Listen and answer until somebody stops it."""

from __future__ import annotations

import socket
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from inconcert.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI

    from inconcert.web.settings import ServerSettings

NEAR = 20
"""Ports that are tried after the one asked for, when somebody listens on it already."""


def serve(settings: ServerSettings, ready: Callable[[FastAPI, ServerSettings], None], *, exact: bool = False) -> None:
    """Serve the workbench until Ctrl-C.

    Args:
        settings: How.
        ready: Called once, when the port is ours and before the first request, with the application and the settings
            that came to be.
        exact: Refuse another port than the one asked for.

    Raises:
        UsageError: no port is free, or a folder holds no investigation.
    """
    import uvicorn

    from inconcert.web.app import create_app
    from inconcert.web.warming import warm_up

    with closing(_listening(settings, exact=exact)) as listener:
        settled = replace(settings, port=listener.getsockname()[1])
        app = create_app(settled)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=bool(settled.public_url),
            timeout_graceful_shutdown=2,
        )
        ready(app, settled)
        warm_up(app.state.workbench)
        uvicorn.Server(config).run(sockets=[listener])


def _listening(settings: ServerSettings, *, exact: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    most = settings.port if exact or settings.port == 0 else settings.port + NEAR
    reason = ""
    for port in range(settings.port, most + 1):
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((settings.host, port))
        except OSError as error:
            reason = error.strerror or str(error)
            made.close()
            continue
        made.listen(128)
        return made
    raise UsageError(f"cannot listen on {settings.host}:{settings.port}: {reason}.", todo="Choose another --port.")
