"""A made-up group in a made-up crowd of which enough is known for every built-in trait to speak."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from inconcert.traits.sample import World

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMBERS, CROWD = 8, 40
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
_WORDS = ("rain", "road", "bread", "lamp", "river", "train", "song", "stone", "bridge", "field", "window", "market")
_ACTIVE = 30
"""Days on which everybody posts, after a silence that follows the first posts."""
_SILENCE = 90
_DAILY = 4


@cache
def stock() -> World:
    """Eight members and forty controls; three months of silence lie between their first posts and the others."""
    random = Random(7)  # noqa: S311  # a made-up world, no secret
    members = [_person(random, place, "m") for place in range(MEMBERS)]
    crowd = [_person(random, place, "c") for place in range(CROWD)]
    deletions = [
        {"account_id": f"m{place}", "post_id": f"m{place}-30", "deleted_at": BEGIN + timedelta(days=_SILENCE + 20)}
        for place in range(4)
    ]
    return World(members, crowd, [_idol(), _kit()], deletions)


def _person(random: Random, place: int, kind: str) -> dict[str, Any]:
    made = datetime(2012, 1, 1, tzinfo=UTC) + timedelta(days=random.randrange(4000))
    return {
        "handle": f"{random.choice(_WORDS)}_{random.randrange(100, 10**7)}",
        "name": f"{random.choice(_WORDS)} {random.choice(_WORDS)}",
        "created_at": made,
        "description": " ".join(random.sample(_WORDS, 6)),
        "avatar": f"https://img.example/{kind}{place}.jpg",
        "followers": random.randrange(10, 1000),
        "declared_bot": False,
        "follows": [f"{kind}{place}-friend{n}" for n in range(4)]
        + [f"idol {random.randrange(9)}"]
        + ["ally"] * (kind == "m"),
        "posts": [
            {"post_id": f"{kind}{place}-{number}", **post} for number, post in enumerate(_posts(random, place, kind))
        ],
    }


def _posts(random: Random, place: int, kind: str) -> Iterator[dict[str, Any]]:
    side = ("north", "south")[place % 2]
    app = random.choice(("web", "phone"))
    for day in [0, 1, *range(_SILENCE, _SILENCE + _ACTIVE)]:
        for turn in range(_DAILY):
            at = BEGIN + timedelta(days=day, seconds=random.randrange(8 * 3600, 22 * 3600))
            yield {"at": at, "source_app": app, "metrics": {"like": 3.0, "view": 90.0}} | _post(random, turn, side, day)
            if kind == "m" and turn == 3 and day % 4 == 0:
                yield {"at": at + timedelta(minutes=9)} | _item(place, day)
    if kind == "m":
        at = BEGIN + timedelta(days=_SILENCE + 12, seconds=36000 + 60 * place)
        yield {"at": at, "kind": "reply", "text": "answer this", "reply_to": "900", "reply_to_account": "mayor"}


def _post(random: Random, turn: int, side: str, day: int) -> dict[str, Any]:
    words = " ".join(random.choices(_WORDS, k=9))
    if turn == 0:
        return {"text": f"{words} #bridge #{side}{random.randrange(3)}", "hashtags": ["bridge", f"{side}{day % 3}"]}
    if turn == 1:
        return {"kind": "repost", "text": "", "repost_of": f"idol-{day % 9}", "repost_of_account": "idol"}
    if turn == 2 and day % 5 == 0:
        return {"text": f"{_MESSAGES[day % 3]} https://kit.example/join", "urls": ["https://kit.example/join"]}
    return {"text": words}


_MESSAGES = (
    "The new bridge over the river needs every one of us to write to the town before Friday evening",
    "Ask the town for an open vote on the bridge and bring your neighbours to the market on Saturday",
    "Ferries and bridge can live side by side if the town listens to those who work on the river",
)


def _item(place: int, day: int) -> dict[str, Any]:
    """An item of a service, printed on a site of one's own."""
    words = " ".join(_WORDS[day % number] for number in (5, 7, 11, 12))
    text = f"What the town says today of the {words} of yesterday, and what becomes of it"
    return {"text": text, "urls": [f"https://site{place}.example/{day}"]}


def _idol() -> dict[str, Any]:
    posts = [{"post_id": f"idol-{n}", "at": BEGIN + timedelta(hours=n), "text": f"song number {n}"} for n in range(9)]
    return {"account_id": "idol", "handle": "idol", "description": "Official account of the band", "posts": posts}


def _kit() -> dict[str, Any]:
    posts = [
        {"post_id": f"kit-{n}", "at": BEGIN - timedelta(days=1), "text": f"{text} https://kit.example/join"}
        for n, text in enumerate(_MESSAGES)
    ]
    return {"account_id": "kit", "handle": "kit", "description": "Official page of the campaign", "posts": posts}
