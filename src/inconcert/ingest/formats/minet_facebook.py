"""minet: its table of Facebook comments."""

from __future__ import annotations

from inconcert.ingest.format import Format
from inconcert.ingest.formats.shared import comment

FORMAT = Format(
    name="minet_facebook_comments",
    title="minet Facebook comments (CSV)",
    tells=(("fbid", "depth"),),
    platform="facebook",
    times=("unix", "iso"),
    posts={
        "post_id": ("id", "fbid"),
        "account_id": ("author_url", "author_name"),
        "text": "text",
        "posted_at": "created_time",
        "reply_to": "parent_id",
    },
    accounts={"account_id": ("author_url", "author_name"), "name": "author_name", "url": "author_url"},
    metrics={"reaction": "reactions", "reply": "replies"},
    known=("author_name", "author_url", "created_time", "reactions", "replies"),
    finish=comment,
)
