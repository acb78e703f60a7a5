"""``inconcert takedown look``."""

from __future__ import annotations

from inconcert.cli.takedown.offices import reasoned

command = reasoned(
    "look",
    "follow",
    short="Say that the first stage was looked at; the rest may follow.",
    says="Let the rest of PLAN follow, after you looked at what the first few did.",
)
