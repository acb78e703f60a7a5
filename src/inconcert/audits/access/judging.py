"""What each event of an access log is, as SQL over the table ``events``; unknown stays unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.model import sql

if TYPE_CHECKING:
    from collections.abc import Collection

    from inconcert.audits.access.loading import Store
    from inconcert.audits.access.settings import AccessSettings

REASONS = {
    "crossed": "from another place than the subjects', without a ticket",
    "apart": "HR, device and session name different countries",
    "proxied": "soon after a request from another country",
    "guarded": "reads a protected subject",
    "bulk": "as many subjects as make it bulk",
    "glass": "break-glass",
}
"""Why an event has to be explained, by the column that says so."""


def judge(store: Store, settings: AccessSettings, salt: str, protected: Collection[str]) -> None:
    """Make the views ``judged`` (every event) and ``reasons`` (those to be explained, with why)."""
    requests(store, settings)
    _protected(store, salt, protected)
    wanted = ", ".join(sql.text(word) for word in settings.requests)
    ticket = "purpose_ticket IS NULL" if "purpose_ticket" in store.has else "NULL::BOOLEAN"
    store.con.execute(
        f"""CREATE VIEW judged AS SELECT *, rowid AS place,
        action IN ({wanted}) AS request,
        {_elsewhere(settings)} AS elsewhere,
        {_apart()} AS apart,
        CASE WHEN action IN ({wanted}) THEN NULL ELSE {ticket} END AS unticketed,
        {_bulk(settings)} AS bulk,
        coalesce(break_glass, false) OR action IN ('break-glass', 'break_glass', 'breakglass') AS glass,
        rowid IN (SELECT place FROM proxied) AS proxied,
        subject IN (SELECT subject FROM guarded) AS guarded
        FROM events"""
    )
    store.con.execute(
        f"""CREATE VIEW reasons AS SELECT *, list_filter([
        CASE WHEN elsewhere AND coalesce(unticketed, true) AND NOT request THEN {sql.text(REASONS["crossed"])} END,
        CASE WHEN apart THEN {sql.text(REASONS["apart"])} END,
        CASE WHEN proxied THEN {sql.text(REASONS["proxied"])} END,
        CASE WHEN guarded THEN {sql.text(REASONS["guarded"])} END,
        CASE WHEN bulk THEN {sql.text(REASONS["bulk"])} END,
        CASE WHEN glass THEN {sql.text(REASONS["glass"])} END], lambda one: one IS NOT NULL) AS why FROM judged"""
    )


def _elsewhere(settings: AccessSettings) -> str:
    """Whether the session is outside of the subjects' region; unknown when either is."""
    cases = " ".join(
        f"WHEN subject_region = {sql.text(name.upper())} THEN session_country NOT IN "
        f"({', '.join(sql.text(country) for country in countries)})"
        for name, countries in sorted(settings.regions.items())
    )
    return (f"CASE WHEN session_country IS NULL OR subject_region IS NULL THEN NULL {cases} "
            "ELSE session_country <> subject_region END")  # fmt: skip


def _apart() -> str:
    """Whether the known countries of an event differ; unknown when fewer than two are known."""
    known = "list_filter([actor_country, device_country, session_country], lambda one: one IS NOT NULL)"
    return f"CASE WHEN len({known}) < 2 THEN NULL ELSE len(list_distinct({known})) > 1 END"


def _bulk(settings: AccessSettings) -> str:
    cases = " ".join(
        f"WHEN data_class = {sql.text(one.data_class)} THEN subjects >= {one.subjects}" for one in settings.thresholds
    )
    return f"CASE {cases} END" if cases else "NULL::BOOLEAN"


def _protected(store: Store, salt: str, protected: Collection[str]) -> None:
    """Subjects of the log whose salted hash is in the list."""
    store.con.execute("CREATE TABLE guarded (subject VARCHAR)")
    if protected and "subject" in store.has:
        import pyarrow as pa

        store.con.register("listed", pa.table({"hash": sorted(protected)}))
        store.con.execute(
            f"""INSERT INTO guarded SELECT subject FROM (SELECT DISTINCT subject FROM events WHERE subject IS NOT NULL)
            WHERE sha256({sql.text(salt)} || ':' || subject) IN (SELECT hash FROM listed)
            OR lower(subject) IN (SELECT hash FROM listed)"""
        )
        store.con.unregister("listed")


def requests(store: Store, settings: AccessSettings) -> None:
    """Tables ``proxied``, of queries soon after a request from another country, and ``mirrored``, before one.

    Queries that stand as shortly *before* such a request are what coincidence gives, for a request causes none of
    them. Both are of the same dataset, or of the same subject where the log names it.
    """
    store.con.execute("CREATE TABLE proxied (place BIGINT); CREATE TABLE mirrored (place BIGINT)")
    wanted = ", ".join(sql.text(word) for word in settings.requests)
    if not store.rows(f"SELECT 1 FROM events WHERE action IN ({wanted}) LIMIT 1"):
        return
    for key in ("dataset", "subject"):
        for table, sign in (("proxied", 1), ("mirrored", -1)):
            store.con.execute(_asked(key, sign, wanted))
            store.con.execute(
                f"""INSERT INTO {table} SELECT q.place FROM (
                    SELECT rowid AS place, {key} AS key, {sign} * "at" AS t, session_country AS country FROM events
                    WHERE action NOT IN ({wanted}) AND session_country IS NOT NULL AND {key} IN (SELECT key FROM asked)
                ) q ASOF JOIN asked r ON q.key = r.key AND q.t >= r.t
                WHERE q.t - CASE WHEN r.low <> q.country OR r.high <> q.country THEN r.t ELSE r.other END
                    <= {settings.minutes * 60_000_000} AND q.place NOT IN (SELECT place FROM {table})"""
            )
            store.con.execute("DROP TABLE asked")


def _asked(key: str, sign: int, wanted: str) -> str:
    """Requests by key and instant, each with the latest instant before at which another country asked.

    Instants at which one and the same country asks in a row make a run; the latest other one is the end of the run
    before.
    """
    return f"""CREATE TABLE asked AS
        WITH moments AS (SELECT {key} AS key, {sign} * "at" AS t, min(session_country) AS low,
                max(session_country) AS high
            FROM events WHERE action IN ({wanted}) AND session_country IS NOT NULL AND {key} IS NOT NULL
                AND "at" IS NOT NULL GROUP BY ALL),
        steps AS (SELECT *, lag(t) OVER own AS before,
                coalesce(low = high AND lag(low) OVER own = low AND lag(high) OVER own = high, false) AS same
            FROM moments WINDOW own AS (PARTITION BY key ORDER BY t)),
        runs AS (SELECT *, count(*) FILTER (NOT same) OVER (PARTITION BY key ORDER BY t) AS run FROM steps)
        SELECT key, t, low, high, first_value(before) OVER (PARTITION BY key, run ORDER BY t) AS other FROM runs"""
