"""Messages of ``com.atproto.sync.subscribeRepos`` as Jetstream events."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

GONE = ("deleted", "takendown", "suspended", "deactivated")


def events(message: bytes) -> Iterator[dict[str, Any]]:
    """The events of one message: commits of records, and accounts that are gone; each with its ``seq``."""
    from atproto import CAR, firehose_models, models, parse_subscribe_repos_message

    frame = firehose_models.Frame.from_bytes(message)
    if not isinstance(frame, firehose_models.MessageFrame):
        return
    told = parse_subscribe_repos_message(frame)
    if isinstance(told, models.ComAtprotoSyncSubscribeRepos.Account):
        if not told.active and told.status in GONE:
            yield {"did": told.did, "time_us": _micros(told.time), "seq": told.seq, "kind": "account",
                   "account": {"did": told.did, "status": told.status, "active": False}}  # fmt: skip
    elif isinstance(told, models.ComAtprotoSyncSubscribeRepos.Commit):
        blocks = CAR.from_bytes(told.blocks).blocks if told.blocks else {}
        head = {"did": told.repo, "time_us": _micros(told.time), "seq": told.seq, "kind": "commit"}
        for op in told.ops:
            collection, _, rkey = op.path.partition("/")
            commit = {"operation": op.action, "collection": collection, "rkey": rkey}
            record = blocks.get(op.cid) if op.cid else None
            yield {**head, "commit": {**commit, **({} if record is None else {"record": _plain(record)})}}


def _micros(stamp: str) -> int:
    at = datetime.fromisoformat(stamp)
    return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() * 1_000_000)


def _plain(value: Any) -> Any:
    """A record as JSON keeps it: a link to a block as ``{"$link": …}``, bytes as hexadecimal digits."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return value.hex() if isinstance(value, bytes) else {"$link": str(value)}
