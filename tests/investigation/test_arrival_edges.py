"""What is kept by day at its edges: a source taken out, the last days, a stretch of days without posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import arrivals
import pyarrow.parquet as pq
import pytest

from inconcert.errors import InconcertError, UsageError
from inconcert.investigation import Investigation
from inconcert.model.horizon import horizon
from inconcert.signals.arrival import partitions

if TYPE_CHECKING:
    from pathlib import Path

    from arrivals import Row

POSTS = arrivals.posts()
FIRST, LATER = POSTS[: len(POSTS) // 2], POSTS[len(POSTS) // 2 :]


def opened(tmp_path: Path, *files: list[Row]) -> Investigation:
    investigation = Investigation.create(tmp_path / "folder")
    for number, rows in enumerate(files):
        investigation.add(arrivals.write(rows, tmp_path / f"{number}.parquet"))
    return investigation


def kept_by_day(investigation: Investigation) -> set[str]:
    with investigation.folder.lock():
        partitions(investigation.folder, investigation.folder.sources(), horizon(None, None))
    return {place.name.split("-")[0] for place in (investigation.folder.path / "days").iterdir()}


def test_a_source_that_is_taken_out_takes_its_days_along(tmp_path: Path) -> None:
    investigation = opened(tmp_path, FIRST, LATER)
    first, second = (receipt["source"] for receipt in investigation.receipts)
    assert kept_by_day(investigation) == {first, second}
    assert investigation.remove(first) == [first]
    left = {place.name.split("-")[0] for place in (investigation.folder.path / "days").iterdir()}
    assert first not in left
    assert [receipt["source"] for receipt in investigation.receipts] == [second]


def test_a_source_named_twice_is_taken_out_once(tmp_path: Path) -> None:
    investigation = opened(tmp_path, FIRST, LATER)
    first = investigation.receipts[0]["source"]
    assert investigation.remove(first, first[:6]) == [first]
    with pytest.raises(UsageError, match=f"there is no source '{first}'"):
        investigation.remove(first)


def test_the_last_days_are_those_of_the_newest_post(tmp_path: Path) -> None:
    investigation = opened(tmp_path, POSTS)
    newest = max(row["posted_at"] for row in POSTS)
    found = investigation.detect(signals=["same_link"], shuffles=2, last="2d")
    ats = pq.read_table(found.path / "features.parquet", columns=["at"])["at"].to_pylist()
    days = {(newest.date() - arrivals.BEGIN.date()).days - n for n in range(2)}
    begin = round(arrivals.BEGIN.timestamp() * 1_000_000)
    assert {(at - begin) // 86_400_000_000 for at in ats} <= days
    assert len(ats) == sum((row["posted_at"].date() - arrivals.BEGIN.date()).days in days for row in POSTS)


def test_a_plan_may_ask_about_the_last_days_too(tmp_path: Path) -> None:
    investigation = opened(tmp_path, POSTS)
    all_of_it = investigation.plan(signals=["same_link"])["signals"]["same_link"]["actions"]
    some = investigation.plan(signals=["same_link"], last="2d")["signals"]["same_link"]["actions"]
    assert 0 < some < all_of_it
    with pytest.raises(UsageError, match="both given"):
        investigation.plan(last="2d", since="2024-03-01")


def test_a_stretch_without_posts_is_looked_at_and_empty(tmp_path: Path) -> None:
    investigation = opened(tmp_path, FIRST)
    try:
        found = investigation.detect(signals=["same_link"], shuffles=2, since="2031-01-01", until="2031-01-31")
    except InconcertError as error:
        pytest.fail(str(error))
    assert found.data["looked_at"]["features"]["kept"] == 0
    assert found.data["networks"] == []
