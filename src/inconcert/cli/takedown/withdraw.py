"""``inconcert takedown withdraw``."""

from __future__ import annotations

from inconcert.cli.takedown.offices import reasoned

command = reasoned(
    "withdraw",
    "withdraw",
    short="Take your approval of a plan back.",
    says="Take your approval of PLAN back, at any time; what was done stays done.",
)
