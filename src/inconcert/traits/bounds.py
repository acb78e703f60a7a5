"""How much a trait may say, and how little it may rest on."""

from __future__ import annotations

CAP = 6.0
"""Most nats one trait can add or take away, so that none carries a finding alone."""
STAGED = 3.0
"""Most nats for exculpatory evidence that an operation could stage as easily as anybody."""
LEAST_POSTS = 36
"""Posts of a group below which its rhythm says nothing."""
LEAST_MEMBERS = 3
"""Members of whom something must be known."""
LEAST_CONTROLS = 30
"""Comparable accounts of whom something must be known."""
