"""Write the reference pages that are made from the code: commands, tables, settings, hooks.

``--check`` writes nothing and fails when a page is not what the code says.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inconcert import plugins, settings
from inconcert.cli import group
from inconcert.model.tables import tables
from inconcert.web.settings import PREFIX, ServerSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = Path(__file__).parents[1] / "docs" / "reference"
WIDTH = 88
MADE = "<!-- Made by scripts/references.py from the code; edit the code instead. -->"


def cli() -> str:
    """The help of every command, as a person sees it."""
    parts = [
        "# Commands",
        "Every command takes `--json` (the result as JSON on standard output) and `--quiet`. It ends with 0 when it is "
        "done, 1 when the input is refused (the message on standard error says why and what to do), 2 when the call "
        "itself is wrong, and 130 when it was stopped with Ctrl-C; finished steps are kept then.",
    ]
    for path, command, context in _commands(group, click.Context(group, info_name="inconcert")):
        parts += [f"{'#' * len(path)} {' '.join(path)}", f"```text\n{_help(command, context)}\n```"]
    return _page(parts)


def _commands(
    command: click.Command, context: click.Context, path: tuple[str, ...] = ("inconcert",)
) -> Iterator[tuple[tuple[str, ...], click.Command, click.Context]]:
    if len(path) > 1:
        yield path, command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _commands(inner, click.Context(inner, info_name=name, parent=context), (*path, name))


def _help(command: click.Command, context: click.Context) -> str:
    context.terminal_width = context.max_content_width = WIDTH
    formatter = context.make_formatter()
    command.format_help(context, formatter)
    return formatter.getvalue().rstrip()


def nouns() -> str:
    """Every table and column, with its meaning."""
    parts = [
        "# Tables",
        "What the Parquet files of an investigation hold. A cell that a source does not fill is null; null is never "
        "zero, never an empty text, never false. An *instant* is in microseconds, UTC.",
    ]
    for table in tables().values():
        rows = [f"| `{field.name}` | `{field.type}` | {_cell(field.meaning)} |" for field in table.fields]
        parts += [f"## {table.name}", table.meaning, "\n".join(["| column | type | meaning |", "|---|---|---|", *rows])]
    return _page(parts)


def choices() -> str:
    """Every analysis setting with its default and what it means."""
    rows = [
        f"| `{name}` | `{_shown(name)}` | {_cell(meaning)} |"
        for name, meaning in _attribute_docs(settings.Settings).items()
    ]
    parts = [
        "# Settings",
        f"The defaults are named `{settings.DEFAULTS_NAME}`; the name changes whenever a default changes, and every "
        "run writes the name and the values into its manifest. In Python each one is an argument of "
        "`Investigation.detect`; the common ones are options of `inconcert investigate` and `inconcert detect`.",
        "\n".join(["| setting | default | meaning |", "|---|---|---|", *rows]),
        "## The server",
        "For `inconcert open` and `inconcert serve`. Each is a variable of the environment; options of the command "
        "come first.",
        "\n".join(["| variable | default | meaning |", "|---|---|---|", *_variables()]),
    ]
    return _page(parts)


def _variables() -> list[str]:
    defaults = ServerSettings()
    return [
        f"| `{PREFIX}{name.upper()}` | {_default(getattr(defaults, name))} | {_cell(meaning)} |"
        for name, meaning in _attribute_docs(ServerSettings).items()
        if name not in {"investigations", "team"}
    ]


def _default(value: object) -> str:
    return f"`{value}`" if value not in ("", ()) else ""


def _shown(name: str) -> str:
    value = getattr(settings.DEFAULTS, name)
    return ", ".join(f"{part:.0f}" for part in value) or "all" if isinstance(value, tuple) else str(value)


def _attribute_docs(kind: type) -> dict[str, str]:
    body = ast.parse(inspect.getsource(kind)).body[0]
    if not isinstance(body, ast.ClassDef):
        raise TypeError(f"{kind} is no class")
    found: dict[str, str] = {}
    for before, after in zip(body.body, body.body[1:], strict=False):
        if isinstance(before, ast.AnnAssign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            found[ast.unparse(before.target)] = inspect.cleandoc(str(after.value.value))
    return found


def hooks() -> str:
    """Every hook that a plug-in can fill."""
    specs = [value for value in vars(plugins).values() if hasattr(value, f"{plugins.PROJECT}_spec")]
    parts = [
        "# Hooks",
        "A plug-in is a module with functions marked `@inconcert.plugins.hook`, named in the entry-point group "
        "`inconcert`. What ships with inconcert comes through the same hooks.",
    ]
    for spec in specs:
        parts += [f"## {spec.__name__}", _roles(inspect.getdoc(spec) or "")]
    return _page(parts)


def _roles(text: str) -> str:
    return text.replace(":class:`", "{py:class}`")


def _cell(text: str) -> str:
    return " ".join(text.replace("``", "`").replace("|", "\\|").split())


def _page(parts: list[str]) -> str:
    return "\n\n".join([parts[0], MADE, *parts[1:]]) + "\n"


WRITTEN = {"cli.md": cli, "tables.md": nouns, "settings.md": choices, "hooks.md": hooks}


def main() -> int:
    """Write the pages, or compare them with ``--check``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 when a page is stale")
    check = parser.parse_args().check
    stale = False
    for name, write in WRITTEN.items():
        path, wanted = PAGES / name, write()
        present = path.read_text("utf-8") if path.exists() else ""
        if present == wanted:
            continue
        if check:
            stale = True
            sys.stdout.writelines(difflib.unified_diff(present.splitlines(True), wanted.splitlines(True), name, "code"))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted, "utf-8")
    if stale:
        print("The reference pages are stale: run .venv/bin/python scripts/references.py and commit them.")
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
