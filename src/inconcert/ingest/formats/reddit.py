"""Reddit dumps: submissions and comments, one JSON object a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.ingest.format import Format, Paths, Record, Row
from inconcert.ingest.formats.shared import host, paragraphs, steps, texts
from inconcert.ingest.paths import values

if TYPE_CHECKING:
    from collections.abc import Iterable

_GONE = ("[deleted]", "[removed]", "[ Removed by Reddit ]")
_OWN_MEDIA = ("i.redd.it", "v.redd.it", "i.reddituploads.com")


def split(record: Record) -> Iterable[Record]:
    """The record without the words that stand for what is gone: a deleted author is no account."""
    gone = {name: None for name in ("author", "selftext", "body", "title") if record.get(name) in _GONE}
    yield {**record, **gone}


def skip(record: Record) -> str | None:
    """A post whose author is gone says nothing about any account."""
    return "author deleted" if "author" in record and record["author"] is None else None


def _name(prefix: str, record: Record) -> str | None:
    if record.get("name"):
        return str(record["name"])
    return f"{prefix}_{record['id']}" if record.get("id") else None


def _submission(record: Record, row: Row) -> Row:
    """Full id, where it leads (a page elsewhere, or a file of Reddit's own), and what it is a crosspost of."""
    link = values(record, ("url_overridden_by_dest", "url"))
    own = record.get("is_self") is True or str(record.get("is_self")).lower() == "true"
    leads = [] if own else texts(link)
    media = [one for one in leads if host(one) in _OWN_MEDIA]
    name = _name("t3", record)
    return {
        **row,
        "post_id": name,
        "thread": name,
        "urls": [one for one in leads if one not in media] or None,
        "media": media or None,
    }


POSTS: dict[str, Paths] = {
    "post_id": ("name", "id"),
    "account_id": "author",
    "handle": "author",
    "posted_at": "created_utc",
    "seen_at": ("retrieved_utc", "retrieved_on"),
    "surface": "subreddit",
}
"""What submissions and comments have in common."""
ACCOUNTS = {"account_id": "author", "handle": "author", "created_at": "author_created_utc"}

SUBMISSIONS = Format(
    name="reddit_submissions",
    title="Reddit submissions (NDJSON dump)",
    tells=(("selftext", "subreddit", "is_self"),),
    platform="reddit",
    times=("unix", "iso"),
    posts={
        **POSTS,
        "text": "title",
        "urls": ("url_overridden_by_dest", "url"),
        "repost_of": "crosspost_parent",
        "repost_of_account": "crosspost_parent_list[].author",
    },
    accounts=ACCOUNTS,
    metrics={
        "score": "score",
        "upvote": "ups",
        "downvote": "downs",
        "reply": "num_comments",
        "repost": "num_crossposts",
    },
    known=("author", "author_fullname", "created_utc", "permalink", "title", "num_comments", "domain", "upvote_ratio"),
    split=split,
    skip=skip,
    finish=steps(paragraphs("text", "title", "selftext"), _submission),
)


def _comment(record: Record, row: Row) -> Row:
    """Full id of the comment."""
    return {**row, "kind": "comment", "post_id": _name("t1", record)}


COMMENTS = Format(
    name="reddit_comments",
    title="Reddit comments (NDJSON dump)",
    tells=(("body", "link_id", "parent_id"),),
    platform="reddit",
    times=("unix", "iso"),
    posts={
        **POSTS,
        "text": "body",
        "reply_to": "parent_id",
        "thread": "link_id",
    },
    accounts=ACCOUNTS,
    metrics={"score": "score", "upvote": "ups", "downvote": "downs"},
    known=("author", "author_fullname", "created_utc", "subreddit", "controversiality", "permalink"),
    split=split,
    skip=skip,
    finish=_comment,
)

FORMATS = (SUBMISSIONS, COMMENTS)
