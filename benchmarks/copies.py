"""How many copied articles are found: articles of saved pages put into the pages of other publishers, with edits.

    python benchmarks/copies.py PAGES [--seed 0] [--only EDIT]

PAGES is a folder of saved pages named PUBLISHER_YYYY_MM_DD.html.gz at any depth. No copies are known among them, so all
copies are simulated: the paragraphs of an article replace those of a page of another publisher, whose navigation,
teasers and notices stay, and it is saved from a host of its own. Every copy is then looked for among all articles and
all copies of one kind of edit. Found means that the pair is listed, whatever its kind; wrong are pairs of any two of
different publishers that are no copy and original.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from inconcert.pages.body import main_text
from inconcert.pages.page import Page
from inconcert.pages.reading import read_pages
from inconcert.sites.copies import copies
from inconcert.sites.copies.articles import LEAST

MARK = "@@ARTICLE@@"
Edit = Callable[[list[str], random.Random, list[str]], list[str]]


def publisher(source: str) -> str:
    return Path(source).name.partition("_")[0]


def as_it_is(lines: list[str], _chance: random.Random, _words: list[str]) -> list[str]:
    return lines


def respelled(lines: list[str], _chance: random.Random, _words: list[str]) -> list[str]:
    """Other quotes, dashes and spaces."""
    table = str.maketrans({"„": '"', "“": '"', "”": '"', "»": '"', "«": '"', "’": "'", "–": "-", "—": "-"})
    return [line.translate(table).replace(" ", "  ") for line in lines]


def reworded(share: float) -> Edit:
    """Words put in the place of others, anywhere."""

    def edit(lines: list[str], chance: random.Random, words: list[str]) -> list[str]:
        return [
            " ".join(chance.choice(words) if chance.random() < share else w for w in line.split()) for line in lines
        ]

    return edit


def shortened(share: float) -> Edit:
    """Paragraphs left out from the end, as papers cut."""
    return lambda lines, _chance, _words: lines[: max(1, round(len(lines) * (1 - share)))]


def led_in(lines: list[str], chance: random.Random, words: list[str]) -> list[str]:
    """A first paragraph of its own, and a last one."""
    own = [" ".join(chance.choices(words, k=40)).capitalize() + "." for _ in range(2)]
    return [own[0], *lines, own[1]]


def filled_in(lines: list[str], chance: random.Random, words: list[str]) -> list[str]:
    """Other numbers and names, as mills fill in a template."""
    names = [word for word in words if re.fullmatch(r"[A-ZÄÖÜ][a-zäöüß]{3,}", word)] or ["Somebody"]

    def other(hit: re.Match[str]) -> str:
        digits = "".join(str(chance.randrange(1, 10)) for _ in hit[0])
        return digits if hit[0][0].isdigit() else chance.choice(names)

    return [re.sub(r"\d+|(?<=[a-zäöüß,;] )[A-ZÄÖÜ][a-zäöüß]{3,}(?![\w-])", other, line) for line in lines]


EDITS: dict[str, Edit] = {
    "nothing": as_it_is,
    "quotes, dashes, spaces": respelled,
    "1 % of words": reworded(0.01),
    "5 % of words": reworded(0.05),
    "10 % of words": reworded(0.10),
    "own first and last paragraph": led_in,
    "last 10 % of paragraphs gone": shortened(0.10),
    "last 30 % gone": shortened(0.30),
    "last 50 % gone": shortened(0.50),
    "all numbers and names": filled_in,
}


def host(html: str, lines: list[str]) -> str:
    """A page with other paragraphs in the place of its own article."""
    tree = LexborHTMLParser(html)
    own = set(main_text(tree).split("\n"))
    first = True
    for node in tree.css("p, blockquote, h1, h2, h3, li"):
        if " ".join(node.text(separator="").split()) not in own:
            continue
        if first:
            node.insert_before(MARK)
            first = False
        node.decompose()
    article = "<article>" + "".join(f"<p>{line}</p>" for line in lines) + "</article>"
    return (tree.html or "").replace(MARK, article, 1)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("pages", type=Path)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--only", help="One kind of edit.")
    given = asked.parse_args()
    pages = [Page(page.source, f"https://paper{at}.example/a", page.saved_at, page.html)
             for at, page in enumerate(read_pages([given.pages], []))]  # fmt: skip
    texts = [main_text(LexborHTMLParser(page.html)) for page in pages]
    articles = [at for at, text in enumerate(texts) if len(text) >= LEAST]
    print(f"{len(pages)} pages, {len(articles)} with an article")
    for name, edit in EDITS.items() if not given.only else [(given.only, EDITS[given.only])]:
        chance = random.Random(f"{given.seed} {name}")
        made = []
        for at in articles:
            other = chance.choice([o for o in articles if publisher(pages[o].source) != publisher(pages[at].source)])
            lines = edit(texts[at].split("\n"), chance, texts[other].split())
            made.append(Page(f"copy{at}.html", f"https://copier{at}.example/a", None, host(pages[other].html, lines)))
        found = copies([*pages, *made])
        pairs = {frozenset((one.site_a, one.site_b)): one.kind for one in found}
        right = Counter(pairs.pop(frozenset((f"paper{at}.example", f"copier{at}.example")), "") for at in articles)
        wrong = sum(len({publisher(pages[int(re.sub(r"\D", "", site))].source) for site in pair}) > 1 for pair in pairs)
        missed = right.pop("", 0)
        kinds = ", ".join(f"{kind} {number}" for kind, number in right.most_common())
        print(f"{name:32} found {1 - missed / len(articles):.3f} ({kinds}); wrong {wrong}", flush=True)


if __name__ == "__main__":
    main()
