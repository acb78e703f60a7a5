"""Ads beside posts in one investigation: pages that run the same ads are found, with the ads as evidence."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from inconcert.investigation import Investigation
from inconcert.report.terminal import finding

if TYPE_CHECKING:
    from pathlib import Path

SAID = "bridge council river school market museum harvest winter music doctor train garden library water energy bread"
WORDS = SAID.split()
RING = [f"facebook:{page}" for page in range(900, 910)]


def _ads() -> list[dict[str, Any]]:
    """Ten pages that run eight ads to one site, and 120 pages with ads of their own."""
    dice, rows = random.Random(3), list[dict[str, Any]]()

    def said() -> str:
        return " ".join(dice.choice(WORDS) for _ in range(18))

    def run(page: int, text: str, site: str) -> None:
        day = f"2022-07-{dice.randrange(1, 28):02}"
        rows.append({"id": str(len(rows) + 1), "page_id": str(page), "page_name": f"Page {page}",
                     "ad_creative_bodies": text, "ad_creative_link_captions": site, "ad_delivery_start_time": day,
                     "ad_creation_time": day, "currency": "EUR", "spend": "lower_bound: 0, upper_bound: 99",
                     "bylines": ""})  # fmt: skip

    texts = [said() for _ in range(8)]
    for page in range(900, 910):
        for text in dice.sample(texts, 5):
            run(page, text, "spiegel.ltd")
    for page in range(100, 220):
        for _ in range(4):
            run(page, said(), f"shop{dice.randrange(60)}.example")
    return rows


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder: Path = tmp_path_factory.mktemp("ads")
    rows = _ads()
    with (folder / "ads.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(rows)
    made = Investigation.create(folder / "investigation")
    made.add(folder / "ads.csv")
    return made.detect(signals=("same_creative", "same_landing"), shuffles=4)


def test_the_pages_that_ran_the_same_ads_are_one_network(found: Any) -> None:
    (network,) = found.networks
    assert sorted(network.members) == RING
    assert network.signals == ["same_creative"]
    assert {member["handle"] for member in network.data["members"]} == {f"Page {page}" for page in range(900, 910)}


def test_the_ads_themselves_are_the_evidence(found: Any) -> None:
    pair = found.networks[0].ties[0]["pairs"][0]
    sides = [pair["a_post"], pair["b_post"]]
    assert all(side["ref"].startswith("facebook:ad/") and side["kind"] == "ad" for side in sides)
    assert sides[0]["text"] == sides[1]["text"] != ""
    assert sides[0]["file"].endswith("ads.csv")


def test_the_finding_says_where_they_lead_and_no_hour_that_nobody_knows(found: Any) -> None:
    why = found.networks[0].why()
    assert "spiegel.ltd looks like spiegel.de" in why
    assert "50 ads in this material lead to spiegel.ltd" in why
    assert "UTC. Hours describe" not in why


def test_ads_are_nowhere_called_posts(found: Any) -> None:
    network = found.networks[0]
    assert (network.data["posts"], network.data["ads"]) == (50, 50)
    console = Console(width=2000, record=True, file=io.StringIO())
    console.print(finding(network.data))
    page = re.sub(r"<style.*?</style>|<[^>]+>", " ", (found.path / "report.html").read_text("utf-8"), flags=re.DOTALL)
    for told in (network.why(), console.export_text(), page):
        assert "All its ads are on Facebook." in told
        assert not re.findall(r"(?:its|[1-9][0-9,]*|pair of|these|two|The|first|second) posts?\b(?! on 14 days)", told)


def test_what_was_looked_at_is_counted(found: Any) -> None:
    told = json.loads((found.path / "findings.json").read_text("utf-8"))["looked_at"]["features"]
    assert (told["posts"], told["ads"], told["ads compared"]) == (0, 530, 530)
    assert "0 posts and 530 ads were looked at" in (found.path / "report.html").read_text("utf-8")
