"""Cloned pages: whether a saved page is a copy of a newspaper's, set against pages it had on any day."""

from __future__ import annotations

from inconcert.sites.clones.comparing import Comparison, clones

__all__ = ["Comparison", "clones"]
