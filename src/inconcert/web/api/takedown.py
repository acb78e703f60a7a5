"""Takedowns: plan, rehearse, approve, carry out, take back, appeal."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  # pydantic reads the types
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from inconcert.web.api.given import Name, Row  # noqa: TC001  # FastAPI reads the types
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.takedowns import Desk, Wanted, Words, chosen

router = APIRouter(tags=["Takedowns"])

Key = Annotated[str, Field(min_length=1, max_length=300)]


class New(Wanted):
    """A plan to be written down."""

    network_id: Key


class Reason(BaseModel):
    """Why."""

    reason: Words


class Means(BaseModel):
    """What carries a plan out; not given: what it was rehearsed with, else the hand-over file."""

    through: Annotated[str, Field(max_length=100)] | None = None


class Hold(Reason):
    """A target to be left alone."""

    platform: Key
    target: Key


class Approval(Reason):
    """A person's word on one rehearsal."""

    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Undo(Reason, Means):
    """Items to be taken back."""

    keys: Annotated[list[Key], Field(max_length=100_000)] | None = None


class Settling(Reason):
    """What became of an item that no platform can tell of."""

    key: Key
    done: bool


class Appeal(BaseModel):
    """An objection to an item."""

    key: Key
    by: Key = "owner"
    text: Words
    at: datetime | None = None


class Answer(Reason, Means):
    """The answer to an appeal."""

    granted: bool


@router.get("/takedowns", dependencies=[role("viewer")])
def plans(here: HereNow) -> Row:
    """Plans that this person may see, the newest first; the rows name no account."""
    return {"rows": [row.to_dict() for row in Desk(here).rows()]}


@router.post("/cases/{case}/takedowns", dependencies=[role("investigator")], status_code=201)
def plan(here: HereNow, case: Name, new: New) -> Row:
    """Write a plan down for a network that two people have confirmed."""
    desk = Desk(here)
    made = desk.takedowns.plan(here.actor, case, new.network_id, new.wish)
    return desk.show(made.id).to_dict()


@router.get("/takedowns/{plan}", dependencies=[role("viewer")])
def show(here: HereNow, plan: Name) -> Row:
    """A plan with everything in it; the read is logged."""
    return Desk(here).show(plan).to_dict()


@router.post("/takedowns/{plan}/hold", dependencies=[role("investigator")], status_code=201)
def hold(here: HereNow, plan: Name, wanted: Hold) -> Row:
    """Hold a target back: another plan, without approvals, takes the place of this one."""
    desk = Desk(here)
    made = desk.takedowns.hold(here.actor, plan, wanted.platform, wanted.target, wanted.reason)
    return desk.show(made.id).to_dict()


@router.post("/takedowns/{plan}/rehearse", dependencies=[role("investigator")])
def rehearse(here: HereNow, plan: Name, wanted: Means) -> Row:
    """Look at every target and do nothing; with a platform it is a job."""
    desk = Desk(here)
    job = desk.rehearse(plan, wanted.through or "file")
    return {"job": job.seen() if job else None, "plan": None if job else desk.show(plan).to_dict()}


@router.post("/takedowns/{plan}/approve", dependencies=[role("approver")])
def approve(here: HereNow, plan: Name, given: Approval) -> Row:
    """Approve the rehearsal of this hash; never one's own plan."""
    desk = Desk(here)
    desk.takedowns.approve(here.actor, plan, given.sha256, given.reason)
    return desk.show(plan).to_dict()


@router.post("/takedowns/{plan}/withdraw", dependencies=[role("approver")])
def withdraw(here: HereNow, plan: Name, why: Reason) -> Row:
    """Take one's approval back."""
    desk = Desk(here)
    desk.takedowns.withdraw(here.actor, plan, why.reason)
    return desk.show(plan).to_dict()


@router.post("/takedowns/{plan}/apply", dependencies=[role("investigator")], status_code=202)
def apply(here: HereNow, plan: Name, wanted: Means) -> Row:
    """Carry out what may be carried out now; its job tells how far it is."""
    desk = Desk(here)
    found = desk.show(plan)
    return desk.start(found, "apply", wanted.through or chosen(found)).seen()


@router.post("/takedowns/{plan}/follow", dependencies=[role("approver")])
def follow(here: HereNow, plan: Name, why: Reason) -> Row:
    """Say that the first few were looked at, and let the rest follow."""
    desk = Desk(here)
    desk.takedowns.follow(here.actor, plan, why.reason)
    return desk.show(plan).to_dict()


@router.post("/takedowns/{plan}/stop", dependencies=[role("reviewer")])
def stop(here: HereNow, plan: Name, why: Reason) -> Row:
    """Stop a plan."""
    desk = Desk(here)
    desk.takedowns.stop(here.actor, plan, why.reason)
    return desk.show(plan).to_dict()


@router.post("/takedowns/{plan}/resume", dependencies=[role("approver")])
def resume(here: HereNow, plan: Name, why: Reason) -> Row:
    """Let a stopped plan go on."""
    desk = Desk(here)
    desk.takedowns.resume(here.actor, plan, why.reason)
    return desk.show(plan).to_dict()


@router.post("/takedowns/{plan}/undo", dependencies=[role("approver")], status_code=202)
def undo(here: HereNow, plan: Name, wanted: Undo) -> Row:
    """Take items back, all of them when none is named; its job tells how far it is."""
    desk = Desk(here)
    found = desk.show(plan)
    word = wanted.through or chosen(found)
    return desk.start(found, "undo", word, keys=wanted.keys, reason=wanted.reason).seen()


@router.post("/takedowns/{plan}/settle", dependencies=[role("approver")])
def settle(here: HereNow, plan: Name, given: Settling) -> Row:
    """Say what became of a call that no platform can tell of."""
    desk = Desk(here)
    desk.takedowns.settle(here.actor, plan, given.key, done=given.done, reason=given.reason)
    return desk.show(plan).to_dict()


@router.post("/takedowns/{plan}/appeals", dependencies=[role("investigator")], status_code=201)
def appeal(here: HereNow, plan: Name, given: Appeal) -> Row:
    """Write down that somebody objects to an item."""
    made = Desk(here).takedowns.appeal(here.actor, plan, given.key, by=given.by, text=given.text, at=given.at)
    return made.to_dict()


@router.post("/takedowns/{plan}/appeals/{appeal}", dependencies=[role("approver")])
def answer(here: HereNow, plan: Name, appeal: Name, given: Answer) -> Row:
    """Answer an appeal; a granted one takes the item back and opens the case again."""
    word = given.through
    return Desk(here).answer(plan, appeal, granted=given.granted, reason=given.reason, word=word).to_dict()
