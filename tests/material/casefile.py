"""The bridge's two networks in an investigation with accounts and ads, and a case that two people confirmed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from bridge import DAY, NAMES, START

from inconcert.casework import Actor, Casebook, FindingRef
from inconcert.casework.local import local_url
from inconcert.dossier import Imprint
from inconcert.investigation import Investigation
from inconcert.model.tables import schema

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.casework import Desk
    from inconcert.store.folder import Folder

RUN = "0123456789abcdef"
REASON = "The same lines within minutes, with a word changed here and there."
IMPRINT = Imprint(publisher="The Example", contact="desk@example.org", operation="Orvela")


@dataclass(frozen=True)
class CaseFile:
    """An investigation with its case."""

    folder: Folder
    case_id: str
    ring: str
    """Id of the network on X, which is confirmed."""
    channels: str
    """Id of the network on Telegram, which is not."""

    def book(self) -> Casebook:
        """Its casebook, opened anew."""
        return Casebook.open(local_url(self.folder.path))


def ada(book: Casebook) -> Desk:
    """Who opened the case."""
    return book.desk(Actor("Ada Grey", frozenset({"investigator"}), "test"))


def bo(book: Casebook) -> Desk:
    """Who reviewed it."""
    return book.desk(Actor("Bo Brown", frozenset({"reviewer"}), "test"))


def make(bridge: Any, place: Path) -> CaseFile:
    """Make the investigation at ``place``, without running a search: the run is the bridge's."""
    found = Investigation.create(place, "Orvela bridge")
    _tables(place)
    found.add(bridge.posts, place / "accounts.parquet", place / "ads.parquet")
    document = bridge.document()
    ring, channels = (one for one in document["networks"])
    _portrait(ring)
    run = found.folder.run(RUN)
    run.file("findings.json").write_text(json.dumps(document), "utf-8")
    settings = document["settings"]
    manifest = {"version": "0.1.0", "run": RUN, "settings": settings, "tables": {"ties.parquet": "5f" * 32}}
    run.file("manifest.json").write_text(json.dumps(manifest), "utf-8")
    (found.folder.path / "runs" / "latest").write_text(RUN)
    book = Casebook.open(local_url(found.folder.path))
    book.pseudonyms.place.write_text("07" * 32)
    book.pseudonyms.place.chmod(0o600)
    try:
        opened = _decided(book, ring, channels)
    finally:
        book.close()
    return CaseFile(found.folder, opened, ring["id"], channels["id"])


def _decided(book: Casebook, ring: dict[str, Any], channels: dict[str, Any]) -> str:
    desk = ada(book)
    refs = [FindingRef.of(RUN, ring), FindingRef.of(RUN, channels)]
    case = desk.open_case("Bridge", "Who pushes the bridge story?", refs)
    decision = desk.decide(case.id, "confirmed", REASON, ring["id"])
    asked = desk.ask_review(decision.id)
    bo(book).review(asked.id, "confirmed", "I read the posts side by side.")
    return case.id


def attributed(desk: Desk, case_id: str) -> None:
    """Two hypotheses, a piece of evidence and a judgement."""
    theory = desk.hypothesis(case_id, "a shipping firm ordered it", "organisation")
    rival = desk.hypothesis(case_id, "a club of locals wrote it", "organisation")
    proof = desk.attribution_evidence(case_id, "An invoice names the firm.", "contextual", "proprietary", "C3")
    desk.mark(proof.id, theory.id, "C")
    desk.mark(proof.id, rival.id, "I")
    desk.judge(case_id, "organisation", theory.id, "likely", "low", "One invoice, not seen by others.")


def _portrait(ring: dict[str, Any]) -> None:
    """What a search would have drawn: narratives with posts, one of which names a reader, and a member excused."""
    posts = [pair["a_post"] for tie in ring["evidence"] for pair in tie["pairs"]][:3]
    posts[0]["text"] = f"@reader7 must read this: {posts[0]['text']}"
    ring["narratives"] = [{
        "id": "n1", "words": ["bridge", "harbour-news.example"], "posts": 40, "accounts": 9, "languages": {"en": 40},
        "first_at": "2026-03-02T08:00:00Z", "last_at": "2026-03-06T08:00:00Z", "share": 0.5,
        "timeline": {"step": 86400.0, "bins": [["2026-03-02T00:00:00Z", 12], ["2026-03-03T00:00:00Z", 28]]},
        "examples": posts,
    }]  # fmt: skip
    ring["narratives_says"] = "1 narrative holds 40 of 80 posts; the others stand alone."
    ring["pushes"] = [{
        "platform": "web", "kind": "site", "id": "harbour-news.example", "posts": 60, "accounts": 11, "other_posts": 2,
        "other_accounts": 2, "lift": 9.0, "nats": 60.0, "first_at": "2026-03-02T08:00:00Z",
        "last_at": "2026-03-06T08:00:00Z", "family": None, "hands": None,
        "resembles": {"brand": "harbournews.example", "rule": "hyphen", "tier": "likely", "why": "a hyphen was put in"},
        "ads": None,
    }]  # fmt: skip
    ring["assets"] = 1
    excused = f"x:9{NAMES.index('bridge_facts'):02d}"
    ring["axes"]["inauthenticity"]["traits"] = [{
        "name": "declared_affiliation", "family": "declared", "nats": -6.0, "says": "It says who runs it.", "n": 1,
        "figures": {}, "posts": [], "accounts": [excused],
    }]  # fmt: skip


def _tables(place: Path) -> None:
    accounts = [
        {"source": "cc", "row": row, "platform": "x", "account_id": f"9{row:02d}", "handle": name, "name": name,
         "created_at": START - 30 * DAY, "created_precision": 86400.0, "followers": 100 * row if row else None}
        for row, name in enumerate(NAMES)
    ]  # fmt: skip
    ads = [
        {"source": "dd", "row": row, "platform": "facebook", "ad_id": f"ad{row}", "account_id": "77001",
         "advertiser": "Harbour Friends", "payer": "H. F. Ltd", "urls": ["https://harbour-news.example/cost"],
         "started_at": START, "stopped_at": START + row * DAY, "precision": 86400.0, "currency": money,
         "spend_lower": low, "spend_upper": high}
        for row, (money, low, high) in enumerate(
            [("EUR", 100.0, 199.0), ("EUR", 0.0, 99.0), ("USD", 50.0, None), (None, None, None)], 1)
    ]  # fmt: skip
    for name, rows in (("accounts", accounts), ("ads", ads)):
        pq.write_table(pa.Table.from_pylist(rows, schema=schema(name)), place / f"{name}.parquet")
