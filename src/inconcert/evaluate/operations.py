"""A real operation by itself: how much of it is found, and who stands together with whom.

The account categories are read from the file by the evaluation only; an investigation never sees them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from inconcert.evaluate.aims import ACTIVE, ACTIVE_RECALL, SPANNING
from inconcert.evaluate.base import EvaluationSet, Scored, controls, described
from inconcert.evaluate.measures import ALERT_RECALL, ALERTS, NETWORKS, RECALL, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from inconcert.evaluate.base import Makeup
    from inconcert.evaluate.bench import Bench, Group
    from inconcert.evaluate.measures import Figure

IRA = "ira_2015/ira_2015_jul_aug_en.parquet"
SIDES = ("LeftTroll", "RightTroll")
BOTH = 2
"""Members of each side that make a network one of both."""
LARGEST = 5
"""Networks whose make-up is given one by one."""
ACTIVE_ALERT_RECALL = f"{ALERT_RECALL}, accounts with {ACTIVE} posts or more"
PURITY = "members in their network's largest category"


def categories(path: Path) -> tuple[dict[str, str], frozenset[str]]:
    """Category of every account of the file, and the active accounts; both as ``x:account``."""
    import pyarrow.parquet as pq

    table = pq.read_table(path, columns=["author_id", "account_category"]).to_pydict()
    names = [f"x:{name}" for name in table["author_id"]]
    posts = Counter(names)
    return dict(zip(names, table["account_category"], strict=True)), frozenset(n for n in posts if posts[n] >= ACTIVE)


def makeup(members: Iterable[str], category: Mapping[str, str]) -> Makeup:
    """How many members are in each category, the largest first."""
    return dict(Counter(category.get(member, "unknown") for member in sorted(members)).most_common())


def spans(parts: Makeup) -> bool:
    """Whether a network has members enough of both sides."""
    return all(parts.get(side, 0) >= BOTH for side in SIDES)


def sides(sheet: Sheet, groups: Iterable[Group], category: Mapping[str, str]) -> list[Figure]:
    """The make-up of the largest networks, the purity over all, and how many span both sides."""
    largest = sorted(groups, key=lambda group: (-len(group.members), group.id))
    parts = [makeup(group.members, category) for group in largest]
    figures = []
    for place, one in enumerate(parts[:LARGEST], 1):
        size = sum(one.values())
        shares = {side: one.get(side, 0) for side in SIDES}
        shares["other"] = size - sum(shares.values())
        figures += [sheet.rate(f"network {place} by size: {side}", count, size) for side, count in shares.items()]
    placed, alike = sum(sum(one.values()) for one in parts), sum(max(one.values()) for one in parts)
    return [*figures, sheet.rate(PURITY, alike, placed), sheet.number(SPANNING, sum(map(spans, parts)), len(parts))]


def _score(bench: Bench) -> Scored:
    found = bench.run_as_it_is("ira_2015", IRA)
    category, active = categories(bench.file(IRA))
    sheet = Sheet("ira_2015", "operation")
    figures = [
        sheet.rate(ACTIVE_RECALL, len(found.placed & active), len(active)),
        sheet.rate(ACTIVE_ALERT_RECALL, len(found.alerted & active), len(active)),
        sheet.rate(f"{RECALL}, all accounts", len(found.placed & set(category)), len(category)),
        sheet.number(NETWORKS, len(found.groups), found.accounts),
        sheet.number(ALERTS, sum(group.alert for group in found.groups), found.accounts),
        *sides(sheet, found.groups, category),
    ]
    networks = described("ira_2015", found, 0, lambda members: makeup(members, category))
    return Scored([*figures, *controls("ira_2015", [found])], networks)


OPERATIONS = (
    EvaluationSet(
        "ira_2015",
        "operation",
        "English tweets of the Internet Research Agency, July and August 2015; minute stamps, no usable links",
        _score,
        (IRA,),
    ),
)
