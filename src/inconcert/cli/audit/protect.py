"""``inconcert audit protect``: a list of protected subjects as salted hashes."""

from __future__ import annotations

from pathlib import Path

import click

from inconcert.cli.audit.common import TABLE
from inconcert.cli.common import output, standard


@click.command("protect", short_help="Make salted hashes of protected subjects, for `audit access`.")
@click.argument("ids", type=TABLE, metavar="IDS")
@click.option("--salt", type=TABLE, required=True, help="File with at least 16 random letters; keep it apart.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="LIST",
              help="Write the hashes here.")  # fmt: skip
@standard
def command(ids: Path, salt: Path, out: Path, as_json: bool, quiet: bool) -> None:
    """Turn IDS, one id of a protected subject (a journalist, a source) on each line, into salted hashes.

    Each is SHA-256 of salt, colon and id. Whoever audits gets the list and never the ids; whoever has list and salt
    can try ids out, so keep them apart, and delete IDS afterwards.
    """
    from inconcert.audits.access.lists import protected, salt_in
    from inconcert.store.files import write_whole

    made = protected(ids.read_text("utf-8").splitlines(), salt_in(salt))
    write_whole(out, "".join(f"{one}\n" for one in made).encode())
    output({"hashes": len(made), "out": str(out)}, f"{len(made):,} hashes are in {out}.", as_json=as_json, quiet=quiet)
