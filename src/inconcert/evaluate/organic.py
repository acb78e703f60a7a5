"""Sets in which nobody is known to act covertly: every account placed in a network is one too many."""

from __future__ import annotations

import csv
import json
from functools import partial
from typing import TYPE_CHECKING, Any

from inconcert.evaluate.base import EvaluationSet, Scored, controls, described, per_10_000
from inconcert.evaluate.bench import contents
from inconcert.evaluate.measures import ALERTS, DECOYS_ACCUSED, IN_DECLARED, NETWORKS, Sheet
from inconcert.evaluate.simulated import accused, placed, tables, world

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.evaluate.bench import Bench, Outcome

GOP = "organic/gop_debate.parquet"
BOXING = "organic/boxing_match.csv"
NEWS = "organic/hacker_news.csv"
POLITICIANS = "organic/german_politicians.parquet"
PRC = "prc_overt/prc_state_tweets.parquet"
ENTITIES = "prc_overt/canis_full.csv"
"""Who owns which account, as researchers of the subject published it."""

READING: dict[str, dict[str, Any]] = {
    GOP: {"mapping": "account=name,text=text,time=tweet_created,id=tweet_id", "platform": "x"},
    BOXING: {
        "mapping": "account=screen_name,text=text,time=created_at,id=id",
        "timezone": "US/Eastern",
        "platform": "x",
    },
    NEWS: {
        "mapping": "account=author,text=title,url=url,time=created_at,id=id",
        "time_format": "%m/%d/%Y %H:%M",
        "timezone": "UTC",
        "platform": "hacker-news",
    },
    POLITICIANS: {
        "mapping": "account=twitter_handle,text=full_text,time=created_at,id=status_id",
        "timezone": "UTC",
        "platform": "x",
    },
    PRC: {"platform": "x"},
}
"""How the files are read, where they leave it open."""


def _real(name: str, kind: str, file: str, bench: Bench) -> Scored:
    found = bench.run_as_it_is(name, file, **READING[file])
    return _told(name, kind, found)


def _overt(bench: Bench) -> Scored:
    """The accounts of a state with the list of them as register, as a user who has one would give it."""
    reading = READING[PRC]
    origin = [contents(bench.file(PRC)), contents(bench.file(ENTITIES)), reading]
    folder = bench.folder("prc_overt", json.dumps(origin, sort_keys=True))
    register = folder / "register.csv"
    write_register(bench.file(ENTITIES), register)
    found = bench.run(folder, bench.file(PRC), changes={"register": str(register)}, **reading)
    return _told("prc_overt", "declared", found)


def write_register(entities: Path, register: Path) -> None:
    """Write the accounts on X of a list of entities in the columns of a register: platform, handle, owner."""
    with entities.open(encoding="utf-8-sig", newline="") as file:
        listed = [(row["X (Twitter) handle"], row["Entity owner (English)"]) for row in csv.DictReader(file)]
    with register.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("platform", "handle", "owner"))
        lines.writerows(("x", handle, owner) for handle, owner in listed if handle and owner)


def _told(name: str, kind: str, found: Outcome) -> Scored:
    sheet = Sheet(name, kind)
    figures = per_10_000(sheet, [found])
    figures.append(sheet.number(NETWORKS, len(found.groups), found.accounts))
    figures.append(sheet.number(ALERTS, sum(group.alert for group in found.groups), found.accounts))
    if kind == "declared":
        open_ones = frozenset[str]().union(*(group.members for group in found.groups if group.declared))
        figures.append(sheet.rate(IN_DECLARED, len(open_ones), len(found.placed)))
        figures.append(sheet.number(DECOYS_ACCUSED, accused(found, found.placed), found.accounts))
    return Scored([*figures, *controls(name, [found])], described(name, found))


MILLION = 1_000_000


def _million(bench: Bench) -> Scored:
    folder, made = placed(bench, "organic", 0, MILLION)
    found = bench.run(folder, *tables(made))
    sheet = Sheet("simulated-organic-million", "organic")
    figures = [*per_10_000(sheet, [found]), sheet.number(NETWORKS, len(found.groups), found.accounts)]
    return Scored([*figures, *controls(sheet.name, [found])], described(sheet.name, found))


def _simulated(bench: Bench) -> Scored:
    sheet = Sheet("simulated-organic", "organic")
    seeds = tuple(range(bench.seeds))
    runs = {seed: world(bench, "organic", seed)[1] for seed in seeds}
    figures = per_10_000(sheet, runs.values(), seeds)
    figures.append(sheet.over_seeds(NETWORKS, {seed: len(run.groups) for seed, run in runs.items()}))
    networks = [row for seed, run in runs.items() for row in described(sheet.name, run, seed)]
    return Scored([*figures, *controls(sheet.name, runs.values())], networks)


def _set(name: str, kind: str, file: str, says: str) -> EvaluationSet:
    return EvaluationSet(name, kind, says, partial(_real, name, kind, file), (file,))


ORGANIC = (
    _set("gop_debate", "organic", GOP, "Tweets about a debate on television, half of them retweets, 17 hours"),
    _set("boxing_match", "organic", BOXING, "Tweets with emoji during a boxing match, 70 minutes: synchrony by event"),
    _set("hacker_news", "organic", NEWS, "Submissions to Hacker News, a year, times to the minute"),
    EvaluationSet(
        "simulated-organic", "organic", "Made-up crowds of `inconcert simulate`, nothing planted", _simulated
    ),
    EvaluationSet(
        "simulated-organic-million", "organic", "One made-up crowd of a million posts, nothing planted", _million
    ),
)
DECLARED = (
    _set("german_politicians", "declared", POLITICIANS, "32 German politicians: open, legitimate coordination"),
    EvaluationSet(
        "prc_overt",
        "declared",
        "602 accounts around Chinese state bodies and media, 496 of them on the published list of these, which is "
        "given as register",
        _overt,
        (PRC, ENTITIES),
    ),
)
"""Sets in which people coordinate in the open: what is found there is no error and no success."""
