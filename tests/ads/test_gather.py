"""Reading files of ads: each ad once, and one line for whatever could not be used."""

import gzip
import json
import zipfile

import pytest

from inconcert.errors import InputError, MappingError


def ad(number, lower, upper, **more):
    return {
        "id": str(number),
        "page_id": "7",
        "page_name": "P",
        "ad_delivery_start_time": "2024-05-02",
        "currency": "EUR",
        "spend": {"lower_bound": str(lower), "upper_bound": str(upper)},
        **more,
    }


def test_an_ad_seen_twice_counts_once_with_its_highest_figures(meta, summed):
    first, later = meta([ad(1, 0, 99), ad(2, 0, 99)]), meta([ad(1, 100, 199)], "later.json")
    for files in ((first, later), (later, first)):
        found = summed(*files)
        [row] = found.totals
        assert (row["ads"], row["spend_lower"], row["spend_upper"]) == (2, 100, 298)
        assert any("each ad is counted once" in odd.what for odd in found.oddities)


def test_the_same_file_under_two_names_is_read_once(table, summed):
    rows = [{"advertiser": "A", "spend": "10", "currency": "EUR"}]
    found = summed(table(rows), table(rows, "copy.csv"))
    assert found.totals[0]["spend_upper"] == 10
    assert [odd.what[:30] for odd in found.oddities] == ["left out: it is the same file "]


def test_rows_of_an_unknown_table_with_one_id_are_not_taken_for_repeats(table, summed):
    rows = [
        {"id": "5", "advertiser": "A", "spend": "10", "currency": "EUR", "started": day}
        for day in ("2024-05-01", "2024-05-02", "2024-05-02")
    ]
    assert summed(table(rows)).totals[0]["spend_upper"] == 20


def test_only_the_rows_that_are_wanted_count(table, summed):
    rows = [{"advertiser": "A", "spend": "10", "currency": "EUR", "checked": word} for word in ("yes", "no", "yes")]
    path = table(rows)
    assert summed(path, where=(("checked", "yes", True),)).totals[0]["spend_upper"] == 20
    assert summed(path, where=(("checked", "yes", False),)).totals[0]["spend_upper"] == 10
    assert {one["mark"]: one["spend_upper"] for one in summed(path).marked} == {"checked=yes": 20, "checked=no": 10}
    with pytest.raises(MappingError, match="'cheked'"):
        summed(path, where=(("cheked", "yes", True),))


def test_ruined_ids_are_told_and_tell_no_ads_apart(table, summed):
    columns = {"ad_archive_id": "9.75734E+14", "page_id": "2.56638E+14", "page_name": "P", "currency": "USD"}
    rows = [{**columns, "min_spend": "0", "max_spend": "99"}, {**columns, "min_spend": "100", "max_spend": "199"}]
    found = summed(table(rows))
    assert [(row["advertiser"], row["ads"], row["spend_upper"]) for row in found.totals] == [("P", 2, 298)]
    told = {odd.what: odd.count for odd in found.oddities}
    assert told["ad_id: id ruined by a spreadsheet; left out"] == 2
    assert told["account_id: id ruined by a spreadsheet; left out"] == 2


def test_what_is_no_amount_is_told_with_its_row_and_the_rest_goes_on(table, summed):
    rows = [
        {"advertiser": "A", "spend": spent, "currency": "EUR"}
        for spent in ("10", "ten", "-3", "5 to 2", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1")
    ]
    found = summed(table(rows))
    assert (found.totals[0]["ads"], found.totals[0]["spend_upper"]) == (15, 21)
    assert sum(odd.count for odd in found.oddities) == 3
    assert found.oddities[0].examples[0]["row"] == 3


def test_a_damaged_file_leaves_nothing_and_the_others_count(table, tmp_path, summed):
    good = table([{"advertiser": "A", "spend": "10", "currency": "EUR"}])
    whole = gzip.compress(b"advertiser,spend,currency\n" + b"B,5,EUR\n" * 50_000)
    (tmp_path / "cut.csv.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "broken.json").write_text('{"data": [{"id": "1", "page_id"', "utf-8")
    (tmp_path / "posts.csv").write_text("a,b\n1,2\n", "utf-8")
    found = summed(good, tmp_path / "cut.csv.gz", tmp_path / "broken.json", tmp_path / "posts.csv")
    assert [(row["advertiser"], row["spend_upper"]) for row in found.totals] == [("A", 10)]
    assert len([odd for odd in found.oddities if odd.what.startswith("left out")]) == 3


def test_a_file_without_ads_is_refused_and_says_what_to_do(tmp_path, summed):
    (tmp_path / "posts.csv").write_text("user,text\nme,hello\n", "utf-8")
    with pytest.raises(InputError, match="--map"):
        summed(tmp_path / "posts.csv")


def test_other_tables_in_the_archive_of_a_library_are_not_guessed_at(tmp_path, summed):
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w") as archive:
        archive.writestr(
            "creative-stats.csv",
            "Ad_ID,Advertiser_ID,Advertiser_Name,Spend_Range_Min_EUR,Spend_Range_Max_EUR\nC1,AR1,Alpha,0,90\n",
        )
        archive.writestr("z-keywords.csv", "Advertiser_Name,Spend_EUR\nAlpha,77\n")
    found = summed(tmp_path / "bundle.zip")
    assert [(row["spend_lower"], row["spend_upper"]) for row in found.totals] == [(0, 90)]


def test_a_report_by_region_is_not_added_to_that_of_the_country(tmp_path, summed):
    head = "Page ID,Page name,Disclaimer,Amount spent (EUR),Number of ads in Library\n"
    with zipfile.ZipFile(tmp_path / "report.zip", "w") as archive:
        archive.writestr("report_2024-05-01_DE_advertisers.csv", head + "1,P,Fund,500,3\n")
        archive.writestr("regions/report_2024-05-01_DE_Bavaria.csv", head + "1,P,Fund,200,1\n")
    found = summed(tmp_path / "report.zip", currency="USD")
    assert found.totals[0]["spend_upper"] == 500
    assert found.totals[0]["converted_upper"] is not None
    assert str(found.files[0].day) == "2024-05-01"


def test_days_of_the_offset_count_and_not_those_of_greenwich(tmp_path, summed):
    one = {
        "id": 1,
        "pdf": "a.pdf",
        "url": "",
        "impressions": 5,
        "clicks": 1,
        "spend": {"amount": "100.00", "currency": "RUB"},
        "created": "2016-11-30T20:00:00-08:00",
        "ended": None,
        "targeting": {},
    }
    (tmp_path / "index.json").write_text(json.dumps([one]), "utf-8")
    assert [row["month"] for row in summed(tmp_path / "index.json", by="month").totals] == ["2016-11"]


def test_a_mapping_needs_no_prefix_and_reads_ranges(tmp_path, summed):
    (tmp_path / "x.tsv").write_text("who\tpaid\tday\nA\t1.000,50 €\t03.05.2024\nB\t≤100\t25.05.2024\n", "utf-8")
    found = summed(tmp_path / "x.tsv", how={"mapping": "advertiser=who,spend=paid,time=day"}, assumed="USD")
    assert [(row["advertiser"], row["currency"], row["spend_lower"], row["spend_upper"]) for row in found.totals] == [
        ("A", "EUR", 1000.5, 1000.5),
        ("B", "USD", 0, 100),
    ]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("Sponsor,Total spent,Currency,Day", "A,5,euro,2024-05-02", ("A", "EUR", 5, 5)),
        ("Page name;Amount (PLN);Start date", "A;1.234,50;02.05.2024", ("A", "PLN", 1234.5, 1234.5)),
        ("Brand,Min spend,Max spend,Currency", "A,100,,USD", ("A", "USD", 100, None)),
        ("Advertiser,Cost,day", "A,7 GBP,31", ("A", "GBP", 7, 7)),
        ("name,Spend (USD),Spend (EUR)", "A,10,9", ("A", "USD", 10, 10)),
        ("Account name,Amount spent (USD),From,To", "A,≤100,1,2", ("A", "USD", 0, 100)),
    ],
)
def test_columns_are_known_by_their_names_and_content(tmp_path, summed, header, row, expected):
    (tmp_path / "x.csv").write_text(f"{header}\n{row}\n", "utf-8")
    [found] = summed(tmp_path / "x.csv").totals
    assert (found["advertiser"], found["currency"], found["spend_lower"], found["spend_upper"]) == expected


def test_days_that_can_be_read_in_two_ways_are_left_out_and_told(table, tmp_path, summed):
    path = table([{"advertiser": "A", "spend": "5", "currency": "USD", "started": "02/05/2024"}])
    found = summed(path, currency="EUR")
    assert (found.totals[0]["spend_upper"], found.totals[0]["converted_upper"]) == (5, None)
    assert found.unconverted == [("the day is not known", 1)]
    assert any("--time-format" in odd.what for odd in found.oddities)
    dated = summed(path, currency="EUR", how={"time_format": "%d/%m/%Y"})
    assert dated.totals[0]["converted_upper"] is not None
    with pytest.raises(MappingError, match="--time-format"):
        summed(path, how={"mapping": "advertiser=advertiser,spend=spend,started=started"})


@pytest.mark.parametrize(
    ("days", "bad"), [(("2024-05-01", "soon", "2024-05-03"), "soon"), (("31/05/2024", "n.d.", "02/05/2024"), "n.d.")]
)
def test_one_bad_day_in_a_few_rows_costs_that_row_its_day_and_no_other(table, summed, days, bad):
    rows = [{"advertiser": "A", "spend": "10", "currency": "USD", "start date": day} for day in days]
    found = summed(table(rows), currency="EUR")
    assert found.totals[0]["unconverted"] == 1
    [odd] = [odd for odd in found.oddities if odd.what.startswith("started_at")]
    assert (odd.count, odd.examples) == (1, [{"row": 3, "value": bad}])


def test_a_column_of_days_that_holds_none_is_told(table, summed):
    rows = [{"advertiser": "A", "spend": "10", "currency": "USD", "start date": day} for day in ("soon", "later", "no")]
    found = summed(table(rows))
    assert found.totals[0]["spend_upper"] == 30
    assert any("days were left out: of 3 cells of 'start date'" in odd.what for odd in found.oddities)
