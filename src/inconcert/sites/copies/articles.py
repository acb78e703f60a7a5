"""An article as the comparison needs it: forms of its text, its time, its site, what survives a translation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inconcert.normalise import language
from inconcert.normalise.marks import marks
from inconcert.normalise.text import forms_of, name, read
from inconcert.pages.says import domain_of, says
from inconcert.sites.clones.sheets import site_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from inconcert.pages.page import Page
    from inconcert.pages.says import Said

LEAST = 300
"""Characters of a main text from which on a page counts as an article; shorter texts are teasers and notices."""
_PROPER = re.compile(r"(?<=[a-zäöüéèàçñ,;] )[A-ZÄÖÜÉ][a-zäöüéèàçñß]{3,}(?:-[A-ZÄÖÜÉ]\w+)*")
"""A word with a capital inside a sentence."""
_AGENCIES = re.compile(
    r"\b(?:dpa|afp|reuters|ap|apa|sid|epd|kna|ansa|efe|lusa|pap|tass|xinhua|belga|anp|cp|ap news|associated press|"
    r"canadian press|agence france-presse|press association)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Article:
    """One article."""

    site: str
    """Registered domain it was saved from, else the one it calls its own."""
    address: str
    """Address it was saved from, else what it calls its own, else its source."""
    source: str
    published_at: int | None
    """Microseconds since 1970 UTC, as the page says."""
    language: str
    exact: str
    """Name of the exact form."""
    template: str | None
    """The form with numbers, names and links masked."""
    near: str | None
    """The near form itself."""
    anchors: frozenset[str]
    """Numbers, names, and links to other sites: what a translation leaves as it is."""
    agency: bool
    """Whether a news agency is named as its author."""


def articles(pages: Iterable[Page], tell: Callable[[str, int, int], None] | None = None) -> list[Article]:
    """The articles among pages; the same text of the same site only once, the earliest."""
    found: dict[tuple[str, str], Article] = {}
    for at, page in enumerate(pages, 1):
        article = _article(says(page))
        if article is not None:
            key = article.site, article.exact
            found[key] = min(found.get(key, article), article, key=_order)
        if tell is not None:
            tell("reading pages", at, 0)
    return sorted(found.values(), key=lambda one: (one.exact, one.site, one.source))


def _order(article: Article) -> tuple[bool, int, str]:
    return article.published_at is None, article.published_at or 0, article.source


def _article(said: Said) -> Article | None:
    if len(said.text) < LEAST:
        return None
    reading = read(said.text)
    forms = forms_of(reading)
    exact = name(forms.exact)
    if exact is None:
        return None
    declared = language.label(said.language)
    site = site_of(said)
    return Article(
        site=site,
        address=said.url or said.canonical or said.og_url or said.source,
        source=said.source,
        published_at=said.published_at,
        language=declared or language.infer([language.readable(reading.words)])[0],
        exact=exact,
        template=forms.template,
        near=forms.near,
        anchors=frozenset(_anchors(said, site)),
        agency=any(_AGENCIES.search(author) for author in said.authors),
    )


def _anchors(said: Said, site: str) -> Iterator[str]:
    lines: Sequence[str] = said.text.split("\n")
    for line in lines:
        yield from marks(line)
        yield from (f"name:{word.lower()}" for word in _PROPER.findall(line))
    for link in said.links:
        domain = domain_of(link)
        if domain and domain != site and link.count("/") > 3 and link.rstrip("/").count("/") > 3:
            yield f"link:{link.partition('?')[0].partition('#')[0].lower()}"
