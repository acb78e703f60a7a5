"""Views with accounts under other names."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from inconcert.casework.persons import Persons

if TYPE_CHECKING:
    from collections.abc import Callable

    from inconcert.casework.pseudonyms import Pseudonyms
    from inconcert.casework.views import CaseView

Seen = TypeVar("Seen")


def pseudonymised(view: CaseView, pseudonyms: Pseudonyms) -> CaseView:
    """A case in which every account that its copies name, and every handle, has its keyed pseudonym, in texts too."""
    return renamer(view, pseudonyms)(view)


def renamer(view: CaseView, pseudonyms: Pseudonyms) -> Callable[[Seen], Seen]:
    """Gives any view the pseudonyms of whom the copies in a case name."""
    found = Persons()
    for finding in view.findings:
        found.gather(finding.frozen)
    for piece in view.evidence:
        found.gather(piece.frozen)
        found.gather(piece.ref)
    names = {account: pseudonyms.of(account) for account in found.accounts}
    return lambda seen: _renamed(seen, found, names)


# Who of the staff did something, and ids, are no accounts of the material.
_KEPT = frozenset({
    "id", "case_id", "by", "opened_by", "asked_by", "added_by", "done_by", "who", "of", "sha256", "run", "state",
    "kind", "verdict", "level", "hypothesis_id", "decision_id", "network_id", "marks",
})  # fmt: skip


def _renamed(view: Any, found: Persons, names: dict[str, str]) -> Any:
    if is_dataclass(view) and not isinstance(view, type):
        given = {each.name: getattr(view, each.name) for each in fields(view) if each.name not in _KEPT}
        return replace(view, **{name: _renamed(value, found, names) for name, value in given.items()})
    if isinstance(view, tuple):
        return tuple(_renamed(one, found, names) for one in view)
    return found.replaced(view, names)
