"""What a group of accounts has that a fingerprint may have too."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from math import log
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from inconcert.casework.salted import salted
from inconcert.model import sql
from inconcert.returns.words import handle_form, pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import duckdb

LEAST_POSTS = 60
"""Posts of a group below which nothing is said about its hours."""
LEAST_HANDLES = 4
"""Handles of a group below which nothing is said about how they are made."""
TEXTS = 20_000
"""Different texts of a group that are read, at most: those that most members wrote."""
SMOOTH = 0.5
"""Added to each hour, in per cent of the posts, so that an hour without posts is rare and not impossible."""
PERSONAL = frozenset({"accounts", "templates", "targets"})
"""Families whose elements are personal data and stand as salted hashes."""


@dataclass(frozen=True)
class Held:
    """How a group has one thing."""

    accounts: int
    posts: frozenset[str]


@dataclass(frozen=True)
class Text:
    """One text of a group."""

    pairs: frozenset[str]
    accounts: frozenset[str]
    posts: frozenset[str]


@dataclass(frozen=True)
class Traits:
    """What a group of accounts has, in plain words; made anew from the material each time, and not kept."""

    network_id: str
    members: tuple[str, ...]
    held: Mapping[tuple[str, str], Held]
    """By family and key; the families ``links``, ``brands``, ``tags``, ``media``, ``sites``, ``targets``."""
    texts: tuple[Text, ...]
    handles: Mapping[str, float]
    """Share of each form of handle; empty where too few are known."""
    usual: Mapping[str, float]
    """The same among all accounts of the material."""
    hours: tuple[float, ...]
    """For each hour of the UTC day the logarithm of how much more it is used than by all; empty where not known."""
    _hashed: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    _where: dict[str, dict[str, list[int]]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def grammar(self) -> dict[str, float]:
        """Forms of handles that stand out, with how much."""
        apart = {form: share - self.usual.get(form, 0.0) for form, share in self.handles.items()}
        return {form: round(more, 4) for form, more in apart.items() if more >= STANDS_OUT}

    def keys(self, family: str, salt: str, least: int = 1) -> frozenset[str]:
        """The keys of a family that at least so many accounts have, as a fingerprint with this salt has them."""
        known = self._hashed.get((family, salt))
        if known is None:
            some = [key for (kind, key), held in self.held.items() if kind == family and held.accounts >= least]
            plain = self.members if family == "accounts" else some
            known = frozenset(salted(salt, key) if family in PERSONAL else key for key in plain)
            self._hashed[family, salt] = known
        return known

    def where(self, salt: str) -> Mapping[str, Sequence[int]]:
        """Places of the texts that hold each pair of words, as a fingerprint with this salt has it."""
        known = self._where.get(salt)
        if known is None:
            plain: dict[str, list[int]] = {}
            for place, text in enumerate(self.texts):
                for pair in text.pairs:
                    plain.setdefault(pair, []).append(place)
            known = self._where[salt] = {salted(salt, pair): places for pair, places in plain.items()}
        return known


STANDS_OUT = 0.2
"""Share of the handles, beyond what is usual, from which a form stands out."""

_HELD = """
CREATE OR REPLACE TEMP VIEW ret_held AS
SELECT asset, post_ref, 'links' AS family, 'site ' || unnest(domains) AS key FROM ret_features WHERE len(domains) > 0
UNION ALL
SELECT asset, post_ref, 'links', 'page ' || substr(link, strpos(link, '/')) FROM (
    SELECT asset, post_ref, unnest(links) AS link FROM ret_features WHERE len(links) > 0
) WHERE strpos(link, '/') > 0 AND length(link) - strpos(link, '/') >= 6
UNION ALL
SELECT asset, post_ref, 'tags', '#' || unnest(hashtags) FROM ret_features WHERE len(hashtags) > 0
UNION ALL
SELECT asset, post_ref, 'tags', '#' || list_aggregate(hashtags, 'string_agg', ' #') FROM ret_features
WHERE len(hashtags) > 1
UNION ALL
SELECT asset, post_ref, 'media', unnest(media) FROM ret_features WHERE len(media) > 0
UNION ALL
SELECT platform || ':' || account_id, platform || ':' || post_id, 'media', lower(unnest(media_hashes)) FROM posts
WHERE len(media_hashes) > 0
UNION ALL
SELECT asset, post_ref, 'targets', replace(reply_account, ':@', ':') FROM ret_features WHERE reply_account IS NOT NULL
UNION ALL
SELECT asset, post_ref, 'targets', replace(original_account, ':@', ':') FROM ret_features
WHERE original_account IS NOT NULL
UNION ALL
SELECT f.asset, f.post_ref, 'sites', s.id FROM (
    SELECT asset, post_ref, unnest(domains) AS domain FROM ret_features WHERE len(domains) > 0
) f JOIN ret_sites s ON f.domain = s.domain
UNION ALL
SELECT f.asset, f.post_ref, 'brands', a.brand FROM (
    SELECT asset, post_ref, unnest(domains) AS domain FROM ret_features WHERE len(domains) > 0
) f JOIN ret_alike a ON f.domain = a.domain
"""
_SITES = "CREATE OR REPLACE TEMP TABLE ret_sites AS SELECT DISTINCT domain, unnest(identifiers) AS id FROM sites"
_TRAITS = """
SELECT m.network, h.family, h.key, count(DISTINCT h.asset) AS accounts, list(DISTINCT h.post_ref) AS posts
FROM ret_held h JOIN ret_members m ON h.asset = m.asset
WHERE NOT (h.family = 'targets' AND EXISTS (
    SELECT 1 FROM ret_members i WHERE i.network = m.network AND lower(i.asset) = h.key))
GROUP BY ALL
"""
_TEXTS = """
SELECT m.network, coalesce(f.text_exact, f.original) AS said, any_value(p.text) AS text,
       list(DISTINCT f.asset) AS accounts, list(DISTINCT f.post_ref) AS posts
FROM ret_features f JOIN ret_members m ON f.asset = m.asset
JOIN posts p ON f.post_ref = p.platform || ':' || p.post_id
WHERE coalesce(f.text_exact, f.original) IS NOT NULL AND f.kind <> 'ad'
GROUP BY ALL ORDER BY m.network, len(accounts) DESC, said
"""
_HOURS = """
SELECT m.network, ("at" // 3600000000) % 24 AS hour, count(*) AS posts
FROM ret_features f JOIN ret_members m ON f.asset = m.asset WHERE f.precision <= 3600 AND f.kind <> 'ad' GROUP BY ALL
"""
_ALL_HOURS = """
SELECT ("at" // 3600000000) % 24 AS hour, count(*) FROM ret_features WHERE precision <= 3600 AND kind <> 'ad'
GROUP BY ALL
"""
_HANDLES = """
SELECT asset, coalesce(max(handle), max(named)) FROM (
    SELECT platform || ':' || account_id AS asset, handle, NULL AS named FROM accounts WHERE handle IS NOT NULL
    UNION ALL
    SELECT platform || ':' || account_id, NULL, handle FROM posts WHERE handle IS NOT NULL
) GROUP BY asset
"""


def opened(con: duckdb.DuckDBPyConnection, features: Path, alike: Mapping[str, str] = MappingProxyType({})) -> None:
    """Lay the views that everything here asks over a run's material.

    Args:
        con: Connection with the views ``posts``, ``accounts`` and ``sites``; temporary views ``ret_…`` are made on it.
        features: File of the noun ``features``.
        alike: Protected name that each of some linked sites imitates.
    """
    import pyarrow as pa

    seated = pa.table({"domain": pa.array(alike.keys(), pa.string()), "brand": pa.array(alike.values(), pa.string())})
    con.execute("CREATE OR REPLACE TEMP TABLE ret_alike AS SELECT * FROM seated")
    del seated
    con.execute(f"CREATE OR REPLACE TEMP VIEW ret_features AS FROM read_parquet({sql.text(sql.exact(features))})")
    con.execute(_SITES)
    con.execute(_HELD)


def imitated(networks: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Protected name that each site imitates which networks of ``findings.json`` link to; mere leads are left out."""
    return {
        str(row["id"]): str(row["resembles"]["brand"])
        for network in networks
        for row in network.get("pushes", ())
        if row["platform"] == "web" and row.get("resembles") and row["resembles"]["tier"] != "lead"
    }


def traits(
    con: duckdb.DuckDBPyConnection,
    features: Path,
    groups: Mapping[str, Sequence[str]],
    alike: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Traits]:
    """What groups of accounts have, by the names of the groups.

    Args:
        con: As for :func:`opened`.
        features: File of the noun ``features``.
        groups: Members of each group as ``platform:account_id``.
        alike: As for :func:`opened`.
    """
    if not groups:
        return {}
    opened(con, features, alike)
    _seat(con, groups)
    held, texts = _held(con), _texts(con)
    hours, forms = _hours(con), {asset: handle_form(handle) for asset, handle in con.execute(_HANDLES).fetchall()}
    usual = _shares(forms.values())
    return {
        name: Traits(
            network_id=name,
            members=tuple(members),
            held=held.get(name, {}),
            texts=tuple(texts.get(name, ())),
            handles=_known(forms, members),
            usual=usual,
            hours=hours.get(name, ()),
        )
        for name, members in groups.items()
    }


def _seat(con: duckdb.DuckDBPyConnection, groups: Mapping[str, Sequence[str]]) -> None:
    import pyarrow as pa

    rows = [(name, member) for name, members in groups.items() for member in members]
    seated = pa.table({"network": [name for name, _ in rows], "asset": [member for _, member in rows]})
    con.execute("CREATE OR REPLACE TEMP TABLE ret_members AS SELECT * FROM seated")
    del seated


def _held(con: duckdb.DuckDBPyConnection) -> dict[str, dict[tuple[str, str], Held]]:
    found: dict[str, dict[tuple[str, str], Held]] = {}
    for network, family, key, accounts, posts in con.execute(_TRAITS).fetchall():
        found.setdefault(network, {})[family, key] = Held(accounts, frozenset(posts))
    return found


def _texts(con: duckdb.DuckDBPyConnection) -> dict[str, list[Text]]:
    found: dict[str, list[Text]] = {}
    for network, _, text, accounts, posts in con.execute(_TEXTS).fetchall():
        kept = found.setdefault(network, [])
        if len(kept) < TEXTS and (read := pairs(text)):
            kept.append(Text(read, frozenset(accounts), frozenset(posts)))
    return found


def _hours(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[float, ...]]:
    everybody = _curve(dict(con.execute(_ALL_HOURS).fetchall()))
    counts: dict[str, dict[int, int]] = {}
    for network, hour, posts in con.execute(_HOURS).fetchall():
        counts.setdefault(network, {})[hour] = posts
    known = {name: _curve(hours) for name, hours in counts.items() if sum(hours.values()) >= LEAST_POSTS}
    return {
        name: tuple(round(log(own / other), 4) for own, other in zip(curve, everybody, strict=True))
        for name, curve in known.items()
    }


def _curve(hours: Mapping[int, int]) -> list[float]:
    """Share of each hour in the posts, in per cent and smoothed."""
    whole = sum(hours.values()) or 1
    return [100 * hours.get(hour, 0) / whole + SMOOTH for hour in range(24)]


def _known(forms: Mapping[str, str], members: Sequence[str]) -> dict[str, float]:
    found = [forms[member] for member in members if member in forms]
    return _shares(found) if len(found) >= LEAST_HANDLES else {}


def _shares(forms: Iterable[str]) -> dict[str, float]:
    counts: Counter[str] = Counter(forms)
    whole = sum(counts.values()) or 1
    return {form: count / whole for form, count in counts.items()}


def members_of(finding: Mapping[str, Any]) -> list[str]:
    """Members of a network of ``findings.json`` as ``platform:account_id``."""
    return [f"{one['platform']}:{one['account_id']}" for one in finding["members"]]
