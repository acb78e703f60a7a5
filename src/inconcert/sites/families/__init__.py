"""Families of throw-away names: scrambles of one phrase, numbered names, bursts of registration; no brand needed.

`families` is the short way in, `find.find` gives all that is known of each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def families(candidates: Sequence[str]) -> dict[str, str | None]:
    """The family of each candidate, or ``None`` when it stands alone; phrases are not looked for.

    Args:
        candidates: names of hosts or addresses, in any case; dots in brackets are opened.
    """
    from inconcert.sites.families.find import find
    from inconcert.sites.families.reading import Candidate, host

    out: dict[str, str | None] = dict.fromkeys(candidates)
    for family in find([Candidate(name, host(name)) for name in out]):
        out.update(dict.fromkeys(family.members, family.name))
    return out
