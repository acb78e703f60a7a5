"""A small dossier with odd texts, on which forms are checked: nothing in it is anybody's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from inconcert.casework.canonical import fingerprint
from inconcert.casework.views import (
    AttributionView,
    CaseView,
    Comparison,
    DecisionView,
    FindingRef,
    HypothesisView,
    JudgementView,
    NoteView,
    Novelty,
    ReviewView,
)
from inconcert.dossier.imprint import Imprint
from inconcert.dossier.parts import Asset, Chapter, Dossier, Number, Source, Technique
from inconcert.indicators.indicator import Indicator

if TYPE_CHECKING:
    from collections.abc import Sequence

ODD = '=HYPERLINK("x") <b>&\x00\x1b "quoted" شبكة \u202eback\u202c 网'
"""A formula, mark-up, signs XML cannot hold, quotes, two directions, two scripts."""
HOUSE = "/srv/whoever/cases"
"""Where the files of the house lie: no form may tell."""
FILE = f"{HOUSE}/{ODD}"
HELD, BYSTANDER, STAFF = "held_back_reader", "passing_by_9", "analyst_nightingale"
"""An account that is held back, one outside the network, and somebody of the staff: no form may name them."""
MEMBER = "orvela_voice_11"
"""Handle of a member: shown or hashed as the imprint says."""
SITE = "harbour-news.example"
AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
NETWORK, CASE, RUN = "net-0000000000", "0190000000000000000000000000000c", "00000000000000aa"


def specimen(imprint: Imprint | None = None) -> Dossier:
    """A dossier as :func:`inconcert.dossier.gather` gives it: not redacted yet."""
    finding = _finding()
    decision = _decision()
    attribution = _attribution()
    return Dossier(
        case=_case(finding, decision, attribution),
        imprint=imprint or Imprint(publisher="The Example", operation="Orvela", affected=("Harbour News",)),
        chapters=(_chapter(finding, decision),),
        left_out=("net-1111111111",),
        attribution=attribution,
        comparison=Comparison(CASE, (), (Novelty("languages", None, says="Languages: not known."),), ("Nothing yet.",)),
        manifest={"runs": {RUN: {"version": "0.0", "run": RUN, "settings": {"name": "inconcert-1", "seed": 0},
                                 "inputs": [{"source": "aa", "file": FILE, "format": "csv", "hash": "5f" * 32}]}}},
        receipts=({"source": "aa", "file": FILE, "format": "csv", "rows": 9, "kept": {"posts": 9}, "skipped": [],
                   "hash": "5f" * 32},),
        control={"shuffles": 19, "shuffled_networks": 0.0, "networks": [0] * 19},
        indicators=tuple(_indicators()),
        plans=({"id": "p1", "network_id": NETWORK, "author": STAFF, "policy_version": "2026-01", "items": 1, "held": 1,
                "stopped": None, "created_at": "2026-03-20T08:00:00Z"},),
        ledger=({"plan": "p1", "key": "k1", "platform": "x", "target": "11", "kind": "account", "action": "suspend",
                 "reason": "It pretends to be somebody else.", "policies": ["inauthentic behaviour"],
                 "standing": "done", "says": "", "at": "2026-03-21T08:00:00Z", "expires_at": None},),
        overturned=0,
        dissent=(_review("benign coordination", agrees=False),),
    )  # fmt: skip


def _case(finding: dict[str, Any], decision: DecisionView, attribution: AttributionView) -> CaseView:
    other = {"id": "net-1111111111", "members": [{"platform": "x", "account_id": "77", "handle": "not_confirmed_77"}]}
    return CaseView(
        id=CASE, number=3, title=f"Orvela {ODD}", question="Who pushes the bridge story?", state="open",
        verdict="confirmed", opened_at=AT, opened_by=STAFF,
        findings=(FindingRef(RUN, NETWORK, finding, fingerprint(finding)),
                  FindingRef(RUN, "net-1111111111", other, fingerprint(other))),
        evidence=(), notes=(NoteView("n1", CASE, f"call {BYSTANDER} first", None, STAFF, AT),), tags=("bridge",),
        tasks=(), decisions=(decision,), attribution=attribution, blind=False, version=3,
    )  # fmt: skip


def _review(verdict: str, *, agrees: bool) -> ReviewView:
    reason = "The posts repeat one another word for word." if agrees else "A club could post like this."
    return ReviewView("r1", "d1", CASE, 2, STAFF, AT, None, STAFF + "_2", AT, verdict, reason, agrees, blind=True)


def _decision() -> DecisionView:
    reviews = (_review("confirmed", agrees=True),)
    return DecisionView("d1", CASE, NETWORK, "confirmed", "Texts and rhythm agree.", STAFF, AT, "agreed",
                        needs_two=True, holds=True, reviews=reviews, version=2)  # fmt: skip


def _attribution() -> AttributionView:
    theory = HypothesisView("h1", CASE, "a shipping firm ordered it", "organisation", STAFF, AT, 0, 1, 0, 0)
    rival = HypothesisView("h2", CASE, "a club of locals wrote it", "organisation", STAFF, AT, 1, 0, 0, 0)
    says = ("At the level organisation: likely (55 to 80%) that a shipping firm ordered it.",
            "Confidence in the sources and the reasoning is low.")  # fmt: skip
    judged = JudgementView("j1", CASE, "organisation", "h1", "likely", "low", "One invoice.", says, STAFF, AT)
    return AttributionView(CASE, (theory, rival), (), (judged,), ())


def _chapter(finding: dict[str, Any], decision: DecisionView) -> Chapter:
    found = Source("finding", f"{NETWORK}#/members")
    return Chapter(
        network_id=NETWORK, finding=finding, sha256=fingerprint(finding), run=RUN, decision=decision,
        assets=tuple(_assets(found)),
        numbers=(
            Number("accounts", "2 accounts on X.", 2, None, None, "accounts", None, None, "x", (found,)),
            Number("advertising", "Between 100 and 199 EUR for 1 ad.", None, 100, 199, "money", "EUR", "March 2026",
                   None, (Source("ads", f"{NETWORK}#/pushes/0/ads"),)),
        ),
        techniques=(Technique("DISARM", "T0049.003", "Bots Amplify via Automated Forwarding and Reposting",
                              f"the same text ({ODD})", (Source("finding", f"{NETWORK}#/techniques/0"),)),
                    Technique("kill chain", "6.2.1", "Amplifying with likely fake accounts", "the same text",
                              (Source("finding", f"{NETWORK}#/techniques/1"),))),
        narratives=tuple({**one, "sources": [{"kind": "post", "ref": "x:p1"}]} for one in finding["narratives"]),
        held=({"platform": "x", "target": "13", "handle": HELD, "why": ["It says in its profile who runs it."]},),
    )  # fmt: skip


def _assets(found: Source) -> Sequence[Asset]:
    url = f"https://x.com/{MEMBER}"
    return (
        Asset("account", "x", "11", MEMBER, url, NETWORK, "member", AT, AT, AT, 120, "done", (found,)),
        Asset("account", "x", "12", ODD, None, NETWORK, "member", AT, AT, None, None, None, (found,)),
        Asset("site", "web", SITE, SITE, f"https://{SITE}/", NETWORK, "pushed", AT, AT, None, None, None,
              (Source("finding", f"{NETWORK}#/pushes/0"),)),
    )  # fmt: skip


def _indicators() -> Sequence[Indicator]:
    step = ("0. Acquiring assets", "0.9 Acquiring social media accounts", "0.9.12 Acquiring other social media assets")
    return (
        Indicator("url", f"https://x.com/{MEMBER}", f"hxxps://x[.]com/{MEMBER}", *step, comment="account", source=RUN),
        Indicator("domain_name", SITE, "harbour-news[.]example", comment=f"looks like Harbour ({ODD})", source=RUN),
    )


def _post(ref: str, account: str, handle: str, text: str) -> dict[str, Any]:
    return {"ref": ref, "at": "2026-03-02T08:00:00Z", "precision": 1.0, "text": text, "lang": "en", "kind": "post",
            "urls": [f"https://{SITE}/cost"], "handle": handle, "account": account, "source": "aa", "file": ODD,
            "row": 2}  # fmt: skip


def _finding() -> dict[str, Any]:
    words = f"Read https://{SITE}/cost @{BYSTANDER} {ODD}"
    members = [
        {"platform": "x", "account_id": account, "handle": handle, "ties": 2, "strength": 20.0, "confidence": 1.0,
         "joined": None}
        for account, handle in (("11", MEMBER), ("12", ODD), ("13", HELD))
    ]  # fmt: skip
    first, second = _post("x:p1", "x:11", MEMBER, words), _post("x:p2", "x:12", ODD, words)
    third = _post("x:p3", "x:13", HELD, "I read this every day")
    return {
        "id": NETWORK, "grade": "B", "alert": True, "p": 0.05, "q": 0.05, "size": 3, "strength": 13.3,
        "of_leads": False, "members": members, "sources": [f"x:{BYSTANDER}"],
        "signals": [{"name": "same_text", "family": "text", "noun": "text", "verb": "posted the same", "ties": 3,
                     "accounts": 3, "objects": 2, "meetings": 4, "expected": 0.01, "window": None, "gap": 3.0,
                     "question": "Who posted the same words?", "limits": "Quotes repeat."}],
        "families": ["text"], "kinds": ["text"],
        "axes": {name: {"value": value, "unit": "nats", "low": value, "high": value, "says": "…", "traits": []}
                 for name, value in (("coordination", 13.3), ("inauthenticity", None), ("automation", None),
                                     ("reach", None))},
        "declared": False, "stability": {}, "why": [f"3 accounts posted the same {ODD}"],
        "first_at": "2026-03-02T08:00:00Z", "last_at": "2026-03-10T08:00:00Z", "precision": 1.0,
        "hours": [0] * 8 + [9] + [0] * 15, "weekdays": [9, 0, 0, 0, 0, 0, 0],
        "grid": [[0] * 8 + [9] + [0] * 15] + [[0] * 24] * 6, "languages": {"en": 9}, "platforms": {"x": 9},
        "timeline": {"step": 86400.0, "bins": [["2026-03-02T00:00:00Z", 9, 6]]}, "life": {"windows": [], "says": []},
        "posts": 9, "coordinated_posts": 6, "ties": 3, "links": [[0, 1, 20.0], [0, 2, 20.0], [1, 2, 20.0]],
        "objects": [], "assets": 1,
        "pushes": [{"platform": "web", "kind": "site", "id": SITE, "posts": 6, "accounts": 3, "other_posts": 1,
                    "other_accounts": 1, "lift": 9.0, "nats": 13.0, "first_at": "2026-03-02T08:00:00Z",
                    "last_at": "2026-03-10T08:00:00Z", "family": None, "hands": None,
                    "resembles": {"brand": "harbour.example", "rule": "adds", "tier": "likely", "why": ODD},
                    "ads": {"ads": 1, "payers": ["Payer Ltd"], "advertisers": ["facebook:99"],
                            "spend": [{"currency": "EUR", "ads": 1, "lower": 100.0, "upper": 199.0}]}}],
        "operators": [], "trait_posts": [third], "schedule": {}, "holidays": [], "holidays_says": "",
        "evidence": [{"a": "x:11", "b": "x:12", "signal": "same_text", "objects": 2, "coactions": 2, "expected": 0.01,
                      "effect": 7.0, "p": 1e-9, "q": 1e-8, "window": None, "gap": 3.0, "more": 0,
                      "pairs": [{"object": "t", "also": [], "a_post": first, "b_post": second, "gap": 3.0,
                                 "marks": [["equal", 0, len(words), 0, len(words)]]}]}],
        "narratives": [{"id": "n1", "words": ["bridge", "#orvela"], "posts": 9, "accounts": 3, "languages": {"en": 9},
                        "first_at": "2026-03-02T08:00:00Z", "last_at": "2026-03-10T08:00:00Z", "share": 1.0,
                        "timeline": {"step": 86400.0, "bins": [["2026-03-02T00:00:00Z", 9]]},
                        "examples": [first, third]}],
        "narratives_says": "9 posts were read.", "sides": [], "sides_says": "", "addressed": 1,
        "targets": [{"platform": "x", "account_id": None, "handle": BYSTANDER, "replies": 0, "quotes": 0,
                     "mentions": 4, "accounts": 2, "others": 0, "lift": None, "nats": 4.0, "member": False}],
        "breakout": {"questions": [{"category": 5, "asks": "Did people with a large public amplify it?",
                                    "facts": [f"x:{BYSTANDER} (200,000 followers) reposted members."],
                                    "answer": "yes"}], "says": "A judgement of people."},
        "techniques": [],
    }  # fmt: skip
