"""A finding: a network with its grade, its profile, its reasons and the posts behind it, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from inconcert.model.times import iso
from inconcert.networks import independence, shared, why
from inconcert.networks.evidence import Shown, chosen, fetched, side_by_side
from inconcert.networks.grades import GroupTest, alert, grade
from inconcert.networks.layout import LARGEST
from inconcert.networks.network import Network, Words, find
from inconcert.plugins import registered
from inconcert.profile import acts, languages, platforms, sentences
from inconcert.profile.axes import axes
from inconcert.profile.hours import hours, weekdays
from inconcert.profile.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb

    from inconcert.settings import Settings

    Row = dict[str, Any]


@dataclass(frozen=True)
class _Parts:
    """What has been gathered for one network before it is written down."""

    network: Network
    test: GroupTest
    signals: list[Row]
    kinds: list[str]
    """Independent kinds of evidence: families of signals, those that rest on the same posts taken together."""
    objects: list[Row]
    shown: list[Shown]
    acts: acts.Acts


def installed_words() -> dict[str, Words]:
    """Words of every installed signal, by name."""
    return {name: Words.of(signal) for name, signal in registered("signals").items()}


def findings(
    con: duckdb.DuckDBPyConnection,
    ties: Path,
    features: Path,
    settings: Settings,
    control: Mapping[str, Any],
    receipts: Sequence[Mapping[str, Any]],
    *,
    networks: Sequence[Network] | None = None,
    words: Mapping[str, Words] | None = None,
) -> list[Row]:
    """The findings of a run, strongest first, as they stand in ``findings.json``.

    Args:
        con: connection with the view ``posts``; temporary tables ``net_…`` are made on it.
        ties: file of the noun ``ties``.
        features: file of the noun ``features``.
        settings: settings of the run.
        control: what the shuffles gave; ``strengths`` holds the strength of the best group of each (0: none).
        receipts: receipts of the sources, for the names of files.
        networks: networks to write down; made from the ties when not given.
        words: how to speak of each signal; those of the installed signals when not given.
    """
    words = installed_words() if words is None else words
    if networks is None:
        networks = find(con, ties, {name: word.family for name, word in words.items()}, settings)
    if not networks:
        return []
    shared.touches(con, ties, networks)
    acts.seat(con, networks)
    gathered = _gather(con, ties, features, control.get("strengths", ()), networks, words)
    files = {str(receipt["source"]): str(receipt["file"]) for receipt in receipts}
    posts = fetched(con, (tie for parts in gathered for tie in parts.shown), files)
    examples = [Shown({}, [], [row["example"] for row in parts.objects]) for parts in gathered]
    texts = {ref: post["text"] for ref, post in fetched(con, examples, files).items()}
    handles = acts.handles(con)
    return [_finding(parts, posts, texts, handles) for parts in gathered]


def _gather(
    con: duckdb.DuckDBPyConnection,
    ties: Path,
    features: Path,
    shuffled: Sequence[float],
    networks: Sequence[Network],
    words: Mapping[str, Words],
) -> list[_Parts]:
    of_signal = shared.by_signal(con)
    kinds = independence.kinds(con, {name: _words(words, name).family for _, name in of_signal})
    everything = zip(networks, chosen(con, ties, networks), acts.acts(con, features, len(networks)), strict=True)
    return [
        _Parts(
            network,
            network.test if network.test.shuffles else GroupTest.against(network.strength, shuffled),
            _signals(place, network, of_signal, words),
            kinds.get(place, []),
            [row | {"noun": _words(words, row["signal"]).noun} for row in shared.objects(con, place)],
            shown,
            done,
        )
        for place, (network, shown, done) in enumerate(everything)
    ]


def _words(words: Mapping[str, Words], name: str) -> Words:
    return words.get(name) or Words(name, name)


def _signals(
    place: int, network: Network, of_signal: Mapping[tuple[int, str], shared.Shared], words: Mapping[str, Words]
) -> list[Row]:
    """Summaries of the signals of a network, the one with most ties first."""
    names = [str(name) for name in network.ties["signal"].unique().to_pylist()]
    rows = []
    for name in names:
        ties = network.ties.filter(pc.equal(network.ties["signal"], pa.scalar(name)))
        rows.append(why.signal_summary(_words(words, name), ties, of_signal[place, name]))
    return sorted(rows, key=lambda row: (-row["ties"], -row["objects"], row["name"]))


def _finding(parts: _Parts, posts: Mapping[str, Row], texts: Mapping[str, str], handles: Mapping[str, str]) -> Row:
    network, done = parts.network, parts.acts
    given = grade(parts.test, len(parts.kinds))
    size = len(network.assets)
    effect = float(np.median(network.ties["effect"].to_numpy()))
    precision = float(done.precision.max(initial=1.0))
    return {
        "id": identity(network.assets),
        "grade": given,
        "alert": alert(parts.test, len(parts.kinds), size, effect),
        "p": parts.test.p,
        "q": parts.test.p,
        "size": size,
        "strength": round(network.strength, 3),
        "members": members(network, handles),
        "signals": parts.signals,
        "families": _families(parts.signals),
        "kinds": parts.kinds,
        "axes": axes(parts.test),
        "declared": False,
        "why": _why(parts, given, precision),
        "first_at": iso(_first(network)),
        "last_at": iso(_last(network)),
        "precision": precision,
        "hours": hours(done.at),
        "weekdays": weekdays(done.at),
        "languages": languages.languages(done.lang),
        "platforms": platforms.platforms(done.platform),
        "timeline": timeline(done.at, done.coordinated, precision),
        "posts": len(done.at),
        "coordinated_posts": int(done.coordinated.sum()),
        "ties": len(network.pairs.a),
        "links": links(network),
        "objects": [row | {"text": texts.get(row["example"])} for row in parts.objects],
        "evidence": [side_by_side(shown, posts) for shown in parts.shown],
    }


def _families(signals: Sequence[Row]) -> list[str]:
    return sorted({row["family"] for row in signals})


def _first(network: Network) -> int:
    return int(network.ties["first_at"].to_numpy().min())


def _last(network: Network) -> int:
    return int(network.ties["last_at"].to_numpy().max())


def _why(parts: _Parts, given: str, precision: float) -> list[str]:
    """The finding in sentences, the reasons first."""
    network, done = parts.network, parts.acts
    said = [why.sentence(row) for row in parts.signals]
    said.append(why.grade_sentence(given, parts.test, parts.kinds))
    said.append(why.density_sentence(len(network.members), len(network.pairs.a)))
    if network.joined:
        said.append(why.joined_sentence(network.joined))
    said.append(why.gap_sentence(parts.signals, precision))
    coordinated = int(done.coordinated.sum())
    said.append(sentences.life(_first(network), _last(network), len(done.at), coordinated, precision))
    said.append(sentences.active(hours(done.at)))
    said.append(languages.sentence(languages.languages(done.lang)))
    said.append(platforms.sentence(platforms.platforms(done.platform)))
    said.append(sentences.clock(sorted(set(done.precision.tolist())) or [1.0]))
    return said


def identity(assets: Sequence[str]) -> str:
    """Id of a network: the same members give the same id in every run."""
    names = "\n".join(sorted(assets)).encode()
    return "net-" + blake2b(names, digest_size=5).hexdigest()


def members(network: Network, handles: Mapping[str, str]) -> list[Row]:
    """Members as plain data, the most tied first, then the accounts that joined by objects."""
    tied = [
        _member(one.asset, handles) | {"ties": one.ties, "strength": round(one.weight, 3), "joined": None}
        for one in network.members
    ]
    by_objects = [
        _member(one.asset, handles)
        | {"ties": 0, "strength": None, "joined": {"objects": one.objects, "expected": one.expected, "p": one.p}}
        for one in network.joined
    ]
    return tied + by_objects


def links(network: Network) -> list[list[float]] | None:
    """Tied pairs ``[a, b, evidence]`` as positions in ``members``; ``None`` when they are too many to be drawn."""
    if len(network.assets) > LARGEST:
        return None
    a, b, weight = (column.tolist() for column in network.pairs)
    return [[one, other, round(nats, 2)] for one, other, nats in zip(a, b, weight, strict=True)]


def _member(asset: str, handles: Mapping[str, str]) -> Row:
    platform, _, account = asset.partition(":")
    return {"platform": platform, "account_id": account, "handle": handles.get(asset)}
