"""The words of takedown: what can be done to a target, and what can be taken back."""

from __future__ import annotations

from typing import Literal, get_args

Action = Literal["label", "limit", "suspend", "remove", "takedown", "report"]
ACTIONS: tuple[Action, ...] = get_args(Action)
"""What can be asked of a platform, the mildest first.

``label``: a note that everybody sees. ``limit``: shown to fewer. ``suspend``: the account is shut, its data are kept.
``remove``: a post or a page is deleted. ``takedown``: hidden by the moderation service. ``report``: told to somebody
who decides for themselves (a registrar, another platform).
"""

FINAL: frozenset[Action] = frozenset({"remove", "report"})
"""What cannot be taken back; it takes a third approval."""

Kind = Literal["account", "post", "page", "group", "channel", "site", "ad", "petition"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a target can be."""

APPROVALS, APPROVALS_FINAL = 2, 3
"""Persons, none of them the author, who must approve a plan; and one that holds something final."""


NOTICES = {
    "begun": "Its notice is on the way.",
    "done": "Its notice was sent.",
    "refused": "Its notice could not be delivered.",
    "unclear": "Whether its notice was sent is not known; it is not sent again.",
}
"""What is said of the notice to the owner of a target, by what became of it."""

PlanStanding = Literal[
    "planned", "rehearsed", "approved", "in stages", "stopped", "carried out", "taken back", "replaced"
]
STANDINGS: tuple[PlanStanding, ...] = get_args(PlanStanding)
"""Where a plan is.

``planned``: not rehearsed as it stands. ``rehearsed``: waits for approvals. ``approved``: enough people approved it.
``in stages``: some items are done and some are not. ``stopped``: by somebody or by a surprise. ``carried out``: nothing
waits. ``taken back``: all that was done was undone. ``replaced``: another plan took its place.
"""
