"""Same reply target: who answered the same post?"""

from __future__ import annotations

from inconcert.settings import DAY
from inconcert.signals.base import Query, Signal
from inconcert.signals.shapes import one


class SameReplyTarget(Signal):
    """Two accounts replied to, or commented on, the same post of somebody else."""

    name = "same_reply_target"
    family = "reply"
    question = "Who answered the same post?"
    limits = "Well-known people and breaking news get replies from thousands who have nothing to do with each other."
    noun = "post"
    verb = "replied to the same"
    finest = DAY

    def query(self) -> Query:
        """Posts replied to, or the account where only that is known; the outlet is the account replied to."""
        return Query(one("reply_target", outlet="reply_account"), self.name)
