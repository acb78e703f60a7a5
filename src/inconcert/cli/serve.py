"""``inconcert serve``: the workbench for a team, with sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.common import FOLDER, note, output, standard

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("folders", nargs=-1, required=True, type=FOLDER)
@click.option("--casebook", metavar="URL", help="Casebook that all share, such as postgresql+psycopg://user@host/name.")
@click.option("--host", metavar="ADDRESS", help="Address that is listened on (127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port (8400).")
@click.option("--public-url", metavar="URL", help="Address under which people reach it, such as https://desk.example.")
@click.option(
    "--first-admin", metavar="NAME", help="Make the first user, asking for a password; only when there is none."
)
@standard
def command(
    folders: tuple[Path, ...],
    casebook: str | None,
    host: str | None,
    port: int | None,
    public_url: str | None,
    first_admin: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Serve the investigations FOLDERS to people who sign in; Ctrl-C ends it.

    Everything can also be set by variables of the environment, which keep secrets out of the list of processes:
    INCONCERT_CASEBOOK, INCONCERT_OIDC_CLIENT_SECRET and the others in the reference of settings. Several investigations
    need one casebook.
    """
    from inconcert.web.serving import serve
    from inconcert.web.settings import from_environment

    settings = from_environment(
        investigations=folders, casebook=casebook, host=host, port=port, public_url=public_url, team=True
    )

    def ready(app: Any, settled: Any) -> None:
        people = app.state.workbench.casebook.people
        if first_admin and people.none_yet():
            secret = click.prompt("Password", hide_input=True, confirmation_prompt=True)
            people.first_admin(first_admin, secret, via="cli")
        elif people.none_yet() and not settled.oidc_issuer:
            note("Nobody can sign in yet: start once with --first-admin NAME.", quiet=quiet)
        address = settled.public_url or f"http://{settled.host}:{settled.port}"
        output({"address": address}, f"The workbench: {address}\nCtrl-C ends it.", as_json=as_json, quiet=quiet)

    serve(settings, ready, exact=True)
