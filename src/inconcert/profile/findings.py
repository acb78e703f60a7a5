"""A finding: a network with its grade, its profile, its reasons and the posts behind it, as plain data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from inconcert.model.times import iso
from inconcert.networks import independence, shared, stability, why
from inconcert.networks.evidence import Shown, chosen, fetched, side_by_side
from inconcert.networks.figures import Figures, figures, unaided
from inconcert.networks.grades import alert, grade
from inconcert.networks.network import Network, Words, find
from inconcert.networks.stepdown import against
from inconcert.plugins import registered
from inconcert.profile import acts, faces, languages, life, platforms, portrait, pushes, sentences, targets
from inconcert.profile.axes import axes
from inconcert.profile.breakout import Breakout, breakout
from inconcert.profile.hours import grid, hours, weekdays
from inconcert.profile.members import identity, links, members
from inconcert.profile.techniques import techniques
from inconcert.profile.timeline import timeline
from inconcert.settings import HOUR
from inconcert.traits.run import Measured, measured, unmeasured

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from inconcert.networks.grades import GroupTest
    from inconcert.settings import Settings

    Row = dict[str, Any]

BATCH = 50_000
"""Members whose acts and posts are read at a time."""
TRAIT_POSTS = 5
"""Posts kept in full for each trait; references of more stand with the trait."""
NETWORKS = 250
"""Networks, at most, whose acts and posts are read at a time."""


@dataclass(frozen=True)
class _Parts:
    """What has been gathered for one network before it is written down."""

    network: Network
    test: GroupTest
    figures: Figures
    unaided: int
    """Ties that are not significant by themselves."""
    signals: list[Row]
    kinds: list[str]
    """Independent kinds of evidence: families of signals, those that rest on the same posts taken together."""
    objects: list[Row]
    shown: list[Shown]
    acts: acts.Acts
    life: Row
    pushed: Row
    """What it links to: see :class:`inconcert.profile.pushes.Pushes`."""
    addressed: Row
    """Whom it addresses: see :class:`inconcert.profile.targets.Targets`."""
    outside: list[Row]
    """Who outside of it took it up: see :class:`inconcert.profile.breakout.Breakout`."""
    measured: Measured
    faces: list[Row]
    """Accounts on other platforms: see :func:`inconcert.profile.faces.faces`."""


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
    spreads: Mapping[str, float] = MappingProxyType({}),
) -> list[Row]:
    """The findings of a run, strongest first, as they stand in ``findings.json``.

    Args:
        con: connection with the view ``posts``, and ``operators`` where platforms were compared; temporary tables
            ``net_…`` are made on it.
        ties: file of the noun ``ties``.
        features: file of the noun ``features``.
        settings: settings of the run.
        control: what the shuffles gave; ``strengths`` holds the strength of the best group of each (0: none).
        receipts: receipts of the sources, for the names of files.
        networks: networks to write down; made from the ties when not given.
        words: how to speak of each signal; those of the installed signals when not given.
        spreads: scatter of real pairs that each signal was judged by, see :mod:`inconcert.networks.stability`.
    """
    words = installed_words() if words is None else words
    families = {name: word.family for name, word in words.items()}
    if networks is None:
        networks = find(con, ties, families, settings)
    drawn = portrait.Portraits(life.hours(con, features))
    read = list(measured(con, features, networks, settings, also=drawn))
    networks = stability.with_stability(con, ties, networks, families, settings, spreads)
    return list(told(con, ties, features, control, receipts, networks, words, settings.fdr, read))


def told(
    con: duckdb.DuckDBPyConnection,
    ties: Path,
    features: Path,
    control: Mapping[str, Any],
    receipts: Sequence[Mapping[str, Any]],
    networks: Sequence[Network],
    words: Mapping[str, Words],
    fdr: float,
    read: Sequence[Measured] = (),
) -> Iterator[Row]:
    """The findings one after another, for runs with thousands of them: see :func:`findings`.

    ``read`` is what the traits of each network say; without it, none were read.

    Posts, acts and objects are read for some networks at a time, so what is held does not grow with their number.
    """
    if not networks:
        return
    shared.touches(con, ties, networks)
    files = {str(receipt["source"]): str(receipt["file"]) for receipt in receipts}
    gathered = _Gathered(con, ties, features, control, networks, words, fdr, read)
    for first, end in batches([len(network.assets) for network in networks]):
        yield from gathered.findings(first, end, files)


def batches(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches of networks with at most ``BATCH`` members and ``NETWORKS`` networks, or with one."""
    first = members = 0
    for place, size in enumerate(sizes):
        if place > first and (members + size > BATCH or place - first == NETWORKS):
            yield first, place
            first, members = place, 0
        members += size
    if sizes:
        yield first, len(sizes)


class _Gathered:
    """What is read for all networks in one go, and from which the finding of each is made."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        ties: Path,
        features: Path,
        control: Mapping[str, Any],
        networks: Sequence[Network],
        words: Mapping[str, Words],
        fdr: float,
        read: Sequence[Measured],
    ) -> None:
        self._con, self._features, self._control, self._read = con, features, control, read
        self._networks, self._words = networks, words
        self._of_signal = shared.by_signal(con)
        self._kinds = independence.kinds(con, {name: _words(words, name).family for _, name in self._of_signal})
        self._figures = figures(ties, networks)
        self._unaided = unaided(ties, networks, fdr)
        self._shown = chosen(con, ties, networks)
        self._covered = life.coverage(con, features)
        self._pushes = pushes.Pushes(con, features)
        self._targets = targets.Targets(con, features)
        self._breakout = Breakout(con, features)

    def findings(self, first: int, end: int, files: Mapping[str, str]) -> Iterator[Row]:
        """The findings of the networks from ``first`` to before ``end``."""
        acts.seat(self._con, self._networks[first:end], first)
        objects, handles = shared.objects(self._con, first, end), acts.handles(self._con)
        posts = fetched(self._con, (tie for shown in self._shown[first:end] for tie in shown), files)
        examples = [Shown({}, [], [row["example"] for row in rows]) for rows in objects]
        lost = (network.steady.object for network in self._networks[first:end])
        examples.append(Shown({}, [], [one.example for one in lost if one and one.example]))
        texts = {ref: post["text"] for ref, post in fetched(self._con, examples, files).items()}
        alike = faces.faces(self._con)
        behind = [Shown({}, [], behind_traits(self._measured(place))) for place in range(first, end)]
        behind += [Shown({}, [], faces.refs(rows[: faces.KEPT])) for rows in alike.values()]
        posts |= fetched(self._con, behind, files)
        lives = life.lives(self._con, self._features, first, end, self._covered)
        told = (self._pushes.of(first, end), self._targets.of(first, end), self._breakout.of(first, end))
        done = zip(acts.acts(self._con, self._features, first, end), lives, *told, strict=True)
        for place, read in enumerate(done, first):
            parts = self._parts(place, objects[place - first], *read, alike.get(place, []))
            yield _finding(parts, posts, texts, handles)

    def _measured(self, place: int) -> Measured:
        return self._read[place] if self._read else unmeasured()

    def _parts(
        self, place: int, objects: list[Row], done: acts.Acts, lived: Row, pushed: Row, addressed: Row,
        outside: list[Row], alike: list[Row],
    ) -> _Parts:  # fmt: skip
        network, test = self._networks[place], self._networks[place].test
        return _Parts(
            network,
            test if test.shuffles else against(network, self._control),
            self._figures[place],
            self._unaided[place],
            self._signals(place),
            self._kinds.get(place, []),
            [row | {"noun": _words(self._words, row["signal"]).noun} for row in objects],
            self._shown[place],
            done,
            lived,
            pushed,
            addressed,
            outside,
            self._measured(place),
            alike,
        )

    def _signals(self, place: int) -> list[Row]:
        """Summaries of the signals of a network, the one with most ties first."""
        rows = [
            why.signal_summary(_words(self._words, name), own, self._of_signal[place, name])
            for name, own in self._figures[place].signals.items()
        ]
        return sorted(rows, key=lambda row: (-row["ties"], -row["objects"], row["name"]))


def _words(words: Mapping[str, Words], name: str) -> Words:
    return words.get(name) or Words(name, name)


def _finding(parts: _Parts, posts: Mapping[str, Row], texts: Mapping[str, str], handles: Mapping[str, str]) -> Row:
    network, done = parts.network, parts.acts
    given, size = grade(parts.test, len(parts.kinds)), len(network.assets)
    precision = float(done.precision.max(initial=1.0))
    steady = _stability(parts, texts)
    listed = members(network, handles)
    made = {
        "id": identity(network.assets),
        "grade": given,
        "alert": alert(parts.test, len(parts.kinds), size, parts.figures.effect),
        "p": parts.test.p,
        "q": parts.test.p,
        "size": size,
        "strength": round(network.strength, 3),
        "of_leads": network.of_leads,
        "members": listed,
        "sources": list(network.sources),
        "signals": parts.signals,
        "families": _families(parts.signals),
        "kinds": parts.kinds,
        "axes": axes(parts.test, parts.measured),
        "declared": parts.measured.declared,
        "stability": steady,
        "why": _why(parts, given, precision, steady, listed),
        "first_at": iso(parts.figures.first_at),
        "last_at": iso(parts.figures.last_at),
        "precision": precision,
        "hours": hours(done.at),
        "weekdays": weekdays(done.at),
        "grid": grid(done.at),
        "languages": languages.languages(done.lang),
        "platforms": platforms.platforms(done.platform),
        "timeline": timeline(done.at, done.coordinated, precision),
        "life": parts.life,
        "posts": len(done.at),
        "ads": int(done.ad.sum()),
        "coordinated_posts": int(done.coordinated.sum()),
        "ties": len(network.pairs.a),
        "links": links(network),
        "objects": [row | {"text": texts.get(row["example"])} for row in parts.objects],
        "assets": parts.pushed["assets"],
        "pushes": parts.pushed["pushes"],
        "operators": faces.kept(parts.faces, posts),
        "evidence": [side_by_side(shown, posts) for shown in parts.shown],
        "trait_posts": [posts[ref] for ref in trait_refs(parts.measured.axes) if ref in posts],
        **_portrait(parts, posts),
        "addressed": parts.addressed["addressed"],
        "targets": parts.addressed["targets"],
        "breakout": breakout(parts.outside, platforms.platforms(done.platform), len(done.at), done.things),
    }
    return made | {"techniques": techniques(made)}


def _portrait(parts: _Parts, posts: Mapping[str, Row]) -> Row:
    """The portrait of the group with the posts of its narratives."""
    drawn: Row = dict(parts.measured.more) or portrait.lacking(parts.measured.unread or "the group was not read")
    drawn["narratives"] = [
        one | {"examples": [posts[ref] for ref in one["examples"] if ref in posts]} for one in drawn["narratives"]
    ]
    return drawn


def behind_traits(read: Measured) -> list[str]:
    """References of the posts that are kept for the traits and the narratives of a network."""
    told = [ref for one in read.more.get("narratives", ()) for ref in one["examples"]]
    return list(dict.fromkeys([*trait_refs(read.axes), *told]))


def trait_refs(axes: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """References of the posts that are kept in the finding for its traits: the first of each."""
    traits = [trait for axis in axes.values() for trait in axis["traits"]]
    return list(dict.fromkeys(ref for trait in traits for ref in trait["posts"][:TRAIT_POSTS]))


def _families(signals: Sequence[Row]) -> list[str]:
    return sorted({row["family"] for row in signals})


def _stability(parts: _Parts, texts: Mapping[str, str]) -> Row:
    """The stability of the network as plain data, with the text behind the object."""
    lost = parts.network.steady.object
    noun = next((row["noun"] for row in parts.signals if lost and row["name"] == lost.signal), "object")
    row = stability.told(parts.network, parts.test, noun)
    if lost:
        row["object"]["text"] = texts.get(lost.example or "")
    return row


def _why(parts: _Parts, given: str, precision: float, steady: Row, listed: Sequence[Row]) -> list[str]:
    """The finding in sentences, the reasons first."""
    network, done = parts.network, parts.acts
    said = [why.sentence(row) for row in parts.signals]
    said.append(why.grade_sentence(given, parts.test, parts.kinds, of_leads=network.of_leads, things=done.things))
    if network.of_leads:
        said.append(why.leads_sentence(parts.unaided, network.ties.num_rows))
    said.append(why.density_sentence(len(network.members), len(network.pairs.a)))
    loose = [
        f"{row['platform']}:{row['account_id']}"
        for row in listed
        if row["confidence"] is not None and row["confidence"] < why.LOOSE
    ]
    said += why.stability_sentences(steady, len(network.members), loose)
    if network.sources:
        said.append(why.sources_sentence(network.sources))
    if network.joined:
        said.append(why.joined_sentence(network.joined))
    said.append(why.gap_sentence(parts.signals, precision))
    coordinated = int(done.coordinated.sum())
    said.append(
        sentences.life(parts.figures.first_at, parts.figures.last_at, len(done.at), coordinated, precision, done.things)
    )
    said += parts.life["says"][:2]
    said += (
        pushes.sentences(parts.pushed, done.things) + targets.sentences(parts.addressed) + faces.sentences(parts.faces)
    )
    # A day without an hour is midnight as an instant, and is no hour.
    said.append(sentences.active(hours(done.at[done.precision <= HOUR]), done.things))
    said.append(languages.sentence(languages.languages(done.lang), done.things))
    said.append(platforms.sentence(platforms.platforms(done.platform), Counter(done.advertised())))
    said.append(sentences.clock(sorted(set(done.precision.tolist())) or [1.0], done.things))
    return said
