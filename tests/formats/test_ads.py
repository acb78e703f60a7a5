"""Formats of ad libraries."""

import pytest

from inconcert.ingest.mapping import map_record


def ads(mapped, name):
    return [one.ad for one in mapped(name) if one.ad is not None]


def test_a_report_row_is_a_sum_with_its_range(mapped):
    exact, small = ads(mapped, "meta_ads_report")
    assert (exact["scope"], exact["count"], exact["currency"], exact["payer"]) == (
        "advertiser",
        12,
        "EUR",
        "Friends of Bridges, Inc.",
    )
    assert (small["spend_lower"], small["spend_upper"], small["disclaimed"]) == (0, 100, False)
    assert "payer" not in small


@pytest.mark.parametrize(
    ("amount", "code"), [("Amount Spent", None), ("Amount Spent (USD)", "USD"), ("Amount spent (MXN)", "MXN")]
)
def test_headers_of_all_years(form, amount, code):
    row = {"Page Name": "P", "Disclaimer": "D", amount: "1,234", "Number of Ads in Archive": "3"}
    ad = map_record(form("meta_ads_report"), row).ad
    assert (ad["advertiser"], ad["spend_upper"], ad["count"], ad.get("currency")) == ("P", 1234, 3, code)


def test_one_money_in_several_currencies_is_kept_once(mapped):
    first, top = ads(mapped, "google_ads")
    assert (first["currency"], first["spend_lower"], first["spend_upper"]) == ("USD", 100, 200)
    assert first["spend_in"] == {"EUR:lower": 90.0, "EUR:upper": 180.0, "CZK:lower": 2000.0, "CZK:upper": 5000.0}
    assert (first["impressions_lower"], first["impressions_upper"]) == (10_000, 100_000)
    assert "spend_upper" not in top
    assert (top["spend_lower"], top["impressions_lower"], top.get("impressions_upper")) == (1000, 10_000_000, None)


@pytest.mark.parametrize(
    ("row", "scope"),
    [
        ({"Advertiser_ID": "AR1", "Advertiser_Name": "A", "Total_Creatives": "2", "Spend_INR": "5"}, "advertiser"),
        ({"Advertiser_ID": "AR1", "Week_Start_Date": "2024-04-29", "Spend_INR": "5"}, "week"),
        ({"Country": "IN", "Country_Subdivision_Primary": "X", "Spend_INR": "5"}, "place"),
    ],
)
def test_sums_of_the_bundle_say_what_they_are_sums_of(form, row, scope):
    ad = map_record(form("google_ads"), row).ad
    assert (ad["scope"], ad["currency"], ad["spend_upper"]) == (scope, "INR", 5)


def test_money_in_another_currency_than_dollars_is_found(form):
    row = {"Advertiser_ID": "AR1", "Advertiser_Name": "A", "Total_Creatives": "1", "Spend_USD": "0", "Spend_INR": "500"}
    ad = map_record(form("google_ads"), row).ad
    assert (ad["currency"], ad["spend_lower"]) == ("INR", 500)


def test_snapchat_spend_is_exact_and_zero_is_zero(mapped):
    first, second = ads(mapped, "snapchat_ads")
    assert (first["spend_lower"], first["spend_upper"], first["currency"]) == (118, 118, "GBP")
    assert (first["payer"], first["account_id"]) == ("Bridge Party", "Agency Ltd")
    assert first["urls"] == ["https://bridges.example.org/join?a=b"]
    assert (second["spend_lower"], second.get("impressions_lower"), second["disclaimed"]) == (0, None, False)


def test_snapchat_headers_drift(form):
    row = {
        "Ad ID": "1",
        "Paying Advertiser Name": "P",
        "Currency": "EUR",
        "Spend (local)": "5",
        "Start Date": "2020/01/02 03:04:05Z",
    }
    ad = map_record(form("snapchat_ads"), row).ad
    assert (ad["ad_id"], ad["spend_upper"], ad["currency"], ad["payer"]) == ("1", 5, "EUR", "P")


def test_tiktok_reach_is_a_step_and_days_are_days(mapped):
    first, second = ads(mapped, "tiktok_ads")
    assert (first["reach_lower"], first["reach_upper"], first["countries"]) == (10_000, 100_000, ["DE"])
    assert (first["started_at"], first["precision"]) == (1_714_521_600_000_000, 86_400)
    assert (second["reach_lower"], second.get("reach_upper"), second["disclaimed"]) == (1_000_000, None, False)
    assert "spend_lower" not in first


def test_the_currency_of_the_agency_is_the_one_that_was_printed(mapped):
    rubles, dollars, without = ads(mapped, "ira_ads")
    assert (rubles["currency"], rubles["spend_upper"], rubles["account_id"]) == ("RUB", 33.59, "994910227187446")
    assert (dollars["currency"], dollars["spend_upper"], dollars["account_id"]) == ("USD", 10, "1579673598947501")
    assert not {"currency", "spend_lower", "account_id"} & set(without)


def test_a_machine_that_misread_a_currency_names_none(form, samples):
    ad = map_record(form("ira_ads"), {**samples("ira_ads")[0], "txt_spend": "74.00 USO"}).ad
    assert (ad["spend_upper"], ad.get("currency")) == (33.59, None)


def test_meta_payers_reach_and_secrets(form):
    ad = map_record(
        form("meta_ad_library"),
        {
            "id": "1",
            "page_id": "2",
            "page_name": "P",
            "ad_delivery_start_time": "2024-05-01",
            "ad_snapshot_url": "https://www.facebook.com/ads/archive/render_ad/?id=1&access_token=SECRET",
            "eu_total_reach": 4000,
            "estimated_audience_size": {"lower_bound": "1000001"},
            "languages": ["de"],
            "publisher_platforms": ["facebook", "instagram"],
            "target_ages": ["18", "65+"],
            "target_gender": "Women",
            "target_locations": [
                {"name": "Bavaria", "type": "region", "excluded": False},
                {"name": "Munich", "excluded": True},
            ],
            "beneficiary_payers": [
                {"payer": "Old", "beneficiary": "B", "current": False},
                {"payer": "New", "beneficiary": "C", "current": True},
            ],
            "demographic_distribution": [
                {"percentage": "0.25", "age": "25-34", "gender": "male"},
                {"percentage": "0.5", "age": "25-34", "gender": "female"},
            ],
            "delivery_by_region": [{"percentage": "1", "region": "Bavaria"}],
        },
    ).ad
    assert (ad["payer"], ad["beneficiaries"], ad["disclaimed"]) == ("New", ["C", "B"], True)
    assert (ad["reach_lower"], ad["reach_upper"], ad["audience_lower"], ad.get("audience_upper")) == (
        4000,
        4000,
        1_000_001,
        None,
    )
    assert ad["snapshot"] == "https://www.facebook.com/ads/archive/render_ad/?id=1"
    assert ad["delivery"] == {"place:Bavaria": 1.0, "age:25-34": 0.75}
    assert ad["targets"] == ["age:18", "age:65+", "place:Bavaria", "-place:Munich"]
    assert ad["surfaces"] == ["facebook", "instagram"]
    assert "omen" not in repr(ad)


@pytest.mark.parametrize(
    "names",
    [
        ("spend_lower", "spend_upper"),
        ("spend.lower_bound", "spend.upper_bound"),
        ("min_spend", "max_spend"),
        ("spend_min", "spend_max"),
    ],
)
def test_flattened_bounds_of_meta_under_the_names_tools_give_them(form, names):
    row = {"id": "1", "page_id": "2", "ad_delivery_start_time": "2024-05-01", names[0]: "100", names[1]: "199"}
    ad = map_record(form("meta_ad_library"), row).ad
    assert (ad["spend_lower"], ad["spend_upper"]) == (100, 199)
