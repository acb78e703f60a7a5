"""A dossier as it may leave the house."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from inconcert.casework.persons import named
from inconcert.casework.views import Comparison, DecisionView, Novelty, ReviewView
from inconcert.dossier.names import ACCOUNT_LIKE, Names
from inconcert.indicators.defanging import defang
from inconcert.indicators.found import address
from inconcert.networks.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from inconcert.casework.pseudonyms import Pseudonyms
    from inconcert.dossier.parts import Asset, Chapter, Dossier
    from inconcert.indicators.indicator import Indicator

    Row = dict[str, Any]

PERSONAL = {"accounts": "accounts", "targets": "accounts it addresses"}
"""Dimensions of a comparison whose values are accounts: told as figures only."""


def redacted(dossier: Dossier, pseudonyms: Pseudonyms) -> Dossier:
    """See :meth:`Dossier.redacted`."""
    names, staff = Names.of(dossier, pseudonyms), _staff(dossier)
    told = {chapter.network_id for chapter in dossier.chapters}
    chapters = tuple(_chapter(chapter, names, staff) for chapter in dossier.chapters)
    frozen = {chapter.network_id: chapter.finding for chapter in chapters}
    decisions = [one for one in dossier.case.decisions if one.network_id in {None, *told}]
    findings = (replace(one, frozen=frozen[one.network_id]) for one in dossier.case.findings if one.network_id in told)
    case = replace(
        dossier.case,
        title=names.told(dossier.case.title),
        question=names.told(dossier.case.question),
        opened_by=staff.get(dossier.case.opened_by, "staff"),
        findings=tuple(findings),
        evidence=(),
        notes=(),
        tasks=(),
        decisions=tuple(_decision(one, names, staff) for one in decisions),
        attribution=_anonymous(names.told(dossier.attribution), staff),
    )
    return replace(
        dossier,
        case=case,
        chapters=chapters,
        attribution=case.attribution,
        comparison=_comparison(dossier.comparison),
        manifest=names.told(dossier.manifest),
        receipts=names.told(dossier.receipts),
        indicators=tuple(_indicators(dossier, names)),
        plans=tuple(_unsigned(one, staff) for one in names.told(dossier.plans)),
        ledger=tuple(_ledger(dossier.ledger, names)),
        dissent=tuple(_review(one, names, staff) for one in dossier.dissent),
    )


def _chapter(chapter: Chapter, names: Names, staff: Mapping[str, str]) -> Chapter:
    finding = cleaned(chapter.finding, names)
    narratives = [one | {"examples": _own(one.get("examples", ()), names)} for one in chapter.narratives]
    return replace(
        chapter,
        finding=names.told(finding),
        decision=_decision(chapter.decision, names, staff),
        assets=tuple(_asset(one, names) for one in chapter.assets if not _held(one, names)),
        numbers=names.told(chapter.numbers),
        techniques=names.told(chapter.techniques),
        narratives=tuple(names.told(narratives)),
        held=tuple({"platform": one["platform"], "why": names.told(list(one["why"]))} for one in chapter.held),
        ads=tuple(_ad(one, names) for one in chapter.ads),
    )


def cleaned(finding: Row, names: Names) -> Row:
    """A finding without whoever is held back, and without what others wrote."""
    stay = [place for place, one in enumerate(finding["members"]) if names.members.issuperset(named(one))]
    places = {old: new for new, old in enumerate(stay)}
    return finding | {
        "members": [finding["members"][place] for place in stay],
        "links": _links(finding.get("links"), places),
        "sources": [],
        "evidence": [_unmarked(tie) for tie in finding.get("evidence", ()) if names.members >= {tie["a"], tie["b"]}],
        "trait_posts": _own(finding.get("trait_posts", ()), names),
        "objects": [one | {"example": None, "text": None} for one in finding.get("objects", ())],
        "narratives": [
            one | {"examples": _own(one.get("examples", ()), names)} for one in finding.get("narratives", ())
        ],
        "operators": [one for one in finding.get("operators", ()) if names.members >= {one["member"], one["other"]}],
        "targets": [_target(one, names) for one in finding.get("targets", ())],
        "axes": {name: _axis(axis, names) for name, axis in finding.get("axes", {}).items()},
    }


def _links(links: list[list[float]] | None, places: Mapping[int, int]) -> list[list[float]] | None:
    if links is None:
        return None
    return [[places[int(a)], places[int(b)], nats] for a, b, nats in links if int(a) in places and int(b) in places]


def _unmarked(tie: Row) -> Row:
    """Marks of differences are places in texts that may be changed."""
    return tie | {"pairs": [pair | {"marks": []} for pair in tie["pairs"]]}


def _own(posts: Iterable[Row], names: Names) -> list[Row]:
    return [post for post in posts if post.get("account") in names.members]


def _target(one: Row, names: Names) -> Row:
    """Whom a network addresses, by name only when it is one of its own or the imprint names it."""
    known = {str(one.get(key) or "").casefold() for key in ("handle", "account_id")} & names.allowed
    if known or (one.get("account_id") and f"{one['platform']}:{one['account_id']}" in names.members):
        return one
    return one | {"account_id": None, "handle": None}


def _axis(axis: Row, names: Names) -> Row:
    traits = [
        one | {"accounts": [each for each in one.get("accounts", ()) if each in names.members]}
        for one in axis.get("traits", ())
    ]
    return axis | {"traits": traits}


def _ad(ad: Row, names: Names) -> Row:
    """An ad; its id leads to the page that ran it, so it is hashed with the rest."""
    if not names.hashed:
        return ad
    shown = {
        key: names.pseudonyms.of(f"{ad['platform']}:{ad[key]}")
        for key in ("account_id", "advertiser", "payer")
        if ad[key]
    }
    return ad | shown | {"ad_id": names.post(f"{ad['platform']}:{ad['ad_id']}"), "urls": []}


def _held(asset: Asset, names: Names) -> bool:
    return f"{asset.platform}:{asset.id}" in names.held


def _asset(one: Asset, names: Names) -> Asset:
    sources = names.told(one.sources)
    if not names.hashed or one.kind not in ACCOUNT_LIKE:
        return replace(one, sources=sources)
    return replace(one, id=names.pseudonyms.of(f"{one.platform}:{one.id}"), name=None, url=None, sources=sources)


def _indicators(dossier: Dossier, names: Names) -> Iterable[Indicator]:
    """Indicators without those of accounts held back; those of accounts hashed, where that is wanted."""
    whose = dict(_owners(dossier))
    for found in dossier.indicators:
        whom = whose.get(found.value)
        if whom in names.held:
            continue
        comment = names.told(found.comment)
        if whom is None or not names.hashed:
            yield replace(found, comment=comment)
        else:
            value = f"{whom.partition(':')[0]} {names.pseudonyms.of(whom)}"
            yield replace(found, type="text", value=value, defanged=defang(value), written=value, comment=comment)


def _owners(dossier: Dossier) -> Iterable[tuple[str, str]]:
    """Values of indicators that are somebody's account, page or channel, and whose."""
    for chapter in dossier.chapters:
        for one in chapter.finding["members"]:
            yield from ((_value(one), account) for account in named(one))
        for row in chapter.finding.get("pushes", ()):
            if row["kind"] in ACCOUNT_LIKE:
                value = address(row["platform"], row["id"], None) or f"{row['platform']} {row['kind']} {row['id']}"
                yield value, f"{row['platform']}:{row['id']}"


def _value(member: Row) -> str:
    platform, native = str(member["platform"]), str(member["account_id"])
    return address(platform, native, member.get("handle")) or f"{platform} account {native}"


def _ledger(rows: Iterable[Row], names: Names) -> Iterable[Row]:
    for row in rows:
        account = f"{row['platform']}:{row['target']}"
        if account not in names.held:
            shown = names.called(account) if row["kind"] in ACCOUNT_LIKE else row["target"]
            yield names.told({**row, "target": None}) | {"target": shown.removeprefix(f"{row['platform']}:")}


def _comparison(comparison: Comparison) -> Comparison:
    dimensions = tuple(_figures(one) if one.dimension in PERSONAL else one for one in comparison.dimensions)
    says = tuple(one.says for one in dimensions) if comparison.earlier else comparison.says
    return replace(comparison, dimensions=dimensions, says=says)


def _figures(one: Novelty) -> Novelty:
    if one.new is None:
        return one
    says = (
        f"{PERSONAL[one.dimension].capitalize()}: {len(one.new):,} new, "
        f"{len(one.known):,} known from earlier operations, "
        f"{count(len(one.not_now), 'account')} of earlier operations not now."
    )
    return Novelty(one.dimension, None, says=says)


def _staff(dossier: Dossier) -> dict[str, str]:
    """«person 1» and so on for everybody of the staff, in the order in which they decided."""
    found: dict[str, str] = {}
    for decision in dossier.case.decisions:
        for who in (decision.by, *(review.by for review in decision.reviews)):
            if who:
                found.setdefault(who, f"person {len(found) + 1}")
    return found


def _decision(one: DecisionView, names: Names, staff: Mapping[str, str]) -> DecisionView:
    reviews = tuple(_review(each, names, staff) for each in one.reviews)
    return replace(one, by=staff.get(one.by, "staff"), reason=names.told(one.reason), reviews=reviews)


def _review(one: ReviewView, names: Names, staff: Mapping[str, str]) -> ReviewView:
    by = None if one.by is None else staff.get(one.by, "staff")
    return replace(one, asked_by="staff", of=None, by=by, reason=names.told(one.reason))


def _anonymous(view: Any, staff: Mapping[str, str]) -> Any:
    parts = {
        name: tuple(replace(one, by=staff.get(one.by, "staff")) for one in getattr(view, name))
        for name in ("hypotheses", "evidence", "judgements")
    }
    return replace(view, **parts)


def _unsigned(plan: Row, staff: Mapping[str, str]) -> Row:
    return plan | {"author": staff.get(str(plan.get("author")), "staff")}
