"""A network by the numbers: each figure in words, as a value or a range, and with where it can be opened.

Followers of several accounts overlap, so what is known is a range: at least the largest of them, at most their sum.
Money stays a range in its own currency. What the material does not say is said to be not known, and never zero.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from inconcert.dossier.assets import ads_of
from inconcert.dossier.parts import Number, Source
from inconcert.dossier.words import language
from inconcert.model.times import instant
from inconcert.networks.words import ADS, POSTS, acted, count, counted, listed, plural
from inconcert.profile.languages import UNKNOWN
from inconcert.profile.platforms import named as platform_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from inconcert.dossier.material import Material
    from inconcert.dossier.parts import Asset

    Row = dict[str, Any]

DAY = 86_400_000_000
"""Microseconds."""
NAMED = 6
"""Languages that a sentence names."""


def numbers(finding: Row, assets: Iterable[Asset], material: Material) -> tuple[Number, ...]:
    """The numbers box of a network, in the order in which it is printed."""
    owned = list(assets)
    return (
        *_presence(finding, owned),
        *_surfaces(material),
        *_followers(finding, owned, material),
        *_posts(finding, material),
        *_days(finding),
        *_languages(finding),
        *_pushed(finding, owned),
        *_advertising(finding, material),
    )


def _found(finding: Row, *paths: str) -> tuple[Source, ...]:
    return tuple(Source("finding", f"{finding['id']}#/{path}") for path in paths)


def _number(what: str, says: str, sources: tuple[Source, ...], **given: Any) -> Number:
    blank = dict.fromkeys(("value", "low", "high", "currency", "period", "platform"))
    return Number(what, says, sources=sources, **{"unit": what, **blank, **given})


def _presence(finding: Row, assets: list[Asset]) -> Iterator[Number]:
    counted = Counter((one.platform, one.kind) for one in assets if one.role == "member")
    for (platform, kind), figure in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        says = f"{count(figure, kind)} on {platform_name(platform)}."
        yield _number(plural(kind), says, _found(finding, "members"), value=figure, platform=platform)


def _surfaces(material: Material) -> Iterator[Number]:
    for platform, figure in material.surfaces.items():
        where = "one page, group or channel" if figure == 1 else f"{figure:,} different pages, groups or channels"
        yield _number(
            "places",
            f"Posts appeared in {where} on {platform_name(platform)}.",
            (Source("material", f"{platform}/surfaces"),),
            value=figure,
            platform=platform,
        )


def _followers(finding: Row, assets: list[Asset], material: Material) -> Iterator[Number]:
    by: dict[str, list[int | None]] = defaultdict(list)
    for one in assets:
        if one.role == "member":
            by[one.platform].append(one.followers)
    for platform, held in sorted(by.items()):
        known = [figure for figure in held if figure is not None]
        of = f"{count(len(held), 'account')} on {platform_name(platform)}"
        if not known:
            reason = "the material does not say" if material.at_hand else "the material is not at hand"
            yield _number(
                "followers",
                f"How many follow the {of} is not known: {reason}.",
                (Source("accounts", f"{finding['id']}/{platform}"),),
                platform=platform,
            )
            continue
        yield _following(of, known, len(held), Source("accounts", f"{finding['id']}/{platform}"), platform)


def _following(of: str, known: list[int], accounts: int, source: Source, platform: str) -> Number:
    """A range where all followings are known; else how many it is at least, and no upper bound."""
    low, high = max(known), sum(known)
    one_or_more = f"the {of.removeprefix('1 ')}" if accounts == 1 else f"one or more of the {of}"
    if len(known) < accounts:
        says = f"At least {count(low, 'account')} followed {one_or_more}: known for {len(known):,} of {accounts:,}."
        return _number("followers", says, (source,), low=low, platform=platform, unit="accounts")
    reach = count(low, "account") if low == high else f"Between {low:,} and {high:,} accounts"
    says = f"{reach} followed {one_or_more}."
    if low != high:
        says += " The lower figure is the largest single following, the higher their sum; followers overlap."
    value = low if low == high else None
    return _number("followers", says, (source,), low=low, high=high, value=value, platform=platform, unit="accounts")


def things(finding: Row) -> str:
    """What a network did, in a word: posts, ads, or both."""
    return acted(finding["posts"], finding.get("ads") or 0)


def _posts(finding: Row, material: Material) -> Iterator[Number]:
    posts, tied = finding["posts"], finding["coordinated_posts"]
    own = f"{counted(posts, things(finding))} in this material"
    says = f"{own}, {tied:,} of them behind a tie between two accounts."
    yield _number("posts", says, _found(finding, "posts", "coordinated_posts"), value=posts)
    if len(finding["platforms"]) > 1:
        ads = _own_ads(finding, material)
        for platform, figure in _most(finding["platforms"]):
            yield _number(
                "posts",
                f"{_apart(figure, ads, platform, things(finding))} on {platform_name(platform)}.",
                _found(finding, f"platforms/{platform}", *(("ads",) if finding.get("ads") else ())),
                value=figure,
                platform=platform,
            )


def _own_ads(finding: Row, material: Material) -> Row | None:
    """Ads that members ran, by platform; ``None`` where the material does not hold those that the finding counts."""
    members = {(str(one["platform"]), str(one["account_id"])) for one in finding["members"]}
    found = Counter(str(ad["platform"]) for ad in material.ads if (ad["platform"], ad["account_id"]) in members)
    return found if found.total() == (finding.get("ads") or 0) else None


def _apart(acts: int, ads: Row | None, platform: str, both: str) -> str:
    """«901 posts and 10 ads»; «911 posts and ads» where they cannot be told apart."""
    if ads is None:
        return counted(acts, both)
    paid = ads.get(platform, 0)
    return listed([counted(figure, what) for figure, what in ((acts - paid, POSTS), (paid, ADS)) if figure])


def _most(counts: Row) -> list[tuple[str, int]]:
    """The most first: a casebook keeps the keys of a record in the order of the alphabet."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _days(finding: Row) -> Iterator[Number]:
    first, last = (finding.get(key) for key in ("first_at", "last_at"))
    if first is None or last is None:
        return
    # Days of the calendar, as the two dates that stand beside it are.
    days = instant(last) // DAY - instant(first) // DAY + 1
    says = f"Coordinated from {first[:10]} to {last[:10]} ({count(days, 'day')}), as far as this material reaches."
    yield _number("days", says, _found(finding, "first_at", "last_at"), value=days, period=f"{first[:10]}/{last[:10]}")


def _languages(finding: Row) -> Iterator[Number]:
    spoken = dict(_most(finding["languages"]))
    spoken.pop(UNKNOWN, None)
    unknown = finding["posts"] - sum(spoken.values())
    if not spoken:
        yield _number("languages", "The language of its posts is not known.", _found(finding, "languages"))
        return
    what = things(finding)
    parts = [f"{language(label)} ({counted(figure, what)})" for label, figure in list(spoken.items())[:NAMED]]
    more = f" and {len(spoken) - NAMED} more" if len(spoken) > NAMED else ""
    said = f"{listed(parts)}{more}"
    if unknown > 0:
        said += f"; of {counted(unknown, what)} it is not known"
    yield _number("languages", f"{said[:1].upper()}{said[1:]}.", _found(finding, "languages"), value=len(spoken))


def _pushed(finding: Row, assets: list[Asset]) -> Iterator[Number]:
    counted = Counter((one.platform, one.kind) for one in assets if one.role == "pushed")
    for (platform, kind), figure in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        where = "" if platform == "web" else f" on {platform_name(platform)}"
        says = f"{count(figure, kind)}{where} that its accounts link to far more often than others do, post for post."
        yield _number(plural(kind), says, _found(finding, "pushes"), value=figure, platform=platform)


def _advertising(finding: Row, material: Material) -> Iterator[Number]:
    ads = ads_of(finding, material)
    if not ads:
        yield from _paid_as_found(finding) if not material.at_hand else ()
        return
    by: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
    for ad in ads:
        by[ad["platform"], ad["currency"] if ad["spend_lower"] is not None else None].append(ad)
    for (platform, currency), rows in sorted(by.items(), key=lambda item: (item[0][0], item[0][1] or "~")):
        yield _spent(finding, platform, currency, rows)


def _spent(finding: Row, platform: str, currency: str | None, rows: list[Row]) -> Number:
    starts = [row["started_at"] for row in rows if row["started_at"]]
    ends = [row["stopped_at"] for row in rows if row["stopped_at"]]
    period = _period(starts, ends, still=any(row["runs"] for row in rows))
    what = (
        f"{count(len(rows), 'ad')} on {platform_name(platform)} that its accounts ran, or that lead to sites it pushes"
    )
    sources = (Source("ads", f"{finding['id']}/{platform}/{currency or 'unknown'}"),)
    if currency is None:
        return _number(
            "advertising",
            f"{what}: what they cost is not known ({period}).",
            sources,
            period=period,
            platform=platform,
            unit="money",
        )
    low = sum(row["spend_lower"] for row in rows)
    uppers = [row["spend_upper"] for row in rows]
    high = None if None in uppers else sum(uppers)
    return _number(
        "advertising",
        f"{amount(low, high, currency)} for {what} ({period}).",
        sources,
        low=low,
        high=high,
        value=low if low == high else None,
        currency=currency,
        period=period,
        platform=platform,
        unit="money",
    )


def amount(low: float, high: float | None, currency: str) -> str:
    """«Between 100 and 199 EUR», «At least 100 EUR» where the upper bound is open, «100 EUR»."""
    if high is None:
        return f"At least {_money(low)} {currency}"
    return f"{_money(low)} {currency}" if low == high else f"Between {_money(low)} and {_money(high)} {currency}"


def _money(figure: float) -> str:
    return f"{figure:,.0f}" if float(figure).is_integer() else f"{figure:,.2f}"


def _period(starts: list[datetime], ends: list[datetime], *, still: bool) -> str:
    if not starts:
        return "period not known"
    first = f"{min(starts):%Y-%m-%d}"
    if still or not ends:
        return f"from {first}, the end not known for all"
    return f"{first} to {max(ends):%Y-%m-%d}"


def _paid_as_found(finding: Row) -> Iterator[Number]:
    """What the finding itself says of ads, site by site: an ad that leads to two sites counts for both."""
    for place, row in enumerate(finding.get("pushes", ())):
        for spent in (row.get("ads") or {}).get("spend", ()):
            says = f"{amount(spent['lower'], spent['upper'], spent['currency'])} for {count(spent['ads'], 'ad')} that "
            says += f"lead to {row['id']} (period not known)."
            yield _number(
                "advertising",
                says,
                _found(finding, f"pushes/{place}/ads"),
                low=spent["lower"],
                high=spent["upper"],
                currency=spent["currency"],
                unit="money",
            )
