"""What a confirmed operation is recognised by."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

FAMILIES: dict[str, str] = {
    "accounts": "accounts that belonged to it",
    "templates": "texts, also in other words",
    "media": "pictures and other media",
    "sites": "ids of sites: analytics, advertising, certificates",
    "links": "sites and pages that are linked",
    "brands": "protected names that linked sites imitate",
    "tags": "hashtags and sequences of them",
    "targets": "accounts that are addressed",
    "handles": "how handles are made",
    "schedule": "hours of posting",
}
"""Families of elements. Languages are none: they are too weak, and only say among whom rarity is counted."""
SUBJECT = frozenset({"tags", "targets"})
"""Families that any two groups share that talk about the same things. Together they are one family at most."""
READABLE = frozenset({"media", "sites", "links", "brands", "tags", "handles"})
"""Families whose elements stand in plain words; texts and accounts are personal data and stand as salted hashes."""
LAYOUT = 1


@dataclass(frozen=True)
class Element:
    """One thing that an operation had, and how rare it is among others."""

    family: str
    keys: tuple[str, ...]
    """What is compared: one key, or of a text its rare pairs of words; salted hashes where it is personal data."""
    accounts: int
    """Members that had it."""
    outside: int
    """Accounts outside of the operation that had it."""
    rarity: float
    """Share of comparable accounts outside that have it, smoothed: never zero. Of a brand that of other networks."""
    message: int
    """Number of the message it rests on: elements of one message are one piece of evidence."""


@dataclass(frozen=True)
class Fingerprint:
    """What a confirmed operation had, without a name and without a verdict on anybody."""

    operation: str
    """Such as “case 3”."""
    case_id: str
    salt: str
    size: int
    """Members."""
    background: int
    """Comparable accounts outside: those that write in its languages."""
    languages: tuple[str, ...]
    elements: tuple[Element, ...]
    grammar: dict[str, float]
    """Share of each form of handle among the members, less its share outside; forms that stand out only."""
    hours: tuple[float, ...]
    """For each hour of the UTC day the logarithm of how much more it is used than outside; empty when not known."""

    def of(self, family: str) -> tuple[Element, ...]:
        """The elements of a family, the rarest first."""
        return tuple(sorted((one for one in self.elements if one.family == family), key=lambda one: one.rarity))

    @cached_property
    def holders(self) -> dict[str, list[int]]:
        """Places among ``of("templates")`` of the texts that hold each pair of words."""
        found: dict[str, list[int]] = {}
        for place, one in enumerate(self.of("templates")):
            for pair in one.keys:
                found.setdefault(pair, []).append(place)
        return found

    def to_dict(self) -> dict[str, Any]:
        """Plain data, without the salt and without whose it is: these stand beside it in the casebook."""
        apart = ("operation", "case_id", "salt")
        return {"layout": LAYOUT, **{name: value for name, value in asdict(self).items() if name not in apart}}

    @classmethod
    def from_dict(cls, kept: dict[str, Any], *, operation: str, case_id: str, salt: str) -> Fingerprint:
        """The fingerprint that :meth:`to_dict` told."""
        elements = tuple(Element(**{**one, "keys": tuple(one["keys"])}) for one in kept["elements"])
        return cls(
            operation, case_id, salt, int(kept["size"]), int(kept["background"]), tuple(kept["languages"]), elements,
            dict(kept["grammar"]), tuple(kept["hours"]),
        )  # fmt: skip
