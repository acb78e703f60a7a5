"""The two shapes nearly all signals have: one object a post, or several."""

from __future__ import annotations

COLUMNS = 'asset, "at", precision, post, lang'
OWN = "kind <> 'repost'"
"""What an account says itself: what it reposts belongs to the repost signals, so that no act counts twice."""


def one(column: str, *, outlet: str = "''", where: str = OWN) -> str:
    """Actions on the object in ``column``; ``outlet`` is an expression."""
    chosen = f"{column} IS NOT NULL AND {where}"
    return f"SELECT {column} AS object, {outlet} AS outlet, {COLUMNS} FROM features WHERE {chosen}"


def each(column: str, *, outlet: str = "''", where: str = OWN) -> str:
    """Actions on every object in the list ``column``; ``outlet`` is an expression that may use ``object``."""
    return (
        f"SELECT object, {outlet} AS outlet, {COLUMNS} FROM "
        f"(SELECT unnest({column}) AS object, domains, payer, {COLUMNS} FROM features"
        f" WHERE len({column}) > 0 AND {where})"
    )
