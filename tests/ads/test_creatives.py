"""The same creative on many pages, and who ran what."""

import random

import pytest

from inconcert.ads.creatives import Limits, pages, shared
from inconcert.ads.gather import Ads
from inconcert.ads.objects import actions, compare
from inconcert.ingest.ad_reading import ad_options

WORDS = [
    first + last
    for first in ("bram", "felu", "gost", "hiru", "kelda", "mip", "noru", "prel", "sund", "tova")
    for last in ("bal", "den", "fir", "gol", "hun", "jes", "kim", "lor")
]
TEXT = "The government is taking your heating away this winter and nobody asks you what you think about it"


def found(path, limits=None):
    with Ads() as ads:
        ads.read([path], ad_options())
        compare(ads)
        return shared(ads, limits or Limits()), pages(ads), actions(ads).to_pylist()


def throwaway(number, text=TEXT, **more):
    return {
        "id": f"9{number:03}",
        "page_id": f"1000{number}",
        "advertiser": f"Clever Music {number}",
        "payer": "",
        "spend": "≤100",
        "currency": "EUR",
        "started": "2024-05-01",
        "stopped": "2024-05-03",
        "text": text,
        "url": f"https://d{number}.example.net/x",
        **more,
    }


def crowd(count=30):
    return [
        {
            "id": str(number),
            "page_id": f"2000{number}",
            "advertiser": f"Shop {number}",
            "payer": f"Shop {number} GmbH",
            "spend": "100",
            "currency": "EUR",
            "started": "2024-01-01",
            "stopped": "2024-06-30",
            "url": "",
            "text": " ".join(random.Random(number).sample(WORDS, 14)),
        }
        for number in range(count)
    ]


def test_many_pages_with_one_ad_each_of_the_same_creative(table):
    creatives, lived, _ = found(table(crowd() + [throwaway(number) for number in range(8)]))
    first = creatives[0]
    assert (first["kind"], first["pages"], first["ads"], first["pages_with_one_ad"]) == ("text", 8, 8, 8)
    assert first["alert"]
    assert (first["short_lived_pages"], first["payers"], first["pages_without_payer"]) == (8, 0, 8)
    assert (first["creatives"], first["as_many_pages"]) == (31, 1)
    assert "8 pages ran this text in 8 ads, 8 of them in a single one" in first["why"]
    assert first["spend"] == "0-800 EUR"
    assert sum(page["short_lived"] for page in lived) == 8
    assert len(lived) == 38


def test_small_changes_of_a_text_do_not_hide_it(table):
    texts = [TEXT, TEXT + " indeed", TEXT.replace("winter", "autumn"), TEXT.replace("nobody", "no one")]
    creatives, _, _ = found(table(crowd() + [throwaway(number, text) for number, text in enumerate(texts)]))
    assert max(one["pages"] for one in creatives if one["kind"] == "near text") == 4


def test_pages_of_one_payer_who_says_so_are_no_alert(table):
    ads = [throwaway(number, payer="One Party") for number in range(8)]
    creatives, _, _ = found(table(crowd() + ads))
    assert (creatives[0]["pages"], creatives[0]["payers"], creatives[0]["alert"]) == (8, 1, False)
    assert "who says so openly" in creatives[0]["why"]


def test_a_landing_site_alone_is_no_alert(table):
    ads = [
        throwaway(number, crowd(8)[number]["text"] + " today", url="https://www.shop.example.com/?utm_source=x")
        for number in range(8)
    ]
    creatives, _, _ = found(table(ads))
    landing = [one for one in creatives if one["kind"].startswith("landing")]
    assert [(one["creative"], one["pages"], one["alert"]) for one in landing] == [("example.com", 8, False)]


def test_ads_of_one_page_are_not_shared(table):
    creatives, _, _ = found(table([{**throwaway(number), "page_id": "1"} for number in range(6)]))
    assert [one for one in creatives if one["kind"] == "text"] == []


def test_pictures_are_the_same_within_their_distance(table):
    near = ["pdq:" + "f" * 60 + "0000", "pdq:" + "f" * 60 + "0001", "pdq:" + "0" * 30 + "f" * 34]
    ads = [throwaway(number, "", media=media) for number, media in enumerate(near)]
    creatives, _, _ = found(table(ads))
    assert [one["pages"] for one in creatives if one["kind"] == "picture"] == [2]


def test_a_set_of_ads_is_listed_once(table):
    creatives, _, _ = found(table([throwaway(number, url="") for number in range(5)]))
    assert [one["kind"] for one in creatives] == ["text"]


@pytest.mark.parametrize("least", [2, 4, 9])
def test_the_least_number_of_pages_is_kept_to(table, least):
    creatives, _, _ = found(table([throwaway(number) for number in range(5)]), Limits(least))
    assert all(one["pages"] >= least for one in creatives)
    assert bool(creatives) == (least <= 5)


def test_actions_say_which_page_ran_what_and_when(table):
    _, _, acts = found(table([throwaway(number) for number in range(3)]))
    assert {act["signal"] for act in acts} == {"same_creative", "same_landing"}
    ran = [act for act in acts if act["signal"] == "same_creative"]
    assert {act["asset"] for act in ran} == {"web:10000", "web:10001", "web:10002"}
    assert len({act["object"] for act in ran}) == 1
    assert {(act["at"], act["precision"]) for act in ran} == {(1_714_521_600_000_000, 86_400.0)}
