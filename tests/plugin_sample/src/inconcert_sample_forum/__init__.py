"""A sample plug-in: an input format for the exports of an imaginary forum, made by the same hook as the built-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.ingest.format import Format
from inconcert.plugins import hook

if TYPE_CHECKING:
    from collections.abc import Iterable

FORUM = Format(
    name="sample_forum",
    title="Sample forum (CSV)",
    tells=(("forum_post", "forum_member", "written"),),
    platform="web",
    times=("%d.%m.%Y %H:%M:%S",),
    timezone="Europe/Berlin",
    posts={
        "post_id": "forum_post",
        "account_id": "forum_member",
        "text": "words",
        "posted_at": "written",
        "reply_to": "answers",
        "thread": "topic",
    },
    metrics={"like": "thanks"},
    known=("topic", "thanks"),
)

SAMPLES = [
    {"forum_post": "1", "forum_member": "anna", "words": "Hallo", "written": "31.03.2024 12:00:00", "answers": "",
     "topic": "7", "thanks": "3"},
    {"forum_post": "2", "forum_member": "bert", "words": "Ja", "written": "31.03.2024 12:00:09", "answers": "1",
     "topic": "7", "thanks": ""},
]  # fmt: skip


@hook
def formats() -> Iterable[Format]:
    """The formats this plug-in brings."""
    return (FORUM,)
