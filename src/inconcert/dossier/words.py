"""Sentences that every form says alike."""

from __future__ import annotations

from inconcert.profile.languages import named

CAVEAT = (
    "Sharing these links, or following, liking or answering these accounts, does not make an account part of this "
    "operation; that takes evidence of its own."
)
"""The warning that goes with every list of assets or indicators."""
KINDS = (
    "Coordination, inauthenticity, automation and reach are measured apart, and none of them stands for another. No "
    "measure looks at opinions."
)
OUTSIDE, HELD_BACK = "[outside account]", "[account held back]"
"""What stands in texts for an account outside the networks, and for a member that is held back."""
NOT_GIVEN = "Not given."

TACTICS = {
    "0": "Acquiring assets",
    "1": "Disguising assets",
    "2": "Gathering information",
    "3": "Coordinating and planning",
    "4": "Testing defenses",
    "5": "Evading detection",
    "6": "Indiscriminate engagement",
    "7": "Targeted engagement",
    "8": "Compromising assets",
    "9": "Enabling longevity",
}
"""Tactics of the Online Operations Kill Chain by number (Nimmo and Hutchins, Carnegie, 2023)."""


def language(label: str) -> str:
    """English name of a language; a label kept for private use (ISO 639-2: qaa to qtz) is said to name none."""
    return f"unnamed language {label}" if private(label) else named(label)


def private(label: str) -> bool:
    """Whether a label of a language is kept for private use and names none."""
    return len(label) == 3 and "qaa" <= label <= "qtz"
