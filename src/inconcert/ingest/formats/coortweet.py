"""Tables prepared for other coordination tools: CooRTweet and QUT's Coordination Network Toolkit."""

from __future__ import annotations

from inconcert.ingest.format import Format, Record, Row


def finish(_record: Record, row: Row) -> Row:
    """One row is one object in a post: a post with several objects has several rows, each kept under its own id."""
    content, shared = row.get("post_id"), row.get("shared_object")
    return {**row, "thread": content, "post_id": f"{content}#{shared}"} if content and shared else row


COORTWEET = Format(
    name="coortweet",
    title="CooRTweet table",
    tells=(("object_id", "account_id", "content_id", "timestamp_share"),),
    platform="web",
    times=("unix", "iso"),
    posts={
        "post_id": "content_id",
        "account_id": "account_id",
        "posted_at": "timestamp_share",
        "shared_object": "object_id",
    },
    finish=finish,
)

QUT = Format(
    name="qut_toolkit",
    title="Coordination Network Toolkit (CSV)",
    tells=(("message_id", "user_id", "repost_id", "reply_id", "message"),),
    platform="web",
    times=("unix", "iso"),
    lists=" ",
    posts={
        "post_id": "message_id",
        "account_id": "user_id",
        "handle": "username",
        "text": "message",
        "posted_at": "timestamp",
        "urls": "urls",
        "repost_of": "repost_id",
        "reply_to": "reply_id",
    },
    accounts={"account_id": "user_id", "handle": "username"},
    known=("username", "timestamp", "urls"),
)

FORMATS = (COORTWEET, QUT)
