"""A saved page, and what was odd about a file that should have held some."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it was saved; its scripts were not run and nothing it names was loaded."""

    source: str
    """File, and the record inside it when it is an archive: ``dump.warc.gz#12``."""
    url: str | None
    """Address it was saved from; ``None`` when the file does not say. What the page calls itself (``rel=canonical``,
    ``og:url``) is not that address: a clone names the page it was copied from."""
    saved_at: int | None
    """Microseconds since 1970 UTC; the start of the day when only a day is known, ``None`` when the file does not
    say."""
    html: str
    """Decoded text, cut where the limits say."""


@dataclass(frozen=True, slots=True)
class Oddity:
    """One file or record that was refused, cut or read in another way than it asks for."""

    source: str
    """File, and the record inside it when it is an archive."""
    what: str
    """What was odd and what was done."""
    todo: str = ""
    """What the reader can do; empty when nothing needs doing."""

    def __str__(self) -> str:
        return f"{self.source}: {self.what}" + (f" {self.todo}" if self.todo else "")
