"""Whoever only ever acted first is no member, and the finding says who that is."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from inconcert.investigation import Investigation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BEGIN = datetime(2024, 3, 1, tzinfo=UTC)


def rows(*, turns: bool) -> Iterator[tuple[str, str, str, str]]:
    """A crowd, and eight who share 15 links; one of them always begins, or (``turns``) each in turn."""
    random = Random(3)
    for n in range(4000):
        at = BEGIN + timedelta(seconds=random.random() * 3 * 86400)
        site = int(random.paretovariate(0.7)) % 4000
        yield f"c{n}", f"u{int(random.paretovariate(0.8)) % 2000}", at.isoformat(), f"https://site{site}.example/a"
    for n in range(15):
        for place in range(8):
            at = BEGIN + timedelta(hours=3 + 4 * n, seconds=4 * place)
            who = (place + n) % 8 if turns else place
            yield f"r{n}-{place}", f"ring{who}", at.isoformat(), f"https://ring.example/{n}"


def found(tmp_path: Path, *, turns: bool) -> dict[str, object]:
    file = tmp_path / "posts.csv"
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["post_id", "account_id", "posted_at", "urls"])
        writer.writerows(rows(turns=turns))
    investigation = Investigation.create(tmp_path / "folder")
    investigation.add(file)
    (network,) = investigation.detect(signals=["same_link"], shuffles=2).data["networks"]
    return dict(network)


def test_one_who_always_begins_is_named_as_a_source(tmp_path: Path) -> None:
    network = found(tmp_path, turns=False)
    assert network["size"] == 7
    assert network["sources"] == ["web:ring0"]
    why = network["why"]
    assert isinstance(why, list)
    assert any(one.startswith("web:ring0 is tied to the members too, but acted before them") for one in why)


def test_where_each_begins_in_turn_nobody_is_set_apart(tmp_path: Path) -> None:
    network = found(tmp_path, turns=True)
    assert (network["size"], network["sources"]) == (8, [])
