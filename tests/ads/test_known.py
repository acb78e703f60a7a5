"""Published figures of real files come out exactly."""

import pytest

from inconcert.ads.gather import Oddity


def test_the_red_first(data, summed):
    path = data / "ads" / "meta-ads-by-the-red-first-after-2024-07-12.csv"
    found = summed(path, where=(("corrected_evaluation", "yes", True),))
    [whole] = found.overall["by_currency"]
    assert (whole["ads"], whole["spend_lower"], whole["spend_upper"]) == (2665, 473_100, 798_835)
    marks = {one["mark"]: (one["rows"], one["spend_lower"], one["spend_upper"]) for one in summed(path).marked}
    assert marks["corrected_evaluation=yes"] == (2665, 473_100, 798_835)


def test_snapchat_by_currency(data, summed):
    found = summed(data / "ads" / "snapchat_political_2018.csv")
    assert {
        row["currency"]: (row["ads"], row["spend_lower"], row["spend_upper"]) for row in found.overall["by_currency"]
    } == {
        "USD": (511, 598_028, 598_028),
        "EUR": (77, 82_904, 82_904),
        "GBP": (35, 35_165, 35_165),
        "CAD": (30, 27_736, 27_736),
        "AUD": (6, 969, 969),
    }
    assert found.overall["converted"] is None


def test_the_weekly_report_of_2018(data, summed):
    found = summed(data / "ads" / "FacebookAdArchiveReportUS2018-11-17ThisWeekSpending.csv")
    [whole] = found.overall["by_currency"]
    assert (whole["ads"], whole["spend_lower"], whole["spend_upper"]) == (68_405, 5_329_513, 5_329_513 + 5_688 * 100)
    assert whole["currency"] is None
    assert max(row["pages"] for row in found.totals) < 50


def test_rubles_and_dollars_of_the_internet_research_agency(data, summed):
    found = summed(data / "ads" / "fb_russia_ads_clean.csv", currency="USD")
    by_code = {row["currency"]: row for row in found.overall["by_currency"]}
    assert (by_code["RUB"]["spend_upper"], by_code["RUB"]["rows_with_spend"]) == (5_869_057.97, 2545)
    assert (by_code["USD"]["spend_upper"], by_code["USD"]["ads"]) == (35.33, 4)
    assert by_code[None]["spend_upper"] == 74
    assert sum(row["clicks"] for row in by_code.values()) == 3_730_780
    assert found.overall["converted"]["converted_upper"] == pytest.approx(92_636.18, abs=0.01)
    assert "103 interpolated" in by_code["RUB"]["rate_source"]
    assert not any(isinstance(odd, Oddity) and "left out" in odd.what for odd in found.oddities)
