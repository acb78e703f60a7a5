"""How well cloned pages are told: simulated clones of saved pages against the publisher's page of another day.

    python benchmarks/clones.py PAGES [--half dev|test] [--seed 0] [--alone]

PAGES is a folder of saved pages named PUBLISHER_YYYY_MM_DD.html.gz at any depth. A clone is the page without its
scripts, its words shuffled over the whole page, a tracker added and 40 % of its elements pruned; in half of the
publishers (by hash) the pointers home are removed as well: rel=canonical, og:url, alternates, and the host in every
address of the publisher's own. Publishers are split into halves by the hash of their name, those of one owner together;
thresholds were fixed on the half `dev`. With --alone each brand is the only one whose pages are known.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from inconcert.pages.page import Page
from inconcert.pages.reading import read_pages
from inconcert.sites.clones.brands import Brands, brand_of
from inconcert.sites.clones.comparing import compare
from inconcert.sites.clones.sheets import sheet

OWNERS = {
    "funke": ("BSZ", "WAZ", "BerlinerMorgenpost", "HamburgerAbendblatt"),
    "pm": ("CanadaCom", "FinancialPost", "NationalPost", "OttawaCitizen", "TheProvince"),
    "ard": ("Tagesschau", "SportSchau", "MDR", "NDR", "WDR", "RBB24", "Hessenschau", "BR"),
    "ippen": ("Merkur", "FrankfurterRundschau"),
}
OWNER = {name: owner for owner, names in OWNERS.items() for name in names}
BLOCKS = "div, section, article, aside, nav, ul, ol, header, footer, figure, p, li, table, form, a"
POINTING = (
    'link[rel="canonical"], meta[property="og:url"], meta[name="twitter:url"], link[rel="alternate"], '
    'link[rel="amphtml"], link[rel="shortlink"]'
)


def publisher(source: str) -> str:
    return Path(source).name.partition("_")[0]


def owner(name: str) -> str:
    return OWNER.get(name, name)


def half(name: str) -> str:
    return "dev" if hashlib.sha256(owner(name).encode()).digest()[0] % 2 == 0 else "test"


def simulate(html: str, seed: int, home: str, *, pruned: bool = True, pointers: bool = True, names: bool = True) -> str:
    """A clone of a page."""
    chance = random.Random(seed)
    tree = LexborHTMLParser(html)
    tree.strip_tags(["script", "noscript"])
    if not pointers:
        _unpoint(tree, home)
    if not names:
        for node in tree.css('meta[property="og:site_name"], meta[name^="twitter:"], meta[name="publisher"], title'):
            node.decompose()
    if pruned:
        _prune(tree, chance)
    _shuffle(tree, chance)
    made = tree.html or ""
    made = made.replace("</head>", '<script src="https://tracker.example/t.js"></script></head>', 1)
    return made.replace("</body>", '<img src="https://tracker.example/p.gif?id=123"></body>', 1)


def _unpoint(tree: LexborHTMLParser, home: str) -> None:
    for node in tree.css(POINTING):
        node.decompose()
    host = re.compile(r"(?:https?:)?//[\w.\-]*" + re.escape(home))
    for node in tree.css("[href], [src], [action], [content]"):
        for name in ("href", "src", "action", "content"):
            value = node.attributes.get(name)
            if home and value and home in value:
                node.attrs[name] = host.sub("", value).replace(home, "clone.example")


def _prune(tree: LexborHTMLParser, chance: random.Random) -> None:
    total, gone, dead = _size(tree.body), 0, set[int]()
    blocks = tree.body.css(BLOCKS)
    chance.shuffle(blocks)
    for block in blocks:
        if gone >= 0.4 * total:
            return
        size = _size(block)
        if size > 0.1 * total or _below(block, dead):
            continue
        dead.update(node.mem_id for node in block.traverse(include_text=False))
        gone += size
        block.decompose()


def _size(node: Any) -> int:
    return sum(1 for _ in node.traverse(include_text=False))


def _below(node: Any, dead: set[int]) -> bool:
    while node is not None:
        if node.mem_id in dead:
            return True
        node = node.parent
    return False


def _shuffle(tree: LexborHTMLParser, chance: random.Random) -> None:
    nodes = [
        node for node in tree.body.traverse(include_text=True) if node.tag == "-text" and node.text_content.strip()
    ]
    words = [word for node in nodes for word in node.text_content.split()]
    chance.shuffle(words)
    for node in nodes:
        count = len(node.text_content.split())
        node.replace_with(f" {' '.join(words[:count])} ")
        del words[:count]


def measure(pages: list[Page], arguments: argparse.Namespace) -> None:
    sheets = {page.source: sheet(page) for page in pages}
    by_name = defaultdict(list)
    for page in pages:
        by_name[publisher(page.source)].append(page)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for page in pages:
        _one(page, by_name, sheets, found, arguments)
    for case, counts in found.items():
        total = counts["right"] + counts["missed"]
        said = f"{counts['right']}/{total} = {counts['right'] / total:.3f}" if total else "-"
        pairs = counts["pairs"]
        print(f"{case:36} recall {said:16} clones of strangers {counts['false']}/{pairs}", end=" ")
        print(f"of sisters called clones {counts['sister']}/{counts['sister pairs']}")


def _one(page: Page, by_name: Any, sheets: Any, found: Any, arguments: argparse.Namespace) -> None:
    name = publisher(page.source)
    seed = int(hashlib.sha256(f"{page.source.rpartition('/')[2]}{arguments.seed}".encode()).hexdigest()[:12], 16)
    others = [sheets[other.source] for other in by_name[name] if other is not page]
    home = brand_of(sheets[page.source])
    removed = hashlib.sha256(f"{name}{arguments.seed}".encode()).digest()[1] % 2 == 0
    cases = {
        "half of the pointers removed": simulate(page.html, seed, home, pointers=not removed),
        "pointers kept": simulate(page.html, seed, home),
        "pointers removed": simulate(page.html, seed, home, pointers=False),
        "pointers removed, nothing pruned": simulate(page.html, seed, home, pointers=False, pruned=False),
        "pointers and names removed": simulate(page.html, seed, home, pointers=False, names=False),
        "honest page": page.html,
    }
    strangers = [entry for key, entry in sheets.items() if owner(publisher(key)) != owner(name)]
    sisters = [
        entry for key, entry in sheets.items() if publisher(key) != name and owner(publisher(key)) == owner(name)
    ]
    known = others if arguments.alone else others + sisters + strangers
    brands = Brands(known, {}) if others else None
    for case, html in cases.items():
        candidate = sheet(Page(f"{page.source}!{case}", None, None, html))
        if brands is not None and case != "honest page":
            told = [line for line in compare(candidate, brands) if line.verdict == "clone"]
            right = any(publisher(line.brand_page) == name for line in told)
            found[case]["right" if right else "missed"] += 1
            if not right and arguments.verbose:
                near = compare(candidate, brands)[0]
                print("MISSED", case, near.page.rpartition("/")[2], near.brand, near.score, near.verdict, near.evidence)
        _others(candidate, strangers, "false", "pairs", case, found, arguments)
        _others(candidate, sisters, "sister", "sister pairs", case, found, arguments)


def _others(candidate: Any, entries: Any, wrong: str, pairs: str, case: str, found: Any, arguments: Any) -> None:
    """Clones that are called copies of somebody else: each other publisher alone, or all others at once."""
    groups = defaultdict(list)
    for entry in entries:
        groups[publisher(entry.said.source) if arguments.alone else ""].append(entry)
    found[case][pairs] += len({publisher(entry.said.source) for entry in entries})
    for group in groups.values():
        told = [line for line in compare(candidate, _brands(group)) if line.verdict == "clone"]
        found[case][wrong] += len(told)
        if told and arguments.verbose:
            print("FALSE", case, wrong, told[0].page.rpartition("/")[2], told[0].brand, told[0].score, told[0].evidence)


_MADE: dict[tuple[int, ...], Brands] = {}


def _brands(group: list[Any]) -> Brands:
    key = tuple(id(entry) for entry in group)
    if key not in _MADE:
        _MADE[key] = Brands(group, {})
    return _MADE[key]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    oddities: list[Any] = []
    pages = [page for page in read_pages([arguments.pages], oddities) if half(publisher(page.source)) == arguments.half]
    print(f"{arguments.half}: {len(pages)} pages of {len({publisher(page.source) for page in pages})} publishers")
    measure(pages, arguments)


if __name__ == "__main__":
    main()
