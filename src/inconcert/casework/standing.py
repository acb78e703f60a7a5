"""What stays when a case is decided: fingerprints of operations, alerts and rounds of a watch."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from inconcert.casework import blind, showing
from inconcert.casework.base import Part, required
from inconcert.casework.canonical import clean, fingerprint
from inconcert.casework.columns import now
from inconcert.casework.roles import demand
from inconcert.casework.standing_views import AlertView, FingerprintView, RoundView
from inconcert.casework.tables import Alert, Case, Kept, Round
from inconcert.casework.work import get, of_case
from inconcert.errors import Conflict, NotAllowed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from inconcert.casework.standing_views import Raised


class Standing(Part):
    """Fingerprints, alerts and rounds."""

    def salt(self) -> str:
        """Salt of the hashes in this casebook's fingerprints: one for all, so that a network is hashed once."""
        with self.book.database.reading() as session:
            return session.scalar(select(Kept.salt).order_by(Kept.id).limit(1)) or token_hex(16)

    def unkept(self) -> list[str]:
        """Ids of the operations without a fingerprint, or with one of other networks than are confirmed now."""
        with self.book.database.reading() as session:
            kept = {one.case_id: _networks(one) for one in session.scalars(select(Kept))}
            return [case.id for case, networks in self._operations(session) if kept.get(case.id) != networks]

    def operations(self) -> dict[str, frozenset[str]]:
        """Ids of the confirmed networks of each case that has any, without the cases withheld from this person."""
        with self.book.database.reading() as session:
            return {case.id: frozenset(name for _, name in networks) for case, networks in self._operations(session)}

    def _operations(self, session: Session) -> list[tuple[Case, list[tuple[str, str]]]]:
        """Cases with their confirmed networks, in order of their numbers, without those withheld from this person."""
        hidden = blind.withheld(session, self.actor)
        cases = [one for one in session.scalars(select(Case).order_by(Case.number)) if one.id not in hidden]
        found = [(one, showing.confirmed(session, one.id)) for one in cases]
        return [(case, networks) for case, networks in found if networks]

    def keep_fingerprint(
        self, case_id: str, salt: str, made: dict[str, Any], networks: Sequence[tuple[str, str]] | None = None
    ) -> FingerprintView:
        """Keep the fingerprint of a confirmed case; it takes the place of an earlier one, which stays in the history.

        Args:
            case_id: The case.
            salt: Salt of its hashes.
            made: The fingerprint.
            networks: Run and id of the networks that it was made of; all that are confirmed now when not given.

        Raises:
            NotAllowed: one of the networks, or the case, does not hold as confirmed.
        """
        with self._in_case("fingerprint.kept", case_id) as (work, case):
            confirmed = {one.id: networks for one, networks in self._operations(work.session)}.get(case.id, [])
            of = confirmed if networks is None else list(networks)
            if not of or not set(of) <= set(confirmed):
                raise NotAllowed("only a confirmed case is an operation.", todo="Decide the case first.")
            for old in of_case(work.session, Kept, case_id):
                work.remove(old)
            copy = clean({**made, "networks": of})
            row = work.add(Kept(case_id=case_id, salt=salt, made=copy, sha256=fingerprint(copy), by=self.actor.name))
            work.thing = row.id
            work.says = f"Kept the fingerprint of {', '.join(name for _, name in of)}"
            return _kept(row, case)

    def fingerprints(self, why: str) -> list[FingerprintView]:
        """Fingerprints of the operations: cases that hold as confirmed now; the reading is logged.

        A fingerprint of a network that is not confirmed any more is withdrawn until it is made anew. A case that this
        person may still review blind is left out: that it is compared with would tell its verdict.
        """
        said = required(why, "the reason for reading")
        with self.book.database.reading() as session:
            cases = {case.id: (case, set(networks)) for case, networks in self._operations(session)}
            rows = list(session.scalars(select(Kept).where(Kept.case_id.in_(cases)).order_by(Kept.id)))
            found = [
                _kept(row, cases[row.case_id][0]) for row in rows if cases[row.case_id][1].issuperset(_networks(row))
            ]
        if found:
            with self._doing("fingerprint.read", "viewer", why=said):
                pass
        return found

    def watch_began(self, watch: str, sources: Sequence[str]) -> None:
        """Note in the log that this person starts a watch, and over what."""
        with self._doing("watch.started", thing=watch, says="Started a watch", why=f"over {', '.join(sources)}"):
            pass

    def watch_ended(self, watch: str) -> None:
        """Note in the log that this person stops a watch."""
        with self._doing("watch.stopped", thing=watch, says="Stopped the watch"):
            pass

    def raise_alerts(
        self, watch: str, alerts: Sequence[Raised], *, run: str | None, told: dict[str, Any], networks: dict[str, Any]
    ) -> list[AlertView]:
        """End a round: its alerts and what the next round is compared with are kept together, or nothing is.

        Args:
            watch: Name of the watch.
            alerts: What was seen; one whose key was raised before is not raised again.
            run: The run that was looked at.
            told: What is said of the round.
            networks: Members of each network as keyed pseudonyms.

        Returns:
            The alerts that are new.
        """
        demand(self.actor, "investigator", "watch")
        known = {one.key for one in self.alerts(watch=watch, closed=True, hidden=True)}
        fresh = [one for one in alerts if one.key not in known]
        if not fresh:
            with self.book.database.writing() as session:
                _end(session, watch, run, {**told, "raised": 0}, networks)
            return []
        with self._doing("alert.raised", says=f"Raised {len(fresh)} alerts of the watch {watch}") as work:
            rows = [work.add(_alert(watch, one)) for one in fresh]
            _end(work.session, watch, run, {**told, "raised": len(rows)}, networks)
            return [_seen(row) for row in rows]

    def last_round(self, watch: str) -> RoundView | None:
        """The newest round of a watch, ``None`` before the first."""
        found = self.rounds(watch, 1)
        return found[0] if found else None

    def rounds(self, watch: str, limit: int = 20) -> list[RoundView]:
        """The newest rounds of a watch, newest first."""
        query = select(Round).where(Round.watch == watch).order_by(Round.number.desc()).limit(limit)
        with self.book.database.reading() as session:
            return [
                RoundView(one.watch, one.number, one.run, one.told, one.at, one.networks or {})
                for one in session.scalars(query)
            ]

    def alerts(self, *, watch: str | None = None, closed: bool = False, hidden: bool = False) -> list[AlertView]:
        """Alerts, newest first.

        Args:
            watch: Of this watch only.
            closed: Those that were closed too.
            hidden: Also those about a case that this person may still review blind; only for a watch itself.
        """
        query = select(Alert).order_by(Alert.id.desc())
        query = query if watch is None else query.where(Alert.watch == watch)
        query = query if closed else query.where(Alert.closed_at.is_(None))
        with self.book.database.reading() as session:
            veiled = {} if hidden else blind.withheld(session, self.actor)
            return [_seen(one) for one in session.scalars(query) if one.case_id not in veiled]

    def see_alert(self, alert_id: str) -> AlertView:
        """Note that this person has looked at an alert; the first who did stays noted."""
        with self._doing("alert.seen", "viewer", thing=alert_id, says="Looked at an alert") as work:
            row = get(work.session, Alert, alert_id)
            work.case_id = row.case_id
            return _seen(row if row.seen_at else work.change(row, seen_by=self.actor.name, seen_at=now()))

    def close_alert(self, alert_id: str, reason: str) -> AlertView:
        """Close an alert, with a reason.

        Raises:
            Conflict: it is closed already.
        """
        why = required(reason, "the reason")
        with self._doing("alert.closed", thing=alert_id, why=why, says="Closed an alert") as work:
            row = get(work.session, Alert, alert_id)
            work.case_id = row.case_id
            if row.closed_at is not None:
                raise Conflict(
                    f"the alert was closed by {row.closed_by} already.", by=row.closed_by or "", at=row.closed_at
                )
            return _seen(work.change(row, closed_by=self.actor.name, closed_at=now(), reason=why))


def _networks(one: Kept) -> list[tuple[str, str]]:
    """Run and id of the networks that a fingerprint was made of."""
    return [(str(run), str(network)) for run, network in one.made.get("networks", ())]


def _end(session: Session, watch: str, run: str | None, told: dict[str, Any], networks: dict[str, Any]) -> None:
    """Write a round down; the members of older rounds are let go."""
    for old in session.scalars(select(Round).where(Round.watch == watch, Round.networks.is_not(None))):
        old.networks = None
    number = (session.scalar(select(func.max(Round.number)).where(Round.watch == watch)) or 0) + 1
    session.add(Round(watch=watch, number=number, run=run, told=clean(told), networks=clean(networks)))
    session.flush()


def _alert(watch: str, one: Raised) -> Alert:
    return Alert(watch=watch, key=one.key, kind=one.kind, run=one.run, network_id=one.network_id, case_id=one.case_id,
                 says=list(one.says))  # fmt: skip


def _seen(one: Alert) -> AlertView:
    return AlertView(
        id=one.id, watch=one.watch, key=one.key, kind=one.kind, run=one.run, network_id=one.network_id,
        case_id=one.case_id, says=tuple(one.says), at=one.at, seen_by=one.seen_by, seen_at=one.seen_at,
        closed_by=one.closed_by, closed_at=one.closed_at, reason=one.reason,
    )  # fmt: skip


def _kept(row: Kept, case: Case) -> FingerprintView:
    return FingerprintView(row.id, row.case_id, case.number, case.title, row.salt, row.made, row.sha256, row.by, row.at)
