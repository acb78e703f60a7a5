"""One page as the comparison needs it: what it says and how it is built, with the site it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from inconcert.normalise.urls import known_suffix, registered_domain
from inconcert.pages.says import Said, domain_of, parsed, says
from inconcert.pages.traits import traits
from inconcert.sites.clones.logos import logo_hashes

if TYPE_CHECKING:
    from collections import Counter

    from inconcert.pages.page import Page

_HOST = re.compile(r"^(?=.{4,253}$)[a-z0-9][a-z0-9\-]*(?:\.[a-z0-9][a-z0-9\-]*)+$")
_HOME = 0.3
"""Share of absolute links from which on the domain they lead to is taken for the page's home."""
_RUN = 8
"""Words in a row that count as copied text."""
_ENDINGS = frozenset(("html", "htm", "gz", "zst", "warc", "har", "mht", "mhtml", "pages", "files", "zip"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its traits."""

    said: Said
    traits: dict[str, set[str]]
    served_from: str
    """Registered domain it was saved from; empty when the file does not say."""
    declared: str
    """Registered domain it calls its own, by ``og:url``, else ``canonical``; may be empty."""
    logos: frozenset[str]
    """Perceptual hashes of logos and icons that were saved with the page; empty without the extra `media`."""
    runs: frozenset[int]
    """Hashes of runs of eight words of the main text."""


def sheet(page: Page) -> Sheet:
    """Read one page for comparison."""
    tree = parsed(page.html)
    said = says(page, tree)
    logos = frozenset(logo_hashes(tree, page))  # before traits, which change the tree
    return Sheet(said, traits(tree), domain_of(said.url), _declared(said), logos, _runs(said.text))


def _declared(said: Said) -> str:
    return domain_of(said.og_url) or domain_of(said.canonical)


def home(counts: Counter[str]) -> str:
    """The domain to which most addresses lead, when it is a good part of them and at least three."""
    for domain, count in counts.most_common(1):
        if count >= max(3, _HOME * counts.total()):
            return domain
    return ""


def _folder(source: str) -> str:
    """The domain that a folder on the way to the file is named after, the nearest first."""
    for part in reversed(PurePath(source.partition("#")[0]).parts[:-1]):
        name = part.lower()
        if _HOST.match(name) and name.rpartition(".")[2] not in _ENDINGS and known_suffix(name):
            return registered_domain(name)
    return ""


def _runs(text: str) -> frozenset[int]:
    words = re.findall(r"\w+", text.lower())
    runs = (" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
    return frozenset(int.from_bytes(blake2b(run.encode("utf-8", "replace"), digest_size=7).digest()) for run in runs)


def brand_of(page: Sheet) -> str:
    """The site that a brand's page stands for, as `site_of` says."""
    return site_of(page.said)


def site_of(said: Said) -> str:
    """The site of a page: where it was saved from, what it calls its own, or the name of its file without the day."""
    return (
        domain_of(said.url) or _folder(said.source) or _declared(said) or home(said.link_domains) or _named(said.source)
    )


def _named(source: str) -> str:
    name = Path(source.partition("#")[0]).name.split(".")[0]
    return re.sub(r"[_.\-]?(?:19|20)\d\d[_.\-]?\d\d[_.\-]?\d\d.*$", "", name) or name
