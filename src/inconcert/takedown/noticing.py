"""The notice to the owner of a target, brought by the platform: once at most, and every step of it in the journal.

A mail cannot be taken back, and a platform may send it before it looks at any key. So a notice that was begun and of
which no outcome is known is looked for and never simply sent again; a person reads in the journal that it is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.takedown.platforms.base import Busy, Refused, Unclear

if TYPE_CHECKING:
    from inconcert.takedown.book import PlanBook
    from inconcert.takedown.plan import Item
    from inconcert.takedown.platforms.base import Platform, Receipt

NOTICE = "-notice"
"""Ending of the key under which a notice is sent."""


def notice_key(key: str) -> str:
    """Key of the notice about the action of this key."""
    return f"{key}{NOTICE}"


def notify(book: PlanBook, item: Item, platform: Platform, who: str) -> None:
    """Bring the notice of an item that was done to its owner, if the platform does that and it was not tried before."""
    line = book.line(item)
    if not platform.mails or not item.notice or line.standing != "done":
        return
    if line.notice == "begun":
        _sought(book, item, platform, who)
    elif not line.notice:
        _tell(book, item, "begun", who)
        _send(book, item, platform, who)


def _send(book: PlanBook, item: Item, platform: Platform, who: str) -> None:
    try:
        receipt = platform.notify(item, notice_key(book.plan.key(item)))
    except Busy as busy:
        _tell(book, item, "not done", who, says=f"the platform was busy: {busy}")
    except Refused as refused:
        _tell(book, item, "refused", who, says=str(refused))
    except Unclear:
        _sought(book, item, platform, who)
    else:
        _done(book, item, who, receipt)


def _sought(book: PlanBook, item: Item, platform: Platform, who: str) -> None:
    """Find out what became of a notice that was begun; it is not sent again."""
    try:
        receipt = platform.sought(item, notice_key(book.plan.key(item)))
    except (Busy, Refused, Unclear) as problem:
        _tell(book, item, "unclear", who, says=str(problem))
        return
    if receipt is None:
        _tell(book, item, "unclear", who, says="the platform shows no notice under this key; it is not sent again")
    elif receipt.answer.get("delivered") is False:
        _tell(book, item, "refused", who, says="it could not be delivered")
    else:
        _done(book, item, who, receipt)


def _done(book: PlanBook, item: Item, who: str, receipt: Receipt) -> None:
    book.carried("done", who, key=book.plan.key(item), way="notice", ref=receipt.ref, answer=receipt.answer)


def _tell(book: PlanBook, item: Item, kind: str, who: str, says: str = "") -> None:
    book.carried(kind, who, key=book.plan.key(item), way="notice", says=says)
