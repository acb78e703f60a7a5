"""What people judged and where they disagreed: who is behind it, how likely, how sure; opinions and notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from inconcert.dossier.words import CAVEAT, KINDS
from inconcert.exchange.facts import said
from inconcert.indicators.sorting import codes
from inconcert.networks.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.casework.views import DecisionView, JudgementView, ReviewView
    from inconcert.dossier.parts import Chapter
    from inconcert.exchange.stix.maker import Maker

CONFIDENCE = {"low": 15, "moderate": 50, "high": 85}
"""Confidence as a number, by the scale None, Low, Medium, High of the standard (STIX 2.1, appendix A)."""
HOLDS = frozenset({"likely", "very likely", "almost certain"})
"""Likelihoods from which a hypothesis is told as an attribution; what is less likely is told in a note."""
OPINION = {"benign coordination": "strongly-disagree", "not enough": "disagree", "needs more": "disagree"}
"""What another verdict than "confirmed" says of a campaign."""


def put(make: Maker, operation: str, campaigns: dict[str, str]) -> None:
    """Attributions, opinions and notes of a case."""
    for judged in make.dossier.attribution.judgements:
        _judged(make, judged, operation)
    whose = {chapter.decision.id: chapter.network_id for chapter in make.dossier.chapters}
    for review in make.dossier.dissent:
        _opinion(make, review, campaigns.get(whose.get(review.decision_id, ""), operation))
    for about, content in _remarks(make):
        make.note(content, about, [operation], about)


def confirmed(decision: DecisionView) -> tuple[int, str]:
    """How sure it is that a network belongs to the operation, as a number and in words, and what sort of evidence."""
    doubted = any(review.agrees is False for review in decision.reviews)
    grade = "moderate" if doubted else "high"
    who = "two people, and a third disagreed" if doubted else "two people"
    says = f"Confirmed by {who}. Evidence: behavioural (what the accounts did together). Confidence is {grade}."
    return CONFIDENCE[grade], says


def _judged(make: Maker, judged: JudgementView, operation: str) -> None:
    theory = next((one for one in make.dossier.attribution.hypotheses if one.id == judged.hypothesis_id), None)
    kinds = sorted({one.kind for one in make.dossier.attribution.evidence if judged.hypothesis_id in one.marks})
    rests = f"Evidence: {', '.join(kinds)}." if kinds else "Evidence: none was put up for this level."
    says = " ".join([*map(said, judged.says), rests])
    behind = _behind(make, judged, said(theory.text)) if theory and judged.likelihood in HOLDS else None
    if behind is None:
        about = f"Attribution at the level {judged.level}"
        make.note(f"{says} {said(judged.text)}", about, [operation], "judgement", judged.level)
        return
    kind = "originates-from" if behind.startswith("location") else "attributed-to"
    make.link(operation, kind, behind, description=says, confidence=CONFIDENCE[judged.confidence])


def _behind(make: Maker, judged: JudgementView, text: str) -> str | None:
    """Who people say is behind it: a place for a country, else an actor by the words of their hypothesis."""
    if judged.level == "country":
        named = {code for name, code in codes().items() if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)}
        return make.own("Location", "country", name=text, country=named.pop().upper()) if len(named) == 1 else None
    if judged.level in ("organisation", "individuals"):
        return make.own("ThreatActor", judged.level, name=text, threat_actor_types=["unknown"],
                        description=f"As people judged it at the level {judged.level}.")  # fmt: skip
    return None


def _opinion(make: Maker, review: ReviewView, about: str) -> None:
    verdict = review.verdict or "needs more"
    make.own("Opinion", review.id, opinion=OPINION.get(verdict, "neutral"), object_refs=[about],
             explanation=f"Another reviewer's verdict: {verdict}. {said(review.reason)}")  # fmt: skip


def _remarks(make: Maker) -> Iterator[tuple[str, str]]:
    dossier = make.dossier
    yield "How to use these indicators", f"{CAVEAT} {KINDS}"
    if dossier.left_out:
        more = count(len(dossier.left_out), "other network")
        yield "Left out", f"Of this case {more} not confirmed by two people, and left out."
    for about, content in (("Purpose", dossier.imprint.purpose), ("How it was found", dossier.imprint.found_how),
                           ("Effect", dossier.imprint.effect)):  # fmt: skip
        if content:
            yield about, said(content)
    if dossier.ledger:
        yield "Enforcement", _enforced(dossier.ledger, dossier.overturned)


def _enforced(ledger: tuple[dict[str, Any], ...], overturned: int | None) -> str:
    counts: dict[tuple[str, str], int] = {}
    for row in ledger:
        step = (str(row["action"]), str(row["standing"]))
        counts[step] = counts.get(step, 0) + 1
    parts = [f"{action}: {number} {standing}" for (action, standing), number in sorted(counts.items())]
    last = "" if overturned is None else f" Overturned on appeal: {overturned}."
    return f"{'; '.join(parts)}.{last}"


def numbers(make: Maker, chapter: Chapter, of: str) -> None:
    """Notes on one network: by the numbers, why, what it says, who is held back."""
    told = {
        "By the numbers": " ".join(said(one.says) for one in chapter.numbers),
        "Why": " ".join(said(one) for one in chapter.finding.get("why", ())),
        "Narratives": " ".join(_narrative(one) for one in chapter.narratives),
        "Held back": f"Held back: {count(len(chapter.held), 'member')}. {_reasons(chapter)}" if chapter.held else "",
        "Method": f"Run {chapter.run}; the finding has the SHA-256 {chapter.sha256}.",
    }
    for about, content in told.items():
        if content:
            make.note(content, about, [of], chapter.network_id, about)


def _narrative(one: dict[str, Any]) -> str:
    words = ", ".join(said(word) for word in one.get("words", ()))
    return f"{count(one['posts'], 'post')} of {count(one['accounts'], 'account')} with the words {words}."


def _reasons(chapter: Chapter) -> str:
    return " ".join(sorted({said(why) for one in chapter.held for why in one["why"]}))
