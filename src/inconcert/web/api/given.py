"""What requests give and answers hold, of whatever they are about."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path
from pydantic import Field

Name = Annotated[str, Path(max_length=100)]
"""An id in an address."""
Words = Annotated[str, Field(min_length=1, max_length=20_000)]
"""A text that somebody wrote."""
Row = dict[str, Any]
