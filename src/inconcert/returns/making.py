"""The fingerprint of an operation, from its members and the material they were found in."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from inconcert.casework.salted import salted
from inconcert.errors import InputError
from inconcert.returns import weights
from inconcert.returns.fingerprint import Element, Fingerprint
from inconcert.returns.templates import templates
from inconcert.returns.traits import PERSONAL, imitated, members_of, traits
from inconcert.returns.words import pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from inconcert.casework.views import FindingRef
    from inconcert.returns.templates import Template
    from inconcert.returns.traits import Held, Traits
    from inconcert.store.folder import Folder

LEAST_ACCOUNTS = 2
"""Members that must have a thing: what one of them has is its own."""
MOST = {"links": 300, "brands": 50, "tags": 100, "media": 200, "sites": 100, "targets": 100}
"""Elements of a family that are kept, at most: the rarest, and of these what most members have."""
COMMON = 0.05
"""Share of comparable accounts from which a thing is anybody's and is left out."""
BY_CHANCE = 1e-5
"""Chance that so many members have a thing, from which it says nothing about the operation."""
UNSEEN = (0.5, 10.0)
"""Networks that imitate a name, and networks in all, as if so many had been seen before any: few are known of a run."""
OUTSIDE = 200_000
"""Posts outside whose texts are read for rarity, at most; of more, those of accounts drawn by a hash of their names."""

_STRATUM = """
CREATE OR REPLACE TEMP TABLE ret_outside AS
SELECT asset FROM ret_features WHERE kind <> 'ad' AND asset NOT IN (SELECT unnest($members))
GROUP BY asset HAVING bool_or(lang IN (SELECT unnest($languages)))
"""
_COUNTS = """
SELECT family, key, count(DISTINCT asset) FROM ret_held SEMI JOIN ret_keys USING (family, key)
SEMI JOIN ret_outside USING (asset) GROUP BY ALL
"""
_IMITATING = """
SELECT key, network FROM (SELECT DISTINCT asset, key FROM ret_held WHERE family = 'brands')
JOIN ret_networks USING (asset) GROUP BY ALL HAVING count(*) >= $least
"""
_TEXTS = """
SELECT f.asset, p.text FROM ret_features f SEMI JOIN ret_outside o ON f.asset = o.asset
JOIN posts p ON f.post_ref = p.platform || ':' || p.post_id
WHERE coalesce(f.text_exact, f.original) IS NOT NULL AND hash(f.asset) % 1000 < $share ORDER BY f.asset
"""


def fingerprint(
    findings: Sequence[FindingRef], folder: Folder, *, salt: str, operation: str = "", case_id: str = ""
) -> Fingerprint:
    """The fingerprint of the networks of a confirmed case.

    Args:
        findings: Findings of the case; all are of runs in ``folder``.
        folder: The investigation in which they were found.
        salt: Salt of its hashes.
        operation: What it is called, such as “case 3”.
        case_id: Id of the case.

    Raises:
        InputError: a run is not in the folder any more.
    """
    from inconcert.model.horizon import horizon

    run = folder.run(findings[-1].run) if (folder.path / "runs" / findings[-1].run).is_dir() else None
    if run is None or not run.has("features"):
        raise InputError(
            f"the run {findings[-1].run} is not in {folder.path}.", todo="Make the fingerprint where the run is."
        )
    place = run.path / "findings.json"
    networks = json.loads(place.read_text("utf-8"))["networks"] if place.exists() else []
    own = {one.network_id for one in findings}
    others = {str(one["id"]): members_of(one) for one in networks if one["id"] not in own}
    alike = imitated([*networks, *(one.frozen for one in findings)])
    members = list(dict.fromkeys(member for one in findings for member in members_of(one.frozen)))
    with folder.connect(horizon=horizon(None, None)) as con:
        made = fingerprints(con, run.file("features"), {case_id: members}, salt, others=others, alike=alike)
    return _named(made[case_id], operation)


def _named(made: Fingerprint, operation: str) -> Fingerprint:
    return replace(made, operation=operation)


def fingerprints(
    con: duckdb.DuckDBPyConnection,
    features: Path,
    operations: Mapping[str, Sequence[str]],
    salt: str,
    *,
    others: Mapping[str, Sequence[str]] = MappingProxyType({}),
    alike: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Fingerprint]:
    """Fingerprints of several operations in one material, by their names.

    Args:
        con: Connection with the views ``posts``, ``accounts`` and ``sites``.
        features: File of the noun ``features``.
        operations: Members of each.
        salt: Salt of the hashes.
        others: Members of the other networks of the material, among which it is counted how rare it is that a
            protected name is imitated.
        alike: Protected name that each of some linked sites imitates.
    """
    found = traits(con, features, operations, alike)
    networks = {**others, **operations}
    known = _imitating(con, networks) if alike else {}
    return {name: _made(con, one, salt, _rarities(known, name, len(networks) - 1)) for name, one in found.items()}


def _imitating(con: duckdb.DuckDBPyConnection, networks: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    """Networks that imitate each protected name: those of which two members or more link to a site like it."""
    import pyarrow as pa

    rows = [(name, member) for name, members in networks.items() for member in members]
    seated = pa.table({"network": [name for name, _ in rows], "asset": [member for _, member in rows]})
    con.execute("CREATE OR REPLACE TEMP TABLE ret_networks AS SELECT * FROM seated")
    del seated
    found: dict[str, set[str]] = {}
    for brand, network in con.execute(_IMITATING, {"least": LEAST_ACCOUNTS}).fetchall():
        found.setdefault(brand, set()).add(network)
    return found


def _rarities(known: Mapping[str, set[str]], name: str, others: int) -> dict[str, float]:
    """Share of the other networks that imitate each protected name, drawn towards what is usual where few are known."""
    few, of = UNSEEN
    return {brand: (len(networks - {name}) + few) / (others + of) for brand, networks in known.items()}


def _made(con: duckdb.DuckDBPyConnection, own: Traits, salt: str, rarities: Mapping[str, float]) -> Fingerprint:
    languages = _languages(con, own.members)
    con.execute(_STRATUM, {"members": list(own.members), "languages": languages})
    ((background,),) = con.execute("SELECT count(*) FROM ret_outside").fetchall()
    kept = {thing: held for thing, held in own.held.items() if held.accounts >= LEAST_ACCOUNTS}
    counts, said = _counts(con, kept), list(_outside(con))
    kept = {
        thing: held
        for thing, held in kept.items()
        if characteristic(held.accounts, len(own.members), counts.get(thing, 0), background)
    }
    texts = [
        one
        for one in templates(own.texts, said, background)
        if characteristic(len(one.accounts), len(own.members), one.outside, background)
    ]
    messages = _Messages(texts)
    elements = [
        _element(family, key, held, counts.get((family, key), 0), background, messages.of(held.posts), salt)
        for (family, key), held in sorted(kept.items())
    ]
    elements = _kept([_among_networks(one, rarities) for one in elements])
    elements += [_text(one, number, background, salt) for number, one in enumerate(texts)]
    elements += [_member(member, messages, background, salt) for member in own.members]
    return Fingerprint(
        operation=own.network_id, case_id=own.network_id, salt=salt, size=len(own.members), background=background,
        languages=tuple(languages), elements=tuple(elements), grammar=own.grammar, hours=own.hours,
    )  # fmt: skip


def _languages(con: duckdb.DuckDBPyConnection, members: Sequence[str]) -> list[str]:
    """Languages in which at least a tenth of the members' posts are."""
    query = "SELECT lang, count(*) FROM ret_features WHERE asset IN (SELECT unnest($members)) GROUP BY lang"
    counts = dict(con.execute(query, {"members": list(members)}).fetchall())
    whole = sum(counts.values())
    return sorted(str(lang) for lang, posts in counts.items() if 10 * posts >= whole)


def _counts(con: duckdb.DuckDBPyConnection, kept: Mapping[tuple[str, str], Held]) -> dict[tuple[str, str], int]:
    import pyarrow as pa

    seated = pa.table(
        {
            "family": pa.array([family for family, _ in kept], pa.string()),
            "key": pa.array([key for _, key in kept], pa.string()),
        }
    )
    con.execute("CREATE OR REPLACE TEMP TABLE ret_keys AS SELECT * FROM seated")
    del seated
    return {(family, key): accounts for family, key, accounts in con.execute(_COUNTS).fetchall()}


def _outside(con: duckdb.DuckDBPyConnection) -> Iterable[tuple[str, frozenset[str]]]:
    """Account and pairs of words of the posts outside."""
    query = "SELECT count(*) FROM ret_features SEMI JOIN ret_outside USING (asset) WHERE text_exact IS NOT NULL"
    ((posts,),) = con.execute(query).fetchall()
    share = 1000 if posts <= OUTSIDE else max(1, 1000 * OUTSIDE // posts)
    for asset, text in con.execute(_TEXTS, {"share": share}).fetchall():
        if read := pairs(text):
            yield asset, read


def smoothed(outside: int, background: int) -> float:
    """Share of comparable accounts that have a thing: half an account more than were seen, so that it is never zero.

    Jeffreys' prior: with nothing seen among 999 accounts, one account in 2,000.
    """
    return (outside + 0.5) / (background + 1)


def characteristic(accounts: int, size: int, outside: int, background: int) -> bool:
    """Whether so many members have a thing that chance does not explain it: else it is anybody's, met by the way.

    The tail of a binomial distribution with the smoothed share outside.
    """
    from scipy.stats import binom

    return bool(binom.sf(accounts - 1, size, smoothed(outside, background)) <= BY_CHANCE)


def _element(family: str, key: str, held: Held, outside: int, background: int, message: int, salt: str) -> Element:
    name = salted(salt, key) if family in PERSONAL else key
    return Element(family, (name,), held.accounts, outside, smoothed(outside, background), message)


def _among_networks(one: Element, rarities: Mapping[str, float]) -> Element:
    """An element with its rarity among networks, where it is of a family that is counted so."""
    return replace(one, rarity=rarities.get(one.keys[0], 1.0)) if one.family in weights.OF_NETWORKS else one


def _kept(elements: Iterable[Element]) -> list[Element]:
    """Of each family the rarest, without what is anybody's."""
    rare = sorted(
        (one for one in elements if one.rarity < _common(one.family)),
        key=lambda one: (one.rarity, -one.accounts, one.keys),
    )
    counts: Counter[str] = Counter()
    found = []
    for one in rare:
        counts[one.family] += 1
        if counts[one.family] <= MOST[one.family]:
            found.append(one)
    return found


def _common(family: str) -> float:
    return weights.KEPT[family] if family in weights.OF_NETWORKS else COMMON


def _text(one: Template, number: int, background: int, salt: str) -> Element:
    keys = tuple(sorted(salted(salt, pair) for pair in one.pairs))
    return Element("templates", keys, len(one.accounts), one.outside, smoothed(one.outside, background), number)


def _member(member: str, messages: _Messages, background: int, salt: str) -> Element:
    return Element("accounts", (salted(salt, member),), 1, 0, smoothed(0, background), messages.own())


class _Messages:
    """Which elements rest on one message, so that they are one piece of evidence."""

    def __init__(self, texts: Sequence[Template]) -> None:
        self._text = {post: number for number, one in enumerate(texts) for post in one.posts}
        self._next = len(texts)
        self._posts: dict[frozenset[str], int] = {}

    def own(self) -> int:
        """The number of a new message."""
        self._next += 1
        return self._next

    def of(self, posts: frozenset[str]) -> int:
        """The number of the message that most of some posts are; a new one when they are several or none."""
        found = Counter(self._text[post] for post in posts if post in self._text)
        if found:
            number, most = found.most_common(1)[0]
            if 2 * most >= len(posts):
                return number
        if posts not in self._posts:
            self._posts[posts] = self.own()
        return self._posts[posts]
