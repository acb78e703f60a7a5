"""A ring of forty of whom a third pushes each story: one network with groups inside, and names in two scripts."""

from __future__ import annotations

import csv
from datetime import timedelta
from operator import itemgetter
from random import Random
from typing import TYPE_CHECKING

from workbenches import COLUMNS, START, _crowd

from inconcert.investigation import Investigation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEMBERS, STORIES = 40, 16


def large_ring(folder: Path) -> Path:
    """The folder of the investigation, looked at."""
    table = folder / "posts.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        rows.writerows(sorted([*_crowd(), *_ring()], key=itemgetter(3)))
    made = Investigation.create(folder / "large-ring", "Large ring")
    made.add(table, mapping="id=id,account=user,text=body,time=created,handle=handle,lang=lang", platform="x")
    made.detect(shuffles=2)
    return folder / "large-ring"


def _ring() -> Iterator[list[str]]:
    chance = Random(5)
    for story in range(STORIES):
        moment = START + timedelta(days=1.2 * story, hours=9)
        for who in chance.sample(range(MEMBERS), MEMBERS // 3):
            at = moment + timedelta(seconds=chance.randrange(240))
            end = "«أين التقرير»" if who % 2 else "where is the report"
            text = (
                f"Open the archive of story {story} today, citizens paid for it {end} https://archive.example/{story}"
            )
            yield [f"r{story}-{who}", f"ring{who}", f"archive_{who}", at.isoformat(), text, "en"]
