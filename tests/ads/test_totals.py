"""Sums of ads: bounds kept, currencies apart, nothing added twice."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.ads.gather import Ads
from inconcert.ads.rates import Rates
from inconcert.ads.rows import kept
from inconcert.ads.totals import GROUPS, summarise

CENTS = st.integers(0, 10**9).map(lambda cents: cents / 100)
AD = st.fixed_dictionaries(
    {
        "account_id": st.sampled_from(["1", "2", "3"]),
        "advertiser": st.sampled_from(["Alpha", "Beta"]),
        "payer": st.sampled_from([None, "Alpha Fund", "ALPHA FUND, Inc.", "the candidate"]),
        "currency": st.sampled_from(["EUR", "USD", "RUB", "UAH", None]),
        "bounds": st.tuples(CENTS, CENTS | st.none()) | st.none(),
        "created_at": st.integers(1_400_000_000, 1_760_000_000).map(lambda second: second * 1_000_000) | st.none(),
    }
)


def rows(ads):
    made = []
    for number, ad in enumerate(ads):
        row = {name: value for name, value in ad.items() if name != "bounds" and value is not None}
        if ad["bounds"]:
            low, high = ad["bounds"]
            row |= {"spend_lower": low} | ({} if high is None else {"spend_upper": low + high})
        made.append(kept({**row, "platform": "web", "row": number + 2}, 0))
    return made


def summary(made, by="advertiser", currency=None):
    with Ads() as ads:
        ads.append(made)
        return summarise(ads, by, Rates(currency) if currency else None)


@settings(max_examples=12)  # each makes a database of its own
@given(st.lists(AD, max_size=25), st.sampled_from(sorted(GROUPS)))
def test_the_parts_add_up_to_the_whole_of_each_currency(ads, by):
    found = summary(rows(ads), by)
    for whole in found.overall["by_currency"]:
        parts = [row for row in found.totals if row["currency"] == whole["currency"]]
        assert sum(row["ads"] for row in parts) == whole["ads"]
        lowers = [row["spend_lower"] for row in parts if row["spend_lower"] is not None]
        assert (sum(lowers) if lowers else None) == pytest.approx(whole["spend_lower"], abs=1e-6)
        if any(row["open_spend"] for row in parts):
            assert whole["spend_upper"] is None
        elif lowers:
            uppers = [row["spend_upper"] for row in parts if row["spend_upper"] is not None]
            assert sum(uppers) == pytest.approx(whole["spend_upper"], abs=1e-6)


@settings(max_examples=12)  # each makes a database of its own
@given(st.lists(AD, max_size=25), st.randoms(use_true_random=False), st.sampled_from([None, "USD", "EUR"]))
def test_the_order_of_rows_does_not_matter(ads, chance: random.Random, currency):
    made = rows(ads)
    mixed = chance.sample(made, len(made))
    first, second = summary(made, currency=currency), summary(mixed, currency=currency)
    assert first.totals == second.totals
    assert first.overall == second.overall


@settings(max_examples=12)  # each makes a database of its own
@given(st.lists(AD, max_size=25))
def test_bounds_never_cross(ads):
    for row in summary(rows(ads), currency="EUR").totals:
        for what in ("spend", "converted"):
            lower, upper = row[f"{what}_lower"], row[f"{what}_upper"]
            assert lower is None or upper is None or lower <= upper


@settings(max_examples=12)  # each makes a database of its own
@given(st.lists(AD, max_size=15))
def test_euros_in_euros_are_the_same(ads):
    made = rows([{**ad, "currency": "EUR"} for ad in ads])
    for row in summary(made, currency="EUR").totals:
        assert (row["converted_lower"], row["converted_upper"]) == (row["spend_lower"], row["spend_upper"])


@settings(max_examples=12)  # each makes a database of its own
@given(st.lists(AD, max_size=25))
def test_what_has_no_rate_is_never_converted(ads):
    for row in summary(rows(ads), currency="EUR").totals:
        if row["currency"] in ("UAH", None):
            assert (row["converted_lower"], row["converted_upper"], row["rate_source"]) == (None, None, None)


def test_an_open_bound_leaves_the_sum_open(meta, summed):
    ads = [
        {
            "id": "1",
            "page_id": "9",
            "page_name": "P",
            "ad_delivery_start_time": "2024-05-02",
            "currency": "EUR",
            "spend": {"lower_bound": "100", "upper_bound": "199"},
            "impressions": {"lower_bound": "1000000"},
        },
        {
            "id": "2",
            "page_id": "9",
            "page_name": "P",
            "ad_delivery_start_time": "2024-05-02",
            "currency": "EUR",
            "spend": {"lower_bound": "50000"},
            "impressions": {"lower_bound": "0", "upper_bound": "999"},
        },
    ]
    [row] = summed(meta(ads)).totals
    assert (row["spend_lower"], row["spend_upper"], row["open_spend"]) == (50_100, None, 1)
    assert (row["impressions_lower"], row["impressions_upper"]) == (1_000_000, None)


def test_an_ad_without_spend_is_counted_and_adds_nothing(table, summed):
    path = table(
        [{"advertiser": "A", "spend": "10", "currency": "EUR"}, {"advertiser": "A", "spend": "", "currency": "EUR"}]
    )
    [row] = summed(path).totals
    assert (row["ads"], row["spend_lower"], row["spend_upper"], row["rows_without_figure"]) == (2, 10, 10, 1)


def test_no_spend_at_all_is_missing_and_not_zero(table, summed):
    path = table([{"advertiser": "A", "impressions": "10", "currency": "EUR"}])
    [row] = summed(path).totals
    assert (row["spend_lower"], row["spend_upper"], row["impressions_upper"]) == (None, None, 10)


def test_currencies_are_kept_apart_until_they_are_converted(table, summed):
    ads = [
        {"advertiser": "A", "spend": "100", "currency": code, "started": "2022-06-01"} for code in ("EUR", "USD", "UAH")
    ]
    path = table(ads)
    assert [(row["currency"], row["spend_upper"]) for row in summed(path).totals] == [
        ("EUR", 100),
        ("UAH", 100),
        ("USD", 100),
    ]
    found = summed(path, currency="USD")
    by_code = {row["currency"]: row for row in found.totals}
    assert by_code["EUR"]["converted_upper"] == pytest.approx(107.12)
    assert "ECB" in by_code["EUR"]["rate_source"]
    assert by_code["UAH"]["converted_upper"] is None
    whole = found.overall["converted"]
    assert whole["converted_upper"] == pytest.approx(207.12)
    assert (whole["complete"], whole["unconverted"]) == (False, 1)
    assert [one["currency"] for one in whole["not_in_it"]] == ["UAH"]


def test_each_ad_is_converted_at_its_own_day(table, summed):
    days = ("2022-06-01", "2022-09-27")
    path = table([{"advertiser": "A", "spend": "100", "currency": "EUR", "started": day} for day in days])
    assert summed(path, currency="USD").totals[0]["converted_upper"] == pytest.approx(107.12 + 96.44)


def test_part_of_a_sum_that_has_no_rate_leaves_its_upper_bound_open(table, summed):
    path = table(
        [{"advertiser": "A", "spend": "100", "currency": "RUB", "started": day} for day in ("2021-06-01", "2024-06-03")]
    )
    [row] = summed(path, currency="EUR").totals
    assert row["converted_upper"] is None
    assert row["converted_lower"] > 0
    assert (row["unconverted"], "1 not converted" in row["rate_source"]) == (1, True)


def test_ads_without_a_disclaimer_are_not_one_payer(table, summed):
    rows = [
        {"Page name": name, "Disclaimer": said, "Amount spent (USD)": spent, "Number of ads in Library": "2"}
        for name, said, spent in (
            ("A", "These ads ran without a disclaimer", "≤100"),
            ("B", "These ads ran without a disclaimer", "500"),
            ("C", "One Fund", "200"),
            ("D", "ONE FUND, INC.", "≤100"),
        )
    ]
    found = summed(table(rows))
    assert {row["advertiser"]: (row["spend_lower"], row["spend_upper"], row["ads"]) for row in found.totals} == {
        "A": (0, 100, 2),
        "B": (500, 500, 2),
        "ONE FUND, INC.": (200, 300, 4),
    }
    assert found.overall["by_currency"][0]["without_disclaimer"] == 2
    payers = {row["advertiser"]: row["pages"] for row in summed(table(rows), by="payer").totals}
    assert payers == {"without a disclaimer": 2, "ONE FUND, INC.": 2}


def test_the_candidate_is_nobody(table, summed):
    rows = [{"advertiser": f"Page {name}", "payer": "the candidate", "spend": "5", "currency": "EUR"} for name in "abc"]
    found = summed(table(rows))
    assert sorted(row["advertiser"] for row in found.totals) == ["Page a", "Page b", "Page c"]
    assert found.alone == ["the candidate"]


def test_months_are_those_of_the_ads(table, summed):
    rows = [
        {"advertiser": "A", "spend": "1", "currency": "EUR", "started": day}
        for day in ("2024-02-03", "2024-01-31", "2024-02-05")
    ]
    assert [(row["month"], row["ads"]) for row in summed(table(rows), by="month").totals] == [
        ("2024-01", 1),
        ("2024-02", 2),
    ]


def test_the_same_money_by_ad_and_by_advertiser_is_added_once(tmp_path, summed):
    (tmp_path / "creative.csv").write_text(
        "Ad_ID,Advertiser_ID,Advertiser_Name,Date_Range_Start,Impressions,Spend_Range_Min_USD,Spend_Range_Max_USD,"
        "Spend_Range_Min_EUR,Spend_Range_Max_EUR\n"
        "C1,AR1,Alpha,2024-05-02,≤ 10k,0,100,0,90\nC2,AR2,Alpha PAC,2024-05-02,>10M,100,200,90,180\n",
        "utf-8",
    )
    (tmp_path / "advertisers.csv").write_text(
        "Advertiser_ID,Advertiser_Name,Public_IDs_List,Total_Creatives,Spend_USD,Spend_EUR\n"
        "AR1,Alpha,EIN 12-34,1,50,45\nAR2,Alpha PAC,EIN 12-34,1,150,135\n",
        "utf-8",
    )
    (tmp_path / "weeks.csv").write_text(
        "Advertiser_ID,Week_Start_Date,Spend_USD,Spend_EUR\nAR1,2024-04-29,50,45\n", "utf-8"
    )
    found = summed(tmp_path, currency="EUR")
    [row] = found.totals
    assert (row["ads"], row["currency"], row["spend_lower"], row["spend_upper"]) == (2, "USD", 100, 300)
    assert (row["converted_lower"], row["converted_upper"]) == (90, 270)
    assert row["rate_source"] == "the source's own column in EUR"
    assert {(one["scope"], one["spend_upper"]) for one in found.stated} == {("advertiser", 200), ("week", 50)}


def test_a_page_whose_name_is_missing_in_some_rows_goes_by_its_name(table, summed):
    rows = [{"page_id": "77", "advertiser": name, "spend": "1", "currency": "EUR"} for name in ("", "", "Bridges")]
    found = summed(table(rows))
    assert [(row["advertiser"], row["ads"], row["names"]) for row in found.totals] == [("Bridges", 3, ["Bridges"])]
    nameless = summed(table(rows[:2], "other.csv", ["page_id", "spend", "currency", "advertiser"]))
    assert [row["advertiser"] for row in nameless.totals] == ["77"]
