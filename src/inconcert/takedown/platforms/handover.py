"""Handing a plan over as a file: for every platform that has no interface, or where somebody else does it.

One line of JSON for each action. The file is the ledger's counterpart: what stands in it was handed over, once.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from inconcert.errors import InputError, Place
from inconcert.takedown.platforms.base import Platform, Receipt, State, Unclear
from inconcert.takedown.words import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from inconcert.takedown.plan import Item


class HandOver(Platform):
    """A file of instructions for people or another system; nothing is done to a target here."""

    title = "The hand-over file"
    actions = frozenset(ACTIONS)
    serves_all = True
    idempotent = True

    def __init__(self, path: Path, name: str = "file") -> None:
        self.path, self.name = path, name

    @property
    def place(self) -> str:
        """The file."""
        return str(self.path.resolve())

    def look(self, item: Item) -> State:
        """The instruction that stands last for this target; what the target is like cannot be seen from here."""
        last = ""
        for line in self._lines():
            if (line["platform"], line["target"], line["action"]) == (item.platform, item.target, item.action):
                last = str(line["do"])
        return State(exists=True, facts={"handed over": last == "act"})

    def fulfils(self, item: Item, state: State) -> bool:  # noqa: ARG002  # one file, one kind of state
        """Whether it was handed over."""
        return bool(state.facts["handed over"])

    def act(self, item: Item, key: str) -> Receipt:
        """Add the instruction."""
        return self._add(item, key, "act")

    def reverse(self, item: Item, key: str, before: State) -> Receipt:  # noqa: ARG002  # nothing can be seen of it
        """Add the instruction to take it back."""
        return self._add(item, key, "take back")

    def sought(self, item: Item, key: str) -> Receipt | None:  # noqa: ARG002  # the key is enough
        """The line with this key."""
        for number, line in enumerate(self._lines(), 1):
            if line["key"] == key:
                return Receipt(f"{self.path.name}, line {number}")
        return None

    def _add(self, item: Item, key: str, do: str) -> Receipt:
        there = self.sought(item, key)
        if there is not None:
            return there
        told = asdict(item)
        told.pop("radius")
        line = json.dumps({"key": key, "do": do, **told}, ensure_ascii=False, default=str)
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as problem:
            raise Unclear(f"{self.path} cannot be written: {problem}.") from problem
        return self.sought(item, key) or Receipt(self.path.name)

    def _lines(self) -> Iterator[dict[str, Any]]:
        """The whole lines; one that a dying process left without its end is taken off first."""
        if not self.path.exists():
            return
        text = self.path.read_text("utf-8")
        if text and not text.endswith("\n"):
            os.truncate(self.path, len(text[: text.rfind("\n") + 1].encode()))
        for number, line in enumerate(text.split("\n")[:-1], 1):
            try:
                yield json.loads(line)
            except ValueError:
                raise InputError(
                    "this line of the hand-over file is not JSON.", where=Place(self.path, number),
                    todo="Somebody changed it. Take a new file for the next plan.",
                ) from None  # fmt: skip
