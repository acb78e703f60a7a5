"""Ads as acts of the pages that ran them."""

from datetime import UTC, datetime

import pytest

from inconcert.signals import BUILT_IN
from inconcert.signals.same_creative import SameCreative
from inconcert.signals.same_landing import SameLanding

TEXT = "Every household pays for the sanctions, and nobody in the government asks us whether we agree to it"
DAY = datetime(2022, 6, 1, tzinfo=UTC)


def test_no_signal_over_posts_asks_of_ads(bench):
    ad = {"text": TEXT, "urls": ["https://example.org/a"], "media": ["md5:" + "0a" * 16]}
    ads = [{**ad, "account_id": name} for name in "ab"]
    met = {signal.name for made in BUILT_IN if bench.meetings(signal := made(), [], ads)}
    assert met == {"same_creative", "same_landing"}


def test_an_ad_in_several_files_is_one_act_from_its_first_start(bench):
    ads = [{"ad_id": "7", "text": TEXT, "started_at": DAY}, {"ad_id": "7", "text": TEXT, "created_at": DAY},
           {"ad_id": "7", "text": None, "started_at": DAY.replace(day=9)}]  # fmt: skip
    (act,) = bench.actions(SameCreative(), [], ads=ads)
    assert (act["asset"], act["at"]) == ("facebook:a", int(DAY.timestamp()) * 1_000_000)
    (row,) = bench.features([], ads=ads)
    assert (row["post_ref"], row["kind"], row["precision"]) == ("facebook:ad/7", "ad", 86400.0)


def test_sums_and_ads_without_a_day_are_left_out_and_counted(bench):
    ads = [{"scope": "advertiser"}, {"started_at": None}, {"account_id": None}, {"text": TEXT}]
    assert len(bench.features([{}], ads=ads)) == 2
    assert (bench.told["ads"], bench.told["ads compared"]) == (3, 1)
    assert (bench.told["ads without a day"], bench.told["ads without id or page"]) == (1, 1)
    assert (bench.told["posts"], bench.told["kept"]) == (1, 1)


def test_ads_stand_among_posts_in_the_order_of_time(bench):
    ads = [{"started_at": datetime(2024, 3, 1, 9, 0, 1, tzinfo=UTC), "text": TEXT}]
    rows = bench.features([{"seconds": 0}, {"seconds": 2}], ads=ads)
    assert [(row["post"], row["kind"]) for row in rows] == [(0, "post"), (1, "ad"), (2, "post")]


def test_the_outlet_is_the_payer_as_compared(bench):
    ads = [{"urls": ["https://example.org/"], "payer": "Paid for by 4OCEAN, LLC"}, {"urls": ["https://example.org/b"]}]
    assert {act["outlet"] for act in bench.actions(SameLanding(), [], ads=ads)} == {"4ocean", ""}


@pytest.mark.parametrize("urls", [["https://bit.ly/abc"], ["not an address"], [], None])
def test_links_that_lead_nowhere_known_are_no_landing(bench, urls):
    ads = [{"urls": urls, "text": TEXT, "account_id": name} for name in "ab"]
    assert bench.meetings(SameLanding(), [], ads) == {}
    assert len(bench.meetings(SameCreative(), [], ads)) == 1
