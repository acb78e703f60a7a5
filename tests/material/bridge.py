"""A small handmade material with two networks, for the rooms from networks to export.

Eleven accounts on X push nine links about a fictional bridge in English, Arabic and Hebrew; five Telegram channels
paste the same lines in Thai, Chinese and Japanese; two accounts are pulled in by a tie that chance explains.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from inconcert.model.tables import schema
from inconcert.networks.network import Words
from inconcert.profile.document import FindingSet
from inconcert.profile.findings import findings
from inconcert.settings import Settings
from inconcert.store.views import select

if TYPE_CHECKING:
    from pathlib import Path

START = 1_772_438_400_000_000
"""2026-03-02 08:00 UTC, a Monday."""
MINUTE, DAY = 60_000_000, 86_400_000_000

WORDS = {
    "same_link": Words(
        "same_link", "link", "link", "posted the same", "Who posted the same link?", "News spreads too."
    ),
    "same_text": Words("same_text", "text", "text", "posted the same", "Who posted the same words?", "Quotes repeat."),
}
RECEIPTS = [
    {
        "source": "00000000000000aa", "file": "bridge_x.csv", "format": "twarc_csv", "why": ["columns of twarc"],
        "rows": 112, "kept": {"posts": 103, "accounts": 0},
        "skipped": [{"reason": "no time", "count": 9, "examples": [{"row": 14, "value": "=HYPERLINK(\"x\")"}]}],
        "warnings": [{"message": "ids ruined by a table", "count": 2, "examples": [{"row": 3, "value": "8.01E+17"}]}],
        "first_at": "2026-03-02T08:00:00Z", "last_at": "2026-03-10T08:00:00Z", "timezone": "UTC", "precision": 1.0,
        "hash": "5f" * 32, "bytes": 48_211, "already": False, "ids_derived": 2,
    },
    {
        "source": "00000000000000bb", "file": "قناة.json", "format": "telegram_desktop", "why": ["key «messages»"],
        "rows": 15, "kept": {"posts": 15}, "skipped": [], "warnings": [], "first_at": "2026-03-04T02:00:00Z",
        "last_at": "2026-03-06T02:04:00Z", "timezone": "UTC", "precision": 60.0, "hash": "a0" * 32, "bytes": 9001,
        "already": False, "ids_derived": 0,
    },
]  # fmt: skip
LINES = [
    ("en", "Nobody asked us about the Orvela bridge. Read what it will cost: https://harbour-news.example/cost"),
    ("en", "BREAKING: 14 cracks found in the Orvela bridge already!! https://harbour-news.example/cracks"),
    ("ar", "لا أحد سألنا عن جسر أورفيلا. اقرأوا كم سيكلف: https://harbour-news.example/ar/cost"),
    ("he", "אף אחד לא שאל אותנו על גשר אורבלה. קראו כמה זה יעלה: https://harbour-news.example/he/cost"),
    ("en", "My neighbour works on the Orvela bridge and says the steel is thin https://harbour-news.example/steel"),
    ("en", "Ask the ferry workers 👩🏽‍🔧 what they think of the bridge https://harbour-news.example/ferry"),
    ("ar", "عاجل: شقوق في جسر أورفيلا قبل افتتاحه https://harbour-news.example/ar/cracks"),
    ("en", "Who owns the firm behind the Orvela bridge? https://harbour-news.example/owner"),
    ("en", "The bridge fund is empty, says insider https://harbour-news.example/fund"),
]
PASTED = [
    ("th", "สะพานออร์เวลาแพงเกินไป อย่าเชื่อข่าวของเมือง"),
    ("zh", "奥维拉大桥的费用已经翻倍，市政府什么也没说。"),
    ("ja", "オルヴェラ橋の鉄は薄すぎると現場の人が言っている。"),
]
NAMES = [
    "harbour_voice", "orvela_truth", "layla_k", "dan_of_the_docks", "noa_reads", "ferry_fan_77", "m_odeh", "tide_watch",
    "real_orvela", "south_quay", "bridge_facts",
]  # fmt: skip


@dataclass(frozen=True)
class Material:
    """The paths of the handmade run, and what belongs to it."""

    ties: Path
    features: Path
    posts: Path
    settings: Settings
    control: dict[str, Any]

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A connection with the view ``posts``."""
        con = duckdb.connect()
        con.execute(f"CREATE VIEW posts AS FROM read_parquet('{self.posts}')")
        con.execute(f"CREATE VIEW ads AS {select('ads', [])}")
        return con

    def findings(self, **changes: Any) -> list[dict[str, Any]]:
        """The findings of this material."""
        given: dict[str, Any] = {"settings": self.settings, "control": self.control, "words": WORDS} | changes
        return findings(self.connect(), self.ties, self.features, receipts=RECEIPTS, **given)

    def document(self) -> dict[str, Any]:
        """What ``findings.json`` of this material holds."""
        return {
            "inconcert": "0.1.0",
            "name": "Orvela bridge",
            "run": "0123456789abcdef",
            "settings": {"name": "inconcert-1", **self.settings.to_dict()},
            "receipts": RECEIPTS,
            "control": self.control,
            "networks": self.findings(),
        }

    def finding_set(self) -> FindingSet:
        """The findings with their ties."""
        return FindingSet(self.document(), self.ties)


def make(folder: Path, shuffles: int = 19) -> Material:
    """Write the tables of the material to ``folder``."""
    posts = _posts()
    touched = _touched(posts)
    ties = [*_ties(posts, touched), _chance_tie(posts)]
    ties.sort(key=lambda tie: (tie["a"], tie["b"], tie["signal"]))
    for name, rows in (("posts", posts), ("features", _features(posts)), ("ties", ties)):
        pq.write_table(pa.Table.from_pylist(rows, schema=schema(name)), folder / f"{name}.parquet")
    control = {"shuffles": shuffles, "shuffled_networks": 1 / 19, "strengths": ([2.5] + [0.0] * 18)[:shuffles]}
    paths = (folder / f"{name}.parquet" for name in ("ties", "features", "posts"))
    return Material(*paths, Settings(shuffles=shuffles), control)


def led(material: Material, folder: Path) -> Material:
    """The same with the Telegram channels bound by leads only: none of their ties has a q."""
    rows = pq.read_table(material.ties).to_pylist()
    weak = {"p": 0.03, "q": None, "chance": 1e-6}
    rows = [row | weak if row["a"].startswith("telegram:") else row for row in rows]
    pq.write_table(pa.Table.from_pylist(rows, schema=schema("ties")), folder / "led.parquet")
    leads = [4.0] + [0.0] * (len(material.control["strengths"]) - 1)
    return replace(material, ties=folder / "led.parquet", control=material.control | {"leads": leads})


def _posts() -> list[dict[str, Any]]:
    ring = [
        _post("aa", "x", f"9{who:02d}", name, at, _own_words(text, who, line), lang, 10 * line + who)
        for line, (lang, text) in enumerate(LINES)
        for who, name in enumerate(NAMES)
        for at in [START + line * DAY // 2 + (who * 37 + line * 11) % 180 * 1_000_000]
        if (who + line) % 11 < 9
    ]
    channels = [
        _post(
            "bb",
            "telegram",
            f"-100{who}",
            f"ch{who}",
            START + (2 + line) * DAY + who * MINUTE,
            text,
            lang,
            line * 9 + who,
        )
        for line, (lang, text) in enumerate(PASTED)
        for who in range(5)
    ]
    crowd = [
        _post("aa", "x", f"5{who:02d}", f"reader{who}", START + who * 7 * MINUTE, _CHATTER[who % 3], "en", 500 + who)
        for who in range(12)
    ]
    return sorted(ring + channels + crowd, key=lambda post: (post["posted_at"], post["platform"], post["post_id"]))


_CHATTER = [
    "Walked by the new bridge today, looks fine <b>to me</b>",
    "Traffic on the quay again https://city.example/traffic",
    "\u202eevil\u202c reversed words & a \x1b[31mred\x1b[0m trick",
]


def _own_words(text: str, who: int, line: int) -> str:
    """A few members change a word, as copy-and-paste operators do."""
    return (
        text.replace("Nobody", "No one").replace("14 cracks", f"{10 + who} cracks") if (who + line) % 4 == 1 else text
    )


def _post(
    source: str, platform: str, account: str, handle: str, at: int, text: str, lang: str, number: int
) -> dict[str, Any]:
    return {
        "source": f"00000000000000{source}", "row": 2 + number, "platform": platform,
        "post_id": f"{account}{number:04d}", "id_derived": False, "account_id": account,
        "handle": handle, "kind": "post", "text": text, "posted_at": at,
        "precision": 1.0 if source == "aa" else 60.0, "lang": lang,
        "urls": [word for word in text.split() if word.startswith("https://")],
    }  # fmt: skip


def _features(posts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "post": number, "post_ref": f"{post['platform']}:{post['post_id']}", "platform": post["platform"],
            "asset": f"{post['platform']}:{post['account_id']}", "at": post["posted_at"], "lang": post["lang"],
            "precision": post["precision"], "kind": post["kind"], "links": post["urls"],
        }
        for number, post in enumerate(posts)
    ]  # fmt: skip


Touched = dict[tuple[str, str], dict[str, dict[str, Any]]]


def _touched(posts: list[dict[str, Any]]) -> Touched:
    """(signal, asset) → object → first post."""
    touched: Touched = {}
    for post in posts:
        asset = f"{post['platform']}:{post['account_id']}"
        things = [("same_link", url) for url in post["urls"]] + [("same_text", f"text-{hash_of(post['text'])}")]
        for signal, thing in things:
            touched.setdefault((signal, asset), {}).setdefault(thing, post)
    return touched


def hash_of(text: str) -> str:
    """A short stable name for a text."""
    return f"{sum(ord(sign) * place for place, sign in enumerate(text, 1)) % 99991:05d}"


def _ties(posts: list[dict[str, Any]], touched: Touched) -> list[dict[str, Any]]:
    found = []
    for signal in WORDS:
        assets = sorted(asset for name, asset in touched if name == signal)
        for a, b in combinations(assets, 2):
            common = sorted(touched[signal, a].keys() & touched[signal, b].keys())
            if len(common) >= 2 and "x:5" not in (a[:3], b[:3]):
                found.append(_tie(a, b, signal, common, touched, 10.0 ** -(3 * len(common)), 1e-4))
    return found


def _tie(a: str, b: str, signal: str, common: list[str], touched: Touched, p: float, q: float) -> dict[str, Any]:
    left, right = ([touched[signal, asset][thing] for thing in common] for asset in (a, b))
    gaps = sorted(abs(one["posted_at"] - other["posted_at"]) / 1e6 for one, other in zip(left, right, strict=True))
    times = [post["posted_at"] for post in left + right]
    return {
        "a": a, "b": b, "signal": signal, "objects": len(common), "coactions": len(common), "expected": 0.004,
        "effect": 8.0, "window": 600.0, "gap": gaps[len(gaps) // 2], "p": p, "q": q, "first_at": min(times),
        "last_at": max(times), "shared": common,
        "posts": [f"{post['platform']}:{post['post_id']}" for pair in zip(left, right, strict=True) for post in pair],
    }  # fmt: skip


def _chance_tie(posts: list[dict[str, Any]]) -> dict[str, Any]:
    """A tie between readers that chance explains: it stays in the file and binds nothing."""
    readers = [post for post in posts if post["handle"] in ("reader1", "reader4")]
    touched: Touched = {("same_link", f"x:{post['account_id']}"): {post["urls"][0]: post} for post in readers}
    return _tie("x:501", "x:504", "same_link", ["https://city.example/traffic"], touched, 0.4, 0.8)
