"""A group of commands that finds them as the modules of a package, each loaded when it is used."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import click

from inconcert.errors import nearest


class Verbs(click.Group):
    """A group whose commands are the modules of a package.

    Args:
        package: Name of the package; each module holds a click command named ``command``.
        helpers: Modules that are not verbs.
        story: Verbs in the order in which a person meets them; the others follow by name.
        given: What any group takes.
    """

    def __init__(
        self, *, package: str, helpers: tuple[str, ...] = (), story: tuple[str, ...] = (), **given: Any
    ) -> None:
        super().__init__(**given)
        self.package, self.helpers, self.story = package, frozenset(helpers), story

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Verbs, in the order of the story."""
        places = import_module(self.package).__path__
        found = {module.name.rstrip("_") for module in iter_modules(places)} - self.helpers
        told = [verb for verb in self.story if verb in found]
        return told + sorted(found - set(told))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a verb, or ``None`` when there is no such verb."""
        if cmd_name not in self.list_commands(ctx):
            return None
        # A verb that is a word of Python's carries an underscore as a module: ``import_``.
        name = f"{cmd_name}_" if cmd_name == "import" else cmd_name
        command: click.Command = import_module(f"{self.package}.{name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the nearest verbs as a suggestion."""
        verbs = self.list_commands(ctx)
        if args[0] not in verbs and not args[0].startswith("-"):
            raise click.UsageError(f"There is no command '{args[0]}'. {nearest(args[0], verbs)}", ctx)
        return super().resolve_command(ctx, args)
