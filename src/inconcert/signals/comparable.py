"""One post after the other made comparable: the columns of ``features`` that need more than SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.normalise import bulk, hashtags, language, marks, media, reposts, signs, text, urls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


MAKING = 3
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
    sentence: str | None
    marks: list[str]
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
        posts = [Post(*values) for values in zip(*map(columns.__getitem__, Post._fields), strict=True)]
        drafts = [_draft(post) for post in posts]
        found = bulk.study([one.own for one in drafts], [one.asked for one in drafts], [one.author for one in drafts])
        answers = zip(*found, strict=True)
        rows = [self._made(*row) for row in zip(posts, drafts, answers, strict=True)]
        return {name: list(values) for name, values in zip(Made._fields, zip(*rows, strict=True), strict=True)}

    def _made(self, post: Post, draft: _Draft, answer: tuple[Any, ...]) -> Made:
        """Features of one post, given what was asked and answered of its text."""
        kind, body = draft.kind, post.text or ""
        exact, template, near_name, near, own, inferred = answer
        raw, shorts, found = _links(post.urls, body) if post.urls or body else (None, None, _no_links())
        original, author = _original(post, draft, own) if kind == "repost" else (None, None)
        kind, target, whom = (kind, None, None) if kind == "repost" else _reply(post, kind, body)
        return Made(
            kind,
            draft.label or inferred,
            found[0],
            found[1],
            hashtags.normalise(post.hashtags) if post.hashtags else hashtags.from_text(body),
            original,
            author,
            target,
            whom,
            exact,
            template,
            None if found[0] or found[2] or post.media or post.media_hashes else near_name,
            marks.marks(draft.own) if exact and draft.own else [],
            self._media(post.media, post.media_hashes) if post.media or post.media_hashes else [],
            f"{post.platform}:~{own}" if own and kind != "repost" else None,
            near,
            near_name,
            raw,
            shorts,
            found[2],
            draft.label is None,
            kind == "repost" and post.repost_of is None and post.kind != "repost",
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


class _Draft(NamedTuple):
    """What is asked of the text of a post."""

    own: str
    """Its own words; of a repost, those of the original."""
    asked: int
    author: str
    """To whom the text belongs, as its name as an original says."""
    kind: str
    label: str | None


def _draft(post: Post) -> _Draft:
    body, label = post.text or "", language.label(post.lang)
    kind, own, repost = _kind(post.kind, body, post.repost_of)
    if kind == "repost":
        author = repost.author if repost else (post.repost_of_account or "").lower().lstrip("@")
        asked = signs.NAME * (post.repost_of is None)
    else:
        author = (post.handle or "").lower()
        asked = signs.FORMS | (signs.NAME if author else 0)
    return _Draft(own, (asked | (0 if label else signs.TONGUE)) if own else 0, author, kind, label)


def _kind(kind: str | None, body: str, repost_of: str | None) -> tuple[str, str, reposts.Repost | None]:
    """Kind, own words, and the repost as written in the text."""
    written = reposts.written(body) if repost_of is None else None
    if repost_of is not None or kind == "repost":
        return "repost", written.body if written else body, written
    if written is None or (written.comment and kind not in (None, "post", "quote")):
        return kind or "post", body, None
    return ("quote", written.comment, written) if written.comment else ("repost", written.body, written)


def _original(post: Post, draft: _Draft, name: str | None) -> tuple[str | None, str | None]:
    """The original and its account, or a stand-in."""
    if post.repost_of is not None:
        account = post.repost_of_account
        return f"{post.platform}:{post.repost_of}", f"{post.platform}:{account}" if account else None
    author = draft.author
    return f"{post.platform}:~{name}" if name else None, f"{post.platform}:@{author}" if author else None


_Links = tuple[list[str], list[str], list[str]]


def _no_links() -> _Links:
    return [], [], []


def _links(addresses: list[str] | None, body: str) -> tuple[list[str] | None, list[str] | None, _Links]:
    """The links as written and the short ones, if there are short ones; links, domains and what was dropped."""
    raw = [address for address in addresses if address] if addresses else urls.from_text(body)
    if not raw:
        return None, None, _no_links()
    shorts = [key for key in map(urls.short_key, raw) if key]
    return raw if shorts else None, shorts or None, urls.canonical_links(raw)


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
