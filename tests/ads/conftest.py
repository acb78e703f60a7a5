"""Tables of ads and their sums, as a user gets them."""

import csv
import json

import pytest

from inconcert.ads.gather import Ads, Wanted
from inconcert.ads.rates import Rates
from inconcert.ads.totals import summarise
from inconcert.ingest.ad_reading import ad_options

COLUMNS = ("id", "page_id", "advertiser", "payer", "spend", "currency", "started", "stopped", "text", "url")


@pytest.fixture
def table(tmp_path):
    """Write rows (dicts) as a table of ads and give its path."""

    def write(rows, name="ads.csv", columns=None):
        path = tmp_path / name
        names = columns or list(dict.fromkeys(key for row in rows for key in row)) or list(COLUMNS)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def meta(tmp_path):
    """Write ads as the Meta Ad Library returns them and give the path."""

    def write(ads, name="ads.json"):
        path = tmp_path / name
        path.write_text(json.dumps({"data": ads}), "utf-8")
        return path

    return write


@pytest.fixture
def summed():
    """Sums of files: the summary, and the ads while they are there."""

    def add(*paths, by="advertiser", currency=None, how=None, **wanted):
        target = currency or ""
        with Ads() as ads:
            ads.read(paths, ad_options(**(how or {})), Wanted(target=target, **wanted))
            made = summarise(ads, by, Rates(currency) if currency else None)
            made.oddities = ads.oddities
            made.files = ads.files
            return made

    return add
