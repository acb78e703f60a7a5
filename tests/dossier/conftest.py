from __future__ import annotations

from gathered import book, whole

__all__ = ["book", "whole"]
