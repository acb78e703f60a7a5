"""``inconcert cases pseudonyms``: keyed names for accounts, and findings under them."""

from __future__ import annotations

from pathlib import Path

import click

from inconcert.cli.cases.desks import at_desk, working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.errors import UsageError

TARGET = click.Path(path_type=Path, dir_okay=False)


@click.command("pseudonyms", short_help="Name accounts by keyed pseudonyms.")
@click.argument("folder", type=FOLDER)
@click.argument("accounts", nargs=-1, metavar="[PLATFORM:ID]...")
@click.option("--findings", type=TARGET, metavar="FILE", help="Write findings.json of the latest run under pseudonyms.")
@working
@standard
def command(
    folder: Path,
    accounts: tuple[str, ...],
    findings: Path | None,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Show the pseudonyms of accounts, or write the findings of the latest run in FOLDER under them.

    The key is made once and lies in casework.key beside the casebook. The same account has the same pseudonym until
    the key is deleted; then nobody can tell whose it was.
    """
    if not accounts and findings is None:
        raise UsageError("nothing is asked for.", todo="Give accounts as platform:id, or --findings FILE.")
    with at_desk(folder, casebook, name) as desk:
        named = {account: desk.book.pseudonyms.of(account) for account in accounts}
        if accounts:
            desk.read("pseudonym", accounts, "pseudonyms shown in the terminal")
        if findings is not None:
            _write(findings, desk.book.pseudonyms.view(_document(folder)))
    lines = [f"{account}  {pseudonym}" for account, pseudonym in named.items()]
    lines += [] if findings is None else [f"Written to {findings}."]
    told = {"pseudonyms": named, "findings": None if findings is None else str(findings)}
    output(told, "\n".join(lines), as_json=as_json, quiet=quiet)


def _document(folder: Path) -> object:
    from inconcert.investigation import Investigation

    return Investigation.open(folder).found().data


def _write(place: Path, document: object) -> None:
    import orjson

    from inconcert.ingest.disk import write_whole

    write_whole(place, orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
