"""What every platform must keep to, and a check that says where one does not; for ours and for those of plug-ins.

::

    faults = check_class(MyPlatform) + check(MyPlatform(…), an_item, missing=an_item_whose_target_is_not_there)
    assert not faults
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from secrets import token_hex
from typing import TYPE_CHECKING

from inconcert.errors import UsageError
from inconcert.takedown.carry import reverse_key
from inconcert.takedown.noticing import notice_key
from inconcert.takedown.platforms.base import Platform, Refused, State
from inconcert.takedown.words import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from inconcert.takedown.plan import Item


def check_class(kind: type[Platform]) -> list[str]:
    """Where a class of platforms does not keep to the contract, in sentences; nothing is called.

    It has a name, a title, and actions that plans know; without its settings in the environment it is not configured,
    and says which are missing.
    """
    faults = [f"{kind.__name__} has no {what}." for what in ("name", "title") if not getattr(kind, what)]
    unknown = sorted(set(kind.actions) - set(ACTIONS))
    if unknown or not kind.actions:
        faults.append(f"{kind.__name__} can do what no plan asks for ({unknown}), or nothing.")
    with _bare_environment():
        try:
            kind.configured()
        except UsageError as told:
            if "INCONCERT_" not in str(told):
                faults.append(f"{kind.__name__} does not name the settings that it lacks: {told}")
        else:
            faults.append(f"{kind.__name__} is configured although nobody configured it.")
    return faults


def check(platform: Platform, item: Item, *, missing: Item | None = None, secrets: tuple[str, ...] = ()) -> list[str]:
    """Where a platform does not keep to the contract, in sentences. It does ``item`` and takes it back.

    Args:
        platform: A platform that can be tried on; never a live one.
        item: Something reversible that is not done yet.
        missing: An item whose target is not there.
        secrets: Words that must never be shown.
    """
    return [*_Check(platform, item).faults(), *_missing(platform, missing), *_shown(platform, secrets)]


class _Check:
    def __init__(self, platform: Platform, item: Item) -> None:
        self.platform, self.item, self.key = platform, item, token_hex(16)
        self._faults: list[str] = []

    def faults(self) -> list[str]:
        before = self.platform.look(self.item)
        self._hold(isinstance(before, State), "look gives no State")
        self._hold(before == self.platform.look(self.item), "two looks differ although nothing was done")
        self._hold(State.of(before.to_dict()) == before, "a State is not the same after it was written down")
        self._hold(not self.platform.fulfils(self.item, before), "fulfils says that it is done before it is")
        self._hold(self.platform.sought(self.item, self.key) is None, "sought finds what was never done")
        self._act(before)
        self._take_back(before)
        return self._faults

    def _act(self, before: State) -> None:
        receipt = self.platform.act(self.item, self.key)
        after = self.platform.look(self.item)
        self._hold(bool(receipt.ref), "act gives no receipt with an id")
        self._hold(self.platform.fulfils(self.item, after), "fulfils does not see what act did")
        self._hold(after != before, "look does not show what act did")
        found = self.platform.sought(self.item, self.key)
        self._hold(found is not None and found.ref == receipt.ref, "sought does not find what act did")
        if self.platform.mails:
            self._notify()
        if self.platform.idempotent:
            again = self.platform.act(self.item, self.key)
            self._hold(again.ref == receipt.ref, "a second call with the same key is something new")
            self._hold(self.platform.look(self.item) == after, "a second call with the same key changes the target")

    def _notify(self) -> None:
        key, stands = notice_key(self.key), self.platform.look(self.item)
        self._hold(self.platform.sought(self.item, key) is None, "sought finds a notice that was never sent")
        receipt = self.platform.notify(self.item, key)
        found = self.platform.sought(self.item, key)
        self._hold(found is not None and found.ref == receipt.ref, "sought does not find the notice")
        self._hold(self.platform.look(self.item) == stands, "the notice changes the target")

    def _take_back(self, before: State) -> None:
        back = reverse_key(self.key)
        receipt = self.platform.reverse(self.item, back, before)
        self._hold(self.platform.look(self.item) == before, "taken back, the target is not as it was")
        found = self.platform.sought(self.item, back)
        self._hold(found is not None and found.ref == receipt.ref, "sought does not find what reverse did")
        if self.platform.idempotent:
            self._hold(
                self.platform.reverse(self.item, back, before).ref == receipt.ref,
                "a second taking back with the same key is something new",
            )
            self.platform.act(self.item, self.key)
            self._hold(
                self.platform.look(self.item) == before, "a call that comes after it was taken back does it again"
            )

    def _hold(self, holds: bool, says: str) -> None:
        if not holds:
            self._faults.append(f"{self.platform.title}: {says}.")


def _missing(platform: Platform, item: Item | None) -> list[str]:
    if item is None:
        return []
    try:
        there = platform.look(item).exists
    except Refused:
        return []
    return [f"{platform.title}: look says that a target is there which is not."] if there else []


def _shown(platform: Platform, secrets: tuple[str, ...]) -> list[str]:
    shown: tuple[Callable[[], str], ...] = (
        lambda: repr(platform), lambda: str(platform), lambda: platform.place, lambda: platform.title
    )  # fmt: skip
    return [f"{platform.title}: it shows a secret." for show in shown if any(word in show() for word in secrets)]


@contextmanager
def _bare_environment() -> Iterator[None]:
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("INCONCERT_")}
    try:
        yield
    finally:
        os.environ.update(kept)
