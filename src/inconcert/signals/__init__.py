"""One question a file: the signals that ship with inconcert, registered like a stranger's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.plugins import hook
from inconcert.signals.fast_repost import FastRepost
from inconcert.signals.hashtag_sequence import HashtagSequence
from inconcert.signals.near_text import NearText
from inconcert.signals.own_words import OwnWords
from inconcert.signals.reworded import Reworded
from inconcert.signals.same_creative import SameCreative
from inconcert.signals.same_domain import SameDomain
from inconcert.signals.same_landing import SameLanding
from inconcert.signals.same_link import SameLink
from inconcert.signals.same_media import SameMedia
from inconcert.signals.same_message import SameMessage
from inconcert.signals.same_object import SameObject
from inconcert.signals.same_original import SameOriginal
from inconcert.signals.same_reply_target import SameReplyTarget
from inconcert.signals.same_template import SameTemplate
from inconcert.signals.same_text import SameText
from inconcert.signals.translated_copy import TranslatedCopy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.signals.base import Signal

BUILT_IN = (
    SameLink,
    SameDomain,
    SameOriginal,
    FastRepost,
    SameReplyTarget,
    HashtagSequence,
    SameText,
    OwnWords,
    SameTemplate,
    NearText,
    Reworded,
    TranslatedCopy,
    SameMessage,
    SameMedia,
    SameObject,
    SameCreative,
    SameLanding,
)


@hook
def signals() -> Iterable[Signal]:
    """The built-in signals."""
    return [made() for made in BUILT_IN]
