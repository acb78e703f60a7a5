"""The figures of the docs page, held against real lists where they are."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from inconcert.sites.lookalikes.brands import Brand
from inconcert.sites.lookalikes.hits import ALERTS
from inconcert.sites.lookalikes.matching import match

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def lists(data: Path) -> Path:
    return data / "lookalike"


@pytest.fixture(scope="module")
def brands(lists: Path) -> list[Brand]:
    rows = [*table(lists / "clones_2022.csv"), *table(lists / "hard_negatives.csv")]
    return [Brand(domain) for domain in sorted({row["brand"] for row in rows})]


def alerts(brands: list[Brand], names: Iterable[str]) -> set[str]:
    return {hit.candidate for hit in match(brands, names) if hit.tier in ALERTS}


def test_clones_are_found_and_for_the_right_brand(lists: Path, brands: list[Brand]) -> None:
    clones = {row["domain"]: row["brand"] for row in table(lists / "clones_2022.csv")}
    found = {(hit.candidate, hit.brand) for hit in match(brands, clones) if hit.tier in ALERTS}
    assert len(found & set(clones.items())) >= 0.98 * len(clones)


def test_hard_negatives_are_left_alone(lists: Path, brands: list[Brand]) -> None:
    names = [row["domain"] for row in table(lists / "hard_negatives.csv")]
    assert len(alerts(brands, names)) <= 5


@pytest.mark.slow
def test_new_and_honest_domains_raise_few_alerts(lists: Path, brands: list[Brand]) -> None:
    new = (lists / "newly_registered_300k.txt").read_text("utf-8").split()
    honest = json.loads((lists / "legit_registered_domains.json").read_text("utf-8"))
    assert len(alerts(brands, new)) / len(new) <= 40e-6
    assert len(alerts(brands, honest)) / len(honest) <= 60e-6
