"""Made-up records of a platform to practise audits on: jobs, an access log, counts, what puppets saw, boosts.

People, outlets, places of work and topics are invented words; countries are codes, dealt out by chance. What is planted
is said beside each function, so that an audit can be held against it.
"""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.random import Generator

Rows = list[tuple[Any, ...]]
OUTLETS = (
    ("ovra", "Ovra News Agency|Ovra|ONA", "QA", "SC"),
    ("lumen", "Lumen State Radio|Lumen Radio", "QA", "SC"),
    ("tessel", "Tessel Broadcasting Corporation|TBC", "ZZ", "CaPu"),
)
PLACES = ("US", "US", "US", "IE", "CN", "SG")
START = datetime(2026, 1, 5, tzinfo=UTC)


def write(folder: Path, seed: int = 0) -> list[str]:
    """Write one table for each audit into a folder; gives their names. Equal seeds give equal files."""
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    made: list[tuple[str, str, Rows]] = [
        ("outlets", "outlet_id,names,country,model", list(OUTLETS)),
        ("staff", "person,employer,from,to,current,unit", jobs(rng)),
        ("access", ",".join(LOG), accesses(rng)),
        ("terms", "topic,term,role,language,country,match", [row[:6] for row in counts(rng)[::2]]),
        ("counts", COUNTS, counts(np.random.default_rng(seed))),
        ("shown", SHOWN, shown(rng)),
        ("boosts", BOOSTS, boosts(rng)),
        ("organic", "topic,views", [(f"topic {name}", 1_000_000 * (3 + place)) for place, name in enumerate("abcd")]),
    ]
    for name, head, rows in made:
        _table(folder / f"{name}.csv", head.split(","), rows)
    return [f"{name}.csv" for name, _, _ in made]


def _table(target: Path, head: Sequence[str], rows: Rows) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(head)
        table.writerows(rows)


def jobs(rng: Generator, people: int = 600) -> Rows:
    """Employment entries: one in nine once worked for an outlet, in the unit «content» one in four; few still do."""
    units, rows = ("content", "engineering", "sales", "legal"), []
    for person in range(people):
        unit = units[min(3, int(rng.exponential(1.2)))]
        rows.append((f"staff-{person:04}", f"Firm {rng.integers(90)}", "2020-01", "", "yes", unit))
        if rng.random() < (0.25 if unit == "content" else 0.08):
            now = rng.random() < 0.12
            name = str(rng.choice(["Ovra News Agency", "Lumen Radio", "TBC", "Ovra News Agency, Velm bureau"]))
            rows.append((f"staff-{person:04}", name, "2014-03", "" if now else "2019-11", "yes" if now else "no", unit))
    return rows


LOG = ("event_id", "sequence", "log", "at", "actor", "actor_country", "device_country", "session_country", "tool",
       "purpose_ticket", "dataset", "subject_region", "data_class", "action", "rows", "subjects", "subject",
       "break_glass")  # fmt: skip


def accesses(rng: Generator, events: int = 4000) -> Rows:
    """An access log in which numbers 2001 to 2040 are missing and one actor opens everything.

    Forty requests are each followed by a query from another country.
    """
    rows: Rows = []
    for number in range(1, events + 1):
        at = START + timedelta(minutes=5 * number)
        home = str(rng.choice(PLACES))
        away = "" if rng.random() < 0.04 else home if rng.random() < 0.97 else str(rng.choice(PLACES))
        actor = "actor-all" if number % 40 == 0 else f"actor-{rng.integers(60):02}"
        dataset = f"set-{number // 40 % 30:02}" if actor == "actor-all" else f"set-{rng.integers(30):02}"
        ticket = "" if rng.random() < 0.05 else f"T-{number}"
        rows.append((f"e{number}", number, "main", _iso(at), actor, home, home, away, f"tool-{rng.integers(6)}", ticket,
                     dataset, str(rng.choice(["US", "EEA"])), str(rng.choice(["identifiers", "precise_geolocation"])),
                     "read", int(rng.integers(1, 500)), int(rng.integers(1, 60)), f"subject-{rng.integers(4000)}",
                     "yes" if rng.random() < 0.002 else "no"))  # fmt: skip
    kept = [row for row in rows if not 2001 <= row[1] <= 2040]
    return kept + list(_by_proxy(rng, events))


def _by_proxy(rng: Generator, events: int) -> Iterator[tuple[Any, ...]]:
    for pair in range(40):
        at = START + timedelta(minutes=int(rng.integers(events * 5)), seconds=30)
        for step, (country, action) in enumerate((("US", "request"), ("CN", "read"))):
            number = events + 1 + 2 * pair + step
            when = at + timedelta(minutes=6 * step)
            yield (
                f"e{number}",
                number,
                "main",
                _iso(when),
                f"actor-p{step}",
                country,
                country,
                country,
                "tool-0",
                f"T-{number}",
                f"asked-{pair:02}",
                "US",
                "identifiers",
                action,
                20,
                1,
                f"asked-{pair}",
                "no",
            )


def _iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


COUNTS = "topic,term,role,language,country,match,platform,period_start,period_end,posts,source,retrieved_at"


def counts(rng: Generator, gap: float = 0.5) -> Rows:
    """Counts on «alfa» and «beta»: topics in question are half as common on alfa as matched controls would have it."""
    rows: Rows = []
    for role, number in (("sensitive", 8), ("control", 16), ("placebo", 6)):
        for topic in range(number):
            shift = rng.normal(0, 0.25) + (np.log(gap) if role == "sensitive" else 0.0)
            for term in range(3):
                volume, ratio = rng.integers(2_000, 40_000), np.exp(0.4 + shift + rng.normal(0, 0.15))
                start = (f"{role} {topic:02}", f"tag{role[0]}{topic:02}{term}", role, "en", "US", "young")
                for platform, posts in (("alfa", int(volume * ratio)), ("beta", int(volume))):
                    rows.append((*start, platform, "2026-01-01", "2026-06-30", posts, "search page", "2026-12-01"))
    return rows


SHOWN = "experiment_id,arm,puppet_id,seed_set,location,step,rank,shown_item_id,label,labeller,engagement"


def shown(rng: Generator, puppets: int = 12, steps: int = 40) -> Rows:
    """Two arms of puppets: arm «east» sees label «blue» eight points more often than «west»; two label every item."""
    rows: Rows = []
    for arm, more in (("east", 0.08), ("west", 0.0)):
        for puppet in range(puppets):
            share = np.clip(0.35 + more + rng.normal(0, 0.03), 0.05, 0.95)
            for step in range(steps):
                label = "blue" if rng.random() < share else "green"
                item = f"{label[0]}{rng.integers(400):03}"
                start = ("x1", arm, f"{arm}-{puppet:02}", f"seed {arm}", "TX", step, 1, item)
                likes = 10 + 7 * int(item[1:])
                rows.extend((*start, label, name, likes) for name in ("ann", "bo"))
    # Ten items on which the two differ.
    doubtful = {f"b{number:03}" for number in range(10)}
    return [(*row[:8], "green", *row[9:]) if row[7] in doubtful and row[9] == "bo" else row for row in rows]


BOOSTS = (
    "boost_id,at,operator,operator_country,item,topic,target_views,delivered_views,policy_basis,label_shown,relation"
)


def boosts(rng: Generator, number: int = 300) -> Rows:
    """A log of boosts: one in three unlabelled, one in twenty of an own item, some without a number of views."""
    rows: Rows = []
    for boost in range(number):
        target = int(rng.integers(5_000, 90_000))
        seen = "" if rng.random() < 0.03 else int(target * rng.uniform(0.7, 1.2))
        relation = str(rng.choice(["none", "self", "associate", ""], p=[0.8, 0.05, 0.05, 0.1]))
        rows.append((f"b{boost:03}", _iso(START + timedelta(hours=boost)), f"op-{rng.integers(20):02}",
                     str(rng.choice(["US", "CN", "SG", ""], p=[0.5, 0.3, 0.15, 0.05])), f"item-{rng.integers(150):03}",
                     f"topic {rng.choice(list('abcd'), p=[0.5, 0.2, 0.2, 0.1])}", target, seen, "partner event",
                     "no" if rng.random() < 0.33 else "yes", relation))  # fmt: skip
    return rows
