"""Made-up posts on which every built-in signal fires: for conformance checks and examples."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from inconcert.model.tables import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

START = datetime(2024, 3, 1, 9, 0, 0, 250_000, tzinfo=UTC)
_NEWS = (
    "The new bridge over the river opens next week and everybody is invited to the party",
    "La biblioteca del barrio abre sus puertas de nuevo el lunes por la mañana",
    "Городская библиотека снова открывается в понедельник утром после ремонта",
    "市立图书馆装修完毕下周一上午重新开放欢迎大家前来借阅图书",
)


def sample_posts() -> pa.Table:
    """Some 180 posts by 16 accounts on two platforms, of the noun ``posts``."""
    import pyarrow as pa

    rows = [dict(row, post_id=str(1000 + number), source="sample", row=number) for number, row in enumerate(_rows())]
    return pa.Table.from_pylist(rows, schema=schema("posts"))


def sample_ads() -> pa.Table:
    """Some 40 ads of 8 pages, of the noun ``ads``."""
    import pyarrow as pa

    rows = [dict(row, ad_id=str(number), source="sample", row=number) for number, row in enumerate(_ads())]
    return pa.Table.from_pylist(rows, schema=schema("ads"))


def _ads() -> Iterator[dict[str, Any]]:
    for number in range(8):
        ring = number % 3
        page = {"platform": "facebook", "account_id": f"p{number}", "precision": 86400.0, "payer": f"Payer {ring}"}
        for turn in range(5):
            at = START + timedelta(days=turn)
            text = f"{_NEWS[(ring + turn) % 4]} {'really ' * (number % 2)}and it will be great fun for all the family"
            urls = [f"https://shop{ring}.example.org/{turn}?page={number}"]
            yield {**page, "started_at": at, "text": text, "urls": urls, "media": [f"md5:{ring}{turn}" + "0a" * 15]}


def _rows() -> Iterator[dict[str, Any]]:
    for number in range(16):
        platform = "x" if number % 4 else "telegram"
        base = {"platform": platform, "account_id": f"a{number}", "handle": f"User{number}", "precision": 1.0}
        for turn, post in enumerate(_posts(number)):
            at = START + timedelta(hours=7 * turn, seconds=5 * number, microseconds=number)
            yield {**base, "posted_at": at, **post}
    yield {"platform": "x", "account_id": "a1", "text": "a post without a time"}


def _posts(number: int) -> Iterator[dict[str, Any]]:
    """What account ``number`` posts; ring is what it has in common with some of the others."""
    ring = number % 3
    yield {"text": f"{_NEWS[ring]} http://www.example.org/news/{ring}?utm_source=u{number}"}
    yield {"text": f"{_NEWS[ring + 1]} #one #two #three{ring}", "lang": "en"}
    yield {"text": f"I gave {number} books to the library of Springfield and so should you, join us today"}
    yield {"text": f"{_NEWS[0]} {'really ' * (number % 2)}and it will be great fun for all the family", "kind": "post"}
    yield {"text": f"RT @Author{ring}: {_NEWS[ring]}", "kind": "repost"}
    yield {"text": "", "kind": "repost", "repost_of": f"orig{ring}", "repost_of_account": f"author{ring}"}
    yield {"text": f"@Mayor{ring} is number {number} right?", "kind": "reply", "reply_to": f"post{ring}"}
    yield {"text": "look", "media_hashes": [f"pdq:{'0123456789abcdef' * 3}{ring}{'5a' * 7}{number % 2}"]}
    yield {"text": "again", "media": [f"https://img.example.org/{ring}.jpg?size={number}"]}
    yield {"text": f"{_NEWS[number % 4]} with UNESCO{ring} and {150 + ring} guests"}
    yield {"text": "", "shared_object": f"object {ring}", "precision": 60.0}
