"""Runs a signal: its query over ``features`` becomes a file of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.errors import PluginError
from inconcert.model.tables import schema

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from inconcert.signals.base import Signal

_COLUMNS = frozenset({"asset", "object", "at", "precision", "post", "lang", "outlet"})


def actions(con: duckdb.DuckDBPyConnection, signal: Signal, target: Path) -> dict[str, Any]:
    """Write the actions of a signal to the Parquet file ``target``, distinct, ordered by object, at, asset and post.

    Actions with a coarser clock than the signal can use are left out and counted.

    Returns:
        ``signal``, ``actions``, ``objects``, ``shared`` (objects of two accounts and more), ``assets``,
        ``stood_back`` (number left out, coarsest clock among them) and ``says`` (sentences about it).

    Raises:
        PluginError: the query fails or does not give the columns of an action.
    """
    query = signal.query()
    _check(con, signal)
    con.execute(f"CREATE OR REPLACE TEMP TABLE acted AS {query.sql}")
    try:
        back = con.execute(
            "SELECT count(*), max(precision) FROM acted WHERE precision > ? AND object IS NOT NULL", [signal.finest]
        ).fetchall()[0]
        con.execute(_copy(signal, target))
        sizes = con.execute(
            "SELECT coalesce(sum(acts), 0), count(*), count(*) FILTER (assets > 1) FROM ("
            " SELECT object, count(*) AS acts, count(DISTINCT asset) AS assets"
            f" FROM read_parquet('{_quoted(target)}') GROUP BY object)"
        ).fetchall()[0]
    finally:
        con.execute("DROP TABLE IF EXISTS acted")
    return {
        "signal": signal.name,
        **dict(zip(("actions", "objects", "shared"), map(int, sizes), strict=True)),
        "stood_back": {"actions": int(back[0]), "clock": back[1]},
        "says": _says(signal, int(back[0]), back[1]),
    }


def _check(con: duckdb.DuckDBPyConnection, signal: Signal) -> None:
    """Ask for the columns only, so that a stranger's query fails here with its name."""
    import duckdb

    try:
        described = con.execute(f"DESCRIBE {signal.query().sql}").fetchall()
    except duckdb.Error as error:
        raise PluginError(f"the query of signal '{signal.name}' fails: {error}") from error
    missing = _COLUMNS - {row[0] for row in described}
    if missing:
        raise PluginError(
            f"the query of signal '{signal.name}' lacks {', '.join(sorted(missing))}.",
            todo="See inconcert.signals.base.Signal for the columns.",
        )


def _copy(signal: Signal, target: Path) -> str:
    """The statement that writes the actions; they come in the order in which pairs are counted."""
    literal = signal.name.replace("'", "''")
    values = {"signal": f"'{literal}'", "lang": "coalesce(lang, 'und')", "outlet": "coalesce(outlet, '')"}
    columns = ", ".join(f'{values.get(name, chr(34) + name + chr(34))} AS "{name}"' for name in schema("actions").names)
    return (
        f"COPY (SELECT DISTINCT {columns} FROM acted"
        f" WHERE object IS NOT NULL AND object <> '' AND precision <= {_number(signal.finest)}"
        ' ORDER BY object, "at", asset, post)'
        f" TO '{_quoted(target)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
    )


def _says(signal: Signal, count: int, clock: float | None) -> list[str]:
    if not count or clock is None:
        return []
    acts = f"{count:,} action{'' if count == 1 else 's'}"
    return [f"{signal.name} stood back for {acts}: clock of {clock:g} s, it needs {signal.finest:g} s or finer."]


def _number(seconds: float) -> str:
    return "'infinity'::DOUBLE" if seconds == float("inf") else repr(float(seconds))


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
