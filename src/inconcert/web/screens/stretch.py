"""What a network said, shared and addressed within a stretch of time: counted from the tables of the run, with limits.

A run tells these things of the whole time. For a stretch they are counted anew by DuckDB over Parquet: only the rows
within the stretch are read, and only the first few of the answer are kept.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any

from inconcert.model.times import iso
from inconcert.report.html import wordless
from inconcert.web.screens.material import assets, rows, seat
from inconcert.web.screens.slices import instant_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb
    import pyarrow as pa

    from inconcert.web.screens.material import Material
    from inconcert.web.screens.pairs import Filter

    Row = dict[str, Any]

OBJECTS, TARGETS, EXAMPLES = 50, 15, 3
"""Rows that are kept of each."""
SAMPLE = 6000
"""Posts of members that are looked through for examples, at most; of more a sample."""
KEPT_POSTS = 500_000
"""Posts of a network up to which the rows of its members are kept in memory, so that every further stretch is quick."""
_EVER = (-(2**62), 2**62)

_ACTED = """
SELECT c.signal, c.object, c.asset, c.at, c.post FROM actions c SEMI JOIN screen_members m ON c.asset = m.asset
WHERE c.signal IN (SELECT signal FROM screen_signals)
"""
_DID = """
SELECT f.asset, f.at, f.domains FROM features f SEMI JOIN screen_members m ON f.asset = m.asset WHERE len(f.domains) > 0
"""
_AIMED = """
WITH told AS (SELECT f.* EXCLUDE ("at"), f.at AS moment FROM features f {join} {when}), aimed AS (
    SELECT asset, post_ref, moment, reply_account AS name, 'replies' AS act FROM told WHERE reply_account IS NOT NULL
    UNION ALL
    SELECT asset, post_ref, moment, platform || ':@' || substr(mark, 9), 'mentions' FROM (
        SELECT asset, post_ref, moment, platform, unnest(marks) AS mark FROM told
        WHERE len(marks) > 0 AND kind <> 'repost'
    ) WHERE starts_with(mark, 'mention:')
    UNION ALL
    SELECT t.asset, t.post_ref, t.moment, t.platform || ':@' || lower(o.account_id), 'quotes'
    FROM posts q JOIN posts o ON q.platform = o.platform AND q.quote_of = o.post_id
    JOIN told t ON t.post_ref = q.platform || ':' || q.post_id WHERE q.quote_of IS NOT NULL
)
SELECT asset, post_ref, any_value(moment) AS moment, name, bool_or(act = 'replies') AS replies,
       bool_or(act = 'quotes') AS quotes
FROM aimed WHERE name NOT LIKE '%:@' {named} GROUP BY asset, post_ref, name
"""
_AIMS = _AIMED.format(join="SEMI JOIN screen_members m ON f.asset = m.asset", when="", named="")
_OTHERS = f"""
SELECT name, count(*) AS acts FROM ({
    _AIMED.format(
        join="ANTI JOIN screen_members m ON f.asset = m.asset",
        when="WHERE f.at >= $first AND f.at < $last",
        named="AND name IN (SELECT unnest($names))",
    )
}) GROUP BY name
"""
_SAID = f"""
WITH read AS (
    SELECT p.platform || ':' || p.post_id AS ref, epoch_us(p.posted_at) AS moment, p.precision, p.text, p.lang, p.kind,
           p.urls, p.handle, m.asset AS account, p.source, p.row
    FROM posts p JOIN screen_members m ON p.platform = m.platform AND p.account_id = m.account_id
    WHERE p.text IS NOT NULL ORDER BY hash(p.post_id), p.post_id LIMIT {SAMPLE}
)
SELECT n.id, r.*, len(list_filter(n.words, lambda word: contains(lower(r.text), word))) AS hits
FROM read r, screen_narratives n WHERE hits * 2 >= len(n.words)
QUALIFY row_number() OVER (
    PARTITION BY n.id, (r.moment // n.step) ORDER BY hits DESC, r.moment, r.ref) <= {EXAMPLES}
"""  # numbers of our own, nothing from outside

_OBJECTS = f"""
SELECT c.signal, c.object, count(DISTINCT c.asset) AS accounts, count(DISTINCT c.post) AS posts, min(c.post) AS example
FROM screen_acted c WHERE c.at >= $first AND c.at < $last
GROUP BY c.signal, c.object HAVING accounts > 1
ORDER BY accounts DESC, posts DESC, c.signal, c.object LIMIT {OBJECTS}
"""
_TEXTS = """
SELECT f.post, any_value(p.text) AS text FROM features f JOIN posts p
  ON p.platform = f.platform AND p.post_id = substr(f.post_ref, length(f.platform) + 2)
WHERE f.post IN (SELECT unnest($posts)) GROUP BY f.post
"""
_SITES = """
SELECT domain, count(*) AS posts, count(DISTINCT asset) AS accounts FROM (
    SELECT d.asset, unnest(d.domains) AS domain FROM screen_did d WHERE d.at >= $first AND d.at < $last
) GROUP BY domain
"""
_NAMED = """
SELECT a.name, count(*) FILTER (a.replies) AS replies, count(*) FILTER (a.quotes AND NOT a.replies) AS quotes,
       count(*) FILTER (NOT a.quotes AND NOT a.replies) AS mentions, list(DISTINCT a.asset) AS by
FROM screen_aims a WHERE a.moment >= $first AND a.moment < $last
GROUP BY a.name ORDER BY count(*) DESC, a.name LIMIT 200
"""
_WHO = """
SELECT name, arg_max(who, seen) AS who, arg_max(handle, seen) FILTER (handle IS NOT NULL) AS handle FROM (
    SELECT platform || ':@' || lower(account_id) AS name, platform || ':' || account_id AS who, handle,
           coalesce(posted_at, make_timestamptz(0)) AS seen FROM posts
    UNION ALL
    SELECT platform || ':@' || lower(handle), platform || ':' || account_id, handle,
           coalesce(posted_at, make_timestamptz(0)) FROM posts WHERE handle IS NOT NULL
) WHERE name IN (SELECT unnest($names)) GROUP BY name
"""
_POSTS = """
SELECT count(*) FILTER (m.asset IS NOT NULL) AS own, count(*) AS whole
FROM features f LEFT JOIN screen_members m ON f.asset = m.asset WHERE f.at >= $first AND f.at < $last
"""
_EXAMPLES = f"""
SELECT s.* FROM screen_said s WHERE s.moment >= $first AND s.moment < $last
QUALIFY row_number() OVER (PARTITION BY s.id ORDER BY s.hits DESC, s.moment, s.ref) <= {EXAMPLES}
ORDER BY s.id, s.hits DESC, s.moment, s.ref
"""
_SEATED = """
CREATE OR REPLACE TEMP TABLE screen_members AS
SELECT *, split_part(asset, ':', 1) AS platform, substr(asset, strpos(asset, ':') + 1) AS account_id FROM screen_members
"""


def stretch(material: Material, network: Row, chosen: Filter) -> Row:
    """What the finding's page shows of the chosen stretch in place of what the run told of the whole time.

    Returns:
        ``narratives``, ``targets``, ``objects``, ``pushes`` as in ``findings.json``, counted within the stretch, those
        with most first.
    """
    first, last = chosen.first, chosen.last
    return material.kept(("stretch", network["id"], first, last), lambda: _stretch(material, network, first, last))


def _stretch(material: Material, network: Row, first: int | None, last: int | None) -> Row:
    bounds = {"first": _EVER[0] if first is None else first, "last": _EVER[1] if last is None else last}
    with material.cursor() as con:
        _laid(con, material, network)
        return {
            "objects": _objects(con, network, bounds),
            "pushes": _pushes(con, network, bounds),
            "targets": _targets(con, bounds),
            "narratives": _narratives(con, material, network, bounds),
        }


def lay(material: Material, network: Row) -> None:
    """Read beforehand what stretches of a network are counted from."""
    with material.cursor() as con:
        _laid(con, material, network)


def _laid(con: duckdb.DuckDBPyConnection, material: Material, network: Row) -> None:
    """Lay what the members did at any time beside each other on a cursor: read once, unless there is too much of it."""
    seat(con, assets(network))
    con.execute(_SEATED)
    tables = {"screen_acted": _ACTED, "screen_did": _DID, "screen_aims": _AIMS, "screen_said": _SAID}
    if network["posts"] > KEPT_POSTS:
        _signals(con, network)
        for name, query in tables.items():
            con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
        return
    for name, table in material.kept(("did", network["id"]), lambda: _read(con, network, tables)).items():
        con.register(name, table)


def _read(con: duckdb.DuckDBPyConnection, network: Row, queries: Mapping[str, str]) -> dict[str, pa.Table]:
    _signals(con, network)
    return {name: con.sql(query).to_arrow_table() for name, query in queries.items()}


def _signals(con: duckdb.DuckDBPyConnection, network: Row) -> None:
    """Make the tables of the network's signals and narratives on a cursor."""
    import pyarrow as pa

    told = network.get("narratives") or ()
    signals = pa.table({"signal": pa.array([signal["name"] for signal in network["signals"]], pa.string())})
    narratives = pa.table(
        {
            "id": pa.array([one["id"] for one in told], pa.string()),
            "words": pa.array([[str(word).casefold() for word in one["words"]] for one in told], pa.list_(pa.string())),
            "step": pa.array([one["timeline"]["step"] * 1_000_000 for one in told], pa.int64()),
        }
    )
    for name, table in (("screen_signals", signals), ("screen_narratives", narratives)):
        con.register(f"{name}_given", table)
        con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM {name}_given")
        con.unregister(f"{name}_given")


def _objects(con: duckdb.DuckDBPyConnection, network: Row, bounds: Row) -> list[Row]:
    nouns = {signal["name"]: signal["noun"] for signal in network["signals"]}
    found = rows(con, _OBJECTS, **bounds)
    told = wordless(network)
    posts = [row["example"] for row in found if row["signal"] in told]
    texts = {row["post"]: row["text"] for row in rows(con, _TEXTS, posts=posts)} if posts else {}
    return [row | {"noun": nouns[row["signal"]], "text": texts.get(row["example"])} for row in found]


def _pushes(con: duckdb.DuckDBPyConnection, network: Row, bounds: Row) -> list[Row]:
    """The sites that the run lists, with what members linked to them within the stretch."""
    there = {row["domain"]: row for row in rows(con, _SITES, **bounds)}
    sites = [one for one in network.get("pushes", ()) if one["platform"] == "web" and one["id"] in there]
    counted = [one | {key: there[one["id"]][key] for key in ("posts", "accounts")} for one in sites]
    return sorted(counted, key=lambda row: (-row["posts"], row["id"]))


def _targets(con: duckdb.DuckDBPyConnection, bounds: Row) -> list[Row]:
    named = rows(con, _NAMED, **bounds)
    if not named:
        return []
    names = [row["name"] for row in named]
    known = {row["name"]: row for row in rows(con, _WHO, names=names)}
    others = {row["name"]: row["acts"] for row in rows(con, _OTHERS, names=names, **bounds)}
    posts = rows(con, _POSTS, **bounds)[0]
    share = posts["own"] / posts["whole"] if posts["whole"] else 1.0
    together: dict[str, Row] = {}
    for row in named:
        _add(together, row, known.get(row["name"], {}), others.get(row["name"], 0))
    told = [_target(who, row, share) for who, row in together.items()]
    return sorted(told, key=lambda row: (-row["weight"], -row["accounts"], str(row["handle"])))[:TARGETS]


def _add(together: dict[str, Row], row: Row, known: Mapping[str, Any], others: int) -> None:
    """Add what was done to a name to what was done to the account behind it, which may have several names."""
    who = known.get("who") or row["name"]
    there = together.setdefault(
        who, {"replies": 0, "quotes": 0, "mentions": 0, "by": set(), "others": 0, "handle": known.get("handle")}
    )
    for key in ("replies", "quotes", "mentions"):
        there[key] += row[key]
    there["by"] |= set(row["by"]) - {who}
    there["others"] += others


def _target(who: str, row: Row, share: float) -> Row:
    platform, _, name = who.partition(":")
    acts = row["replies"] + row["quotes"] + row["mentions"]
    lift = acts / ((acts + row["others"]) * share) if 0 < share < 1 else None
    return {key: row[key] for key in ("replies", "quotes", "mentions", "others")} | {
        "platform": platform,
        "account_id": None if name.startswith("@") else name,
        "handle": row["handle"] if not name.startswith("@") else name[1:],
        "accounts": len(row["by"]),
        "lift": lift,
        "weight": acts * log(lift) if lift else float(acts),
    }


def _narratives(con: duckdb.DuckDBPyConnection, material: Material, network: Row, bounds: Row) -> list[Row]:
    """The narratives of the run that fall into the stretch: posts by their own timeline, examples from within it."""
    inside = [one | _share_of(one, bounds) for one in network.get("narratives", ())]
    inside = sorted((one for one in inside if one["posts"]), key=lambda one: (-one["posts"], one["id"]))
    if not inside:
        return []
    examples: dict[str, list[Row]] = {}
    for row in rows(con, _EXAMPLES, **bounds):
        told = row | {"at": iso(row["moment"]), "file": material.files.get(row["source"])}
        examples.setdefault(row["id"], []).append(told)
    total = sum(one["posts"] for one in inside)
    return [one | {"share": one["posts"] / total, "examples": examples.get(one["id"], [])} for one in inside]


def _share_of(one: Row, bounds: Row) -> Row:
    """Posts of a narrative in the stretch, in steps of its timeline, and from when to when."""
    step = one["timeline"]["step"] * 1_000_000
    starts = [(instant_of(start) or 0, start, posts) for start, posts in one["timeline"]["bins"]]
    bins = [each for each in starts if each[0] + step > bounds["first"] and each[0] < bounds["last"]]
    return {
        "posts": sum(posts for _, _, posts in bins),
        "first_at": iso(max(bins[0][0], bounds["first"])) if bins else None,
        "last_at": iso(min(bins[-1][0] + step, bounds["last"])) if bins else None,
        "timeline": one["timeline"] | {"bins": [[start, posts] for _, start, posts in bins]},
    }
