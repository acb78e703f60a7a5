"""Which outlets an employer's name may mean, and why; a person decides."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from inconcert.audits.affiliation.outlets import plain
from inconcert.audits.rows import Form
from inconcert.audits.verdicts import verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from inconcert.audits.affiliation.outlets import Outlet
    from inconcert.audits.receipt import Receipt
    from inconcert.audits.verdicts import Verdict

LIKE = 90.0
"""Likeness of spelling (0 to 100, words in any order) from which a name is put before a person."""
SHORT = 4
"""Letters below which a name may mean many things."""
WHOLE = 6
"""Letters that a name needs for being looked for inside a longer one."""
MOST = 5
"""Outlets that one employer is matched with at most."""
COLUMNS = ("match_id", "employer", "outlet_id", "outlet", "country", "model", "match", "reason", "likeness",
           "confirmed", "by", "note")  # fmt: skip
"""The table of matches; a person fills the last three."""
CONFIRMED = Form("a table of confirmed matches", ("match_id", "confirmed", "by"), ("note",),
                 dict.fromkeys(COLUMNS[1:9], "it is for the person who confirms"))  # fmt: skip


@dataclass(frozen=True)
class Match:
    """An employer's name and an outlet that it may mean."""

    employer: str
    outlet: Outlet
    kind: str
    """``exact``, ``alias`` or ``fuzzy``."""
    reason: str
    likeness: float
    """Of spelling, 0 to 100."""

    @property
    def id(self) -> str:
        """Stays the same from run to run: of the name as it is compared, and the outlet."""
        said = f"{plain(self.employer)}\0{self.outlet.id}"
        return blake2b(said.encode(), digest_size=8).hexdigest()


class Matcher:
    """Looks employers up among outlets."""

    def __init__(self, outlets: Sequence[Outlet]) -> None:
        self._full: dict[str, list[Outlet]] = defaultdict(list)
        self._alias: dict[str, list[Outlet]] = defaultdict(list)
        for outlet in outlets:
            _put(self._full, outlet.names, outlet)
            _put(self._alias, outlet.aliases, outlet)
        self._known = sorted({*self._full, *self._alias})
        self._long = {name for name in self._known if len(name) >= WHOLE and " " in name} | {
            name for name in self._full if len(name) >= WHOLE
        }

    def matches(self, employer: str) -> list[Match]:
        """What a name may mean, by the strictest kind that finds anything."""
        said = plain(employer)
        if not said:
            return []
        if said in self._full:
            return self._made(employer, self._full[said], "exact", f"the full name «{said}»", 100.0)
        if said in self._alias:
            risk = "; so short a name may mean others" if len(said) < SHORT else ""
            return self._made(employer, self._alias[said], "alias", f"another name, «{said}»{risk}", 100.0)
        return self._fuzzy(employer, said)

    def _fuzzy(self, employer: str, said: str) -> list[Match]:
        inside = [name for name in _runs(said) if name in self._long]
        if inside:
            name = max(inside, key=lambda one: (len(one), one))
            return self._made(employer, self._of(name), "fuzzy", f"holds the name «{name}» among other words", 100.0)
        from rapidfuzz import fuzz, process

        spelt = process.extract(said, self._known, scorer=fuzz.token_sort_ratio, score_cutoff=LIKE, limit=MOST)
        near = [(name, score) for name, score, _ in spelt if len(name) > SHORT]
        if not near:
            return []
        best = max(score for _, score in near)
        found = [
            one
            for name in sorted(name for name, score in near if score == best)
            for one in self._made(employer, self._of(name), "fuzzy", f"spelt almost like «{name}»", round(best, 1))
        ]
        return list({one.outlet.id: one for one in found}.values())[:MOST]

    def _of(self, name: str) -> list[Outlet]:
        return self._full.get(name) or self._alias[name]

    def _made(self, employer: str, some: Iterable[Outlet], kind: str, reason: str, score: float) -> list[Match]:
        once = {one.id: one for one in some}
        return [Match(employer, once[name], kind, reason, score) for name in sorted(once)][:MOST]


def _put(index: dict[str, list[Outlet]], names: Iterable[str], outlet: Outlet) -> None:
    for name in names:
        if said := plain(name):
            index[said].append(outlet)


def _runs(said: str) -> Iterator[str]:
    """All runs of whole words."""
    words = said.split()
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            yield " ".join(words[start:end])


def decided(path: str | Path, receipt: Receipt) -> dict[str, Verdict]:
    """What people said of matches, by id; see :func:`~inconcert.audits.verdicts.verdicts`."""
    return verdicts(path, CONFIRMED, "match {} is both confirmed and rejected.", receipt)
