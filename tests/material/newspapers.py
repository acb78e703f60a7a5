"""Made-up newspapers: each has a build of its own (or a sister's), names, reporters and an article a day."""

from __future__ import annotations

import random
from dataclasses import dataclass

SYLLABLES = ["ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "zu", "fa", "ge", "ho", "ji", "ku"]


@dataclass(frozen=True)
class Paper:
    name: str
    domain: str
    build: int
    """Papers of one build use one template."""


def number(text: str) -> int:
    return random.Random(text).randrange(10**9)


def words(chance: random.Random, count: int) -> list[str]:
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(count)]


def article(seed: int, paragraphs: int = 6) -> str:
    chance = random.Random(f"article {seed}")
    return "".join(f"<p>{' '.join(words(chance, 30)).capitalize()}.</p>" for _ in range(paragraphs))


def page(paper: Paper, day: int, text: str | None = None) -> str:
    """The page of a paper on a day: 40 boxes of its build, of which some change from day to day."""
    build, today = random.Random(f"build {paper.build}"), random.Random(f"{paper.domain} {day}")
    prefix = words(build, 1)[0]
    boxes = [_box(build, prefix, paper) for _ in range(40)]
    kept = [box for box in boxes if today.random() < 0.85]
    reporter = " ".join(words(random.Random(f"reporter {paper.domain} {day % 3}"), 2)).title()
    address = f"https://www.{paper.domain}/{prefix}/story-{day}"
    head = (
        f"<title>Story {day} - {paper.name}</title><link rel=canonical href={address}>"
        f'<meta property="og:url" content="{address}"><meta property="og:site_name" content="{paper.name}">'
        f'<meta name="author" content="{reporter}"><meta property="fb:app_id" content="{number(paper.domain)}">'
    )
    body = "".join(kept)
    text = article(number(f"{paper.domain} {day}")) if text is None else text
    return f"<!DOCTYPE html><html lang=en><head>{head}</head><body>{body}<article>{text}</article></body></html>"


def _box(build: random.Random, prefix: str, paper: Paper) -> str:
    tags = build.choices(["div", "section", "aside", "nav", "span", "header", "ul"], k=4)
    names = [f"{prefix}-{word}" for word in words(build, 5)]
    opening = "".join(f'<{tag} class="{name}">' for tag, name in zip(tags, names, strict=False))
    closing = "".join(f"</{tag}>" for tag in reversed(tags))
    folder = "/".join(words(build, 2))
    link = f'<a href="https://www.{paper.domain}/{folder}/x" data-{names[4]}="1">{words(build, 1)[0]}</a>'
    return f'{opening}<div id="{names[4]}"></div>{link}<img src="/static/{names[0]}.svg">{closing}'


def clone(html: str, domain: str, other: str = "", seed: int = 0) -> str:
    """The page with a tracker added; with ``other``, pointers home removed («-») or rewritten to that host."""
    if other:
        html = html.replace(f"https://www.{domain}", f"https://{other}" if other != "-" else "")
    return html.replace("</body>", f'<script src="https://tracker.example/{seed}.js"></script></body>')
