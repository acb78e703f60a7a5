"""Mastodon's admin interface: limit and suspend accounts, and take it back.

Written from its documentation (``POST /api/v1/admin/accounts/:id/action`` and the reversals beside it); it was not run
against a live server. An action has no key there, so an unanswered call is looked for in the account's state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.takedown.platforms.base import Platform, Receipt, Refused, State
from inconcert.takedown.platforms.http import TIMEOUT_SECONDS, Said, call, client, configured

if TYPE_CHECKING:
    from inconcert.takedown.plan import Item

_TYPES = {"limit": ("silence", "silenced", "unsilence"), "suspend": ("suspend", "suspended", "unsuspend")}
"""For each action: its type, the flag of the account that it sets, and the call that takes it back."""
_ADMIN = "/api/v1/admin/accounts"


class Mastodon(Platform):
    """A Mastodon server, spoken to with a token that has ``admin:read:accounts`` and ``admin:write:accounts``."""

    name = "mastodon"
    title = "Mastodon"
    actions = frozenset({"limit", "suspend"})
    idempotent = False
    in_flight_seconds = 4 * TIMEOUT_SECONDS
    """A web worker of Mastodon gives up on a request well before."""

    def __init__(self, server: str, token: str) -> None:
        self._client = client(server, {"authorization": f"Bearer {token}"})

    @classmethod
    def configured(cls) -> Mastodon:
        """From the environment: ``INCONCERT_MASTODON_SERVER`` and ``INCONCERT_MASTODON_TOKEN``.

        Raises:
            UsageError: one of them is missing.
        """
        return cls(*configured(cls.title, "MASTODON", "SERVER", "TOKEN"))

    @property
    def place(self) -> str:
        """The host."""
        return self._client.base_url.netloc.decode()

    def look(self, item: Item) -> State:
        """Whether the account is limited or suspended."""
        try:
            seen = call(self._client, "GET", f"{_ADMIN}/{item.target}")
        except Said as said:
            if said.status == 404:
                return State(exists=False)
            raise
        return State(exists=True, facts={flag: bool(seen.get(flag)) for _, flag, _ in _TYPES.values()})

    def fulfils(self, item: Item, state: State) -> bool:
        """Whether the account's flag is set."""
        return bool(state.facts.get(_TYPES[item.action][1]))

    def act(self, item: Item, key: str) -> Receipt:
        """Limit or suspend; the owner is told by mail, with the notice of the item."""
        sent = {"type": _TYPES[item.action][0], "text": item.notice, "send_email_notification": bool(item.notice)}
        call(self._client, "POST", f"{_ADMIN}/{item.target}/action", json=sent)
        return Receipt(key)

    def reverse(self, item: Item, key: str, before: State) -> Receipt:
        """Take it back, unless the account was so before."""
        if self.fulfils(item, before):
            raise Refused(f"{item.target} was so before this plan; it is left so.")
        call(self._client, "POST", f"{_ADMIN}/{item.target}/{_TYPES[item.action][2]}")
        return Receipt(key)

    def sought(self, item: Item, key: str) -> Receipt | None:
        """Whether the account's state shows that it was done (or taken back, for such a key)."""
        done = self.fulfils(item, self.look(item))
        back = key.endswith("-back")
        return Receipt(key, {"seen_in": "state of the account"}) if done != back else None

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def __repr__(self) -> str:
        return f"<Mastodon at {self._client.base_url.host}>"
