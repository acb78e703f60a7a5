"""Runs a signal: its query over ``features`` becomes a file of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.errors import PluginError
from inconcert.model import sql
from inconcert.model.tables import schema
from inconcert.signals.base import Query

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.engines.base import Session
    from inconcert.signals.base import Signal

_COLUMNS = frozenset({"asset", "object", "at", "precision", "post", "lang", "outlet"})


def actions(session: Session, signal: Signal, target: Path) -> dict[str, Any]:
    """Write the actions of a signal to the Parquet file ``target``, distinct, ordered by object, at, asset and post.

    Actions with a coarser clock than the signal can use are left out and counted.

    Args:
        session: An open engine with the table ``features``.
        signal: What to ask.
        target: File to write.

    Returns:
        ``signal``, ``actions``, ``objects``, ``shared`` (objects of two accounts and more), ``stood_back`` (number
        left out, coarsest clock among them) and ``says`` (sentences about it).

    Raises:
        PluginError: the query fails or does not give the columns of an action.
    """
    query = signal.query()
    _check(session, signal, query)
    acted, sharp = f"{signal.name}: all", signal.name
    session.run(Query(query.sql, acted))
    session.run(Query(_distinct(signal, acted), sharp))
    session.write(Query(f'SELECT * FROM "{sharp}" ORDER BY object, "at", asset, post', sharp), target)
    count, clock = session.rows(Query(_blurred(signal, acted), acted))[0]
    sizes = session.rows(Query(_sizes(sharp), sharp))[0]
    return {
        "signal": signal.name,
        **dict(zip(("actions", "objects", "shared"), map(int, sizes), strict=True)),
        "stood_back": {"actions": int(count), "clock": clock},
        "says": _says(signal, int(count), clock),
    }


def _check(session: Session, signal: Signal, query: Query) -> None:
    """Ask for the columns only, so that a stranger's query fails here with its name."""
    try:
        missing = _COLUMNS - set(session.columns(query))
    except PluginError as error:
        raise PluginError(f"the query of signal '{signal.name}' fails: {error}") from error
    if missing:
        raise PluginError(
            f"the query of signal '{signal.name}' lacks {', '.join(sorted(missing))}.",
            todo="See inconcert.signals.base.Signal for the columns.",
        )


def _distinct(signal: Signal, acted: str) -> str:
    """The actions with a clock that is fine enough, each once."""
    values = {"signal": sql.text(signal.name), "lang": "coalesce(lang, 'und')", "outlet": "coalesce(outlet, '')"}
    columns = ", ".join(f'{values.get(name, chr(34) + name + chr(34))} AS "{name}"' for name in schema("actions").names)
    return (
        f'SELECT DISTINCT {columns} FROM "{acted}"'
        f" WHERE object IS NOT NULL AND object <> '' AND precision <= {_number(signal.finest)}"
    )


def _blurred(signal: Signal, acted: str) -> str:
    """How many actions have a clock that is too coarse, and the coarsest."""
    return (
        f'SELECT count(*), max(precision) FROM "{acted}"'
        f" WHERE object IS NOT NULL AND precision > {_number(signal.finest)}"
    )


def _sizes(sharp: str) -> str:
    """Actions, objects, and objects of two accounts and more."""
    return (
        "SELECT coalesce(sum(acts), 0), count(*), count(*) FILTER (WHERE assets > 1) FROM ("
        f'SELECT object, count(*) AS acts, count(DISTINCT asset) AS assets FROM "{sharp}" GROUP BY object) AS sized'
    )


def _says(signal: Signal, count: int, clock: float | None) -> list[str]:
    lacks = signal.lacks()
    if lacks:
        return [f"{signal.name} stood back: {lacks}."]
    if not count or clock is None:
        return []
    acts = f"{count:,} action{'' if count == 1 else 's'}"
    return [f"{signal.name} stood back for {acts}: clock of {clock:g} s, it needs {signal.finest:g} s or finer."]


def _number(seconds: float) -> str:
    return "CAST('infinity' AS DOUBLE)" if seconds == float("inf") else repr(float(seconds))
