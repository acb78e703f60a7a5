"""Takedowns behind the pages and the interface: what a request asks of a plan, and how it is carried out."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date  # noqa: TC003  # pydantic reads the types
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, Field

from inconcert.casework.roles import same
from inconcert.errors import NoSuchThing
from inconcert.takedown import Takedowns, Wish
from inconcert.takedown.plan import Pace
from inconcert.takedown.platforms import FILE, through
from inconcert.takedown.words import Action  # noqa: TC001  # pydantic reads the types
from inconcert.web.jobs.carrying import CASEBOOK, handover
from inconcert.web.jobs.desk import Jobs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from inconcert.takedown import AppealView, PlanRow, PlanView
    from inconcert.takedown.platforms.base import Platform
    from inconcert.web.here import Here
    from inconcert.web.jobs.job import Job

Words = Annotated[str, Field(min_length=1, max_length=20_000)]


class Wanted(BaseModel):
    """What is wanted of a plan."""

    action: Action
    reason: Words
    policies: Annotated[list[Annotated[str, Field(min_length=1, max_length=500)]], Field(min_length=1, max_length=50)]
    policy_version: Annotated[str, Field(min_length=1, max_length=100)]
    notice: Annotated[str, Field(max_length=20_000)] = ""
    appeal: Annotated[str, Field(max_length=2000)] = ""
    expires_at: date | None = None
    first: Annotated[int, Field(ge=1, le=10_000)] = 5
    wait_minutes: Annotated[float, Field(ge=0, le=100_000)] = 60
    per_minute: Annotated[float, Field(ge=0.01, le=100_000)] = 30
    weak_too: bool = False

    @property
    def wish(self) -> Wish:
        """The same as takedowns take it."""
        pace = Pace(self.first, 60 * self.wait_minutes, self.per_minute)
        return Wish(self.action, self.reason.strip(), tuple(self.policies), self.policy_version.strip(),
                    self.notice.strip(), self.appeal.strip(), self.expires_at, pace, self.weak_too)  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """Takedowns of the investigation that a request is in, for the person who asks."""

    here: Here

    @property
    def takedowns(self) -> Takedowns:
        """Where plans are made and carried out."""
        return Takedowns.open(self.here.bench.casebook, self.here.opened.folder)

    def rows(self, case_id: str | None = None) -> list[PlanRow]:
        """Plans, the newest first, without those of cases that this person may still review blind."""
        blind = {case.id for case in self.here.desk.cases() if case.blind}
        return [row for row in reversed(self.takedowns.plans(case_id)) if row.case_id not in blind]

    def to_approve(self) -> int:
        """How many plans wait for an approval that this person may give."""
        me = self.here.actor.name
        return sum(row.standing == "rehearsed" and not same(row.author, me) for row in self.rows())

    def show(self, plan_id: str) -> PlanView:
        """A plan with everything in it; the read is logged."""
        return self.takedowns.show(self.here.actor, plan_id)

    def file(self, plan_id: str) -> Path:
        """The hand-over file of a plan that this person may see.

        Raises:
            NoSuchThing: nothing was handed over yet.
        """
        self.takedowns.show(self.here.actor, plan_id, why="downloaded the hand-over file")
        place = handover(self.here.opened.folder, plan_id)
        if not place.exists():
            raise NoSuchThing("nothing of this plan was handed over yet.", todo="Carry it out first.")
        return place

    @contextmanager
    def means(self, plan: PlanView, word: str) -> Iterator[dict[str, Platform]]:
        """What a plan is carried out with, by platform of its items; connections are given back at the end."""
        place = handover(self.here.opened.folder, plan.id)
        place.parent.mkdir(exist_ok=True)
        made = through(word, _names(plan), place)
        try:
            yield made
        finally:
            for one in made.values():
                one.close()

    def answer(self, plan_id: str, appeal_id: str, *, granted: bool, reason: str, word: str | None) -> AppealView:
        """Answer an appeal; a granted one takes its item back with what the plan was carried out with.

        ``word``: see :func:`choices`; ``None``: what the plan was rehearsed with.
        """
        plan = self.show(plan_id)
        given = partial(self.takedowns.answer, self.here.actor, appeal_id, granted=granted, reason=reason)
        if not granted:
            return given()
        with self.means(plan, word or chosen(plan)) as made:
            return given(through=made)

    def rehearse(self, plan_id: str, word: str) -> Job | None:
        """Rehearse a plan: at once with the hand-over file, which nothing is fetched for, else in a job."""
        plan = self.show(plan_id)
        if word != FILE:
            return self.start(plan, "rehearse", word)
        with self.means(plan, word) as made:
            self.takedowns.rehearse(self.here.actor, plan_id, made)
        return None

    def start(
        self, plan: PlanView, what: str, word: str, *, keys: Sequence[str] | None = None, reason: str = ""
    ) -> Job:
        """Start a job that carries a plan out, takes it back or rehearses it. Who may is checked again in it.

        Raises:
            UsageError: there is no such platform, or it is not configured.
        """
        with self.means(plan, word):
            pass  # so that what is not configured is said here, and not by a job that fails
        actor, bench = self.here.actor, self.here.bench
        return Jobs(self.here.opened.folder).start(
            "takedown",
            actor.name,
            {"plan": plan.id, "what": what},
            environment={CASEBOOK: bench.casebook_url},
            word=word,
            names=sorted(_names(plan)),
            roles=sorted(actor.roles),
            via=actor.via,
            keys=None if keys is None else list(keys),
            reason=reason,
        )

    def under_way(self, plan_id: str) -> dict[str, Any] | None:
        """The newest job about a plan while it has not ended, or ended without having done what it should."""
        for job in Jobs(self.here.opened.folder).all()[:50]:
            if job.kind == "takedown" and job.about["options"].get("plan") == plan_id:
                seen = job.seen()
                return seen if not seen["ended"] or seen["state"] == "failed" else None
        return None


def _names(plan: PlanView) -> set[str]:
    return {item.platform for item in plan.items}


def chosen(plan: PlanView) -> str:
    """The word for what a plan was rehearsed with, the hand-over file before that."""
    titles = set(plan.rehearsal.through.values()) if plan.rehearsal else set[str]()
    return next((word for word, title in choices() if any(told.startswith(title) for told in titles)), FILE)


def choices() -> list[tuple[str, str]]:
    """What a plan can be carried out with: word and title."""
    from inconcert.plugins import registered
    from inconcert.takedown.platforms.handover import HandOver

    return [(FILE, HandOver.title), *((name, str(one.title)) for name, one in registered("platforms").items())]
