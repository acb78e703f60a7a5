"""A confirmed case as STIX 2.1; one file for each thing that a bundle tells."""

from __future__ import annotations

from inconcert.exchange.stix.form import Stix, bundle

__all__ = ["Stix", "bundle"]
