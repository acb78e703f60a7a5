"""Families of throw-away names in a list of candidates, without any brand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from inconcert.sites.families import background, bursts, clusters, common, likeness, neighbours, words
from inconcert.sites.families.clusters import Link
from inconcert.sites.families.family import BURST, NUMBERED, SAME, VARIANTS, Family
from inconcert.sites.families.labels import folded, is_cheap, split

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from inconcert.sites.families.family import Tell
    from inconcert.sites.families.reading import Candidate

ALL_PAIRS = 1500
"""Lists of so many labels are compared each with each; longer ones by their letters."""
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class _List:
    """The candidates as labels."""

    names: int
    labels: list[str]
    of: dict[str, list[Candidate]]
    suffixes: dict[str, set[str]]
    bits: NDArray[np.float64]
    """Surprise of each label."""


def find(candidates: Sequence[Candidate], tell: Tell | None = None) -> list[Family]:
    """Families among the candidates, the largest first. Names that are no hosts belong to none."""
    tell = tell or (lambda *_: None)
    tell("comparing names", 0, len(candidates))
    listed = _listed(candidates)
    groups = _groups(listed)
    tell("comparing names", len(candidates), len(candidates))
    found = [_family(listed, *group) for group in groups]
    taken = {id(one) for labels, _ in groups for label in labels for one in listed.of[listed.labels[label]]}
    hosts = [one for one in candidates if one.host]
    found += [_burst(burst) for burst in bursts.find([one for one in hosts if id(one) not in taken], hosts)]
    found.sort(key=lambda family: (-len(family.members), family.name))
    return _named(found)


def _listed(candidates: Sequence[Candidate]) -> _List:
    of = defaultdict[str, list["Candidate"]](list)
    suffixes = defaultdict[str, set[str]](set)
    for one in candidates:
        if one.host:
            label, suffix = split(one.host)
            label = folded(label)
            if label:
                of[label].append(one)
                suffixes[label].add(suffix)
    labels = sorted(of)
    names = sum(map(len, suffixes.values()))
    return _List(names, labels, of, suffixes, background.surprise(labels))


def _groups(listed: _List) -> list[tuple[set[int], float]]:
    """Labels of each family and the bits left over."""
    links = _variants(listed) + _numbered(listed)
    copies = _copies(listed)
    groups = clusters.joined(len(listed.labels), links, copies, listed.names)
    everything = "\n".join(listed.labels)
    return [
        group for group in groups.values() if _stands(listed, *group) and not _of_a_word(listed, group[0], everything)
    ]


def _of_a_word(listed: _List, labels: set[int], everything: str) -> bool:
    """Whether several labels have nothing in common but a word that others use too."""
    return len(labels) > 1 and common.is_common(sorted(listed.labels[label] for label in labels), everything)


def _stands(listed: _List, labels: set[int], left: float) -> bool:
    """Whether a group is a family: large enough, beyond chance, and no brand on the suffixes brands are kept on."""
    suffixes = [suffix for label in labels for suffix in listed.suffixes[listed.labels[label]]]
    if len(suffixes) < clusters.LEAST or clusters.chance(left, listed.names) > clusters.CHANCE:
        return False
    cheap = sum(map(is_cheap, suffixes))
    return len(labels) > 1 or (cheap >= clusters.LEAST and 2 * cheap >= len(suffixes))


def _copies(listed: _List) -> dict[int, float]:
    """Bits left over by labels that stand under several suffixes."""
    out = {}
    for place, label in enumerate(listed.labels):
        again = len(listed.suffixes[label]) - 1
        if again:
            bits = min(listed.bits[place], words.surprise(label)) - likeness.REPEATED
            if bits >= clusters.needed(listed.names):
                out[place] = again * (bits - clusters.choice(listed.names))
    return out


def _variants(listed: _List) -> list[Link]:
    """Links between labels with letters moved, dropped, added or exchanged."""
    needed = clusters.needed(listed.names)
    readable = np.array([not label.startswith("xn--") for label in listed.labels], bool)
    telling = np.flatnonzero((listed.bits >= needed + likeness.CHEAPEST) & readable)
    labels = [listed.labels[place] for place in telling]
    pairs = _every_pair(len(labels)) if len(labels) <= ALL_PAIRS else neighbours.candidates(labels)
    bits = listed.bits[telling][pairs].min(axis=1) if len(pairs) else np.zeros(0)
    kept = bits - likeness.least(labels, pairs) >= needed
    pairs, bits = pairs[kept], bits[kept]
    gain = bits - likeness.cost(labels, pairs)
    pairs, gain = pairs[gain >= needed], gain[gain >= needed]
    fewer = _as_words(labels, pairs, listed.bits[telling])
    gain -= fewer
    strong = gain >= needed
    return [
        Link(float(bits), int(telling[left]), int(telling[right]))
        for bits, (left, right) in zip(gain[strong], pairs[strong], strict=True)
    ]


def _as_words(labels: list[str], pairs: NDArray[np.int32], bits: NDArray[np.float64]) -> NDArray[np.float64]:
    """By how much a pair surprises less when its labels are read as words: asked only of those that have a partner."""
    read = bits.copy()
    for place in np.unique(pairs):
        read[place] = min(read[place], words.surprise(labels[place]))
    return bits[pairs].min(axis=1) - read[pairs].min(axis=1) if len(pairs) else np.zeros(0)


def _every_pair(labels: int) -> NDArray[np.int32]:
    return np.stack(np.triu_indices(labels, 1), axis=1).astype(np.int32)


def _numbered(listed: _List) -> list[Link]:
    """Links between labels that differ in their numbers alone."""
    frames = defaultdict[str, list[int]](list)
    for place, label in enumerate(listed.labels):
        frame = _DIGITS.sub("0", label)
        if frame != label or "0" in label:
            frames[frame].append(place)
    shared = {frame: places for frame, places in frames.items() if len(places) > 1}
    bare = [_DIGITS.sub("", frame) for frame in shared]
    out, needed = [], clusters.needed(listed.names)
    for (frame, places), letters, bits in zip(shared.items(), bare, background.surprise(bare), strict=True):
        gain = float(bits) - likeness.REPEATED * (1 + frame.count("0"))
        if gain >= needed:
            gain = min(gain, words.surprise(letters) - likeness.REPEATED * (1 + frame.count("0")))
            out += [Link(gain, *pair) for pair in pairwise(places) if gain >= needed]
    return out


def _family(listed: _List, places: set[int], left: float) -> Family:
    labels = sorted(listed.labels[place] for place in places)
    members = [one for label in labels for one in listed.of[label]]
    suffixes = sorted({suffix for label in labels for suffix in listed.suffixes[label]})
    kind = (
        SAME if len(labels) == 1 else NUMBERED if len({_DIGITS.sub("0", label) for label in labels}) == 1 else VARIANTS
    )
    written = list(dict.fromkeys(one.written for one in members))
    chance = clusters.chance(left, listed.names)
    return Family(_middle(labels), kind, written, labels, suffixes, chance, _days(members))


def _burst(burst: bursts.Burst) -> Family:
    labels = sorted({split(one.host).label for one in burst.members})
    written = [one.written for one in burst.members]
    return Family(labels[0], BURST, written, labels, [burst.suffix], burst.chance, _days(burst.members))


def _middle(labels: list[str]) -> str:
    """The label that is nearest to all others; of large families a sample is asked."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    asked = labels[:: -(-len(labels) // 300)]
    return asked[int(cdist(asked, asked, scorer=OSA.distance).sum(axis=1).argmin())]


def _days(members: Sequence[Candidate]) -> tuple[date, date, int] | None:
    days = [one.day for one in members if one.day]
    return (min(days), max(days), Counter(days).most_common(1)[0][1]) if days else None


def _named(found: list[Family]) -> list[Family]:
    """Every family with a name of its own."""
    used = Counter[str]()
    for family in found:
        used[family.name] += 1
        if used[family.name] > 1:
            family.name = f"{family.name}-{used[family.name]}"
    return found
