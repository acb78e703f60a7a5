"""Cases and what is laid into them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from inconcert.casework import blind, showing
from inconcert.casework.base import Part, one_of, required
from inconcert.casework.canonical import clean, fingerprint
from inconcert.casework.columns import now
from inconcert.casework.roles import folded, rank
from inconcert.casework.tables import Case, Evidence, Finding, Note, Tag, Task
from inconcert.casework.words import EVIDENCE_KINDS, ROLES
from inconcert.casework.work import Work, get
from inconcert.errors import Conflict, InputError, NoSuchThing, NotAllowed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from inconcert.casework.views import CaseView, EvidenceView, FindingRef, NoteView, TaskView


class Cases(Part):
    """Cases, evidence, notes, tags, tasks."""

    def open_case(self, title: str, question: str, findings: Sequence[FindingRef] = ()) -> CaseView:
        """Open a case on findings, of which it keeps copies.

        Raises:
            InputError: the title or the question is empty, or a copy is not what its hash says.
        """
        with self._doing("case.opened") as work:
            number = (work.session.scalar(select(func.max(Case.number))) or 0) + 1
            case = Case(title=required(title, "the title"), question=required(question, "the question"),
                        number=number, state="open", opened_by=self.actor.name)  # fmt: skip
            work.add(case)
            work.case_id = work.thing = case.id
            work.says = f"Opened case {number}: {case.title}"
            for ref in findings:
                work.add(_frozen(case.id, ref, self.actor.name))
            return showing.whole(work.session, case)

    def add_findings(self, case_id: str, findings: Sequence[FindingRef]) -> CaseView:
        """Lay more findings into a case; one that is in it already is not added again."""
        with self._in_case("finding.added", case_id) as (work, case):
            query = select(Finding.run, Finding.network_id).where(Finding.case_id == case_id)
            there = {tuple(row) for row in work.session.execute(query)}
            new = [ref for ref in findings if (ref.run, ref.network_id) not in there]
            for ref in new:
                work.add(_frozen(case_id, ref, self.actor.name))
            work.says = f"Added {', '.join(ref.network_id for ref in new) or 'nothing new'}"
            return self._seen(work, case)

    def case(self, case_id: str, *, why: str, unblind: bool = False, pseudonyms: bool = False) -> CaseView:
        """A case with everything in it; that it was read stands in the log before it is given out.

        A person who could still review a decision blind gets the case without verdicts, scores and opinions.

        Args:
            case_id: Its id.
            why: Why it is read; a few words.
            unblind: See everything all the same. This person can then no longer review the decision blind.
            pseudonyms: Accounts under keyed pseudonyms.
        """
        required(why, "the reason for reading")
        with self.book.database.reading() as session:
            case = get(session, Case, case_id)
            veiled = not unblind and case_id in blind.withheld(session, self.actor, [case_id])
            view = (showing.withheld if veiled else showing.whole)(session, case)
        act = "case.read blind" if veiled else "case.read"
        with self._doing(act, "viewer", case_id=case_id, thing=case_id, why=why):
            pass
        return self._pseudonymised(view) if pseudonyms else view

    def _pseudonymised(self, view: CaseView) -> CaseView:
        from inconcert.casework.renaming import pseudonymised

        return pseudonymised(view, self.book.pseudonyms)

    def _seen(self, work: Work, case: Case) -> CaseView:
        """A case as this person may see it."""
        veiled = case.id in blind.withheld(work.session, self.actor, [case.id])
        return (showing.withheld if veiled else showing.whole)(work.session, case)

    def blinded(self, *, case_id: str | None = None, network_id: str | None = None) -> bool:
        """Whether this person could still review a decision on the case or network blind.

        A page that shows a finding asks this first, and leaves out scores and grades when it is so.
        """
        with self.book.database.reading() as session:
            found = blind.withheld(session, self.actor, None if case_id is None else [case_id])
            if network_id is None:
                return bool(found)
            query = select(Finding.case_id).where(Finding.network_id == network_id)
            return bool(found.keys() & set(session.scalars(query)))

    def blind_networks(self) -> frozenset[str]:
        """Ids of the networks that :meth:`blinded` holds for; nothing is logged, since nothing personal is read."""
        with self.book.database.reading() as session:
            found = blind.withheld(session, self.actor)
            if not found:
                return frozenset()
            return frozenset(session.scalars(select(Finding.network_id).where(Finding.case_id.in_(list(found)))))

    def version(self, case_id: str) -> int:
        """The version of a case as it stands now, to be handed to what must not overwrite a change of others.

        Raises:
            NoSuchThing: there is no such case.
        """
        with self.book.database.reading() as session:
            return get(session, Case, case_id).version

    def rename(self, case_id: str, title: str, question: str | None = None, *, version: int | None = None) -> CaseView:
        """Give a case another title or question."""
        with self._in_case("case.renamed", case_id, version=version, thing=case_id) as (work, case):
            work.change(case, title=required(title, "the title"), question=question or case.question)
            work.says = f"Renamed the case: {case.title}"
            return self._seen(work, case)

    def close_case(self, case_id: str, reason: str, *, version: int | None = None) -> CaseView:
        """Close a case, with a reason.

        Raises:
            Conflict: it is closed already.
        """
        return self._turn(case_id, "closed", reason, version)

    def reopen(self, case_id: str, reason: str, *, version: int | None = None) -> CaseView:
        """Open a closed case again, with a reason.

        Raises:
            Conflict: it is open already.
        """
        return self._turn(case_id, "open", reason, version)

    def _turn(self, case_id: str, state: str, reason: str, version: int | None) -> CaseView:
        why, act = required(reason, "the reason"), "case.closed" if state == "closed" else "case.reopened"
        with self._in_case(act, case_id, version=version, thing=case_id, why=why) as (work, case):
            if case.state == state:
                raise Conflict(f"the case is {state} already.", todo="Nothing needs to be done.")
            work.change(case, state=state)
            work.says = "Closed the case" if state == "closed" else "Reopened the case"
            return self._seen(work, case)

    def add_evidence(
        self, case_id: str, kind: str, ref: dict[str, Any], frozen: dict[str, Any], comment: str = ""
    ) -> EvidenceView:
        """Lay a piece of evidence into a case: where it stands, and a copy of it as it is now.

        Args:
            case_id: Its id.
            kind: ``tie``, ``post``, ``network``, ``asset``, ``site`` or ``ad``.
            ref: Where it stands: run, and what names it there.
            frozen: The copy.
            comment: What it shows.
        """
        one_of(kind, EVIDENCE_KINDS, "kind of evidence")
        with self._in_case("evidence.added", case_id, says=f"Added evidence: {kind}") as (work, _):
            copy = clean(frozen)
            row = work.add(Evidence(case_id=case_id, kind=kind, ref=ref, frozen=copy, sha256=fingerprint(copy),
                                    comment=comment.strip(), by=self.actor.name))  # fmt: skip
            work.thing = row.id
            return showing.evidence(row)

    def note(self, case_id: str, text: str, on: str | None = None) -> NoteView:
        """Write a note, on the case or on something in it (an id)."""
        said = required(text, "the note")
        with self._in_case("note.written", case_id, says="Wrote a note") as (work, _):
            row = work.add(Note(case_id=case_id, text=said, on=on, by=self.actor.name))
            work.thing = row.id
            return showing.note(row)

    def tag(self, case_id: str, word: str) -> None:
        """Put a word on a case; nothing happens when it is there."""
        word = " ".join(required(word, "the tag").split())
        with self._in_case("tag.put", case_id, says=f"Tagged: {word}") as (work, _):
            if _tag(work, case_id, word) is None:
                work.add(Tag(case_id=case_id, word=word))

    def untag(self, case_id: str, word: str) -> None:
        """Take a word off a case.

        Raises:
            NoSuchThing: it is not on the case.
        """
        with self._in_case("tag.taken", case_id, says=f"Took off the tag: {word}") as (work, _):
            row = _tag(work, case_id, " ".join(word.split()))
            if row is None:
                raise NoSuchThing(f"the case has no tag '{word}'.")
            work.remove(row)

    def task(self, case_id: str, what: str, who: str | None = None, due: date | None = None) -> TaskView:
        """Note something to be done, by somebody and by some day where that is known."""
        said = required(what, "the task")
        with self._in_case("task.set", case_id, says=f"Set a task: {said}") as (work, _):
            row = work.add(Task(case_id=case_id, what=said, who=who, due=due, by=self.actor.name))
            work.thing = row.id
            return showing.task(row)

    def done(self, task_id: str) -> TaskView:
        """Note that a task is done.

        Raises:
            NotAllowed: it is somebody else's and this person is no reviewer.
            Conflict: it is done already.
        """
        with self._doing("task.done", "viewer", thing=task_id) as work:
            row = get(work.session, Task, task_id)
            work.case_id, work.says = row.case_id, f"Did the task: {row.what}"
            if not self._me(row.who) and rank(self.actor.roles) < ROLES.index("investigator"):
                raise NotAllowed("the task is somebody else's.", todo="Ask them, or an investigator.")
            if row.done_at is not None:
                raise Conflict(f"the task was done by {row.done_by} already.", by=row.done_by or "", at=row.done_at)
            return showing.task(work.change(row, done_by=self.actor.name, done_at=now()))

    def my_tasks(self) -> list[TaskView]:
        """Tasks of this person that are not done, the most urgent first."""
        with self.book.database.reading() as session:
            rows = list(session.scalars(select(Task).where(Task.done_at.is_(None), Task.who.is_not(None))))
        mine = [row for row in rows if folded(row.who or "") == folded(self.actor.name)]
        return [showing.task(row) for row in sorted(mine, key=lambda row: (row.due is None, row.due, row.id))]


def _tag(work: Work, case_id: str, word: str) -> Tag | None:
    return work.session.scalar(select(Tag).where(Tag.case_id == case_id, Tag.word == clean(word)))


def _frozen(case_id: str, ref: FindingRef, by: str) -> Finding:
    if fingerprint(ref.frozen) != ref.sha256:
        raise InputError(
            f"the copy of {ref.network_id} is not what its hash says.", todo="Freeze it with FindingRef.of."
        )
    return Finding(case_id=case_id, run=ref.run, network_id=ref.network_id, frozen=ref.frozen, sha256=ref.sha256, by=by)
