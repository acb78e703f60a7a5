"""Every figure in a report opens to its source, and is what the tables say: counted again, without the dossier."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import duckdb
import pytest
from casefile import ada, bo
from opened import bare, figures, missing, said

from inconcert.casework import Casebook
from inconcert.casework.local import local_url
from inconcert.dossier import Imprint, gather
from inconcert.investigation import Investigation
from inconcert.publish.composing import threat_report
from inconcert.simulate.scenarios import simulate
from inconcert.simulate.write import write_world

POSTS, SEED = 5_000, 11


class Simulated:
    """A case of a simulated operation with sites, petitions and ads, which two people confirmed."""

    def __init__(self, place) -> None:
        self.world = place / "world"
        write_world(simulate("large-crude", seed=SEED, posts=POSTS), self.world)
        inv = Investigation.at(place / "inv", name="crude")
        inv.add(*(self.world / f"{name}.parquet" for name in ("posts", "accounts", "ads")))
        found = inv.detect(brands=str(self.world / "brands.txt"))
        case = found.open_case(*(one.id for one in found.networks), question="Do they act together?")
        book = Casebook.open(local_url(inv.folder.path))
        asked = ada(book).ask_review(ada(book).decide(case.id, "confirmed", "The same words within minutes.").id)
        bo(book).review(asked.id, "confirmed", "I read them.")
        self.whole = gather(book, ada(book).actor, case.id, inv.folder, Imprint(operation="Orvela"))
        self.report = threat_report(self.whole.redacted(book.pseudonyms))
        book.close()
        self.con = duckdb.connect()
        self.con.execute("SET TimeZone = 'UTC'")
        for name in ("posts", "accounts", "ads"):
            self.con.execute(f"CREATE VIEW {name} AS FROM '{self.world / name}.parquet'")

    def of(self, chapter, query: str):
        """Rows of a query over the tables that were simulated, with the members of a network as ``members``."""
        rows = [(one["platform"], one["account_id"]) for one in chapter.finding["members"]]
        self.con.execute("CREATE OR REPLACE TABLE members (platform VARCHAR, account_id VARCHAR)")
        self.con.executemany("INSERT INTO members VALUES (?, ?)", rows)
        return self.con.execute(query).fetchall()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return Simulated(tmp_path_factory.mktemp("numbers"))


def the(chapter, what):
    return [one for one in chapter.numbers if one.what == what]


HEADS = ("They published", "They push", "Advertising that these", "In this material each network")
"""How the takeaways begin whose figures are sums over networks; tests below count these again."""


def test_every_figure_leads_to_an_entry_in_which_it_stands(made):
    rest = [found for found in missing(made.report) if not found[0].startswith(HEADS)]
    on_facebook = {chapter.finding["platforms"]["facebook"] for chapter in made.whole.chapters}
    for line, _ in rest:
        if apart := re.match(r"(\d+) posts? and (\d+) ads? on Facebook", line):
            assert int(apart[1]) + int(apart[2]) in on_facebook
        else:
            assert "acted together as" in line, line
            accounts = sum(one.role == "member" for chapter in made.whole.chapters for one in chapter.assets)
            *by, networks = (int(one) for one in figures(line)[1])
            assert (sum(by), networks) == (accounts, len(made.whole.chapters))


def test_no_figure_leads_nowhere(made):
    held = [one for one in bare(made.report) if "held back" not in one and "parquet" not in one]
    assert [one for one in held if not one.startswith("A link shows")] == []


def test_accounts_are_counted_and_their_followers_added_up_as_in_the_table(made):
    query = """
        SELECT m.platform, count(DISTINCT m.account_id), count(a.followers), max(a.followers), sum(a.followers)::BIGINT
        FROM members m LEFT JOIN accounts a USING (platform, account_id) GROUP BY ALL
    """
    for chapter in made.whole.chapters:
        assert not chapter.held
        rows = {row[0]: row[1:] for row in made.of(chapter, query)}
        assert {one.platform: one.value for one in the(chapter, "accounts")} == {p: row[0] for p, row in rows.items()}
        for one in the(chapter, "followers"):
            accounts, known, most, together = rows[one.platform]
            assert (one.low, one.high) == ((most, together) if known == accounts else (most or None, None))


def test_posts_and_ads_are_counted_as_in_the_tables(made):
    query = """
        SELECT platform, count(*) FILTER (ad IS NULL), count(ad) FROM (
            SELECT platform, account_id, NULL AS ad FROM posts UNION ALL SELECT platform, account_id, ad_id FROM ads
        ) SEMI JOIN members USING (platform, account_id) GROUP BY ALL
    """
    for chapter in made.whole.chapters:
        rows = made.of(chapter, query)
        whole, *by = the(chapter, "posts")
        assert whole.value == sum(posts + ads for _, posts, ads in rows) == sum(chapter.finding["languages"].values())
        assert {one.platform: one.value for one in by} == {platform: posts + ads for platform, posts, ads in rows}
        for platform, posts, ads in rows:
            (says,) = (one.says for one in by if one.platform == platform)
            assert [int(one) for one in figures(says)[1]] == [figure for figure in (posts, ads) if figure]
    total = sum(chapter.finding["posts"] for chapter in made.whole.chapters)
    assert f"They published {total:,} posts and ads in" in _takeaways(made)


def test_days_are_those_of_the_calendar(made):
    for chapter in made.whole.chapters:
        (one,) = the(chapter, "days")
        first, last = (date.fromisoformat(day) for day in one.period.split("/"))
        assert one.value == (last - first).days + 1
        (seen,) = made.of(chapter, "SELECT min(posted_at)::DATE, max(posted_at)::DATE FROM posts SEMI JOIN members "
                                   "USING (platform, account_id)")  # fmt: skip
        assert seen[0] <= first <= last <= seen[1]


def test_links_to_a_place_are_counted_as_in_the_tables(made):
    query = """
        SELECT host, count(*) FILTER (own), count(DISTINCT account_id) FILTER (own), count(*) FILTER (NOT own) FROM (
            SELECT DISTINCT regexp_extract(unnest(urls), '^https?://(?:m[.]|www[.])?([^/?#]+)', 1) AS host,
                   post_id, account_id, (platform, account_id) IN (SELECT (platform, account_id) FROM members) AS own
            FROM (SELECT platform, account_id, post_id, urls FROM posts
                  UNION ALL SELECT platform, account_id, ad_id, urls FROM ads)
        ) GROUP BY host
    """
    alike = set[str]()
    for chapter in made.whole.chapters:
        counted = {host: tuple(row) for host, *row in made.of(chapter, query)}
        pushed = [row for row in chapter.finding["pushes"] if row["platform"] == "web"]
        told = {row["id"]: (row["posts"], row["accounts"], row["other_posts"]) for row in pushed}
        assert told == {host: counted[host] for host in told}
        alike.update(row["id"] for row in pushed if row["resembles"] and row["resembles"]["tier"] != "lead")
    assert f"They push {len(alike)} sites that look like protected names" in _takeaways(made)


SPENT = """
    SELECT currency, sum(spend_lower), sum(spend_upper), count(*) FROM ads WHERE list_contains($ids, ad_id) GROUP BY ALL
"""
OWN_ADS = "SELECT ad_id FROM ads SEMI JOIN members USING (platform, account_id)"


def test_ads_are_added_up_as_in_the_table(made):
    every = Counter()
    for chapter in made.whole.chapters:
        own = {row[0] for row in made.of(chapter, OWN_ADS)}
        ids = [one["ad_id"] for one in chapter.ads]
        assert own <= set(ids)
        assert len(ids) == len(set(ids))
        rows = {row[0]: row[1:3] for row in made.con.execute(SPENT, {"ids": ids}).fetchall()}
        assert {one.currency: (one.low, one.high) for one in the(chapter, "advertising")} == rows
        every.update({ad["ad_id"]: 1 for ad in chapter.ads})
    for currency, low, high, ads in made.con.execute(SPENT, {"ids": list(every)}).fetchall():
        assert f"etween {low:,.0f} and {high:,.0f} {currency} for {ads} ad" in _takeaways(made)


def test_what_others_took_up_is_counted_as_in_the_table(made):
    query = """
        SELECT count(DISTINCT (platform, account_id)), count(*) FILTER (how = 'repost'), count(*) FILTER (how = 'reply')
        FROM (
            SELECT platform, account_id, 'repost' AS how, repost_of_account AS whose FROM posts WHERE kind = 'repost'
            UNION ALL
            SELECT platform, account_id, 'reply', reply_to_account FROM posts WHERE kind = 'reply'
        ) p WHERE (platform, whose) IN (SELECT (platform, account_id) FROM members)
          AND (platform, account_id) NOT IN (SELECT (platform, account_id) FROM members)
    """
    for chapter in made.whole.chapters:
        facts = " ".join(chapter.finding["breakout"]["questions"][0]["facts"])
        told = re.search(r"([\d,]+) accounts? outside the network reposted its members ([\d,]+) times? and answered "
                         r"them ([\d,]+)", facts)  # fmt: skip
        assert told, facts
        assert tuple(int(one.replace(",", "")) for one in told.groups()) == made.of(chapter, query)[0]


def _takeaways(made) -> str:
    (section,) = (one for one in made.report.sections if one.title == "Key takeaways")
    (points, _) = section.blocks
    return " ".join(said(line) for line in points.items)
