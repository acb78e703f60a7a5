"""CrowdTangle: the historic table exports of Facebook pages and groups, and of Instagram."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from inconcert.ingest.format import Format, Record, Row
from inconcert.ingest.formats.shared import collect, host, last_part, steps
from inconcert.model.times import ABBREVIATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

_STAMPS = ("Post Created", "Page Created")
_STAMP = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) ([A-Za-z]{2,5})$")


def _told(stamp: Any) -> Any:
    """A stamp without a zone abbreviation that has several meanings (BST, IST …), so that the user is asked."""
    match = _STAMP.match(str(stamp).strip())
    return match[1] if match and match[2].upper() not in ABBREVIATIONS else stamp


def split(record: Record) -> Iterable[Record]:
    """The row without zone abbreviations that nobody can read; a page's birth without a zone is left out."""
    stamps = {name: _told(record.get(name)) for name in _STAMPS if record.get(name)}
    if re.fullmatch(r"[\d: -]+", str(stamps.get("Page Created", ""))):
        stamps["Page Created"] = None
    yield {**record, **stamps}


def _identity(record: Record, row: Row) -> Row:
    """The id of a post is at the end of its address."""
    return {**row, "post_id": last_part(record.get("URL"))}


def _share(record: Record, row: Row) -> Row:
    """A link to someone else's post on the platform is a share of it."""
    link = str(record.get("Link") or "")
    if host(link) != "facebook.com":
        return row
    path = [part for part in urlsplit(link).path.split("/") if part]
    own = {str(record.get("Facebook Id") or ""), str(record.get("User Name") or "").lower()}
    if len(path) < 3 or path[1] not in ("posts", "videos", "photos") or path[0].lower() in own:
        return row
    return {**row, "repost_of": path[-1], "repost_of_account": path[0]}


FACEBOOK = Format(
    name="crowdtangle_facebook",
    title="CrowdTangle Facebook (CSV)",
    tells=(
        ("Facebook Id", "Page Name", "Post Created", "Total Interactions"),
        ("Facebook Id", "Group Name", "Post Created", "Total Interactions"),
    ),
    platform="facebook",
    times=("iso",),
    posts={
        "post_id": "URL",
        "account_id": "Facebook Id",
        "handle": "User Name",
        "text": "Message",
        "posted_at": "Post Created",
        "urls": ("Final Link", "Link"),
        "surface": ("Page Name", "Group Name"),
    },
    accounts={
        "account_id": "Facebook Id",
        "handle": "User Name",
        "name": ("Page Name", "Group Name"),
        "created_at": "Page Created",
        "description": "Page Description",
        "followers": "Followers at Posting",
        "observed_at": "Post Created",
    },
    metrics={
        "interaction": "Total Interactions",
        "like": "Likes",
        "reply": "Comments",
        "repost": "Shares",
        "love": "Love",
        "wow": "Wow",
        "haha": "Haha",
        "sad": "Sad",
        "angry": "Angry",
        "care": "Care",
        "view": ("Total Views", "Post Views"),
    },
    known=("Page Category", "Page Admin Top Country", "Link Text", "Image Text", "Sponsor Id", "Likes at Posting"),
    split=split,
    finish=steps(_identity, _share),
)

INSTAGRAM = Format(
    name="crowdtangle_instagram",
    title="CrowdTangle Instagram (CSV)",
    tells=(("Account", "User Name", "Followers at Posting", "Photo", "Title"),),
    platform="instagram",
    posts={
        "post_id": "URL",
        "account_id": "User Name",
        "handle": "User Name",
        "text": "Description",
        "posted_at": "Post Created",
        "urls": "Link",
        "media": "Photo",
    },
    accounts={
        "account_id": "User Name",
        "handle": "User Name",
        "name": "Account",
        "followers": "Followers at Posting",
        "observed_at": "Post Created",
    },
    metrics={"interaction": "Total Interactions", "like": "Likes", "reply": "Comments", "view": "Views"},
    known=("Post Created Date", "Post Created Time", "Image Text", "Sponsor Id", "URL"),
    split=split,
    finish=steps(_identity, collect("urls", "Link")),
)

FORMATS = (FACEBOOK, INSTAGRAM)
