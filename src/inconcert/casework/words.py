"""The words of casework: roles, verdicts, levels of attribution, likelihood, confidence, grades of sources."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal["viewer", "investigator", "reviewer", "approver", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
"""Roles; each may do what those before it may."""

Verdict = Literal["confirmed", "benign coordination", "not enough", "needs more"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""What can be decided about a network, or a case as a whole."""

CaseState = Literal["open", "closed"]

DecisionState = Literal["proposed", "standing", "in review", "agreed", "disputed", "overruled"]
"""Where a decision is.

``proposed``: needs a second person, who was not asked yet. ``standing``: holds on one person's word. ``in review``: a
second or third person was asked. ``agreed``: two persons say the same. ``disputed``: they do not. ``overruled``: two
others agree on another verdict.
"""

EVIDENCE_KINDS = ("tie", "post", "network", "asset", "site", "ad")
"""What a piece of evidence in a case can be."""

Level = Literal["country", "organisation", "individuals", "unknown"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""Levels of attribution, each judged by itself; ``unknown`` is for hypotheses that name none of them."""

EvidenceSort = Literal["technical", "behavioural", "contextual", "legal"]
SORTS: tuple[EvidenceSort, ...] = get_args(EvidenceSort)
"""Sorts of evidence for an attribution."""

Access = Literal["open", "proprietary", "classified"]
ACCESSES: tuple[Access, ...] = get_args(Access)
"""Who can look at the evidence again."""

Mark = Literal["C", "I", "N"]
MARKS: dict[str, str] = {"C": "consistent", "I": "inconsistent", "N": "neutral"}
"""How a piece of evidence stands to a hypothesis."""

LIKELIHOODS: dict[str, tuple[int, int]] = {
    "almost no chance": (1, 5),
    "very unlikely": (5, 20),
    "unlikely": (20, 45),
    "roughly even chance": (45, 55),
    "likely": (55, 80),
    "very likely": (80, 95),
    "almost certain": (95, 99),
}
"""Words of likelihood and what they stand for in per cent (Intelligence Community Directive 203, 2015)."""

Confidence = Literal["low", "moderate", "high"]
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
"""How far sources and reasoning carry a judgement; never a probability."""

RELIABILITY: dict[str, str] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
CREDIBILITY: dict[str, str] = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}
"""The two halves of an Admiralty grade, such as ``B2``: of the source, and of what it says."""
