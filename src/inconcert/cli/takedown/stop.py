"""``inconcert takedown stop``."""

from __future__ import annotations

from inconcert.cli.takedown.offices import reasoned

command = reasoned(
    "stop",
    "stop",
    short="Stop a plan at once.",
    says="Stop PLAN. Whoever carries it out goes no further than the item that is under way.",
)
