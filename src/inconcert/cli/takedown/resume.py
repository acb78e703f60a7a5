"""``inconcert takedown resume``."""

from __future__ import annotations

from inconcert.cli.takedown.offices import reasoned

command = reasoned(
    "resume",
    "resume",
    short="Let a stopped plan go on.",
    says="Let a stopped PLAN go on, after you found out why it stopped. Its approvals must still hold.",
)
