"""What an audit of access is told: where data belong, what counts as bulk, how close a request and a query are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inconcert.audits.rows import Form, read
from inconcert.errors import InputError, Place, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_EU = (
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE",
    "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
)  # fmt: skip
REGIONS: Mapping[str, tuple[str, ...]] = {"EU": _EU, "EEA": (*_EU, "IS", "LI", "NO"), "UK": ("GB", "UK")}
"""Countries of regions that logs name; a region that is not here is a country."""

RULE = "28 CFR 202.205 (90 FR 1636; in force since 8 April 2025)"
"""Where the US Data Security Program defines bulk: more than so many US persons, of precise geolocation more than so
many US devices, within the preceding twelve months, between the same US person and the same foreign one. Of combined
data, and of identifiers linked to another class, the lowest number of the classes in it counts, which no log says."""


@dataclass(frozen=True)
class Threshold:
    """From how many subjects a class of data is bulk; of “more than 1,000” the first number that is, 1,001."""

    data_class: str
    subjects: int
    source: str


BULK = (
    Threshold("genomic", 101, RULE),
    Threshold("omic", 1_001, RULE),
    Threshold("biometric", 1_001, RULE),
    Threshold("precise_geolocation", 1_001, RULE),
    Threshold("health", 10_001, RULE),
    Threshold("financial", 10_001, RULE),
    Threshold("identifiers", 100_001, RULE),
)
"""Used unless others are given; a class of the log that has none of these names has no threshold, and is listed."""

_FORM = Form("a table of thresholds", ("data_class", "subjects", "source"))


@dataclass(frozen=True)
class AccessSettings:
    """Settings of an audit of access."""

    regions: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(REGIONS))
    """Countries that lie inside of a subject's region."""
    minutes: int = 30
    """Minutes within which a query after a request from another country counts as access by proxy."""
    breadth: float = 0.5
    """Share of all datasets from which an actor is a super-user."""
    datasets: int = 10
    """Datasets below which breadth says nothing."""
    thresholds: tuple[Threshold, ...] = BULK
    requests: tuple[str, ...] = ("request",)
    """Actions that ask for data instead of reading it."""
    memory: str = "1GB"
    """Memory that the tables may use; the rest is on disk."""
    timezone: str = ""
    """Zone of times that carry none."""
    days: int = 90
    """Days that the list of events to be explained stays."""

    def __post_init__(self) -> None:
        if not 0 < self.breadth <= 1 or min(self.minutes, self.datasets, self.days) < 1:
            raise UsageError("breadth is a share above 0, minutes, datasets and days are 1 or more.")


def region(spoken: str) -> tuple[str, tuple[str, ...]]:
    """A region with its countries, from ``EEA=AT,BE,…``.

    Raises:
        UsageError: it is not of that form.
    """
    name, sign, countries = spoken.partition("=")
    codes = tuple(code.strip().upper() for code in countries.split(",") if code.strip())
    if not sign or not name.strip() or not codes:
        raise UsageError(f"'{spoken}' is no region with its countries.", todo="Write it as EEA=AT,BE,BG.")
    return name.strip().upper(), codes


def thresholds(path: str | Path) -> tuple[Threshold, ...]:
    """Thresholds from a table (data_class, subjects, source).

    Raises:
        InputError: a row does not fit, or a class stands there twice.
    """
    rows, _ = read([path], _FORM)
    made: dict[str, Threshold] = {}
    for row in rows:
        name, number = row.needed("data_class").casefold(), row.whole("subjects")
        if not number:
            raise row.refuse("subjects", "a threshold is one subject or more.")
        if name in made:
            raise InputError(f"class '{name}' has two thresholds.", where=Place(row.file, row.number, "data_class"))
        made[name] = Threshold(name, number, row.needed("source"))
    return tuple(made[name] for name in sorted(made))
