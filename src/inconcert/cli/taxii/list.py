"""``inconcert taxii list``: what can be fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.common import FOLDER, output, standard

if TYPE_CHECKING:
    from pathlib import Path


@click.command("list", short_help="List what can be fetched.")
@click.argument("folder", type=FOLDER)
@standard
def command(folder: Path, as_json: bool, quiet: bool) -> None:
    """List the collections of FOLDER that can be fetched by TAXII."""
    from inconcert.exchange.taxii.shelf import Shelf
    from inconcert.store.folder import Folder

    rows = []
    for one in Shelf(Folder.open(folder).path).collections():
        newest = one.latest().values()
        revoked = sum(bool(each.get("revoked")) for each in newest)
        rows.append({"id": one.id, "title": one.title, "tlp": one.tlp, "objects": len(newest), "revoked": revoked,
                     "versions": len(one.records)})  # fmt: skip
    lines = [f"{row['id']}  TLP:{row['tlp']}  {row['objects']} objects, {row['revoked']} revoked  {row['title']}"
             for row in rows]  # fmt: skip
    output({"collections": rows}, "\n".join(lines) or "Nothing is published.", as_json=as_json, quiet=quiet)
