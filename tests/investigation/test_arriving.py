"""However material arrives (in any files, late, twice, deleted, taken out), a run gives what a fresh one gives."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import arrivals
import pyarrow.parquet as pq
import pytest
from arrivals import BEGIN, DAYS, first_of_each
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inconcert.ingest import disk
from inconcert.investigation import Investigation
from inconcert.model.horizon import EVERYTHING, horizon
from inconcert.signals.arrival import partitions
from inconcert.signals.features import assemble

if TYPE_CHECKING:
    from pathlib import Path

    from arrivals import Row

    from inconcert.model.horizon import Horizon

POSTS = arrivals.posts()
QUICK: dict[str, Any] = {"shuffles": 2, "signals": ["same_link", "same_text", "near_text", "same_message"]}
OF_FILES = {"file", "row", "source"}
FEW_SECONDS = settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
FEW_RUNS = settings(FEW_SECONDS, max_examples=3)

Files = list[list["Row"]]


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about what is written, not about power cuts."""
    monkeypatch.setattr(disk, "_sync", lambda _path: None)


@st.composite
def splits(draw: st.DrawFn, least: int = 1) -> Files:
    """The posts dealt to files, with late ones, and some once more with other words in a later file."""
    count = draw(st.integers(least, 4))
    random = Random(draw(st.integers(0, 10**6)))
    files: Files = [[] for _ in range(count)]
    by_day = draw(st.booleans())
    for row in POSTS:
        day = (row["posted_at"] - BEGIN).days * count // DAYS
        place = day if by_day and random.random() < 0.9 else random.randrange(count)
        files[place].append(row)
        if random.random() < 0.1:
            files[random.randrange(count)].append({**row, "text": "Something else was written here at first, it seems"})
    for rows in files:
        random.shuffle(rows)
    return [rows for rows in files if rows]


def made(place: Path, files: Files, *, looked: bool = False) -> Investigation:
    """An investigation of files; ``looked`` makes the partitions after each of them, and of a stretch of days."""
    place.mkdir(parents=True)
    investigation = Investigation.create(place / "folder")
    for number, rows in enumerate(files):
        investigation.add(arrivals.write(rows, place / f"{number}.parquet"))
        if looked:
            features(investigation, horizon("2024-03-02", f"2024-03-0{3 + number % 2}"))
            features(investigation)
    return investigation


def features(investigation: Investigation, looked_at: Horizon = EVERYTHING) -> tuple[list[Row], Row]:
    """The table ``features``, and what was said of it."""
    folder, target = investigation.folder, investigation.folder.path / "features.parquet"
    with folder.lock():
        files = partitions(folder, folder.sources(), looked_at)
    with folder.connect() as con:
        told = assemble(con, files, target, horizon=looked_at)
    return pq.read_table(target).to_pylist(), told


def tables(investigation: Investigation, **changes: Any) -> dict[str, Any]:
    """Everything that a run finds, without the places in files."""
    found = investigation.detect(**QUICK, **changes)
    files = sorted(path.relative_to(found.path) for path in found.path.rglob("*.parquet"))
    rows = {str(path): pq.read_table(found.path / path).to_pylist() for path in files}
    return {**rows, "networks": plain(found.data["networks"]), "control": found.data["control"]}


def plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: plain(value) for name, value in data.items() if name not in OF_FILES}
    return [plain(value) for value in data] if isinstance(data, list) else data


def fresh(tmp: pytest.TempPathFactory, rows: list[Row]) -> Investigation:
    return made(tmp.mktemp("fresh") / "one", [rows])


@FEW_SECONDS
@given(splits(2), st.sets(st.integers(0, 2), min_size=1))
def test_features_depend_neither_on_how_posts_arrived_nor_on_what_is_taken_out(
    tmp_path_factory: pytest.TempPathFactory, files: Files, out: set[int]
) -> None:
    investigation = made(tmp_path_factory.mktemp("arrived") / "several", files, looked=True)
    assert features(investigation) == features(fresh(tmp_path_factory, first_of_each(files)))
    gone = {number % (len(files) - 1) for number in out}
    ids = [receipt["source"] for receipt in investigation.receipts]
    investigation.remove(*(ids[number] for number in sorted(gone)))
    left = [rows for number, rows in enumerate(files) if number not in gone]
    again = made(tmp_path_factory.mktemp("fresh") / "left", left)
    assert features(investigation) == features(again)
    assert warnings(investigation) == warnings(again)


def warnings(investigation: Investigation) -> list[Any]:
    return [receipt["warnings"] for receipt in investigation.receipts]


@FEW_SECONDS
@given(splits(), st.tuples(st.integers(0, DAYS * 24), st.integers(1, 3 * 24)), st.booleans())
def test_a_horizon_gives_what_its_posts_alone_give(
    tmp_path_factory: pytest.TempPathFactory, files: Files, hours: tuple[int, int], looked: bool
) -> None:
    since, until = (BEGIN + timedelta(hours=hour) for hour in (hours[0], sum(hours)))
    inside = [row for row in first_of_each(files) if since <= row["posted_at"] < until]
    investigation = made(tmp_path_factory.mktemp("arrived") / "several", files, looked=looked)
    rows, told = features(investigation, horizon(since.isoformat(), until.isoformat()))
    assert told["posts"] == told["kept"] + sum(told["left_out"].values())
    if inside:
        alone, said = features(fresh(tmp_path_factory, inside))
        apart = {"posts", "left_out", "horizon"}
        assert {name: told[name] for name in told.keys() - apart} == {name: said[name] for name in said.keys() - apart}
        assert rows == alone
    else:
        assert rows == []


@FEW_RUNS
@given(splits(), st.sampled_from([{}, {"since": "2024-03-02", "until": "2024-03-04"}]))
def test_a_run_finds_what_a_fresh_one_finds(
    tmp_path_factory: pytest.TempPathFactory, files: Files, changes: dict[str, Any]
) -> None:
    arrived = made(tmp_path_factory.mktemp("arrived") / "several", files, looked=True)
    looked_at = horizon(changes.get("since"), changes.get("until"))
    inside = [row for row in first_of_each(files) if looked_at.meets(*[micros(row)] * 2)]
    assert tables(arrived, **changes) == tables(fresh(tmp_path_factory, inside))


def micros(row: Row) -> int:
    return round(row["posted_at"].timestamp() * 1_000_000)


def test_the_ring_is_there_to_be_found(tmp_path_factory: pytest.TempPathFactory) -> None:
    found = fresh(tmp_path_factory, POSTS).detect(**QUICK)
    assert found.networks
    assert found.data["looked_at"]["features"]["short links expanded"]
    assert found.data["looked_at"]["features"]["clusters of like pictures"] == 1
