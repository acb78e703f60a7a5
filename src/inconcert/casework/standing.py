"""What stays when a case is decided: fingerprints of operations, alerts and rounds of a watch."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from inconcert.casework import blind, showing
from inconcert.casework.base import Part, required
from inconcert.casework.canonical import clean, fingerprint
from inconcert.casework.columns import now
from inconcert.casework.confirming import by_network
from inconcert.casework.roles import demand
from inconcert.casework.standing_views import AlertView, FingerprintView, RoundView
from inconcert.casework.tables import Alert, Case, Finding, Kept, Round
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
        """Ids of the operations without a fingerprint, see :meth:`operation_ids`."""
        with self.book.database.reading() as session:
            kept = set(session.scalars(select(Kept.case_id)))
            return [case.id for case in self._operations(session) if case.id not in kept]

    def operation_ids(self) -> list[str]:
        """Ids of the cases with a confirmed network, without those withheld from this person."""
        with self.book.database.reading() as session:
            return [case.id for case in self._operations(session)]

    def _operations(self, session: Session) -> list[Case]:
        """Cases with a confirmed network, in order of their numbers, without those withheld from this person."""
        hidden = blind.withheld(session, self.actor)
        cases = [one for one in session.scalars(select(Case).order_by(Case.number)) if one.id not in hidden]
        return [one for one in cases if _confirmed(session, one.id)]

    def keep_fingerprint(self, case_id: str, salt: str, made: dict[str, Any]) -> FingerprintView:
        """Keep the fingerprint of a confirmed case; it takes the place of an earlier one.

        Raises:
            NotAllowed: the case does not hold as confirmed.
        """
        with self._in_case("fingerprint.kept", case_id, says="Kept the fingerprint of the operation") as (work, case):
            if case.id not in [one.id for one in self._operations(work.session)]:
                raise NotAllowed("only a confirmed case is an operation.", todo="Decide the case first.")
            for old in of_case(work.session, Kept, case_id):
                work.remove(old)
            copy = clean(made)
            row = work.add(Kept(case_id=case_id, salt=salt, made=copy, sha256=fingerprint(copy), by=self.actor.name))
            work.thing = row.id
            return _kept(row, case)

    def fingerprints(self, why: str) -> list[FingerprintView]:
        """Fingerprints of the operations: cases that hold as confirmed now; the reading is logged.

        A case that this person may still review blind is left out: that it is compared with would tell its verdict.
        """
        said = required(why, "the reason for reading")
        with self.book.database.reading() as session:
            cases = {case.id: case for case in self._operations(session)}
            rows = list(session.scalars(select(Kept).where(Kept.case_id.in_(cases)).order_by(Kept.id)))
            found = [_kept(row, cases[row.case_id]) for row in rows]
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


def _confirmed(session: Session, case_id: str) -> bool:
    """Whether a network of the case is confirmed. What was frozen of the networks is large and is not read."""
    networks = session.scalars(select(Finding.network_id).where(Finding.case_id == case_id))
    return bool(by_network(networks, [showing.decision(session, one) for one in showing.decisions(session, case_id)]))


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
