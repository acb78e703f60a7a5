"""Tables of ads with any columns: which column means what, given or worked out from names and content."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from inconcert.errors import MappingError, Place, UnknownFormat
from inconcert.ingest import suggest
from inconcert.ingest.ad_words import MONEY, worded
from inconcert.ingest.aliases import TIME_FORMS
from inconcert.ingest.amounts import CURRENCIES, bounds, currency
from inconcert.ingest.paths import given
from inconcert.model.times import EARLIEST, Reader, UnreadableError, reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from inconcert.ingest.format import Record
    from inconcert.ingest.material import Sample

UNDATED = "days were left out"
"""How a reason begins when the days of a table cannot be read."""
ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("adid", "adarchiveid", "adlibraryid", "libraryid", "creativeid", "advertid", "advertisementid", "id"),
    "page": ("pageid", "accountid", "advertiserid", "advertiseraccountid", "profileid", "handle", "accounthandle"),
    "advertiser": ("advertisername", "pagename", "advertiser", "advertiserpagename", "page", "accountname", "account",
                   "organizationname", "organisationname", "brand", "screenname", "username", "name"),
    "payer": ("payingadvertisername", "paidforby", "fundingentity", "fundedby", "byline", "bylines", "disclaimer",
              "payer", "payername", "sponsor", "sponsorname", "fundingsource", "billingname", "client"),
    "beneficiary": ("beneficiary", "beneficiaryname", "onbehalfof"),
    "text": ("adcreativebodies", "adcreativebody", "adtext", "adcopy", "body", "text", "message", "adcontent",
             "creativetext", "description"),
    "title": ("title", "headline", "adtitle", "adcreativelinktitle"),
    "url": ("landingpage", "landingurl", "destinationurl", "adlandingpage", "linkurl", "link", "url", "targeturl",
            "adcreativelinkcaption", "domain", "landingdomain"),
    "media": ("imageurl", "image", "videourl", "mediaurl", "media", "imagehash", "phash", "pdq"),
    "created": ("adcreationtime", "creationdate", "createdate", "createdat", "created", "datecreated"),
    "started": ("addeliverystarttime", "startdate", "start", "starttime", "datestart", "firstshown", "firstshowndate",
                "daterangestart", "begindate", "fromdate", "firstserved", "date", "day", "startedat",
        "started"),
    "stopped": ("addeliverystoptime", "enddate", "end", "endtime", "stopdate", "lastshown", "lastshowndate",
                "daterangeend", "todate", "lastserved", "stoppedat",
        "stopped"),
    "currency": ("currency", "currencycode", "spendcurrency", "cur"),
    "spend": ("spend", "amountspent", "adspend", "spent", "cost", "totalspend", "totalspent", "amount", "spending",
              "moneyspent", "amountspentrange", "spendrange", "budget", "price", "totalamountspent"),
    "spend_lower": ("minspend", "spendlower", "spendlowerbound", "spendmin", "lowerspend", "spendrangemin",
                    "amountspentmin", "minimumspend", "spendlowerend", "spendfrom", "amountspentlower", "lowspend"),
    "spend_upper": ("maxspend", "spendupper", "spendupperbound", "spendmax", "upperspend", "spendrangemax",
                    "amountspentmax", "maximumspend", "spendupperend", "spendto", "amountspentupper", "highspend"),
    "impressions": ("impressions", "adimpressions", "views", "impressionrange", "impressionsrange", "timesshown"),
    "impressions_lower": ("minimpressions", "impressionslower", "impressionslowerbound", "impressionsmin",
                          "impressionsfrom", "minimumimpressions"),
    "impressions_upper": ("maximpressions", "impressionsupper", "impressionsupperbound", "impressionsmax",
                          "impressionsto", "maximumimpressions"),
    "reach": ("reach", "eutotalreach", "totalreach", "usersreached", "peoplereached", "uniqueusersseen"),
    "clicks": ("clicks", "adclicks"),
    "count": ("numberofads", "adcount", "numads", "numberofadsinlibrary", "numberofadsinarchive", "totalcreatives"),
    "country": ("country", "countrycode", "countries", "regions", "region"),
    "language": ("language", "languages", "lang"),
    "surface": ("publisherplatforms", "publisherplatform", "placements", "placement"),
    "snapshot": ("adsnapshoturl", "adurl", "adlibraryurl", "creativeurl", "permalink"),
    "platform": ("platform", "network", "source"),
}  # fmt: skip
"""Word of a mapping of ads → names of columns, without case, blanks and signs; the best first."""

DAYS = ("created", "started", "stopped")
"""Words for days."""
FEW = 20
"""Filled cells below which half of them, being readable, are enough for a column with a fitting name."""
_AMOUNTS = frozenset({*MONEY, "impressions", "impressions_lower", "impressions_upper", "reach", "clicks", "count"})


def suggested(sample: Sample, where: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The likely meaning of the columns of a table of ads, with the reasons.

    Raises:
        UnknownFormat: nothing says what was paid or shown, or nobody that paid or ran it.
    """
    columns = _columns(sample.records)
    taken: dict[str, str] = {}
    for word in ALIASES:
        hit = next((name for name in _named(word, columns) if _fits(word, columns[name])), None)
        if hit is not None and hit not in taken.values():
            taken[word] = hit
    if {"spend_lower", "spend_upper"} & set(taken):
        taken.pop("spend", None)
    if not {"advertiser", "payer", "page"} & set(taken) or not {*MONEY, "impressions", "reach"} & set(taken):
        known = ", ".join(columns) if columns else "no columns"
        raise UnknownFormat(
            f"no library of ads has these columns ({known[:300]}), and they do not say who paid and what.",
            where=Place(where),
            todo="Say which: --map advertiser=…,spend=…,currency=…,started=… (or spend_lower=…,spend_upper=…).",
        )
    why = "no known library has these columns; their meaning was worked out from names and content: "
    said = why + ", ".join(f"{word} ← {name}" for word, name in taken.items())
    return taken, (said, *_passed_over(columns, taken))


def _passed_over(columns: Mapping[str, list[Any]], taken: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each column that is named like a day and holds too few."""
    for word in DAYS:
        for name in _named(word, columns):
            cells = columns[name]
            if name not in taken.values() and not _fits(word, cells):
                good = sum(map(_is_day, cells[:200]))
                yield f"{UNDATED}: of {len(cells[:200])} cells of '{name}' looked at, {good} can be read as days."


def times(
    sample: Sample, columns: Mapping[str, str], where: str, rest: Callable[[str], Iterable[Any]]
) -> tuple[str, ...]:
    """Forms of the days in a table of ads.

    Raises:
        MappingError: day and month cannot be told apart, or the form is unknown.
    """
    forms: list[str] = []
    for word in ("started", "created", "stopped"):
        name = columns.get(word)
        if name is None:
            continue
        cells = [record.get(name) for record in sample.records]
        try:
            forms += suggest.time_forms(_legible(cells) or cells, where, name, partial(_legible_rest, rest, name))
        except MappingError:
            if word != "stopped":
                raise
    return tuple(dict.fromkeys(forms)) or ("iso", "unix")


def _legible(cells: Iterable[Any]) -> list[Any]:
    """The cells that are days: one that is none settles nothing for the others, and is told with its row."""
    return [cell for cell in cells if given(cell) is not None and _is_day(cell)]


def _legible_rest(rest: Callable[[str], Iterable[Any]], name: str) -> Iterator[Any]:
    return (cell for cell in rest(name) if given(cell) is not None and _is_day(cell))


def _columns(records: Iterable[Record]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for record in records:
        for name, value in record.items():
            cells = found.setdefault(name, [])
            if given(value) is not None:
                cells.append(value)
    return found


def _named(word: str, columns: Mapping[str, Any]) -> list[str]:
    """Columns named like a word, the best first; amounts may carry a currency in their name (USD before EUR)."""
    plain = {name: _bare(name, word in MONEY) for name in columns}
    hits = [name for alias in ALIASES[word] for name in columns if plain[name] == alias]
    order = {"USD": 0, "EUR": 1}
    return sorted(hits, key=lambda name: order.get(currency(worded(name)) or "", 2)) if word in MONEY else hits


def _bare(name: str, is_money: bool) -> str:
    words = re.split(r"[^0-9A-Za-z]+", name)
    if is_money and len(words) > 1:
        words = [word for word in words if word.upper() not in CURRENCIES]
    return "".join(words).lower()


def _fits(word: str, cells: list[Any]) -> bool:
    """Whether the content of a column allows the meaning its name suggests."""
    some = cells[:200]
    if not some:
        return word not in _AMOUNTS
    if word in _AMOUNTS:
        return _enough(sum(map(_is_amount, some)), len(some))
    if word in DAYS:
        return _enough(sum(map(_is_day, some)), len(some))
    if word == "platform":
        return all(isinstance(cell, str) and cell.isalpha() and len(cell) < 20 for cell in some)
    return True


def _enough(good: int, of: int) -> bool:
    """Whether so many readable cells bear out what a column is named; in a few rows one bad cell is a large share."""
    return good >= suggest.SHARE * of or (of < FEW and good * 2 >= of)


@cache
def _days() -> Reader:
    return reader(("iso", "unix", "dmy", "mdy", *TIME_FORMS), "UTC")


def _is_day(cell: Any) -> bool:
    """Whether a cell is a day since 1990: a plain number such as 31 is none."""
    try:
        return _days()(cell).at >= EARLIEST
    except UnreadableError:
        return False


def _is_amount(cell: Any) -> bool:
    try:
        found = bounds(cell)
    except UnreadableError:
        return False
    return found.lower is not None or found.upper is not None or str(cell).strip() != ""
