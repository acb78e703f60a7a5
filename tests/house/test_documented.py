"""What can be used is documented, and what is documented is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from inconcert import __version__
from inconcert.cli import group
from inconcert.plugins import registered

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FOLDERS = {"signals": "signals", "traits": "traits", "formats": "formats", "exporters": "formats-out"}
CONTEXT = click.Context(group)


def pages(kind: str) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((DOCS / FOLDERS[kind]).glob("*.md")))


@pytest.mark.parametrize("kind", FOLDERS)
def test_everything_that_ships_has_its_page(kind: str) -> None:
    text = pages(kind)
    assert registered(kind)
    assert not [name for name in registered(kind) if f"`{name}`" not in text]


@pytest.mark.parametrize("kind", ["signals", "traits"])
def test_every_signal_and_trait_has_a_page_of_its_own(kind: str) -> None:
    assert not [name for name in registered(kind) if not (DOCS / kind / f"{name}.md").exists()]


def verbs(above: click.Group = group, names: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    found: list[tuple[tuple[str, ...], click.Command]] = []
    for name in above.list_commands(CONTEXT):
        command = above.get_command(CONTEXT, name)
        assert command is not None
        found += verbs(command, (*names, name)) if isinstance(command, click.Group) else [((*names, name), command)]
    return found


@pytest.mark.parametrize("command", [pytest.param(command, id=" ".join(names)) for names, command in verbs()])
def test_every_option_says_what_it_does(command: click.Command) -> None:
    assert command.help
    options = [option for option in command.params if isinstance(option, click.Option)]
    assert not [option.name for option in options if not option.help]
    assert {"as_json", "quiet"} <= {option.name for option in options}


def test_the_references_are_what_the_code_says() -> None:
    asked = subprocess.run(
        [sys.executable, ROOT / "scripts" / "references.py", "--check"], capture_output=True, text=True, check=False
    )
    assert asked.returncode == 0, asked.stdout


def test_the_version_is_the_head_of_the_changes() -> None:
    heads = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert heads[0] == __version__


def test_every_command_in_the_readme_exists() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    used = set().union(*re.findall(r"^\$ inconcert ([a-z]+)|`inconcert ([a-z]+)", text, re.MULTILINE))
    used.discard("")
    assert used
    assert used <= set(group.list_commands(CONTEXT))


def test_nothing_in_the_locks_has_an_address() -> None:
    for lock in sorted((ROOT / "locks").glob("*.txt")):
        text = lock.read_text("utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_what_runs_was_tested() -> None:
    run, test = (
        set(re.findall(r"^([a-z0-9-]+==\S+)", (ROOT / "locks" / name).read_text("utf-8"), re.MULTILINE))
        for name in ("run.txt", "test.txt")
    )
    assert run
    assert run <= test
