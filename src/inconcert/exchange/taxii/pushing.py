"""Handing a bundle to a TAXII 2.1 server that the user names; credentials come from the environment only."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from inconcert.errors import UsageError
from inconcert.exchange.taxii.asking import TAXII
from inconcert.takedown.platforms.base import Refused, Unclear
from inconcert.takedown.platforms.http import call, client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import httpx

    Row = dict[str, Any]

TOKEN, USER, PASSWORD = (f"INCONCERT_TAXII_{name}" for name in ("TOKEN", "USER", "PASSWORD"))
"""Variables of the environment: a bearer token, or user and password."""
AT_ONCE = 200
"""Objects of one request, at most."""
POLLS, PAUSE_SECONDS = 60, 1.0
"""How often and how long apart the server is asked whether it is done."""


class Collection(NamedTuple):
    """A collection on a server."""

    server: str
    """Scheme, host and port."""
    path: str
    """Path of the collection, with a slash at its end."""

    @classmethod
    def at(cls, address: str) -> Collection:
        """The collection at an address such as ``https://taxii.example/api1/collections/91a7…/``.

        Raises:
            UsageError: that is no such address, or it holds a password.
        """
        parts = urlsplit(address)
        before, _, ident = parts.path.rstrip("/").rpartition("/")
        if not parts.scheme or not parts.hostname or not before.endswith("/collections") or not ident:
            raise UsageError(f"'{address}' is no address of a collection.",
                             todo="It looks like https://taxii.example/api/collections/ID/.")  # fmt: skip
        if "@" in parts.netloc:
            raise UsageError("an address must not hold a password.", todo=f"Set {USER} and {PASSWORD}.")
        return cls(f"{parts.scheme}://{parts.netloc}", f"{before}/{ident}/")

    def __str__(self) -> str:
        return f"{self.server}{self.path}"


@dataclass(frozen=True)
class Pushed:
    """What came of handing objects to a server."""

    sent: int
    there: int
    """Objects that the server had already, in this version."""
    succeeded: int
    failed: tuple[str, ...]
    """Ids that the server refused, with its reason where it gave one."""


def push(collection: Collection, objects: Sequence[Row], sleep: Callable[[float], None] = time.sleep) -> Pushed:
    """Add what the server does not have yet; doing it again adds nothing.

    Args:
        collection: Where to.
        objects: STIX objects.
        sleep: What passes the time between questions whether the server is done.

    Raises:
        UsageError: no credentials are set, or the address is not encrypted.
        Refused: the server says no.
        Busy: the server cannot be reached, or does nothing now.
        Unclear: no answer came; push again, which adds nothing twice.
    """
    with client(collection.server, _headers()) as http:
        about = call(http, "GET", collection.path)
        if not about.get("can_write"):
            raise Refused(f"{http.base_url.host} lets nobody write to that collection with these credentials.")
        there = set(_there(http, collection)) if about.get("can_read") else set()
        new = [one for one in objects if (str(one["id"]), _version(one)) not in there]
        states = [_added(http, collection, part, sleep) for part in _parts(new)]
    failed = tuple(f"{one.get('id')}: {one.get('message') or 'no reason given'}"
                   for state in states for one in state.get("failures", ()))  # fmt: skip
    return Pushed(len(new), len(objects) - len(new), sum(int(state["success_count"]) for state in states), failed)


def _headers() -> dict[str, str]:
    from base64 import b64encode

    token, user, password = (os.environ.get(name, "") for name in (TOKEN, USER, PASSWORD))
    if token:
        allowed = f"Bearer {token}"
    elif user and password:
        allowed = f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"
    else:
        raise UsageError("no credentials for TAXII are set.", todo=f"Set {TOKEN}, or {USER} and {PASSWORD}.")
    return {"authorization": allowed, "accept": TAXII, "content-type": TAXII}


def _version(one: Row) -> str | None:
    """What tells versions of an object apart; ``None`` for those that have none, such as observables."""
    found = one.get("modified") or one.get("created")
    return None if found is None else _instant(str(found))


def _instant(text: str) -> str:
    """Instants are written with more or fewer digits by different servers."""
    head, _, rest = text.rstrip("Z").partition(".")
    return f"{head}.{rest[:3].ljust(3, '0')}"


def _there(http: httpx.Client, collection: Collection) -> Iterator[tuple[str, str | None]]:
    """Ids and versions that the server has; observables by their id alone."""
    mark = ""
    while True:
        asked = {"match[version]": "all", **({"next": mark} if mark else {})}
        page = call(http, "GET", f"{collection.path}manifest/", params=asked)
        for row in page.get("objects", ()):
            yield str(row["id"]), _instant(str(row["version"]))
            yield str(row["id"]), None
        mark = str(page.get("next") or "")
        if not page.get("more") or not mark:
            return


def _parts(objects: Sequence[Row]) -> Iterator[Sequence[Row]]:
    yield from (objects[start : start + AT_ONCE] for start in range(0, len(objects), AT_ONCE))


def _added(http: httpx.Client, collection: Collection, objects: Sequence[Row], sleep: Callable[[float], None]) -> Row:
    """What the server says of one request, when it is done with it."""
    body = json.dumps({"objects": list(objects)}).encode()
    state = call(http, "POST", f"{collection.path}objects/", content=body)
    status = f"{collection.path.partition('collections/')[0]}status/{state.get('id')}/"
    for _ in range(POLLS):
        if state.get("status") == "complete":
            return {"success_count": 0, **state}
        sleep(PAUSE_SECONDS)
        state = call(http, "GET", status)
    raise Unclear(
        f"{http.base_url.host} is not done with what it was given.", todo="Push again: it adds nothing twice."
    )
