"""What the REST interface of WordPress answers: ``/wp-json/wp/v2/users``, ``posts``, ``pages``, ``media``."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from inconcert.sites.records.fact import Fact, Receipt, site_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST = 100
"""Paths of uploaded files that are kept of one answer."""
_UPLOAD = re.compile(
    r"https?:\\?/\\?/([\w.-]+)[\w./\\-]{0,80}?/wp-content/uploads/([^\"'\s<>?#\\)]{1,300})", re.IGNORECASE
)
_SIZE = re.compile(r"(?:-\d{2,4}x\d{2,4}|-scaled|-rotated|-e\d{10,13})*\.\w{2,5}$")
_GRAVATAR = re.compile(r"gravatar\.com/avatar/([0-9a-f]{64}|[0-9a-f]{32})(?![0-9a-f])")
_NOBODY = frozenset((
    "d41d8cd98f00b204e9800998ecf8427e", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "00000000000000000000000000000000",
))  # fmt: skip
"""Hashes of an empty address."""
_DEFAULT = re.compile(
    r"(?:wp-?)?(?:admin|administrator|root|user|author|editor|redaktion|redaktor|redakteur|redaccion|redazione|redaction"
    r"|news|newsroom|newsdesk|webmaster|wordpress|support|staff|team|guest|demo|test|tester|developer|dev|info|press"
    r"|content|contributor|manager|moderator|office|contact|web|site|blog|seo|marketing|master|owner|me|autor|avtor)"
    r"(?:[-_.]?(?:user|admin|editor|team|desk|\d{1,4}))?"
)
_PLAIN = re.compile(
    r"(?:(?:(?:img|image|images|photo|foto|pic|picture|screenshot|screen|shot|whatsapp|video|untitled|unnamed|logo|icon"
    r"|favicon|cropped|banner|header|hero|background|bg|default|placeholder|thumbnail|thumb|avatar|profile|download|file"
    r"|dsc|dscf|dji|pxl|mvi|shutterstock|istock|istockphoto|gettyimages|depositphotos|adobestock|pexels|pixabay|unsplash"
    r"|maxresdefault|hqdefault|featured|cover|slide|slider|stock|copy|final|new|at|am|pm|of|and)(?=[-_. \d]|$)"
    r"|\d++)[-_. ]*+)+"
)
"""Names that cameras, stock libraries and everybody give."""
_SHORTEST_SLUG, _SHORTEST_FILE = 5, 10


def is_wordpress(found: Any) -> bool:
    """Whether a JSON document is a user or a post of WordPress, or a list of them."""
    first = found[0] if isinstance(found, list) and found else found
    if not isinstance(first, dict) or not isinstance(first.get("slug"), str):
        return False
    return "avatar_urls" in first or (
        "guid" in first and "link" in first and ("content" in first or "source_url" in first)
    )


def looks_like_wordpress(head: str) -> bool:
    """Whether a JSON text that was cut begins like such a document."""
    return '"slug"' in head and ('"avatar_urls"' in head or ('"guid"' in head and '"link"' in head))


def read_wordpress(found: Any, site: str | None, source: str, receipt: Receipt) -> Iterator[Fact]:
    """Slugs of authors that are not given by default, hashes of their mail addresses, paths of uploaded files.

    Args:
        found: the document.
        site: the site it was saved from; without it, that to which most entries link.
        source: the file.
        receipt: gets a line when nothing says whose it is.
    """
    entries = [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]
    links = Counter(home for one in entries if (home := site_of(_text(one.get("link")))) is not None)
    home = site or (links.most_common(1)[0][0] if links else None)
    if home is None:
        receipt.refuse(source, "nothing says of which WordPress site it is.", "Put it in a folder named by the site.")
        return
    receipt.files["WordPress"] += 1
    yield Fact(home, "", "", source)
    for kind, value in dict.fromkeys([*_authors(entries, home), *_uploads(entries, home)]):
        yield Fact(home, kind, value, source)


def _authors(entries: Iterable[dict[str, Any]], home: str) -> Iterator[tuple[str, str]]:
    own = re.sub(r"[^a-z0-9]", "", home.partition(".")[0])
    for one in entries:
        if "avatar_urls" not in one:
            continue
        slug = unquote(_text(one.get("slug"))).lower().strip()
        bare = re.sub(r"[^\w]", "", slug)
        if len(slug) >= _SHORTEST_SLUG and not _DEFAULT.fullmatch(slug) and not slug.isdigit() and bare != own:
            yield "wordpress-author", slug[:200]
        for hit in _GRAVATAR.finditer(str(one["avatar_urls"]).replace("\\/", "/")):
            if hit[1] not in _NOBODY:
                yield "gravatar", hit[1]


def _uploads(entries: Iterable[dict[str, Any]], home: str) -> Iterator[tuple[str, str]]:
    """Month and name of files on the site itself; those that stand on another site prove nothing of the hands."""
    found: dict[str, None] = {}
    for one in entries:
        text = " ".join(_rendered(one.get(key)) for key in ("content", "guid", "excerpt"))
        for hit in _UPLOAD.finditer(f"{text} {_text(one.get('source_url'))}"):
            path = _SIZE.sub("", unquote(hit[2]).lower())
            name = path.rpartition("/")[2]
            plain = len(name) < _SHORTEST_FILE or _PLAIN.fullmatch(name) or not re.search(r"[^\W\d_]{4}", name)
            if not plain and site_of(hit[1]) == home:
                found[path[:200]] = None
    yield from (("wordpress-upload", path) for path in list(found)[:MOST])


def _rendered(value: Any) -> str:
    return _text(value.get("rendered") if isinstance(value, dict) else value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
