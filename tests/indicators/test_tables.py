from inconcert.indicators.reading import read
from inconcert.indicators.tables import as_data, counted

FIELDS = ["type", "value", "defanged", "tactic", "technique", "procedure", "comment", "source_row"]


def test_the_fields_others_rely_on_come_first(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text(
        "indicator_type,indicator_value,comment,ds\ntelegram_url,https://t.me/Name/4,c,2022-09-27\n", "utf-8"
    )
    found = read([path])
    (row,) = as_data(found)["indicators"]
    assert list(row)[:8] == FIELDS
    assert (row["platform"], row["kind"], row["native_id"]) == ("telegram", "post", "name/4")
    assert row["published"] == "2022-09-27"
    assert "not enough to attribute" in as_data(found)["warning"]
    assert counted(found).startswith("1 indicators, 1 distinct values, 0 oddities.")
