"""Small fix-ups that several formats need and a table of paths cannot say. None of them raises on odd input."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from inconcert.ingest.format import Record, Row
from inconcert.ingest.paths import values

Finish = Callable[[Record, Row], Row]

METRIC_NAMES = (
    "like",
    "repost",
    "reply",
    "quote",
    "view",
    "bookmark",
    "reaction",
    "interaction",
    "score",
    "upvote",
    "downvote",
    "love",
    "wow",
    "haha",
    "sad",
    "angry",
    "care",
)
"""The words formats use for counts: a share, retweet or reblog is ``repost``; a comment is ``reply``; a play or an
impression is ``view``; a favourite or a digg is ``like``; ``reaction`` and ``interaction`` are totals of the source."""

_HOSTS = {
    "x.com": "x",
    "twitter.com": "x",
    "facebook.com": "facebook",
    "instagram.com": "instagram",
    "threads.net": "threads",
    "threads.com": "threads",
    "t.me": "telegram",
    "bsky.app": "bluesky",
    "tiktok.com": "tiktok",
    "youtube.com": "youtube",
    "youtu.be": "youtube",
    "reddit.com": "reddit",
    "truthsocial.com": "truth",
    "gab.com": "gab",
}


def mapping(value: Any) -> dict[str, Any]:
    """``value`` when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects in ``value`` when it is a list (or the one it is), else none."""
    if isinstance(value, dict):
        return [value]
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def texts(value: Any) -> list[str]:
    """Scalars in ``value`` as texts, without empty ones and repetitions, in order."""
    each = value if isinstance(value, list) else [value]
    kept = [str(one).strip() for one in each if isinstance(one, (str, int)) and not isinstance(one, bool)]
    return list(dict.fromkeys(one for one in kept if one))


def gathered(record: Record, *paths: str) -> list[str]:
    """What all ``paths`` give together (not the first that gives something), without repetitions, in order."""
    found: list[Any] = []
    for path in paths:
        value = values(record, path)
        found.extend(value if isinstance(value, list) else [value])
    return texts(found)


def steps(*parts: Finish) -> Finish:
    """One ``finish`` made of several, in order."""

    def finish(record: Record, row: Row) -> Row:
        for part in parts:
            row = part(record, row)
        return row

    return finish


def comment(_record: Record, row: Row) -> Row:
    """Every row is a comment: it answers the comment it names, or else what it stands under."""
    return {**row, "kind": "comment", "reply_to": row.get("reply_to") or row.get("thread")}


def collect(column: str, *paths: str) -> Finish:
    """Fill a list column with what all ``paths`` give together; left as it is when none gives anything."""

    def finish(record: Record, row: Row) -> Row:
        found = gathered(record, *paths)
        return {**row, column: found} if found else row

    return finish


def paragraphs(column: str, *paths: str) -> Finish:
    """Fill a text column with what all ``paths`` give, one paragraph each (title, then description)."""

    def finish(record: Record, row: Row) -> Row:
        found = gathered(record, *paths)
        return {**row, column: "\n".join(found)} if found else row

    return finish


def host(url: Any) -> str:
    """Host of an address in lower case without ``www.``, ``m.`` or ``mobile.``; empty when there is none."""
    try:
        name = (urlsplit(str(url or "").strip()).hostname or "").lower()
    except ValueError:
        return ""
    return re.sub(r"^(www|m|mobile|old|web)\.", "", name)


def platform_of(url: Any) -> str | None:
    """Platform whose host an address names, or ``None``."""
    return _HOSTS.get(host(url))


def last_part(url: Any) -> str | None:
    """Id at the end of a post's address: its last path part, or the id in its query; ``None`` when there is none."""
    try:
        parts = urlsplit(str(url or "").strip())
        query = parse_qs(parts.query)
    except ValueError:
        return None
    for name in ("story_fbid", "fbid", "v", "multi_permalinks"):
        if query.get(name):
            return query[name][0]
    return (parts.path.strip("/").rsplit("/", 1)[-1] or None) if parts.netloc else None


def tags_without_sign(tags: Iterable[Any]) -> list[str]:
    """Hashtags in order without their ``#``."""
    return texts([str(tag).strip().lstrip("#＃") for tag in tags])


_ANCHOR = re.compile(r"<a\s([^>]*)>", re.IGNORECASE)
_GIVEN = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def links_in_html(html: Any) -> list[str]:
    """Addresses that an HTML text links to, without those of mentions and hashtags."""
    found = []
    for anchor in _ANCHOR.findall(str(html or "")):
        given = {name.lower(): double or single or bare for name, double, single, bare in _GIVEN.findall(anchor)}
        if not {"mention", "hashtag"} & set(given.get("class", "").split()):
            found.append(unescape(given.get("href", "")))
    return texts(found)


def name_in_html(html: Any) -> str | None:
    """The words of a short HTML text such as ``<a …>Web App</a>``."""
    return re.sub(r"<[^>]*>", "", str(html or "")).strip() or None
