from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from inconcert.pages.reading import read_pages
from inconcert.sites.clones.brands import Brands
from inconcert.sites.clones.comparing import compare
from inconcert.sites.clones.sheets import Sheet, sheet

GROUPS = (
    ("BSZ", "WAZ", "BerlinerMorgenpost", "HamburgerAbendblatt"),
    ("CanadaCom", "FinancialPost", "NationalPost", "OttawaCitizen", "TheProvince"),
)


def publisher(one: Sheet) -> str:
    return Path(one.said.source).name.partition("_")[0]


def test_papers_of_one_owner_are_no_clones_of_each_other(data: Path) -> None:
    names = {name: group for group in GROUPS for name in group}
    files = [path for path in sorted((data / "pages").rglob("*.gz")) if path.name.partition("_")[0] in names]
    papers = defaultdict(list)
    for one in map(sheet, read_pages(files, [])):
        papers[publisher(one)].append(one)
    verdicts = set()
    for name, own in papers.items():
        brands = Brands(own, {})
        others = [one for other, pages in papers.items() if other != name for one in pages]
        found = [(one, line) for one in others for line in compare(one, brands)]
        assert not [line for _, line in found if line.verdict == "clone"]
        verdicts |= {line.verdict for one, line in found if names[publisher(one)] == names[name]}
    assert "same owner" in verdicts
