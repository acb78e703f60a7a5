"""``inconcert add``: files into an investigation, with a receipt for each."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.common import FILES, FOLDER, note, output, progress, reading, standard
from inconcert.report.defang import still

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from inconcert.ingest.add import Preview
    from inconcert.ingest.reading import Options
    from inconcert.store.folder import Folder

SHOWN = ("posted_at", "account_id", "kind", "text", "post_id")
WIDTH = 60


@click.command()
@click.argument("folder", type=FOLDER)
@click.argument("files", nargs=-1, type=FILES)
@click.option(
    "--brand-pages",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    metavar="PATH",
    help="Saved pages of protected sites: pages of the sites that networks push are compared with them.",
)
@reading
@click.option("--recipe", metavar="NAME", help="Use a mapping that was saved in the investigation.")
@click.option("--save-recipe", metavar="NAME", help="Keep the mapping in the investigation under this name.")
@click.option("--preview", is_flag=True, help="Show the mapping and the first twenty posts; store nothing.")
@standard
def command(
    folder: Path,
    files: tuple[str, ...],
    as_json: bool,
    quiet: bool,
    brand_pages: tuple[Path, ...],
    recipe: str | None,
    save_recipe: str | None,
    preview: bool,
    **how: Any,
) -> None:
    """Add FILES to the investigation FOLDER: files, folders, globs, archives, or - for standard input.

    Posts and ads are read by their format; saved pages (HTML, MHTML, WARC, HAR) and records of WHOIS, RDAP, DNS,
    certificates and urlscan tell of sites. The source of each file is recognised; a receipt says by what, and what
    became of every row. A file that was added
    before is not added again.
    """
    from inconcert.errors import UsageError
    from inconcert.ingest.add import options_of
    from inconcert.investigation import Investigation
    from inconcert.store.folder import Folder

    if not files and not brand_pages:
        raise UsageError("no file is named.", todo="Name files to add, or give --brand-pages.")
    made = Folder.open(folder)
    options = options_of(made.path, recipe=recipe, **how)
    if preview or save_recipe:
        seen = _previewed(made, files, options, save_recipe)
        if preview:
            output([_plain(each) for each in seen], _table(seen), as_json=as_json, quiet=quiet)
            return
    with progress(quiet=quiet) as tell:
        receipts = Investigation(made).add(*files, recipe=recipe, progress=tell, brand_pages=brand_pages, **how)
    for name in receipts.left_out:
        note(f"{still(name)}: left out, it is no table, no JSON and no page.", quiet=quiet)
    text = "\n\n".join(still(each.text()) for each in receipts)
    output([each.to_dict() for each in receipts], text, as_json=as_json, quiet=quiet)


def _previewed(folder: Folder, files: Iterable[str], options: Options, keep: str | None) -> list[Preview]:
    from inconcert.errors import UsageError
    from inconcert.ingest.add import preview
    from inconcert.ingest.recipe import save

    files = list(files)
    if keep and "-" in files:
        raise UsageError("a recipe cannot be saved from standard input.", todo="Save it from a file.")
    seen = preview(folder, files, options)
    if keep:
        first = next((each.recipe for each in seen if each.recipe is not None), None)
        if first is None:
            raise UsageError("these files need no recipe: their source is known.", todo="Leave --save-recipe out.")
        save(folder.path, keep, first)
    return seen


def _plain(seen: Preview) -> dict[str, Any]:
    return {**asdict(seen), "recipe": seen.recipe.to_toml() if seen.recipe else None}


def _table(previews: Iterable[Preview]) -> RenderableType:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    parts: list[RenderableType] = []
    for seen in previews:
        parts.append(Text(still(f"{seen.file}: {seen.format}, zone {seen.timezone or 'as in the stamps'}")))
        parts += [Text(still(f"  because {reason}")) for reason in seen.why]
        parts += [Text(still(f"  {word} ← {column}")) for word, column in seen.mapping.items()]
        parts += [Text(still(f"  skipped {each['count']}: {each['reason']}")) for each in seen.skipped]
        table = Table(*SHOWN, box=None, pad_edge=False)
        for row in seen.rows:
            table.add_row(*(Text(_cell(name, row.get(name))) for name in SHOWN))
        parts.append(table)
    return Group(*parts)


def _cell(name: str, value: Any) -> str:
    from inconcert.model.times import iso

    text = iso(value) if name == "posted_at" else str(value if value is not None else "")
    return still(text.replace("\n", " "))[:WIDTH]
