"""A confirmed case for MISP: an event, and a static feed."""

from __future__ import annotations

from inconcert.exchange.misp.event import event
from inconcert.exchange.misp.forms import MispEvent, MispFeed, feed

__all__ = ["MispEvent", "MispFeed", "event", "feed"]
