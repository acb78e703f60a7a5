"""Cases as text for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.casework.words import MARKS
from inconcert.report.defang import defang, still

if TYPE_CHECKING:
    from inconcert.casework.views import AttributionView, CaseRow, CaseView, DecisionView, Event, FindingRef


def rows(found: list[CaseRow]) -> str:
    """A list of cases."""
    if not found:
        return "No cases. Open one: inconcert cases open FOLDER --question '…'"
    return inert("\n".join(_row(row) for row in found))


def _row(row: CaseRow) -> str:
    verdict = "withheld: you may still review it blind" if row.blind else row.verdict or "no verdict holds"
    tags = "".join(f" #{tag}" for tag in row.tags)
    waits = f" · {row.open_reviews} reviews open" if row.open_reviews else ""
    return f"{row.number} · {row.state} · {verdict} · {row.findings} findings{waits} · {row.title}{tags}"


def case(view: CaseView, history: list[Event]) -> str:
    """A case with everything in it."""
    lines = [f"{view.number} · {view.title} · {view.state}", f"Question: {view.question}"]
    if view.blind:
        lines.append("You may still review this blind, so verdicts, scores and opinions are withheld.")
    else:
        lines.append(f"Verdict: {view.verdict or 'none holds'}")
    lines += findings(view.findings)
    lines += [f"  evidence ({one.kind}): {one.comment or one.ref}" for one in view.evidence]
    lines += [line for one in view.decisions for line in decision(one)]
    lines += [f"  note by {one.by}: {one.text}" for one in view.notes]
    lines += [f"  task: {one.what}" + (f" (done by {one.done_by})" if one.done_by else "") for one in view.tasks]
    lines += ["History"]
    lines += [_event(place, one) for place, one in enumerate(history, 1)]
    return inert("\n".join(lines))


def findings(found: tuple[FindingRef, ...]) -> list[str]:
    """The findings of a case, a line each."""
    return [
        f"  finding {one.network_id}: {len(one.frozen.get('members', ()))} accounts, run {one.run}" for one in found
    ]


def decision(one: DecisionView) -> list[str]:
    """A decision with its reviews."""
    about = f" about {one.network_id}" if one.network_id else ""
    holds = "holds" if one.holds else "does not hold"
    lines = [f"  decision by {one.by}{about}: {one.verdict} ({one.state}, {holds}). {one.reason}"]
    return lines + [f"    review by {each.by}: {each.verdict}. {each.reason}" for each in one.reviews if each.verdict]


def _event(place: int, one: Event) -> str:
    undone = " (undone)" if one.undone_by else ""
    why = f" — {one.why}" if one.why else ""
    return f"  {place:>3} {one.at:%Y-%m-%d %H:%M} UTC {one.who}: {one.says}{why}{undone}"


def matrix(view: AttributionView) -> str:
    """Hypotheses and evidence, numbered as the options of the command take them."""
    called = view.labels
    lines = ["Hypotheses, those with least against them first"]
    lines += [
        f"  {called[one.id]} ({one.level}) {one.text} · {one.inconsistent} against, {one.consistent} for, "
        f"{one.neutral} neutral, {one.unmarked} not marked"
        for one in view.hypotheses
    ]
    lines.append("Evidence")
    for proof in view.evidence:
        marks = ", ".join(f"{called[key]} {MARKS[mark]}" for key, mark in proof.marks.items())
        same = " · the same for all, so it tells nothing apart" if proof.diagnostic is False else ""
        lines.append(
            f"  {called[proof.id]} ({proof.kind}, {proof.access}, {proof.source_grade}) {proof.text} · {marks}{same}"
        )
    lines += [sentence for one in view.judgements for sentence in (*one.says, f"  {one.text}")]
    return inert("\n".join([*lines, *view.says]))


def inert(text: str) -> str:
    """Text that does nothing in a terminal."""
    return still(defang(text))
