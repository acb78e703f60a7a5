"""Whether what a group of labels shares is a word that everybody uses.

The background knows how surprising a word is in general, not what is common in this list: among names of Swedish firms
``konsult`` behind three letters joins strangers. What most of a group shares is therefore looked for in the rest of the
list, where a family's own part does not stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SHARED_BY = 0.9
"""Share of a group's labels in which the part stands."""
COVERS = 0.5
"""Share of the letters of the labels that it makes up; less is not what the group rests on."""
_LEAST = 3
_ASKED = 40
"""Labels of a group that are looked at."""


def core(labels: Sequence[str]) -> str:
    """The longest row of signs that nearly all labels share; empty when there is none that matters."""
    asked = labels[:: -(-len(labels) // _ASKED)]
    usual = sorted(map(len, asked))[len(asked) // 2]
    needed = SHARED_BY * len(asked)
    for size in range(min(map(len, asked)), _LEAST - 1, -1):
        if size < COVERS * usual:
            return ""
        for model in asked[: len(asked) - int(needed) + 1]:
            for start in range(len(model) - size + 1):
                part = model[start : start + size]
                if sum(part in label for label in asked) >= needed:
                    return part
    return ""


def is_common(labels: Sequence[str], everything: str) -> bool:
    """Whether the core of a group stands in more labels outside it than inside.

    Args:
        labels: the group.
        everything: all labels of the list, each on its own line.
    """
    part = core(labels).strip("-")
    if len(part) < _LEAST:
        return False
    inside = sum(label.count(part) for label in labels)
    return everything.count(part) - inside > inside
