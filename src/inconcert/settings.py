"""Analysis settings: frozen, named, written into every run's manifest."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = ("register", "brands")
"""Settings that name a file."""
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


@dataclass(frozen=True)
class Settings:
    """How a run looks for coordination. The defaults carry the name ``DEFAULTS_NAME``."""

    signals: tuple[str, ...] = ()
    """Signals to run; empty means all that are installed."""
    windows: tuple[float, ...] = (MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY)
    """Windows in seconds; a window finer than the clock of the data is left out, saying so."""
    audiences: tuple[int, ...] = (2**31 - 1, 10_000, 3_000, 1_000, 300, 100)
    """For each window, the largest audience an object may have to count in it: wide windows look at rare objects only.
    Popular objects stay in the null and in the short windows. Descending; the first default means no limit."""
    rare: int = 30
    """The window-free test looks only at objects touched by at most this many accounts."""
    min_objects: int = 2
    """Distinct objects an account, and a pair, must share to be reported."""
    fdr: float = 0.01
    """False discovery rate over ties."""
    keep: float = 0.1
    """Ties up to this q are written with their posts; only those up to ``fdr`` bind networks."""
    evidence: int = 50
    """Shared objects, rarest first, kept with their posts for each tie."""
    min_network: int = 3
    """Fewest members of a network."""
    shuffles: int = 19
    """Whole-pipeline shuffles behind the group test and the negative control."""
    seed: int = 0
    """Seed of everything random."""
    memory: str = "2GB"
    """Memory limit of the run."""
    engine: str = "duckdb"
    """Engine that prepares the actions and searches them for ties; every engine gives the same tables."""
    since: str | None = None
    """First UTC day (``2024-03-01``) or instant that is looked at; ``None``: from the first post on."""
    until: str | None = None
    """Last UTC day that is looked at, or the instant up to which; ``None``: up to the last post."""
    register: str | None = None
    """CSV file of accounts that are known to be declared, with the columns platform, account (or handle) and owner;
    ``shipped`` for the list that comes with inconcert."""
    brands: str | None = None
    """File of names to protect beside those that are shipped, a domain a line: which sites look like them is told."""

    def files(self, told: Callable[[str], str]) -> dict[str, str | None]:
        """What ``told`` says of each file that is named; ``None`` where none is."""
        return {name: told(file) if (file := getattr(self, name)) else None for name in FILES}

    def widest_audience(self, window: float) -> int:
        """The audience limit of the narrowest listed window that is at least as wide as ``window`` seconds."""
        wider = [limit for width, limit in zip(self.windows, self.audiences, strict=True) if width >= window]
        return wider[0] if wider else self.rare

    def to_dict(self) -> dict[str, Any]:
        """The settings as plain data, for manifests and ``findings.json``."""
        return asdict(self)


DEFAULTS_NAME = "inconcert-1"
"""Name of the default settings; it changes whenever a default changes."""

DEFAULTS = Settings()
