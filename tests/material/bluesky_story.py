"""An operation and its neighbours on a Bluesky network, and what the firehose and the AppView tell of them."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import websockets
from atproto import CAR, firehose_models, models, parse_subscribe_repos_message

if TYPE_CHECKING:
    from pathlib import Path

    from bluesky import Network

BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)
DAYS = 5
MEMBERS, NEIGHBOURS, STORIES, SMALL_TALK = 7, 24, 9, 420
_WORDS = ("rain", "road", "bread", "lamp", "river", "train", "song", "stone", "garden", "window", "market", "bridge")

_MESSAGES = (
    "The harbour bridge was closed at night and nobody in the council wants to say who ordered it",
    "Ask the ferry company why the last boat left empty while people stood waiting on the pier",
    "Two inspectors signed the report on the crane and one of them had never been to the site",
    "They moved the fish market without a vote and the new hall already leaks in three places",
    "My neighbour saw the lorries come back full before sunrise and the gate log shows nothing at all",
    "A toll for the old tunnel is planned for spring and the papers do not print a word of it",
    "The lighthouse keeper was sent home in the week when the second freighter changed its flag",
    "Whoever bought the shipyard paid less than the price of its windows and kept the name hidden",
    "The tide tables on the town page are wrong since June and the pilots were told to keep quiet",
)


@dataclass
class Accounts:
    """Accounts by what they are."""

    ring: list[dict[str, str]]
    neighbours: list[dict[str, str]]


def plant(network: Network, *, seed: int = 3) -> Accounts:
    """A ring that posts its links within half a minute, and neighbours who link what is popular.

    One neighbour replies to a member of the ring, another shares its posts: they are bystanders.
    """
    random = Random(seed)
    neighbours = [network.account(f"neighbour{number}") for number in range(NEIGHBOURS)]
    ring = [network.account(f"harbour{number}") for number in range(MEMBERS)]
    written: dict[str, list[dict[str, Any]]] = {one["did"]: [] for one in neighbours}
    for _ in range(SMALL_TALK):
        page = int(random.paretovariate(0.8)) % 150
        at = BEGIN + timedelta(seconds=random.randrange(DAYS * 86_400))
        who = random.choice(neighbours)
        written[who["did"]].append(post(_talk(random), at, f"https://news{page % 9}.example/{page}"))
    for one in neighbours:
        network.write(one, written[one["did"]])
    first = push(network, ring, BEGIN, random)
    _answer(network, neighbours, first)
    network.settle()
    return Accounts(ring, neighbours)


def push(
    network: Network, ring: list[dict[str, str]], begin: datetime, random: Random, site: str = "ours.example"
) -> list[dict[str, str]]:
    """What a ring posts in some days, each story within half a minute; the first post of each member."""
    moments = [begin + timedelta(seconds=random.randrange(DAYS * 86_400)) for _ in range(STORIES)]
    first = []
    for one in ring:
        records = [
            {**post(_reworded(_MESSAGES[number], random), at + timedelta(seconds=random.randrange(30)),
                    f"https://{site}/story-{number}"), "tags": ["tidebell", "harbourwatch"]}
            for number, at in enumerate(moments)
        ]  # fmt: skip
        first.append(network.write(one, records)[0])
    return first


def _reworded(message: str, random: Random) -> str:
    """A message in which one word was put for another."""
    words = message.split()
    words[random.randrange(len(words))] = random.choice(_WORDS)
    return " ".join(words)


def _answer(network: Network, neighbours: list[dict[str, str]], first: list[dict[str, str]]) -> None:
    """A neighbour who replies to a member of the ring, and one who shares what another member posted."""
    late = BEGIN + timedelta(days=DAYS)
    refs = [{"uri": one["uri"], "cid": one["cid"]} for one in first]
    reply = {**post("is this true?", late), "reply": {"root": refs[0], "parent": refs[0]}}
    share = {"$type": "app.bsky.feed.repost", "subject": refs[1], "createdAt": _stamp(late)}
    network.write(neighbours[0], [reply])
    network.write(neighbours[1], [share])


def post(text: str, at: datetime, link: str | None = None) -> dict[str, Any]:
    """A post record."""
    record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": _stamp(at)}
    if link:
        card = {"uri": link, "title": "a page", "description": ""}
        record["embed"] = {"$type": "app.bsky.embed.external", "external": card}
    return record


def firehose(network: Network, path: Path, *, after: int = 0) -> int:
    """Write what the stream told since a number as Jetstream writes it, a line an event; the number to go on from."""
    last = network.settle()
    events = asyncio.run(_stream(network.pds.replace("http", "ws", 1), after, last))
    path.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in events), "utf-8")
    return last


def appview(network: Network, accounts: list[dict[str, str]], path: Path) -> None:
    """Write the feeds of accounts as the AppView gives them, a page a line."""
    pages = [page for one in accounts for page in network.feed(one["did"]) or []]
    path.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in pages), "utf-8")


async def _stream(server: str, after: int, last: int) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    address = f"{server}/xrpc/com.atproto.sync.subscribeRepos?cursor={after}"
    async with websockets.connect(address, max_size=None) as stream:
        seq = after
        while seq < last:
            frame = firehose_models.Frame.from_bytes(await asyncio.wait_for(stream.recv(), 30))
            assert isinstance(frame, firehose_models.MessageFrame), frame
            message = parse_subscribe_repos_message(frame)
            seq = int(message.seq)  # type: ignore[union-attr]
            events += _events(message)
    return events


def _events(message: Any) -> list[dict[str, Any]]:
    at = round(datetime.fromisoformat(message.time).timestamp() * 1_000_000)
    if isinstance(message, models.ComAtprotoSyncSubscribeRepos.Account):
        account = {"active": message.active, "did": message.did, "seq": message.seq, "time": message.time}
        if message.status:
            account["status"] = message.status
        return [{"did": message.did, "time_us": at, "kind": "account", "account": account}]
    if not isinstance(message, models.ComAtprotoSyncSubscribeRepos.Commit):
        return []
    blocks = CAR.from_bytes(message.blocks).blocks if message.blocks else {}
    return [
        {"did": message.repo, "time_us": at, "kind": "commit", "commit": _commit(message, one, blocks)}
        for one in message.ops
    ]


def _commit(message: Any, one: Any, blocks: dict[Any, Any]) -> dict[str, Any]:
    collection, _, key = one.path.partition("/")
    told = {"rev": message.rev, "operation": one.action, "collection": collection, "rkey": key}
    if one.cid is not None:
        told |= {"cid": str(one.cid), "record": json.loads(json.dumps(blocks[one.cid], default=_link))}
    return told


def _link(value: Any) -> Any:
    """What DAG-CBOR holds and JSON does not: a content id, or bytes."""
    return {"$bytes": value.hex()} if isinstance(value, bytes) else {"$link": str(value)}


def _talk(random: Random) -> str:
    return " ".join(random.choice(_WORDS) for _ in range(6))


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
