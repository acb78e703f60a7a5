"""``inconcert open``: the workbench in a browser, on this machine, for one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.common import FOLDER, note, output, standard

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--port", type=click.IntRange(0, 65535), help="Port; the next free one when it is taken (8400).")
@click.option("--no-browser", is_flag=True, help="Only print the link.")
@click.option("--name", metavar="NAME", help="Name under which you decide; your name on this machine when not given.")
@standard
def command(folder: Path, port: int | None, no_browser: bool, name: str | None, as_json: bool, quiet: bool) -> None:
    """Open the investigation FOLDER in a browser; Ctrl-C ends it.

    The link works once and only on this machine: the server listens on 127.0.0.1. Whoever has it works under one name
    in all roles. A decision that needs two persons still needs two: the second opens the folder with --name.
    """
    from inconcert.web.serving import serve
    from inconcert.web.settings import from_environment

    settings = from_environment(
        investigations=(folder,), port=port, name=name, host="127.0.0.1", team=False, public_url=""
    )

    def ready(app: Any, settled: Any) -> None:
        link = f"http://127.0.0.1:{settled.port}/enter?key={app.state.workbench.link.key()}"
        said = f"The workbench, by a link that works once:\n\n  {link}\n\nCtrl-C ends it."
        output({"link": link, "port": settled.port}, said, as_json=as_json, quiet=quiet)
        if not no_browser:
            _show(link, quiet=quiet)

    serve(settings, ready)


def _show(link: str, *, quiet: bool) -> None:
    import webbrowser

    if not webbrowser.open(link):
        note("No browser could be opened; open the link by hand.", quiet=quiet)
