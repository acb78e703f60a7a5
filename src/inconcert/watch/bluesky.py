"""A Bluesky network as it happens, written down as files of lines that are then added like any others.

Jetstream (JSON) and the firehose of a PDS or relay (``com.atproto.sync.subscribeRepos``, DAG-CBOR) are both written as
Jetstream events. The file under way is called ``.partial``; it gets its name when it is whole. Where the stream is to
be taken up again stands in the last line of the last file, so no second place could disagree with it.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from inconcert.errors import InputError, UsageError
from inconcert.ingest.disk import guarded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIREHOSE = "com.atproto.sync.subscribeRepos"
WANTED = ("app.bsky.feed.post", "app.bsky.feed.repost", "app.bsky.graph.follow")
"""Collections that say who published and who follows whom."""
MOST_BYTES = 64 * 2**20
"""Size from which a new file is begun."""
PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a lost connection is tried again, doubled each time, and at most."""
PARTIAL = "under-way.jsonl.partial"


def is_stream(word: str) -> bool:
    """Whether a word of the user's is the address of a stream."""
    return urlsplit(word).scheme in ("ws", "wss")


@dataclass
class Bluesky:
    """One stream, and the folder into which it is written.

    Args:
        url: ``wss://…/subscribe`` of a Jetstream, or ``wss://…/xrpc/com.atproto.sync.subscribeRepos``.
        folder: Where its files lie; it is made.

    Raises:
        UsageError: the extra ``bluesky`` is not installed.
    """

    url: str
    folder: Path
    _pause: float = field(default=PAUSE, init=False)

    def __post_init__(self) -> None:
        try:
            import websockets.sync.client  # noqa: F401  # asked for before anything is begun
        except ModuleNotFoundError as error:
            raise UsageError("reading a stream needs websockets.", todo="Install inconcert[bluesky].") from error
        with guarded(f"making the folder {self.folder}"):
            self.folder.mkdir(parents=True, exist_ok=True)
        self._close()

    @property
    def firehose(self) -> bool:
        """Whether it is a firehose and no Jetstream."""
        return urlsplit(self.url).path.endswith(FIREHOSE)

    def read(self, seconds: float) -> int:
        """Read for so long, connecting again where it must, and close the file.

        Returns:
            Events written.
        """
        until, written = time.monotonic() + seconds, 0
        while (left := until - time.monotonic()) > 0:
            try:
                written += self._session(left)
                self._pause = PAUSE
            except (OSError, TimeoutError) as error:
                if isinstance(error, ConnectionRefusedError) and left < self._pause:
                    break
                time.sleep(min(self._pause, max(0.0, until - time.monotonic())))
                self._pause = min(LONGEST_PAUSE, 2 * self._pause)
        self._close()
        return written

    def _session(self, seconds: float) -> int:
        """Read one connection until it ends or the time is over."""
        from websockets.exceptions import WebSocketException
        from websockets.sync.client import connect

        written, until = 0, time.monotonic() + seconds
        place = self.folder / PARTIAL
        try:
            with connect(self._address(), max_size=None) as socket, place.open("a", encoding="utf-8") as file:
                while (left := until - time.monotonic()) > 0:
                    try:
                        message = socket.recv(timeout=left)
                    except TimeoutError:
                        break
                    for event in self._events(message):
                        file.write(json.dumps(event, ensure_ascii=False) + "\n")
                        written += 1
                    file.flush()
                    if file.tell() > MOST_BYTES:
                        break
        except WebSocketException as error:
            if written:
                return written
            raise ConnectionError(f"{type(error).__name__}: {error}") from error
        if place.exists() and place.stat().st_size > MOST_BYTES:
            self._close()
        return written

    def _address(self) -> str:
        """The address with the place from which on to read."""
        parts = urlsplit(self.url)
        query = dict(parse_qsl(parts.query))
        many = [] if self.firehose or "wantedCollections" in query else [("wantedCollections", one) for one in WANTED]
        if (cursor := self.cursor()) is not None:
            query["cursor"] = str(cursor)
        return urlunsplit(parts._replace(query=urlencode([*query.items(), *many])))

    def _events(self, message: str | bytes) -> Iterator[dict[str, Any]]:
        if isinstance(message, str):
            yield json.loads(message)
        elif self.firehose:
            from inconcert.watch.firehose import events

            yield from events(message)
        else:
            raise InputError("the stream is packed.", todo="Leave compress=true out of its address.")

    def cursor(self) -> int | None:
        """Where to take the stream up again: what the last whole line says; ``None`` before the first."""
        for place in (self.folder / PARTIAL, *sorted(self.folder.glob("*.jsonl"), reverse=True)):
            if place.exists() and (line := _last_line(place)):
                return int(json.loads(line)["seq" if self.firehose else "time_us"])
        return None

    def _close(self) -> None:
        """Give the file under way its name; a line that a killed watch left half written is cut off."""
        place = self.folder / PARTIAL
        if not place.exists():
            return
        with guarded(f"writing to {self.folder}"):
            whole = place.read_bytes()
            kept = whole[: whole.rfind(b"\n") + 1]
            if len(kept) < len(whole):
                place.write_bytes(kept)
            if not kept:
                place.unlink()
                return
            place.rename(self.folder / f"bluesky-{int(time.time() * 1e6)}.jsonl")


def _last_line(place: Path) -> bytes:
    """The last line that is ended, empty when there is none."""
    with place.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 2**20))
        lines = file.read().split(b"\n")[:-1]
    return lines[-1] if lines else b""
