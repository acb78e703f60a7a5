"""What a network links to in posts and ads: sites, channels, petitions and other assets; who else does, and who paid.

A link says where a post points, not whose the place is. What stands first is what its members link to far more than
their share of all posts explains: ``nats`` is the posts of members times the logarithm of how many times more often
they link there, which puts a site that everybody links to last.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.model import sql
from inconcert.model.times import iso
from inconcert.networks.handing import handed
from inconcert.networks.words import POSTS, count, counted, listed
from inconcert.profile.clones import Clones
from inconcert.profile.clones import told as compared
from inconcert.profile.hands import Hands, public
from inconcert.profile.hands import told as known_of
from inconcert.profile.landing import Landings
from inconcert.profile.resemblance import Resemblance, protected

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    Row = dict[str, Any]

KEPT = 50
"""Assets kept with a network, the most its own first; how many there are is said."""
LINKERS = 200
"""Members kept with an asset, those with the most posts that link there first."""
NAMED = 3
"""Assets that a sentence names."""
OWN = 2.0
"""Times more often than others, from which a sentence speaks of an asset."""
OWNERS = {"telegram": "channel", "livejournal": "blog"}
"""Platforms on which the name of a post begins with that of the channel or journal it stands in."""

_LINKS = """
CREATE OR REPLACE TEMP TABLE net_links AS
SELECT unnest(coalesce(f.links, f.landings)) AS link, f.asset, f.post_ref, f.at
FROM read_parquet($path) f WHERE len(coalesce(f.links, f.landings)) > 0
"""
_HOSTS = """
SELECT DISTINCT link FROM net_links SEMI JOIN (
    SELECT DISTINCT split_part(l.link, '/', 1) AS host FROM net_links l SEMI JOIN net_members m ON m.asset = l.asset
) h ON h.host = split_part(net_links.link, '/', 1) ORDER BY link
"""
_OWN = """
WITH led AS (SELECT DISTINCT p.place, l.asset, l.post_ref, l.at FROM net_links l JOIN net_places p USING (link)),
     whole AS (SELECT place, count(*) AS posts, count(DISTINCT asset) AS accounts FROM led GROUP BY place),
     each AS (
    SELECT m.network, l.place, l.asset, count(*) AS posts, min(l.at) AS first_at, max(l.at) AS last_at
    FROM led l JOIN net_members m ON m.asset = l.asset GROUP BY ALL
)
SELECT e.network, e.place, sum(e.posts)::BIGINT AS posts, count(*) AS accounts, min(e.first_at) AS first_at,
       max(e.last_at) AS last_at, w.posts - sum(e.posts)::BIGINT AS other_posts,
       w.accounts - count(*) AS other_accounts,
       list({'asset': e.asset, 'posts': e.posts} ORDER BY e.posts DESC, e.asset)[1:$linkers] AS linkers
FROM each e JOIN whole w ON w.place = e.place
GROUP BY e.network, e.place, w.posts, w.accounts ORDER BY e.network, e.place
"""
_POSTS = """
SELECT m.network, count(*) AS own, (SELECT count(*) FROM read_parquet($path)) AS whole
FROM read_parquet($path) f JOIN net_members m ON f.asset = m.asset GROUP BY m.network
"""


class Place(NamedTuple):
    """Where a link leads."""

    platform: str
    """``web`` for a site."""
    kind: str
    """site, channel, petition, account, video and so on."""
    id: str
    """Registered domain, or the id that the platform gives."""

    def __str__(self) -> str:
        return self.id if self.platform == "web" else f"{self.platform} {self.kind} {self.id}"


class Pushes:
    """What the networks of a run link to.

    Links and ads are read once, for all networks.

    Args:
        con: Connection with the view ``ads``.
        features: File of the noun ``features``.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, features: Path) -> None:
        self._con, self._path = con, {"path": sql.exact(features)}
        con.execute(_LINKS, self._path)
        self._landings, self._hands, self._clones = Landings(con), Hands(con), Clones(con)

    def of(self, first: int, end: int) -> Iterator[Row]:
        """What each network from ``first`` to before ``end`` links to; they are those in the table ``net_members``.

        That table is made by :func:`inconcert.profile.acts.seat`.

        Yields:
            For each network ``assets``: how many it links to; ``pushes``: at most :data:`KEPT` of them, each with
            ``platform, kind, id``, ``posts`` and ``accounts`` of members, ``linkers`` (at most :data:`LINKERS` of them,
            ``asset, posts``), ``other_posts`` and ``other_accounts``,
            ``lift`` (times more often than all posts together; null when nobody else posts), ``nats``, ``first_at``,
            ``last_at``, ``resembles`` (``brand, rule, tier, why``, or null), ``family`` (or null), ``ads`` (what ads
            that lead there cost, or null), ``hands`` (what records and saved pages say, or null) and ``clone`` (how its
            saved pages compare with those of protected sites, or null; see :mod:`inconcert.profile.clones`).
        """
        places = _placed(self._con)
        posts = self._con.execute(_POSTS, self._path).fetchall()
        shares = {int(network): own / whole for network, own, whole in posts}
        rows: dict[int, list[Row]] = {}
        found = self._con.sql(_OWN, params={"linkers": LINKERS}).to_arrow_table()
        # Who links to a place is a list of hundreds: made for the places that are kept, when they are.
        linkers = found["linkers"].combine_chunks()
        for number, row in enumerate(found.drop_columns(["linkers"]).to_pylist()):
            row |= {"of": places[row.pop("place")], "linkers": number}
            rows.setdefault(row.pop("network"), []).append(row)
        sites = {row["of"].id for own in rows.values() for row in own if row["of"].platform == "web"}
        alike = Resemblance(sites, protected(self._con))
        for network in range(first, end):
            ranked = _ranked(rows.get(network, []), shares.get(network, 1.0))
            yield {
                "assets": len(ranked),
                "pushes": [
                    self._told(row | {"linkers": linkers[row["linkers"]].as_py()}, alike) for row in ranked[:KEPT]
                ],
            }

    def _told(self, row: Row, alike: Resemblance) -> Row:
        place, site = row["of"], row["of"].platform == "web"
        return {
            "platform": place.platform,
            "kind": place.kind,
            "id": place.id,
            **{name: row[name] for name in ("posts", "accounts", "other_posts", "other_accounts")},
            "lift": None if row["lift"] is None else round(row["lift"], 2),
            "nats": round(row["nats"], 2),
            "linkers": row["linkers"],
            "first_at": iso(row["first_at"]),
            "last_at": iso(row["last_at"]),
            "resembles": alike.brand(place.id) if site else None,
            "family": alike.family(place.id) if site else None,
            "ads": self._landings.of(place.id) if site else None,
            "hands": public(self._hands.of(place.id)) if site else None,
            "clone": self._clones.of(place.id) if site else None,
        }


def _placed(con: duckdb.DuckDBPyConnection) -> list[Place]:
    """Make the table ``net_places (link, place)`` of what members link to; returns the places by number."""
    import pyarrow as pa

    numbers: dict[Place, int] = {}
    links, ids = [], []
    for (link,) in con.execute(_HOSTS).fetchall():
        place = led_to(link)
        if place is not None:
            links.append(link)
            ids.append(numbers.setdefault(place, len(numbers)))
    with handed(con, "net_led", {"link": pa.array(links, pa.string()), "place": pa.array(ids, pa.int64())}):
        con.execute("CREATE OR REPLACE TEMP TABLE net_places AS FROM net_led")
    return list(numbers)


def led_to(link: str) -> Place | None:
    """The asset that a canonical link leads to: a platform's own kind of thing, else the site."""
    from inconcert.normalise.assets import WEB, asset
    from inconcert.normalise.urls import canonical

    found = asset(link)
    if found is not None and found.platform != WEB:
        if found.kind == "post" and found.platform in OWNERS:
            return Place(found.platform, OWNERS[found.platform], found.id.rpartition("/")[0])
        return Place(found.platform, found.kind, found.id)
    domain = canonical(link).domain
    return Place("web", "site", domain) if domain else None


def _ranked(rows: Sequence[Row], share: float) -> list[Row]:
    """The rows with ``lift`` and ``nats``, the most a network's own first."""
    for row in rows:
        row["lift"] = row["posts"] / ((row["posts"] + row["other_posts"]) * share) if share < 1 else None
        row["nats"] = row["posts"] * log(row["lift"]) if row["lift"] else float(row["posts"])
    return sorted(rows, key=lambda row: (-row["nats"], -row["posts"], row["of"]))


def sentences(told: Mapping[str, Any], things: str = POSTS) -> list[str]:
    """What a network pushes, in at most three sentences; none when it links to nothing of its own."""
    own = [row for row in told["pushes"] if row["accounts"] > 1 and (row["lift"] is None or row["lift"] >= OWN)]
    if not own:
        return []
    parts = [_part(row, things) for row in own[:NAMED]]
    more = len(own) - len(parts)
    tail = f", and {count(more, 'other place')} far more than others do" if more else ""
    said = [f"It links to {listed(parts)}{tail}. A link shows where {things} point, not whose the place is."]
    return said + _resembling(own) + _cloned(own) + _paid(own) + _handed(own)


def _part(row: Row, things: str) -> str:
    place = Place(row["platform"], row["kind"], row["id"])
    others = f"others: {row['other_posts']:,}" if row["other_posts"] else "nobody else"
    return f"{place} ({counted(row['posts'], things)} of {count(row['accounts'], 'member')}; {others})"


def _resembling(own: Sequence[Row]) -> list[str]:
    alike = [row for row in own if row["resembles"] and row["resembles"]["tier"] != "lead"]
    if not alike:
        return []
    parts = [f"{row['id']} looks like {row['resembles']['brand']}: {row['resembles']['why']}" for row in alike[:NAMED]]
    more = f"; {count(len(alike) - NAMED, 'other')} too" if len(alike) > NAMED else ""
    return ["; ".join(parts) + more + "."]


def _cloned(own: Sequence[Row]) -> list[str]:
    """Which of these sites copy the pages of a protected site."""
    found = [row for row in own if row.get("clone") and row["clone"]["verdict"] == "clone"]
    more = f"; {count(len(found) - NAMED, 'other site')} too" if len(found) > NAMED else ""
    return ["; ".join(f"{row['id']} {compared(row['clone'])}" for row in found[:NAMED]) + more + "."] if found else []


def _handed(own: Sequence[Row]) -> list[str]:
    """What records and saved pages say of these sites, in a sentence."""
    known = [(row["id"], said) for row in own if row.get("hands") and (said := known_of(row["hands"]))]
    if not known:
        return []
    more = f"; something is known of {count(len(known) - NAMED, 'other site')} too" if len(known) > NAMED else ""
    return ["; ".join(f"{site} {', '.join(said)}" for site, said in known[:NAMED]) + more + "."]


def _paid(own: Sequence[Row]) -> list[str]:
    paid = [row for row in own if row["ads"]]
    if not paid:
        return []
    names = sorted({payer for row in paid for payer in row["ads"]["payers"]})
    who = f", paid by {listed(names[:NAMED])}" if names else ", with nobody named as payer"
    ads = sum(row["ads"]["ads"] for row in paid)
    lead = "leads" if ads == 1 else "lead"
    return [f"{count(ads, 'ad')} in this material {lead} to {listed([row['id'] for row in paid[:NAMED]])}{who}."]
