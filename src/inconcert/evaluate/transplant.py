"""A ring planted among the tweeters of a debate, at several gaps; synthetic, and to be called so.

Beside the answer of a run stands what counting co-actions gives on the same posts (CooRTweet's method and defaults, by
the same code as ``inconcert coactions``, which equals CooRTweet row for row), at several windows.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from inconcert.coordination.coaction_edges import edges
from inconcert.coordination.coactions import Coactions, Rules
from inconcert.coordination.shares import COLUMNS, shares_from_table
from inconcert.evaluate.base import EvaluationSet, Scored, controls, described
from inconcert.evaluate.bench import digest
from inconcert.evaluate.measures import (
    ALERT_RECALL,
    DECOYS_PLACED,
    FALSE,
    NETWORKS,
    PRECISION,
    RECALL,
    Sheet,
    precision,
    recall,
)
from inconcert.evaluate.organic import GOP
from inconcert.evaluate.planted import Plan, Transplant, transplant
from inconcert.evaluate.probe import Mixed, Posts, probed
from inconcert.store.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from inconcert.evaluate.bench import Bench, Outcome

WINDOWS = (10.0, 60.0, 3600.0)
"""Seconds; CooRTweet's default is the first."""
JITTERS = {"10s": 10.0, "10min": 600.0, "2h": 7200.0, "24h": 86400.0}
HARDER: dict[str, dict[str, int]] = {
    "5-messages": {"messages": 5},
    "ring-of-8": {"ring": 8},
    "ring-of-150": {"ring": 150},
}
HARDER_JITTERS = ("10min", "2h")


def debate(path: Path) -> pa.Table:
    """The tweets of the debate, each id once, as :func:`inconcert.evaluate.planted.transplant` takes them."""
    raw = pq.read_table(path, columns=["tweet_id", "name", "text", "tweet_created"]).to_pylist()
    once: dict[str, dict[str, str]] = {}
    for row in raw:
        if row["name"]:
            once.setdefault(row["tweet_id"], row)
    rows = list(once.values())
    at = [datetime.strptime(row["tweet_created"], "%Y-%m-%d %H:%M:%S %z") for row in rows]
    columns: dict[str, Any] = {
        "post_id": [row["tweet_id"] for row in rows],
        "account": [row["name"] for row in rows],
        "text": [row["text"] for row in rows],
        "at": [round(instant.timestamp()) * 10**6 for instant in at],
    }
    return pa.table(columns)


def planted(bench: Bench, name: str, plan: Plan) -> tuple[Transplant, Outcome]:
    """Plant a ring in the debate and investigate the whole."""
    made = transplant(debate(bench.file(GOP)), plan)
    at = made.posts["at"].cast(pa.timestamp("us", "UTC"))
    told = made.posts.set_column(made.posts.column_names.index("at"), "at", at).drop_columns(["copy_of"])
    sink = pa.BufferOutputStream()
    pq.write_table(told, sink)
    whole = sink.getvalue().to_pybytes()
    folder = bench.folder(f"{name}-{plan.seed}", digest(whole))
    file = folder / "posts.parquet"
    write_whole(file, whole)
    return made, bench.run(folder, file, mapping="account=account,text=text,time=at,id=post_id", platform="x")


def counted(posts: pa.Table, window: float) -> frozenset[str]:
    """Accounts in an edge over the threshold when identical texts within ``window`` seconds are counted."""
    seconds = pa.array(posts["at"].to_numpy() / 10**6)
    columns = [posts["text"], posts["account"], posts["post_id"], seconds]
    found = Coactions(shares_from_table(pa.table(columns, names=list(COLUMNS))), Rules(window))
    return frozenset(
        name
        for batch in edges(found)
        for row in batch.select(["account_id", "account_id_y", "weight_threshold"]).to_pylist()
        if row["weight_threshold"]
        for name in (row["account_id"], row["account_id_y"])
    )


def answers(made: Transplant, found: AbstractSet[str]) -> dict[str, float | None]:
    """Recall, precision, accounts that are neither ring nor decoy, and the share of decoys found."""
    ring, decoys = frozenset(made.ring), frozenset(made.decoys)
    return {
        RECALL: recall(found, ring),
        PRECISION: precision(found, ring),
        FALSE: len(found - ring),
        DECOYS_PLACED: recall(found, decoys),
    }


def _all_answers(made: Transplant, run: Outcome) -> dict[str, float | None]:
    said = answers(made, bare(run.placed))
    said |= {ALERT_RECALL: recall(bare(run.alerted), frozenset(made.ring)), NETWORKS: len(run.groups)}
    for window in WINDOWS:
        by_counting = answers(made, counted(made.posts, window))
        said |= {f"{measure}, {counting(window)}": by_counting[measure] for measure in (RECALL, PRECISION, FALSE)}
    return said


def counting(window: float) -> str:
    """How counting within a window is called in the figures."""
    return f"counting within {window:g} s"


def bare(assets: AbstractSet[str]) -> frozenset[str]:
    """Account names without their platform."""
    return frozenset(asset.partition(":")[2] for asset in assets)


def _score(name: str, shape: Mapping[str, Any], bench: Bench) -> Scored:
    runs = {seed: planted(bench, name, Plan(**shape, seed=seed)) for seed in range(bench.seeds)}
    said = {seed: _all_answers(*run) for seed, run in runs.items()}
    sheet = Sheet(name, "transplant")
    figures = [sheet.over_seeds(key, {seed: said[seed][key] for seed in runs}) for key in said[0]]
    figures += probed(sheet, {seed: _mixed(made) for seed, (made, _) in runs.items()})
    networks = [row for seed, (made, run) in runs.items() for row in described(name, run, seed, partial(_makeup, made))]
    return Scored([*figures, *controls(name, [run for _, run in runs.values()])], networks)


def _mixed(made: Transplant) -> Mixed:
    """The ring and its decoys, which are as busy."""
    posts: Posts = {}
    for account, text in zip(made.posts["account"].to_pylist(), made.posts["text"].to_pylist(), strict=True):
        posts.setdefault(str(account), []).append(text or "")
    return Mixed(posts, frozenset(made.ring), frozenset(made.decoys))


def _makeup(made: Transplant, members: AbstractSet[str]) -> dict[str, int]:
    found = bare(members)
    ring, decoys = len(found & set(made.ring)), len(found & set(made.decoys))
    parts = {"ring": ring, "decoys": decoys, "others": len(found) - ring - decoys}
    return {part: count for part, count in parts.items() if count}


def _set(gap: str, variant: str = "") -> EvaluationSet:
    name = f"transplant-{gap}" + (f"-{variant}" if variant else "")
    shape: dict[str, Any] = {"jitter": JITTERS[gap], **HARDER.get(variant, {})}
    plan = Plan(**shape)
    spread = gap.replace("10", "10 ").replace("h", " h")
    says = f"{plan.ring} tweeters of the debate copy {plan.messages} tweets of others; standard deviation {spread}"
    return EvaluationSet(name, "transplant", says, partial(_score, name, shape), (GOP,))


TRANSPLANTS = (
    *(_set(gap) for gap in JITTERS),
    *(_set(gap, variant) for variant in HARDER for gap in HARDER_JITTERS),
)
