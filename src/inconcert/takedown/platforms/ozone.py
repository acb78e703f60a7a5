"""Bluesky's moderation service Ozone: labels and takedowns of accounts and posts, and taking them back.

Lexicons: ``tools.ozone.moderation.emitEvent``, ``getRepo``, ``getRecord``, ``queryEvents``. The key of an action goes
along as ``externalId``: Ozone keeps no second event of one type with the same one, so that a call that is sent again
does nothing, however late it comes. The key also stands in the comment, where it can be looked for. This was run
against the real service; see the guide on takedowns.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, time
from html import escape
from typing import TYPE_CHECKING, Any

from inconcert.takedown.noticing import NOTICE
from inconcert.takedown.platforms.base import Platform, Receipt, Refused, State, Unclear
from inconcert.takedown.platforms.http import Said, call, client, configured

if TYPE_CHECKING:
    from datetime import date

    from inconcert.takedown.plan import Item

LABEL = "!hide"
"""Label that is put on by the action ``label`` unless the policy names another, as ``label:word``."""
POLICIES = 5
"""Most policies that an event can name."""
BAD_REQUEST = 400
_EVENT = "tools.ozone.moderation.defs#modEvent"


class Ozone(Platform):
    """An Ozone service, spoken to through the server of a moderator's own account."""

    name = "bluesky"
    title = "Ozone"
    actions = frozenset({"label", "takedown"})
    idempotent = True

    def __init__(self, server: str, service: str, handle: str, password: str, mail: str = "") -> None:
        """Sign in.

        Args:
            server: Address of the server (PDS) that the moderator's account lives on.
            service: DID of the Ozone service.
            handle: Handle of the moderator.
            password: App password; kept in memory only.
            mail: Subject line under which Ozone mails the notice to the owner of an account; empty: nothing is mailed.

        Raises:
            Refused: the handle or the password is wrong.
        """
        self._client = client(server)
        self._service, self._password, self._handle = service, password, handle
        self._did, self._mail, self.mails = "", mail, bool(mail)

    @classmethod
    def configured(cls) -> Ozone:
        """From the environment: ``INCONCERT_OZONE_SERVER``, ``…_SERVICE``, ``…_HANDLE``, ``…_PASSWORD``.

        Notices are mailed only if ``…_MAIL`` gives the subject line of the mails.

        Raises:
            UsageError: something is missing.
        """
        server, service, handle, password = configured(cls.title, "OZONE", "SERVER", "SERVICE", "HANDLE", "PASSWORD")
        mail = os.environ.get("INCONCERT_OZONE_MAIL", "").strip()
        return cls(server, service, handle, password, mail)

    @property
    def place(self) -> str:
        """The service, the host it is reached through, and whether notices are mailed."""
        mailing = f", mailing notices under «{self._mail}»" if self.mails else ""
        return f"{self._service} by {self._client.base_url.netloc.decode()}{mailing}"

    def look(self, item: Item) -> State:
        """Whether it is taken down, and which labels this service put on it."""
        record = item.target.startswith("at://")
        path = "getRecord" if record else "getRepo"
        try:
            seen = self._get(path, **({"uri": item.target} if record else {"did": item.target}))
        except Said as said:
            if said.word in {"RepoNotFound", "RecordNotFound"}:
                return State(exists=False)
            raise
        status = seen.get("moderation", {}).get("subjectStatus") or {}
        labels = sorted(one["val"] for one in seen.get("labels", []) if one.get("src") == self._service.split("#")[0])
        return State(exists=True, facts={"takendown": bool(status.get("takendown")), "labels": labels})

    def fulfils(self, item: Item, state: State) -> bool:
        """Whether it is taken down, or carries the label."""
        if item.action == "label":
            return set(labels_of(item)) <= set(state.facts.get("labels", []))
        return bool(state.facts.get("takendown"))

    def act(self, item: Item, key: str) -> Receipt:
        """Emit the event."""
        event: dict[str, Any]
        if item.action == "label":
            event = {"$type": f"{_EVENT}Label", "createLabelVals": labels_of(item), "negateLabelVals": []}
        else:
            event = {"$type": f"{_EVENT}Takedown", "policies": list(item.policies[:POLICIES])}
        if item.expires_at is not None:
            event["durationInHours"] = hours_until(item.expires_at)
        return self._emit(item, event, key, item.reason)

    def reverse(self, item: Item, key: str, before: State) -> Receipt:
        """Emit the event that takes it back; labels that stood before stay."""
        if item.action == "label":
            ours = sorted(set(labels_of(item)) - set(before.facts.get("labels", [])))
            event = {"$type": f"{_EVENT}Label", "createLabelVals": [], "negateLabelVals": ours}
        else:
            event = {"$type": f"{_EVENT}ReverseTakedown"}
        return self._emit(item, event, key, "taken back")

    def notify(self, item: Item, key: str) -> Receipt:
        """Have the notice mailed to the account, or to the one that a post is of.

        Ozone mails before it looks at the key, so a call that is sent again mails again. What it could not deliver it
        keeps as an event that says so.
        """
        paragraphs = "".join(f"<p>{escape(part.strip())}</p>" for part in _notice(item).split("\n\n") if part.strip())
        mail = {"$type": f"{_EVENT}Email", "subjectLine": self._mail, "content": paragraphs}
        return self._delivered(self._emit(item, mail, key, "notice", _account(item.target)))

    def _delivered(self, receipt: Receipt) -> Receipt:
        if receipt.answer.get("delivered") is False:
            raise Refused("Ozone could not deliver the mail.")
        return receipt

    def sought(self, item: Item, key: str) -> Receipt | None:
        """The event with this key; a mail that was not delivered is none."""
        target = _account(item.target) if key.endswith(NOTICE) else item.target
        for event in self._get("queryEvents", subject=target, comment=_mark(key), limit=10).get("events", []):
            if _mark(key) in str(event.get("event", {}).get("comment", "")):
                return _receipt(event)
        return None

    def _emit(self, item: Item, event: dict[str, Any], key: str, says: str, subject: str = "") -> Receipt:
        body = {
            "event": {**event, "comment": f"{says} {_mark(key)}"},
            "subject": _subject(subject or item.target),
            "createdBy": self._who(),
            "externalId": key,
        }
        try:
            made = self._post("emitEvent", body)
        except Said as said:
            return self._said_before(item, key, said)
        return _receipt(made)

    def _said_before(self, item: Item, key: str, said: Said) -> Receipt:
        """The event that an earlier call under this key made, if that is why this one was refused.

        Ozone looks at the subject before it looks at the key: a takedown that is sent again is refused as «already
        taken down», and a label as ``DuplicateExternalId``. Whose doing it was is asked, never guessed.
        """
        found = self.sought(item, key) if said.status == BAD_REQUEST else None
        if found is not None:
            return found
        if said.word == "DuplicateExternalId":
            raise Unclear("Ozone knows this key and shows no event of it.") from said
        raise said

    def _who(self) -> str:
        self._sign_in()
        return self._did

    def _get(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._signed("GET", method, params=parameters)

    def _post(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._signed("POST", method, json=body)

    def _signed(self, how: str, method: str, **sent: Any) -> dict[str, Any]:
        self._sign_in()
        path = f"/xrpc/tools.ozone.moderation.{method}"
        try:
            return call(self._client, how, path, headers=self._proxied(), **sent)
        except Said as said:
            if said.word != "ExpiredToken":
                raise
        self._did = ""
        self._sign_in()
        return call(self._client, how, path, headers=self._proxied(), **sent)

    def _proxied(self) -> dict[str, str]:
        return {"atproto-proxy": f"{self._service.split('#')[0]}#atproto_labeler"}

    def _sign_in(self) -> None:
        if self._did:
            return
        given = {"identifier": self._handle, "password": self._password}
        try:
            session = call(self._client, "POST", "/xrpc/com.atproto.server.createSession", json=given)
        except Unclear as unclear:
            raise Refused(f"signing in gave no answer: {unclear}") from unclear
        self._client.headers["authorization"] = f"Bearer {session['accessJwt']}"
        self._did = str(session["did"])

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def __repr__(self) -> str:
        return f"<Ozone {self._service} at {self._client.base_url.host}>"


def _receipt(event: dict[str, Any]) -> Receipt:
    answer = {"created_at": event.get("createdAt", "")}
    delivered = event.get("event", {}).get("isDelivered")
    return Receipt(str(event["id"]), answer if delivered is None else {**answer, "delivered": bool(delivered)})


def _notice(item: Item) -> str:
    """What the owner is told, and where to object."""
    return "\n\n".join(filter(None, (item.notice, item.appeal)))


def _account(target: str) -> str:
    """The account that a target is, or that a post is of."""
    return target.removeprefix("at://").partition("/")[0]


def labels_of(item: Item) -> list[str]:
    """Labels that an item puts on: policies written as ``label:word``, else :data:`LABEL`."""
    named = [policy.removeprefix("label:") for policy in item.policies if policy.startswith("label:")]
    return sorted(named) or [LABEL]


def hours_until(day: date) -> int:
    """Whole hours from now to the end of a day (UTC), one at least: Ozone ends a takedown or a label by itself."""
    end = datetime.combine(day, time.max, UTC)
    return max(1, round((end - datetime.now(UTC)).total_seconds() / 3600))


def _subject(target: str) -> dict[str, str]:
    if target.startswith("at://"):
        uri, _, cid = target.partition("#")
        return {"$type": "com.atproto.repo.strongRef", "uri": uri, "cid": cid}
    return {"$type": "com.atproto.admin.defs#repoRef", "did": target}


def _mark(key: str) -> str:
    return f"[inconcert {key}]"
