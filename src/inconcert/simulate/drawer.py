"""What an operation keeps when its accounts are taken down, and goes back to when it returns.

A return has new accounts under new handles, new domains, and mostly new material. Some of the old is used again: texts
in other words (placeholder words of the same meaning), pictures, pages moved to the new domains under their old paths,
hashtags of its own. How much is a plan, in numbers; nothing here writes prose.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from inconcert.simulate.tongue import make_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.random import Generator

    from inconcert.simulate.tongue import Tongue


@dataclass(frozen=True)
class Comeback:
    """How much of the old a return uses again."""

    texts: float = 0.4
    """Chance that a text is an old one in other words."""
    reworded: float = 0.3
    """Share of its words that are replaced."""
    pictures: float = 0.4
    """Chance that a picture is an old one."""
    pages: float = 0.3
    """Chance that a page is an old one, moved to a new domain under its old path."""
    tags: float = 0.5
    """Chance that a hashtag of its own stays."""
    brands: float = 0.5
    """Chance that a new site imitates the newspaper that the old one imitated; else it imitates another one."""


PICKED = 24
"""Hosts of a language, the most read ones, of which an operation picks those that it imitates."""


@dataclass
class Drawer:
    """The material of one operation."""

    rng: Generator
    plan: Comeback = Comeback()
    returned: bool = False
    _texts: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    _pictures: list[str] = field(default_factory=list)
    _pages: list[str] = field(default_factory=list)
    _tags: dict[str, str] = field(default_factory=dict)
    _hosts: dict[str, str] = field(default_factory=dict)
    _brands: dict[tuple[int, int], int] = field(default_factory=dict)
    aside: Generator | None = None
    """Draws what nothing else depends on, so that a world is the same but for it."""

    def back(self, rng: Generator) -> Drawer:
        """The drawer as it is when the operation returns."""
        kept = {tag: name for tag, name in self._tags.items() if rng.random() < self.plan.tags}
        old = Drawer(rng, self.plan, True, self._texts, self._pictures, self._pages, kept)
        old._brands = {one: rank for one, rank in self._brands.items() if old._apart.random() < self.plan.brands}
        return old

    def text(self, tongue: Tongue, topic: int, mean: float) -> str:
        """A text: an old one in other words, or a new one."""
        old = self._texts.setdefault((tongue.code, topic), [])
        if (again := self._old(old, self.plan.texts)) is not None:
            return tongue.reworded(self.rng, again, self.plan.reworded)
        return self._new(old, tongue.sentence(self.rng, topic, mean))

    def picture(self) -> str:
        """A picture, old or new."""
        again = self._old(self._pictures, self.plan.pictures)
        return again if again is not None else self._new(self._pictures, f"pdq:{self.rng.bytes(32).hex()}")

    def page(self) -> str:
        """Path of a page, old or new."""
        again = self._old(self._pages, self.plan.pages)
        return again if again is not None else self._new(self._pages, str(self.rng.integers(10**8)))

    def host(self, name: str) -> str:
        """A host that stands for ``name``: another after each takedown."""
        return self._named(self._hosts, name, lambda: f"{make_words(self.rng, 1)[0]}{self.rng.integers(1000)}.example")

    def brand(self, language: int, site: int) -> int:
        """Rank of the host that a site of the operation imitates, another one for each of its sites in a language."""
        if (language, site) not in self._brands:
            taken = {rank for (spoken, _), rank in self._brands.items() if spoken == language}
            free = [rank for rank in range(PICKED) if rank not in taken]
            self._brands[language, site] = free[int(self._apart.integers(len(free)))]
        return self._brands[language, site]

    @property
    def _apart(self) -> Generator:
        if self.aside is None:
            (seed,) = self.rng.bit_generator.seed_seq.spawn(1)  # type: ignore[attr-defined]  # of every seeded generator
            self.aside = np.random.default_rng(seed)
        return self.aside

    def tag(self, name: str) -> str:
        """A hashtag of its own that stands for ``name``."""
        return self._named(self._tags, name, lambda: "".join(make_words(self.rng, 2)))

    def _named(self, known: dict[str, str], name: str, make: Callable[[], str]) -> str:
        if name not in known:
            known[name] = make()
        return known[name]

    def _old(self, known: list[str], chance: float) -> str | None:
        """One of the old things, where the operation goes back to them."""
        if not self.returned or not known or self.rng.random() >= chance:
            return None
        return known[int(self.rng.integers(len(known)))]

    def _new(self, known: list[str], made: str) -> str:
        if not self.returned:
            known.append(made)
        return made
