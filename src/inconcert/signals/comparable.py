"""One post after the other made comparable: the columns of ``features`` that need more than SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.normalise import hashtags, language, media, reposts, text, urls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


MAKING = 1
"""Version of what is made of a post, here and in ``normalise``. Raise it whenever the same post gives something else:
day partitions that an earlier version made are then made anew."""


class Post(NamedTuple):
    """The columns of ``posts`` that are needed here; their meanings are in the noun."""

    platform: str
    account_id: str
    handle: str | None
    kind: str | None
    text: str | None
    lang: str | None
    urls: list[str] | None
    hashtags: list[str] | None
    media: list[str] | None
    media_hashes: list[str] | None
    repost_of: str | None
    repost_of_account: str | None
    reply_to: str | None
    reply_to_account: str | None
    thread: str | None


class Made(NamedTuple):
    """The features of one post; see the noun ``features``. From ``self_name`` on they serve the steps that follow."""

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
    raw: list[str] | None
    """The links as written, where one of them is short: other posts may tell where it leads."""
    shorts: list[str] | None
    """The short ones among them, as expansions know them."""
    dropped: list[str]
    """Why links were left out, one reason a link."""
    inferred: bool
    """The source states no language."""
    recognised: bool
    """A repost that only its text tells."""


class Comparer:
    """Makes posts comparable, each by itself: nothing depends on any other post.

    Args:
        roots: Folders in which relative media addresses are looked up.
    """

    def __init__(self, roots: Sequence[Path] = ()) -> None:
        self.roots = tuple(roots)

    def batch(self, columns: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
        """Features of a batch, column by column; ``columns`` holds those of :class:`Post`."""
        unread: list[str | None] = []
        rows = [self.one(Post(*values), unread) for values in zip(*map(columns.__getitem__, Post._fields), strict=True)]
        made = {name: list(values) for name, values in zip(Made._fields, zip(*rows, strict=True), strict=True)}
        pairs = zip(made["lang"], language.infer(unread), strict=True)
        made["lang"] = [stated or inferred for stated, inferred in pairs]
        return made

    def one(self, post: Post, unread: list[str | None]) -> Made:
        """Features of one post; its readable words are put on ``unread`` when its language must be inferred."""
        body = post.text or ""
        kind, own, repost = _kind(post.kind, body, post.repost_of)
        recognised = kind == "repost" and post.repost_of is None and post.kind != "repost"
        cleaned = text.clean(own)
        read = text.reading(cleaned)
        label = language.label(post.lang)
        unread.append(None if label else language.readable(read.words))
        raw, shorts, found = _links(post.urls, body)
        original, author = _original(post, repost, cleaned, read) if kind == "repost" else (None, None)
        exact, template, near, own_name = _names(cleaned, read, post.handle) if kind != "repost" else _NO_NAMES
        kind, target, whom = (kind, None, None) if kind == "repost" else _reply(post, kind, body)
        return Made(
            kind=kind,
            lang=label,
            links=found[0],
            domains=found[1],
            hashtags=hashtags.normalise(post.hashtags) if post.hashtags else hashtags.from_text(body),
            original=original,
            original_account=author,
            reply_target=target,
            reply_account=whom,
            text_exact=text.name(exact),
            text_template=text.name(template),
            media=self._media(post.media, post.media_hashes),
            self_name=f"{post.platform}:~{own_name}" if own_name else None,
            near=near,
            near_name=text.name(near),
            raw=raw,
            shorts=shorts,
            dropped=found[2],
            inferred=label is None,
            recognised=recognised,
        )

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


def _kind(kind: str | None, body: str, repost_of: str | None) -> tuple[str, str, reposts.Repost | None]:
    """Kind, own words, and the repost as written in the text."""
    written = reposts.written(body) if repost_of is None else None
    if repost_of is not None or kind == "repost":
        return "repost", written.body if written else body, written
    if written is None or (written.comment and kind not in (None, "post", "quote")):
        return kind or "post", body, None
    return ("quote", written.comment, written) if written.comment else ("repost", written.body, written)


def _original(
    post: Post, repost: reposts.Repost | None, cleaned: str, read: text.Reading
) -> tuple[str | None, str | None]:
    """The original and its account, or a stand-in."""
    account = post.repost_of_account
    if post.repost_of is not None:
        return f"{post.platform}:{post.repost_of}", f"{post.platform}:{account}" if account else None
    author = repost.author if repost else (account or "").lower().lstrip("@")
    name = reposts.named(author, cleaned, read)
    return f"{post.platform}:~{name}" if name else None, f"{post.platform}:@{author}" if author else None


_Links = tuple[list[str], list[str], list[str]]
_NO_LINKS: _Links = ([], [], [])


def _links(addresses: list[str] | None, body: str) -> tuple[list[str] | None, list[str] | None, _Links]:
    """The links as written and the short ones, if there are short ones; links, domains and what was dropped."""
    raw = [address for address in addresses if address] if addresses else urls.from_text(body)
    if not raw:
        return None, None, _NO_LINKS
    shorts = [key for key in map(urls.short_key, raw) if key]
    return raw if shorts else None, shorts or None, urls.canonical_links(raw)


_NO_NAMES: tuple[None, ...] = (None,) * 4


def _names(cleaned: str, read: text.Reading, handle: str | None) -> tuple[str | None, ...]:
    """The exact, template and near forms, and the name of the post as an original."""
    own = reposts.named(handle.lower(), cleaned, read) if handle else None
    return *text.forms_of(read), own


def _reply(post: Post, kind: str, body: str) -> tuple[str, str | None, str | None]:
    """Kind, target and target account; a leading mention is a reply where the source says no more."""
    account = post.reply_to_account
    if not account and kind in ("post", "reply") and body.startswith("@") and (hit := text.MENTION.match(body)):
        account, kind = hit[0][1:], "reply"
    whom = account.lower().lstrip("@") if account else None
    named = f"{post.platform}:@{whom}" if whom else None
    if whom and whom in (post.account_id.lower(), (post.handle or "").lower()):
        return kind, None, named
    target = f"{post.platform}:{post.reply_to}" if post.reply_to else named
    if target is None and kind == "comment" and post.thread:
        target = f"{post.platform}:{post.thread}"
    return kind, target, named
