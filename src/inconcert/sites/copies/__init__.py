"""Articles that stand on several sites: verbatim, nearly, from one template, or translated, and who was first."""

from __future__ import annotations

from inconcert.sites.copies.matching import Copy, copies

__all__ = ["Copy", "copies"]
