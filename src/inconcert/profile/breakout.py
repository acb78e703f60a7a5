"""How far a network's messages got: the questions of the Breakout Scale, with what this material knows of each.

The scale (Nimmo, «The Breakout Scale», Brookings, 2020) has six categories by the spread outside of the operation
itself. It is a judgement of people: here stand its questions with facts, an answer where the facts give one, and
«not in this material» where they cannot. Nothing is scored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.model import sql
from inconcert.networks.words import POSTS, count, counted, listed
from inconcert.profile.languages import named as language
from inconcert.profile.platforms import named as platform_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import duckdb

    Row = dict[str, Any]

YES, NO, OPEN = "yes", "no", "not in this material"
SEVERAL = 2
"""Languages of outside accounts, each of three accounts or more, from which several communities took it up."""
TOOK = 3
"""Outside accounts that took a message up, from which a community did."""
LARGE = 100_000
"""Followers from which an outside account is named for people to look at."""
NAMED = 5

_TAKEN = """
CREATE OR REPLACE TEMP TABLE net_taken AS
WITH called AS (
    SELECT network, asset, asset AS name FROM net_members
    UNION SELECT m.network, m.asset, unnest([n.name, replace(n.name, ':@', ':')])
    FROM net_members m JOIN net_names n ON n.who = m.asset
), acts AS (
    SELECT asset, platform, lang, lower(original_account) AS name, 'repost' AS act
    FROM read_parquet($path) WHERE original_account IS NOT NULL
    UNION ALL
    SELECT asset, platform, lang, reply_account, 'reply' FROM read_parquet($path) WHERE reply_account IS NOT NULL
)
SELECT c.network, a.asset, any_value(a.platform) AS platform, mode(a.lang) AS lang,
       count(*) FILTER (act = 'repost') AS reposts, count(*) FILTER (act = 'reply') AS replies
FROM acts a JOIN called c ON lower(c.name) = a.name
ANTI JOIN net_members m ON m.network = c.network AND m.asset = a.asset
GROUP BY c.network, a.asset
"""
_WHO = """
SELECT t.network, t.asset, t.platform, coalesce(t.lang, 'und') AS lang, t.reposts, t.replies, f.followers
FROM net_taken t LEFT JOIN net_following f USING (asset) ORDER BY t.network, t.asset
"""
_FOLLOWING = """
CREATE OR REPLACE TEMP TABLE net_following AS
SELECT platform || ':' || account_id AS asset, max(followers) AS followers FROM accounts
WHERE followers IS NOT NULL GROUP BY asset
"""
_ACCOUNTS = "SELECT 1 FROM information_schema.tables WHERE table_name = 'accounts'"


class Breakout:
    """The questions for the networks of a run; followers are read once.

    Args:
        con: Connection with the view ``accounts``, and the table ``net_names`` of
            :class:`inconcert.profile.targets.Targets`.
        features: File of the noun ``features``.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, features: Path) -> None:
        self._con, self._path = con, {"path": sql.exact(features)}
        if con.execute(_ACCOUNTS).fetchall():
            con.execute(_FOLLOWING)
        else:
            con.execute("CREATE OR REPLACE TEMP TABLE net_following (asset VARCHAR, followers BIGINT)")

    def of(self, first: int, end: int) -> Iterator[list[Row]]:
        """The accounts outside each network that took up its posts; its members are in the table ``net_members``."""
        self._con.execute(_TAKEN, self._path)
        rows: dict[int, list[Row]] = {}
        for row in self._con.sql(_WHO).to_arrow_table().to_pylist():
            rows.setdefault(row.pop("network"), []).append(row)
        for network in range(first, end):
            yield rows.get(network, [])


def breakout(outside: list[Row], platforms: Mapping[str, int], posts: int, things: str = POSTS) -> Row:
    """The six questions as they stand in ``findings.json``.

    Args:
        outside: accounts outside the network that reposted or answered it, as :meth:`Breakout.of` gives them.
        platforms: posts of members on each platform.
        posts: posts and ads of members.
        things: what these are: see :func:`inconcert.networks.words.acted`.

    Returns:
        ``questions``: ``category, asks, facts, answer`` (yes, no, not in this material); ``says``.
    """
    taken, spoken = _taken(outside), _spoken(outside)
    many_places = len(platforms) > 1
    many = len(spoken) >= SEVERAL
    one_place = f"Its {counted(posts, things)} stand on {listed([platform_name(name) for name in platforms])}."
    large = [row for row in outside if (row["followers"] or 0) >= LARGE]
    taken_up = YES if len(outside) >= TOOK else NO
    questions = [
        _asked(1, "Is it on one platform and in one community, without spread?", [one_place, taken],
               NO if many_places or taken_up == YES else YES),
        _asked(2, "Did it reach several communities on one platform, or one community on several?",
               [one_place, taken, _communities(spoken)], YES if many_places or many else OPEN if outside else NO),
        _asked(3, "Did it reach several communities on several platforms?", [one_place, _communities(spoken)],
               YES if many_places and many else NO if not many_places else OPEN),
        _asked(4, "Did news media outside the network take it up?",
               ["Whether media reported it is not in posts; look for it by its words, links and hashtags."], OPEN),
        _asked(5, "Did people with a large public amplify it?", _large(large, outside), OPEN if not large else YES),
        _asked(6, "Did it lead to a decision of politics, to another act, or does it call for violence?",
               [f"What followed outside of these {things} is not in this material."], OPEN),
    ]  # fmt: skip
    return {
        "questions": questions,
        "says": "A judgement of people, after the Breakout Scale (Nimmo 2020): only spread by accounts outside the "
        "network counts, and it can rise later. It is no score, and small spread is no proof of harmlessness.",
    }


def _asked(category: int, asks: str, facts: list[str], answer: str) -> Row:
    return {"category": category, "asks": asks, "facts": facts, "answer": answer}


def _taken(outside: list[Row]) -> str:
    if not outside:
        return "In this material no account outside the network reposted or answered its members."
    reposts, replies = (sum(row[name] for row in outside) for name in ("reposts", "replies"))
    return (
        f"In this material {count(len(outside), 'account')} outside the network reposted its members {reposts:,} times "
        f"and answered them {replies:,} times."
    )


def _spoken(outside: list[Row]) -> dict[str, int]:
    """Languages of outside accounts, of at least three accounts each."""
    found: dict[str, int] = {}
    for row in outside:
        found[row["lang"]] = found.get(row["lang"], 0) + 1
    kept = {lang: accounts for lang, accounts in found.items() if accounts >= TOOK and lang != "und"}
    return dict(sorted(kept.items(), key=lambda item: (-item[1], item[0])))


def _communities(spoken: Mapping[str, int]) -> str:
    if not spoken:
        return "Communities among those who took it up are not known; language is the only trace of them here."
    named = listed([f"{language(lang)} ({accounts:,})" for lang, accounts in list(spoken.items())[:NAMED]])
    return f"Those who took it up post in {named}; other borders between communities are not known here."


def _large(large: list[Row], outside: list[Row]) -> list[str]:
    known = sum(row["followers"] is not None for row in outside)
    if not known:
        return ["The followers of those outside who took it up are not known."]
    if not large:
        return [f"None of the {count(known, 'account')} outside whose followers are known has {LARGE:,} or more."]
    ranked = sorted(large, key=lambda row: (-row["followers"], row["asset"]))[:NAMED]
    names = [f"{row['asset']} ({row['followers']:,} followers)" for row in ranked]
    return [f"{listed(names)} reposted or answered members; whether that was approval, the posts must show."]
