"""One post after the other made comparable: the columns of ``features`` that need more than SQL."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.normalise import hashtags, language, media, reposts, text, urls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

READ = (
    "platform account_id handle kind text lang urls hashtags media media_hashes repost_of repost_of_account "
    "reply_to reply_to_account thread"
).split()
"""Columns of ``posts`` that :class:`Comparer` needs."""


class Made(NamedTuple):
    """The features of one post; see the noun ``features``. ``self_name`` and ``near`` serve the steps that follow."""

    kind: str
    lang: str | None
    links: list[str]
    domains: list[str]
    hashtags: list[str]
    original: str | None
    original_account: str | None
    reply_target: str | None
    reply_account: str | None
    text_exact: str | None
    text_template: str | None
    media: list[str]
    self_name: str | None
    """The stand-in that a repost of this post gets when it gives no id."""
    near: str | None
    """The text as compared for near-duplicates."""
    near_name: str | None


class Comparer:
    """Makes posts comparable and counts what it left out, by reason."""

    def __init__(self, expansions: Mapping[str, str], roots: Sequence[Path]) -> None:
        self.expansions, self.roots = dict(expansions), tuple(roots)
        self.counts: Counter[str] = Counter()
        self.links_left_out: Counter[str] = Counter()

    def batch(self, columns: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
        """Features of a batch, column by column; ``columns`` holds those of :data:`READ`."""
        unread: list[str | None] = []
        rows = [self.one(*values, unread) for values in zip(*(columns[name] for name in READ), strict=True)]
        made = {name: list(values) for name, values in zip(Made._fields, zip(*rows, strict=True), strict=True)}
        self.counts["languages inferred"] += sum(lang is None for lang in made["lang"])
        found = language.infer(unread)
        made["lang"] = [
            stated or inferred for stated, inferred in zip(made["lang"], found, strict=True)
        ]
        return made

    def one(
        self,
        platform: str,
        account: str,
        handle: str | None,
        kind: str | None,
        body: str | None,
        lang: str | None,
        addresses: list[str] | None,
        tags: list[str] | None,
        pictures: list[str] | None,
        hashes: list[str] | None,
        repost_of: str | None,
        repost_of_account: str | None,
        reply_to: str | None,
        reply_to_account: str | None,
        thread: str | None,
        unread: list[str | None],
    ) -> Made:
        """Features of one post; its readable text is put on ``unread`` when its language must be inferred."""
        body = body or ""
        kind, own, repost = self._kind(kind, body, repost_of)
        cleaned = text.clean(own)
        label = language.label(lang)
        read = text.reading(cleaned)
        unread.append(None if label else language.readable(read.words))
        links, domains = self._links(addresses, body)
        original, author = self._original(platform, kind, repost, body, repost_of, repost_of_account)
        names = _names(cleaned, read, handle) if kind != "repost" else _NO_NAMES
        reply = _reply(platform, kind, body, account, handle, reply_to, reply_to_account, thread)
        return Made(
            reply[0],
            label,
            links,
            domains,
            hashtags.normalise(tags) if tags else hashtags.from_text(body),
            original,
            author,
            reply[1],
            reply[2],
            names[0],
            names[1],
            self._media(pictures, hashes),
            f"{platform}:~{names[4]}" if names[4] else None,
            names[2],
            names[3],
        )

    def _kind(self, kind: str | None, body: str, repost_of: str | None) -> tuple[str, str, reposts.Repost | None]:
        """Kind, own words, and the repost as written in the text."""
        written = reposts.written(body) if repost_of is None else None
        if repost_of is not None or kind == "repost":
            return "repost", written.body if written else body, written
        if written is None or (written.comment and kind not in (None, "post", "quote")):
            return kind or "post", body, None
        self.counts["reposts recognised by their text"] += not written.comment
        return ("quote", written.comment, written) if written.comment else ("repost", written.body, written)

    def _original(
        self,
        platform: str,
        kind: str,
        repost: reposts.Repost | None,
        body: str,
        repost_of: str | None,
        account: str | None,
    ) -> tuple[str | None, str | None]:
        """The original and its account, or a stand-in."""
        if kind != "repost":
            return None, None
        if repost_of is not None:
            return f"{platform}:{repost_of}", f"{platform}:{account}" if account else None
        author = repost.author if repost else (account or "").lower()
        name = reposts.stand_in(author, repost.body if repost else body)
        self.counts["reposts without a recognisable original"] += name is None
        return (f"{platform}:~{name}" if name else None), (f"{platform}:@{author}" if author else None)

    def _links(self, addresses: list[str] | None, body: str) -> tuple[list[str], list[str]]:
        raw = [address for address in addresses if address] if addresses else urls.from_text(body)
        if not raw:
            return [], []
        links, domains, dropped = urls.canonical_links(raw, self.expansions)
        self.links_left_out.update(dropped)
        return links, domains

    def _media(self, pictures: list[str] | None, hashes: list[str] | None) -> list[str]:
        found = media.stated(hashes) if hashes else []
        if found or not pictures:
            return found
        kept: dict[str, None] = {}
        for raw in pictures:
            path = media.find(raw, self.roots) if raw and self.roots else None
            name = media.of_file(path) if path else media.address(raw or "")
            if name:
                kept[name] = None
        return list(kept)


_NO_NAMES: tuple[None, ...] = (None,) * 5


def _names(cleaned: str, read: text.Reading, handle: str | None) -> tuple[str | None, ...]:
    """Hashes of the exact and template forms, the near form and its hash, and the name of the post as an original."""
    found = text.forms_of(read)
    own = reposts.named(handle.lower(), cleaned, read) if handle else None
    return text.name(found.exact), text.name(found.template), found.near, text.name(found.near), own


def _reply(
    platform: str,
    kind: str,
    body: str,
    account: str,
    handle: str | None,
    reply_to: str | None,
    to_account: str | None,
    thread: str | None,
) -> tuple[str, str | None, str | None]:
    """Kind, target and target account; a leading mention is a reply where the source says no more."""
    if kind == "repost":
        return kind, None, None
    if not to_account and kind in ("post", "reply") and body.startswith("@") and (hit := text.MENTION.match(body)):
        to_account, kind = hit[0][1:], "reply"
    whom = to_account.lower().lstrip("@") if to_account else None
    if whom and whom in (account.lower(), (handle or "").lower()):
        return kind, None, f"{platform}:@{whom}"
    target = reply_to or (f"@{whom}" if whom else thread if kind == "comment" else None)
    return kind, f"{platform}:{target}" if target else None, f"{platform}:@{whom}" if whom else None
