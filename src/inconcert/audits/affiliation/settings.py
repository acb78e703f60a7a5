"""What has to be said before employment entries are read."""

from __future__ import annotations

from dataclasses import dataclass

from inconcert.errors import UsageError


@dataclass(frozen=True)
class Terms:
    """Why the entries are read, and how long working papers stay."""

    purpose: str
    """What the disclosure is for, in a sentence."""
    dpia: str
    """Reference of the data protection impact assessment (Article 35 GDPR)."""
    days: int = 30
    """Days that working papers stay."""

    def __post_init__(self) -> None:
        for name, said in (("purpose", self.purpose), ("DPIA reference", self.dpia)):
            if not said.strip():
                raise UsageError(
                    f"no {name} is given.", todo="Say it with --purpose and --dpia: jobs of people are read."
                )
        if not 1 <= self.days <= 3650:
            raise UsageError("papers stay for 1 to 3650 days.", todo="Give --keep-days.")


@dataclass(frozen=True)
class BaseRate:
    """What share of comparable people has such a job; declared by the user."""

    share: float
    source: str
    """Whose share it is, and where it is from."""

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1 or not self.source.strip():
            raise UsageError("a base rate is a share from 0 to 1 with its source.",
                             todo="Give --base-rate with --base-source.")  # fmt: skip
