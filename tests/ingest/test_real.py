"""The real sets come in as they are."""

import pytest

from inconcert.errors import ZoneNeeded
from inconcert.ingest.add import add

SETS = {
    "ira_2015/ira_2015_jul_aug_en.parquet": ({}, "ira_538", "x", 38_222, 494, 60.0),
    "organic/gop_debate.parquet": ({}, "generic", "x", 13_871, 9_828, 1.0),
    "organic/boxing_match.csv": ({"timezone": "-04:00"}, "generic", "x", 12_118, 11_037, 1.0),
    "organic/hacker_news.csv": ({"timezone": "UTC"}, "generic", "web", 20_100, 10_382, 60.0),
    "organic/german_politicians.parquet": ({"timezone": "UTC"}, "generic", "x", 20_838, 32, 1.0),
    "prc_overt/prc_state_tweets.parquet": ({}, "generic", "x", 28_140, 602, 1.0),
    "coortweet/russian_coord_tweets.parquet": ({}, "coortweet", "web", 35_125, None, 1.0),
}


@pytest.mark.parametrize("name", SETS)
def test_whole_and_with_the_known_counts(data, folder, name):
    how, form, platform, rows, accounts, precision = SETS[name]
    (receipt,) = add(folder, [data / name], **how)
    assert (receipt.format, receipt.kept["posts"], receipt.precision) == (form, rows, precision)
    assert receipt.skipped == ()
    found = folder.connect().execute("SELECT any_value(platform), count(DISTINCT account_id) FROM posts").fetchall()
    assert found == [(platform, accounts or found[0][1])]


def test_ids_tell_the_zone_that_the_stamps_leave_out(data, folder):
    with pytest.raises(ZoneNeeded, match="--timezone=-04:00"):
        add(folder, [data / "organic/boxing_match.csv"])
    with pytest.raises(ZoneNeeded, match="--timezone=UTC"):
        add(folder, [data / "organic/german_politicians.parquet"])
    with pytest.raises(ZoneNeeded, match="for example --timezone UTC"):
        add(folder, [data / "organic/hacker_news.csv"])
