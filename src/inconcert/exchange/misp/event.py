"""A confirmed case as one MISP event, written as its JSON directly: what goes by way of STIX loses most of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.dossier.words import CAVEAT
from inconcert.exchange.base import stable, title, version
from inconcert.exchange.facts import said
from inconcert.exchange.frameworks import DISARM
from inconcert.exchange.misp import assets
from inconcert.exchange.misp.objects import Objects
from inconcert.networks.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.casework.views import AttributionView
    from inconcert.dossier.parts import Chapter, Dossier

    Row = dict[str, Any]

DISTRIBUTION = {"CLEAR": "3", "GREEN": "1", "AMBER": "0", "AMBER+STRICT": "0", "RED": "0"}
"""Who a receiving server shows it to: 0 its own organisation, 1 its community, 3 everybody."""
NOBODY = "publisher not named"


def event(dossier: Dossier, *, published: bool = False) -> Row:
    """The event as plain data, under the key ``Event``; the same dossier gives the same.

    Args:
        dossier: The case.
        published: Whether the receiver takes it as published, as a feed must say.
    """
    make = Objects(dossier)
    for chapter in dossier.chapters:
        assets.put(make, chapter)
        _told(make, chapter)
    _judged(make, dossier.attribution)
    make.put("annotation", ("caveat",), {"type": "Disclaimer", "text": CAVEAT})
    publisher = dossier.imprint.publisher or NOBODY
    return {"Event": {
        "uuid": make.uuid("event"), "info": f"{title(dossier)}: {_extent(dossier)}",
        "date": f"{version(dossier):%Y-%m-%d}", "timestamp": make.stamp, "publish_timestamp": make.stamp,
        "published": published, "analysis": "2", "threat_level_id": "4",
        "distribution": DISTRIBUTION[dossier.imprint.tlp],
        "Orgc": {"name": publisher, "uuid": stable("organisation", publisher)},
        "Tag": [{"name": tag} for tag in _tags(dossier)], "Attribute": _links(make), "Object": make.made,
    }}  # fmt: skip


def _extent(dossier: Dossier) -> str:
    return f"influence operation of {count(len(dossier.chapters), 'network')}"


def _tags(dossier: Dossier) -> Iterator[str]:
    yield f"tlp:{dossier.imprint.tlp.lower()}"
    named = {said(one.name) for chapter in dossier.chapters for one in chapter.techniques if one.framework == DISARM}
    yield from (f'misp-galaxy:disarm-techniques="{name}"' for name in sorted(named))


def _links(make: Objects) -> list[Row]:
    url = make.dossier.imprint.url
    if not url:
        return []
    return [{"uuid": make.uuid("link", url), "type": "link", "category": "External analysis", "value": url,
             "to_ids": False, "disable_correlation": True, "comment": "The publication", "distribution": "5",
             "timestamp": make.stamp}]  # fmt: skip


def _told(make: Objects, chapter: Chapter) -> None:
    """Techniques, figures and narratives of a network."""
    for one in chapter.narratives:
        words = ", ".join(said(word) for word in one.get("words", ()))
        says = f"{count(one['posts'], 'post')} of {count(one['accounts'], 'account')} with the words {words}."
        make.put("narrative", (chapter.network_id, one["id"]), {"narrative-summary": says})
    told = {
        "Techniques": "\n".join(
            f"{one.framework} {said(one.id)} {said(one.name)}: {said(one.because)}." for one in chapter.techniques
        ),
        "By the numbers": " ".join(said(one.says) for one in chapter.numbers),
        "Why": " ".join(said(one) for one in chapter.finding.get("why", ())),
    }
    for about, content in told.items():
        if content:
            _annotate(make, (chapter.network_id, about), f"{about} ({chapter.network_id})\n{content}")


def _judged(make: Objects, attribution: AttributionView) -> None:
    """Judgements and their evidence; likelihood and confidence are tags of their own."""
    for judged in attribution.judgements:
        tags = [f'estimative-language:confidence-in-analytic-judgment="{judged.confidence}"']
        if judged.likelihood:
            word = judged.likelihood.replace(" ", "-")
            tags.append(f'estimative-language:likelihood-probability="{word}"')
        content = " ".join(map(said, (*judged.says, judged.text)))
        _annotate(make, ("judgement", judged.level), f"Attribution, level {judged.level}\n{content}", tags)
    for proof in attribution.evidence:
        source, credible = proof.source_grade[0].lower(), proof.source_grade[1]
        tags = [f'admiralty-scale:source-reliability="{source}"',
                f'admiralty-scale:information-credibility="{credible}"']  # fmt: skip
        _annotate(make, ("evidence", proof.id), f"Evidence ({proof.kind})\n{said(proof.text)}", tags)
    for review in make.dossier.dissent:
        content = f"Another reviewer's verdict: {review.verdict}. {said(review.reason)}"
        _annotate(make, ("dissent", review.id), content)


def _annotate(make: Objects, key: tuple[str, ...], content: str, tags: list[str] | None = None) -> None:
    make.put("annotation", key, {"type": "Annotation", "text": content}, tags=tags or ())
