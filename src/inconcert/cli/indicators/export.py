"""``inconcert indicators export``: indicators in the columns in which Meta publishes them."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  # beside Path, as click reads both
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.common import note, output, standard
from inconcert.errors import InputError, Place

if TYPE_CHECKING:
    from inconcert.indicators.reading import Read

SCHEMA = click.Choice(["meta-2023", "meta-2022"])


@click.command("export", short_help="Write indicators, or the assets of findings, in Meta's column schemas.")
@click.argument("sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="SOURCE…")
@click.option("--format", "schema", type=SCHEMA, default="meta-2023", show_default=True, help="Columns to write.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File (.csv or .tsv).  [default: output]")
@click.option("--network", "networks", multiple=True, metavar="ID", help="Only this network of findings; repeatable.")
@click.option("--links", is_flag=True, help="Also every place that networks link to far more than others do.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Day of indicators that carry none.")
@standard
def command(
    sources: tuple[Path, ...],
    schema: str,
    out: Path | None,
    networks: tuple[str, ...],
    links: bool,
    day: datetime | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write indicators in one of Meta's column schemas, strictly, every address inert.

    SOURCE is a file of indicators, JSON of `indicators import`, or a folder of them; or an investigation, or the folder
    that `investigate --out` made. Of findings, the accounts of networks with an alert are written (of those with
    --network, of these), and the sites they push that look like a protected name or belong to a family of throw-away
    names. What the schema has no place for is told, and is left out only where it says so.
    """
    from inconcert.indicators import tables, writing
    from inconcert.indicators.reading import Read
    from inconcert.report.defang import still

    found = Read()
    for source in sources:
        _take(found, source, networks, links=links)
    chosen = writing.FORMATS[schema]
    kept, odd = writing.settled(found.indicators, chosen, day.date() if day else None)
    if not kept:
        raise InputError("there is no indicator to write.", todo="Choose networks with --network, or add --links.")
    found.indicators, found.oddities = kept, [*found.oddities, *odd]
    for one in found.oddities:
        note(still(str(one)), quiet=quiet)
    if out is not None:
        writing.write(out, kept, chosen)
    elif not as_json:
        click.echo(writing.text(kept, chosen), nl=False)
        note(tables.WARNING, quiet=quiet)
        return
    told = f"Wrote {len(kept):,} indicators to {out}.\n{tables.WARNING}"
    output({**tables.as_data(found), "format": schema}, still(told), as_json=as_json, quiet=quiet)


def _take(found: Read, source: Path, networks: tuple[str, ...], *, links: bool) -> None:
    from inconcert.indicators import reading
    from inconcert.indicators.found import indicators

    document = _findings(source)
    if document is None:
        more = reading.read([source])
        found.indicators += more.indicators
        found.oddities += more.oddities
    else:
        found.indicators += indicators(document, str(source), networks, links=links)


def _findings(source: Path) -> dict[str, Any] | None:
    """The findings in a folder or file; ``None`` when it holds something else."""
    import orjson

    from inconcert.investigation import Investigation

    file = source / "findings.json" if source.is_dir() else source
    if not file.is_file() and (source / "investigation.toml").is_file():
        return Investigation.open(source).found().data
    if file.name != "findings.json" or not file.is_file():
        return None
    try:
        read: dict[str, Any] = orjson.loads(file.read_bytes())
        if isinstance(read["networks"], list):
            return read
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"cannot be read as findings: {error}.", where=Place(file)) from error
    raise InputError("holds no networks.", where=Place(file), todo="Give a folder that `investigate --out` made.")
