"""Sites are joined by what strangers do not share, and by nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.sites.hands.joins import combined, discovery, price
from inconcert.sites.hands.material import Gathered
from inconcert.sites.hands.run import Found, joined, same_hands, summary
from inconcert.sites.records.fact import Fact, Receipt
from inconcert.sites.records.fields import facts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DAY = 86_400
_SALES = (
    ("taboola", "big-sales-house"),
    ("comscore", "3005670"),
    ("ads-txt", "openx.com 540191398"),
    ("contact-email", "desk@agency.example"),
)


def found(rows: Iterable[tuple[str, str, str]], crowd: int = 300) -> Found:
    """What is joined in facts (site, kind, raw value) amid a crowd of unrelated sites."""
    gathered = Gathered()
    for site, kind, raw in rows:
        gathered.add([Fact(site, "", "", "t"), *facts(site, kind, raw, "t")])
    for i in range(crowd):
        site = f"crowd{i}.org"
        gathered.add(facts(site, "ids", f"UA-{7000000 + i * 13}-1", "t"))
        gathered.add(facts(site, "address", f"93.184.{i % 250}.{1 + i // 250}", "t"))
        gathered.add(facts(site, "registrar", "big registrar", "t"))
        gathered.add([Fact(site, "registered", f"{1_200_000_000 + i * 1_234_567} 1", "t")])
    return joined(gathered, Receipt(), 0.01)


def test_one_rare_account_joins_two_sites_and_the_row_says_how_rare() -> None:
    told = found([("a.org", "ids", "UA-4024516-3"), ("b.org", "ids", "UA-4024516-9")])
    assert told.groups() == [["a.org", "b.org"]]
    (row,) = told.joins()
    assert (row["evidence"], row["value"], row["tier"], row["shared_by"]) == ("ua", "UA-4024516", 1, 2)
    assert row["p"] < 1e-8
    assert row["pair_q"] < 0.01
    assert "2 of 302 sites" in row["why"]


def test_groups_of_one_account_are_whole_and_apart() -> None:
    told = found((f"g{i % 5}-{i}.org", "ids", f"UA-{4024516 + i % 5}-{i + 1}") for i in range(250))
    groups = told.groups()
    assert [len(group) for group in groups] == [50] * 5
    assert all(len({site.partition("-")[0] for site in group}) == 1 for group in groups)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("ids", "pub-1556223355139109"),
        ("ids", "UA-7870337-1"),
        ("address", "104.16.1.1"),
        ("address", "198.185.159.144"),
        ("nameservers", "amy.ns.cloudflare.com bob.ns.cloudflare.com"),
        ("nameservers", "ns13.domaincontrol.com ns14.domaincontrol.com"),
        ("registrant-org", "Domains By Proxy, LLC"),
        ("registrant-name", "null"),
        ("registrant-email", "abuse@registrar.net"),
        ("registrar", "GoDaddy.com, LLC"),
        ("certificate-names", "sni1.cloudflaressl.com a.org b.org c.org"),
        ("redirect", "https://www.facebook.com/"),
        ("theme", "newspaper"),
        ("author", "admin"),
    ],
)
def test_what_strangers_share_joins_nobody(kind: str, raw: str) -> None:
    told = found((site, kind, raw) for site in ("a.org", "b.org", "c.org"))
    assert told.groups() == []
    assert not {row["site_a"] for row in told.joins(leads=True)} & {"a.org", "b.org", "c.org"}


@pytest.mark.parametrize("number", [2, 30, 200])
@pytest.mark.parametrize("crowd", [0, 3, 300])
def test_a_shared_host_joins_nobody_however_many_are_on_it(number: int, crowd: int) -> None:
    told = found(((f"shop{i}.org", "address", "81.169.145.77") for i in range(number)), crowd)
    assert told.groups() == []


def test_an_owners_server_joins_what_other_evidence_begins_to_join_but_not_the_strangers_on_it() -> None:
    rows = [(f"own{i}.org", "ids", f"UA-{4024516 + i % 3}-{i + 1}") for i in range(30)]
    rows += [(f"own{i}.org", "address", "81.169.145.77") for i in range(30)]
    rows += [(f"shop{i}.org", "address", "81.169.145.77") for i in range(10)]
    (group,) = found(rows).groups()
    assert set(group) == {f"own{i}.org" for i in range(30)}


def test_two_operators_on_one_host_stay_apart() -> None:
    rows = [
        (f"{name}{i}.org", "ids", f"UA-{number}-{i + 1}")
        for name, number in (("a", 4024516), ("b", 5024517))
        for i in range(5)
    ]
    rows += [(f"{name}{i}.org", "address", "81.169.145.77") for name in "ab" for i in range(5)]
    assert [{site[0] for site in group} for group in found(rows).groups()] == [{"a"}, {"b"}]


def test_a_burst_of_purchases_is_evidence_of_its_own() -> None:
    start = 1_654_078_830
    rows = [(f"b{i}.life", "registered", f"{start + 3 * i}") for i in range(4)]
    gathered_rows = [(site, kind, _iso(int(second))) for site, kind, second in rows]
    gathered_rows += [(f"b{i}.life", "registrar", "small registrar") for i in range(4)]
    told = found([*gathered_rows, ("late.life", "registered", _iso(start + 4 * DAY))])
    assert told.groups() == [[f"b{i}.life" for i in range(4)]]
    assert {row["evidence"] for row in told.joins()} == {"registered-burst"}


def test_a_dense_stream_of_purchases_is_no_burst() -> None:
    told = found(
        ((f"n{i}.com", "registered", _iso(1_654_078_830 + i * 3)) for i in range(2000)),
        crowd=10,
    )
    assert told.groups() == []


def test_days_without_a_clock_make_no_burst() -> None:
    told = found((f"d{i}.com", "registered", "2022-06-01") for i in range(5))
    assert told.groups() == []


def test_a_value_that_sites_with_different_accounts_carry_is_a_platforms() -> None:
    rows = [(f"blog{i}.org", "ids", "GTM-PLATFRM") for i in range(8)]
    rows += [(f"blog{i}.org", "ids", f"UA-{4024516 + i}-1") for i in range(8)]
    told = found(rows)
    assert told.groups() == []
    assert told.common["carried by sites with different accounts"] == 1


def test_a_value_of_blogs_on_one_host_is_the_hosts() -> None:
    told = found((f"name{i}.blogspot.com", "ids", "GTM-PLATFRM") for i in range(8))
    assert told.groups() == []
    assert told.common["carried by blogs of one host"] == 1


def test_a_copy_is_not_joined_with_its_original_nor_with_another_copy() -> None:
    home = [Fact("paper.de", "ua", "UA-4024516", "t")]
    copies = [
        fact
        for site in ("paper.ltd", "paper.life")
        for fact in (Fact(site, "ua", "UA-4024516", "t"), Fact(site, "called", "paper.de", "t"))
    ]
    gathered = Gathered()
    gathered.add([*home, *copies])
    assert joined(gathered, Receipt(), 0.01).groups() == []
    gathered.add([Fact(site, "matomo", "stats.evil.example 7", "t") for site in ("paper.ltd", "paper.life")])
    assert joined(gathered, Receipt(), 0.01).groups() == [["paper.life", "paper.ltd"]]


def test_one_page_taken_over_makes_no_site_a_copy() -> None:
    gathered = Gathered()
    gathered.add(Fact(site, "ua", "UA-4024516", "t") for site in ("one.de", "two.de"))
    gathered.add(Fact("one.de", "called", called, "t") for called in ("one.de", "two.de", "one.de"))
    assert joined(gathered, Receipt(), 0.01).groups() == [["one.de", "two.de"]]


def test_tertiary_evidence_alone_is_a_lead_at_most() -> None:
    rows = [(site, "theme", "homemade-news") for site in ("a.org", "b.org")]
    told = found(rows)
    assert told.groups() == []
    assert all(row["tier"] == 3 for row in told.joins(leads=True))


@pytest.mark.parametrize("crowd", [0, 20, 300])
def test_a_sales_house_joins_nobody_by_itself(crowd: int) -> None:
    rows = [(site, kind, value) for site in ("a.org", "b.org") for kind, value in _SALES]
    assert found(rows, crowd).groups() == []


def test_a_value_of_thousands_is_joined_as_a_star_and_said_so() -> None:
    told = found(((f"m{i}.org", "ids", f"UA-4024516-{i}") for i in range(1500)), crowd=0)
    (group,) = told.groups()
    assert len(group) == 1500
    assert summary(told)["starred"] == [{"evidence": "ua", "value": "UA-4024516", "shared_by": 1500}]
    assert sum(1 for _ in told.joins()) == 1499


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6)), max_size=40))
def test_the_order_of_facts_changes_nothing(pairs: list[tuple[int, int]]) -> None:
    rows = [(f"s{site}.org", "ids", f"UA-{4024516 + account}-1") for site, account in pairs]
    there, back = found(rows, crowd=0), found(reversed(rows), crowd=0)
    assert there.groups() == back.groups()
    assert _told(there) == _told(back)


@given(st.integers(2, 60), st.integers(0, 400))
def test_more_carriers_in_a_material_never_make_a_value_rarer(carriers: int, crowd: int) -> None:
    few = found(((f"m{i}.org", "ids", "UA-4024516-1") for i in range(carriers)), crowd=crowd + 1)
    more = found(((f"m{i}.org", "ids", "UA-4024516-1") for i in range(carriers + 1)), crowd=crowd)
    at = few.material.values.index("UA-4024516"), more.material.values.index("UA-4024516")
    assert float(few.chance[at[0]]) <= float(more.chance[at[1]])


def test_independent_families_add_up_and_one_alone_pays_for_the_others() -> None:
    one = combined(np.array([[1e-4, 1.0, 1.0]]), np.array([3]))[0]
    two = combined(np.array([[1e-4, 1e-4, 1.0]]), np.array([3]))[0]
    alone = combined(np.array([[1e-4, 1.0, 1.0]]), np.array([1]))[0]
    assert two < 1e-5 < alone == 1e-4 < one < 1e-3


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=1, max_size=30))
def test_what_kinds_pay_for_each_other_adds_up_to_one_test_a_family(kinds: list[tuple[int, int]]) -> None:
    family, tier = np.array(kinds).T
    pays = price(family, tier)
    for one in set(family.tolist()):
        assert np.isclose((1 / pays[family == one]).sum(), 1.0)


@given(st.lists(st.floats(1e-12, 1), min_size=1, max_size=30))
def test_q_is_never_below_p_and_keeps_its_order(values: list[float]) -> None:
    p = np.array(values)
    q = discovery(p, np.ones(p.size), np.ones(p.size, np.int64), 50)
    assert (q >= np.minimum(p, 1)).all()
    assert (np.diff(q[np.argsort(p)]) >= -1e-15).all()


def test_accounts_of_one_publisher_are_whole_and_no_two_are_joined(data: Path) -> None:
    import csv

    file = data / "infrastructure" / "mined_gacodes.csv"
    told = same_hands([file])
    with file.open(encoding="utf-8", newline="") as rows:
        account = {row["domain_name"]: row["ga_code"].rpartition("-")[0] for row in csv.DictReader(rows)}
    groups = told.groups()
    assert all(len({account.get(site) for site in group}) == 1 for group in groups)
    assert sum(len(group) >= 40 for group in groups) == 19
    assert int(told.joined.sum()) == 23_955


def test_one_network_is_found_by_its_purchases_and_servers_without_a_wrong_pair(data: Path) -> None:
    import csv

    folder = data / "infrastructure"
    with (folder / "massmove_sites.csv").open(encoding="utf-8", newline="") as rows:
        operator = {row["domain"]: row["siteOperator"].partition(" - ")[0] for row in csv.DictReader(rows)}
    told = same_hands([folder / "massmove_whois_dns_tls.csv"])
    groups = [{operator.get(site) for site in group} - {None, ""} for group in told.groups()]
    assert all(len(operators) == 1 for operators in groups)
    assert max(map(len, told.groups())) >= 650


def test_of_a_public_tools_corpus_only_the_real_links_stay(data: Path) -> None:
    told = same_hands([data / "infrastructure" / "laundromat_indicators.csv"])
    assert told.groups() == [["geopolitika.ru", "katehon.com"], ["novorosinform.org", "tsargrad.tv"]]


def _iso(second: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(second, UTC).isoformat()


def _told(one: Found) -> list[tuple[str, ...]]:
    return sorted((row["site_a"], row["site_b"], row["value"], f"{row['p']:.3g}") for row in one.joins(leads=True))
