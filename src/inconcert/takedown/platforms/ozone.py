"""Bluesky's moderation service Ozone: labels and takedowns of accounts and posts, and taking them back.

Lexicons: ``tools.ozone.moderation.emitEvent``, ``getRepo``, ``getRecord``, ``queryEvents``. The key of an action goes
along as ``externalId``: Ozone keeps no second event of one type with the same one, so that a call that is sent again
does nothing, however late it comes. The key also stands in the comment, where it can be looked for. This was run
against the real service; see the guide on takedowns.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

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

    def __init__(self, server: str, service: str, handle: str, password: str) -> None:
        """Sign in.

        Args:
            server: Address of the server (PDS) that the moderator's account lives on.
            service: DID of the Ozone service.
            handle: Handle of the moderator.
            password: App password; kept in memory only.

        Raises:
            Refused: the handle or the password is wrong.
        """
        self._client = client(server)
        self._service, self._password, self._handle = service, password, handle
        self._did = ""

    @classmethod
    def configured(cls) -> Ozone:
        """From the environment: ``INCONCERT_OZONE_SERVER``, ``…_SERVICE``, ``…_HANDLE``, ``…_PASSWORD``.

        Raises:
            UsageError: something is missing.
        """
        return cls(*configured(cls.title, "OZONE", "SERVER", "SERVICE", "HANDLE", "PASSWORD"))

    @property
    def place(self) -> str:
        """The service and the host it is reached through."""
        return f"{self._service} by {self._client.base_url.netloc.decode()}"

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

    def sought(self, item: Item, key: str) -> Receipt | None:
        """The event with this key."""
        for event in self._get("queryEvents", subject=item.target, comment=_mark(key), limit=10).get("events", []):
            if _mark(key) in str(event.get("event", {}).get("comment", "")):
                return Receipt(str(event["id"]), {"created_at": event.get("createdAt", "")})
        return None

    def _emit(self, item: Item, event: dict[str, Any], key: str, says: str) -> Receipt:
        body = {
            "event": {**event, "comment": f"{says} {_mark(key)}"},
            "subject": _subject(item.target),
            "createdBy": self._who(),
            "externalId": key,
        }
        try:
            made = self._post("emitEvent", body)
        except Said as said:
            return self._said_before(item, key, said)
        return Receipt(str(made["id"]), {"created_at": made.get("createdAt", "")})

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
