"""Decisions, and the review of them by others who have not seen them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  # a field of a view
from typing import TYPE_CHECKING

from sqlalchemy import select

from inconcert.casework import blind, showing
from inconcert.casework.base import Part, one_of, required
from inconcert.casework.columns import now
from inconcert.casework.roles import same
from inconcert.casework.tables import Case, Decision, Finding, Review
from inconcert.casework.views import View
from inconcert.casework.words import VERDICTS
from inconcert.casework.work import Work, get
from inconcert.errors import Conflict, NoSuchThing, NotAllowed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from inconcert.casework.views import BlindCase, DecisionView, ReviewView

LAST_TURN = 3


@dataclass(frozen=True)
class WaitingView(View):
    """A review that somebody may give: the question without the proof."""

    review_id: str
    case_id: str
    number: int
    title: str
    question: str
    turn: int
    asked_by: str
    asked_at: datetime
    of: str | None


class Deciding(Part):
    """Decisions and reviews."""

    def decide(
        self, case_id: str, verdict: str, reason: str, network_id: str | None = None, *, version: int | None = None
    ) -> DecisionView:
        """Decide about a case, or about one of its networks, with a reason.

        ``confirmed`` needs a second person before it holds, and so does whatever would take the place of a verdict
        that two persons agreed on. Everything else holds at once.

        Args:
            case_id: Its id.
            verdict: ``confirmed``, ``benign coordination``, ``not enough`` or ``needs more``.
            reason: Why.
            network_id: The network it is about; not given: the case as a whole.
            version: The case's, as it was seen.

        Raises:
            InputError: the reason is empty.
            Conflict: the case is closed, or was changed since it was seen.
        """
        one_of(verdict, VERDICTS, "verdict")
        why = required(reason, "the reason")
        with self._in_case("decision.made", case_id, version=version, why=why) as (work, case):
            if case.state == "closed":
                raise Conflict("the case is closed.", todo="Reopen it first, with a reason.")
            _in_the_case(work.session, case_id, network_id)
            two = verdict == "confirmed" or _agreed(work.session, case_id, network_id)
            state = "proposed" if two else "standing"
            row = Decision(case_id=case_id, network_id=network_id, verdict=verdict, reason=why, by=self.actor.name,
                           state=state, needs_two=two)  # fmt: skip
            work.add(row)
            work.change(case)
            work.thing, work.says = row.id, f"Decided: {verdict}" + (f" ({network_id})" if network_id else "")
            return showing.decision(work.session, row)

    def ask_review(self, decision_id: str, of: str | None = None) -> ReviewView:
        """Ask for a second person's verdict.

        Args:
            decision_id: The decision.
            of: Who is asked; not given: anybody who may.

        Raises:
            NotAllowed: its author is asked.
            Conflict: a review was asked for already.
        """
        with self._doing("review.asked", thing=decision_id) as work:
            decision = get(work.session, Decision, decision_id)
            work.case_id = decision.case_id
            if same(of, decision.by):
                raise NotAllowed("nobody reviews the own decision.", todo="Ask somebody else.")
            if decision.state not in ("proposed", "standing"):
                raise Conflict(f"the decision is {decision.state} already.", todo="See its reviews.")
            row = self._ask(work, decision, 2, of)
            work.change(decision, state="in review")
            work.says = "Asked for a second person's verdict" + (f": {of}" if of else "")
            return showing.review(work.session, row)

    def _ask(self, work: Work, decision: Decision, turn: int, of: str | None) -> Review:
        return work.add(
            Review(decision_id=decision.id, case_id=decision.case_id, turn=turn, asked_by=self.actor.name, of=of)
        )

    def to_review(self) -> list[BlindCase]:
        """What this person may review now: the question and the proof, without scores and without what others said."""
        with self.book.database.reading() as session:
            found = [blind.blind_case(session, row) for row in self._open(session)]
        if found:
            why = f"to review: {', '.join(str(one.number) for one in found)}"
            with self._doing("reviews.read blind", "reviewer", why=why):
                pass
        return found

    def waiting(self) -> list[WaitingView]:
        """What :meth:`to_review` gives, without the proof; so nothing personal is read, and nothing is logged."""
        with self.book.database.reading() as session:
            rows = self._open(session)
            query = select(Case).where(Case.id.in_({row.case_id for row in rows}))
            cases = {case.id: case for case in session.scalars(query)}
            return [_waiting(row, cases[row.case_id]) for row in rows]

    def _open(self, session: Session) -> list[Review]:
        """Reviews without a verdict that this person may give, the longest asked for first."""
        query = select(Review).where(Review.verdict.is_(None)).order_by(Review.asked_at, Review.id)
        return [row for row, hindered in self._hindrances(session, list(session.scalars(query))) if hindered is None]

    def blind_case(self, review_id: str, *, why: str = "blind review") -> BlindCase:
        """One case to review, blind; the reading is logged.

        Raises:
            NotAllowed: this person may not review it.
            Conflict: the verdict was given already.
        """
        with self.book.database.reading() as session:
            row = get(session, Review, review_id)
            self._may(session, row)
            found = blind.blind_case(session, row)
        with self._doing("case.read blind", "reviewer", case_id=found.case_id, thing=review_id, why=why):
            return found

    def review(self, review_id: str, verdict: str, reason: str) -> ReviewView:
        """Give the own verdict, with a reason. When two agree it is settled; when not, a third person is asked.

        Raises:
            NotAllowed: it is this person's own decision, somebody else was asked, or this person reviewed it before.
            Conflict: the verdict was given already.
        """
        one_of(verdict, VERDICTS, "verdict")
        why = required(reason, "the reason")
        with self._doing("review.given", "reviewer", thing=review_id, why=why) as work:
            row = get(work.session, Review, review_id)
            decision = get(work.session, Decision, row.decision_id)
            self._may(work.session, row)
            work.case_id, work.says = row.case_id, f"Reviewed: {verdict}"
            unseen = not blind.knows(work.session, self.actor, decision)
            work.change(row, by=self.actor.name, at=now(), verdict=verdict, reason=why, blind=unseen)
            self._settle(work, decision, row)
            work.change(get(work.session, Case, row.case_id))
            return showing.review(work.session, row)

    def _settle(self, work: Work, decision: Decision, given: Review) -> None:
        others = list(work.session.scalars(select(Review.verdict).where(
            Review.decision_id == decision.id, Review.id != given.id, Review.verdict.is_not(None))))  # fmt: skip
        if given.verdict == decision.verdict:
            work.change(decision, state="agreed")
        elif given.verdict in others:
            work.change(decision, state="overruled")
        else:
            work.change(decision, state="disputed")
            if given.turn < LAST_TURN:
                self._ask(work, decision, given.turn + 1, None)

    def _may(self, session: Session, row: Review) -> None:
        if row.verdict is not None:
            raise Conflict(f"{row.by} has given the verdict already.", by=row.by or "", at=row.at)
        hindered = self._hindered(session, row)
        if hindered is not None:
            raise NotAllowed(hindered, todo="Another reviewer can.")

    def _hindered(self, session: Session, row: Review) -> str | None:
        """Why this person may not give the verdict; ``None`` when nothing is in the way."""
        ((_, why),) = self._hindrances(session, [row])
        return why

    def _hindrances(self, session: Session, rows: list[Review]) -> list[tuple[Review, str | None]]:
        """The same for many reviews at once."""
        ids = {row.decision_id for row in rows}
        decisions = {one.id: one for one in session.scalars(select(Decision).where(Decision.id.in_(ids)))}
        given = select(Review.decision_id, Review.by).where(Review.decision_id.in_(ids), Review.by.is_not(None))
        mine = {key for key, by in session.execute(given) if self._me(by)}
        seen = blind.known(session, self.actor, list(decisions.values()))
        return [(row, self._why_not(row, decisions[row.decision_id], mine, seen)) for row in rows]

    def _why_not(self, row: Review, decision: Decision, mine: set[str], seen: set[str]) -> str | None:
        if self._me(decision.by):
            return "nobody reviews the own decision."
        if row.of is not None and not self._me(row.of):
            return f"{row.of} was asked for this review."
        if decision.id in mine:
            return "you have reviewed this decision before."
        if decision.needs_two and decision.id in seen:
            return "you have seen this decision, so your review would not be blind."
        return None


def _waiting(row: Review, case: Case) -> WaitingView:
    return WaitingView(row.id, case.id, case.number, case.title, case.question, row.turn, row.asked_by, row.asked_at,
                       row.of)  # fmt: skip


def _in_the_case(session: Session, case_id: str, network_id: str | None) -> None:
    if network_id is None:
        return
    query = select(Finding.id).where(Finding.case_id == case_id, Finding.network_id == network_id)
    if session.scalar(query.limit(1)) is None:
        raise NoSuchThing(f"the case has no network '{network_id}'.", todo="Add the finding to the case first.")


def _agreed(session: Session, case_id: str, network_id: str | None) -> bool:
    """Whether two persons have agreed on a verdict about the same thing."""
    made = showing.decisions(session, case_id)
    return any(one.state == "agreed" and one.network_id == network_id for one in made)
