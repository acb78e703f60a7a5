"""What a network says, in clusters of posts that use the same rare words, hashtags and sites.

Posts with the same text, or nearly the same, are one document. Documents are vectors of their terms, weighted by how
rare a term is in the network (TF-IDF, Spärck Jones 1972); each is joined to the few most like it, and communities of
that graph (Leiden) are the narratives. No language is known beforehand, no list of words and no model is used; scripts
without spaces are cut into pieces. The same posts and seed give the same narratives, whatever the words are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.model.times import iso
from inconcert.networks.leiden import leiden
from inconcert.networks.weights import Pairs
from inconcert.networks.words import acted, count, counted
from inconcert.profile.languages import languages
from inconcert.profile.terms import Term, chained, terms
from inconcert.profile.timeline import step_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from inconcert.traits.people import Group

    Codes = npt.NDArray[np.int64]
    Reals = npt.NDArray[np.float64]
    Row = dict[str, Any]

POSTS = 20_000
"""Posts of a network that are read, at most; of more a sample."""
DOCUMENTS = 3000
"""Documents that are clustered, at most; the others join the cluster they are most like."""
LEAST_POSTS, LEAST_ACCOUNTS = 3, 2
"""Posts and accounts of a narrative, at least."""
KEPT, WORDS, EXAMPLES = 30, 8, 3
"""Narratives of a network, and words and posts of a narrative, that are told."""
ALIKE = 0.2
"""Cosine from which two documents are alike."""
NEAR = 10
"""Documents that one is joined to, the most like first."""
COMMON = 0.4
"""Share of the documents from which a term is everywhere and says nothing, when there are 20 and more."""
_ROWS = 500


@dataclass(frozen=True)
class Narrative:
    """One thing that a network says; which is the first has no meaning but its size."""

    places: Codes
    """Its posts, by their place in the group, in order of time."""
    words: tuple[Term, ...]
    examples: Codes
    """Places of the posts that are nearest to its middle, of different accounts."""


@dataclass(frozen=True)
class Said:
    """What a network says."""

    narratives: tuple[Narrative, ...]
    read: int
    """Posts that were read."""
    of: int
    """Posts of the members that were at hand."""
    says: str


def said(group: Group) -> Said:
    """The narratives of a group, the one with most posts first."""
    places = _read(group)
    documents = _Documents(group, places)
    found, clusters = documents.narratives()
    says = _sentence(found, clusters, len(places), len(group.at), _things(group))
    return Said(tuple(found), len(places), len(group.at), says)


def told(group: Group, found: Said) -> list[Row]:
    """The narratives as they stand in ``findings.json``; ``examples`` are references of posts until they are read."""
    span = float(group.at.max() - group.at.min()) / 1e6 if len(group.at) else 0.0
    step = step_for(span, float(group.precision.max(initial=1.0)))
    return [_told(group, one, number, found.read, step) for number, one in enumerate(found.narratives, 1)]


def _told(group: Group, one: Narrative, number: int, read: int, step: int) -> Row:
    at, langs = group.at[one.places], group.told("lang")
    starts, counted = np.unique(at // (step * 1_000_000), return_counts=True)
    posts = counted.tolist()
    return {
        "id": f"n{number}",
        "words": [str(word) for word in one.words],
        "posts": len(one.places),
        "accounts": len(np.unique(group.owner[one.places])),
        "languages": languages([langs[place] for place in one.places.tolist()]),
        "first_at": iso(int(at.min())),
        "last_at": iso(int(at.max())),
        "share": round(len(one.places) / read, 4),
        "timeline": {
            "step": step,
            "bins": [[iso(start * step * 1_000_000), n] for start, n in zip(starts.tolist(), posts, strict=True)],
        },
        "examples": list(group.refs(one.examples)),
    }  # fmt: skip


def _things(group: Group) -> str:
    """«posts», «ads» or «posts and ads»."""
    import pyarrow.compute as pc

    ads = pc.match_substring(group.posts["post_ref"], ":ad/").to_numpy(zero_copy_only=False)
    return acted(len(group.at), int(ads.sum()))


def _read(group: Group) -> Codes:
    """Places of the posts that are read, in order of time: all, or a sample."""
    places = np.arange(len(group.at))
    if len(places) > POSTS:
        places = np.sort(np.random.default_rng([group.seed, len(places)]).choice(places, POSTS, replace=False))
    return places[np.lexsort((places, group.at[places]))]


def _sentence(told: Sequence[Narrative], clusters: int, read: int, of: int, things: str) -> str:
    inside = sum(len(one.places) for one in told)
    sample = f" ({read:,} of {of:,} {things} at hand were read, drawn by the seed)" if read < of else ""
    if not told:
        return f"No cluster of its {counted(read, things)}{sample} says the same with several accounts."
    which = (
        count(clusters, "narrative") if clusters == len(told) else f"The {len(told)} largest of {clusters:,} narratives"
    )
    rest = "the others stand alone" if clusters == len(told) else "the others are smaller or stand alone"
    return f"{which} {'holds' if clusters == 1 else 'hold'} {inside:,} of {counted(read, things)}{sample}; {rest}."


class _Documents:
    """The posts of a group by what they say."""

    def __init__(self, group: Group, places: Codes) -> None:
        self._group, self._places = group, places
        columns = [group.told(name) for name in ("text_near", "text_exact", "text", "hashtags", "domains")]
        keys: dict[Any, int] = {}
        self._document = np.empty(len(places), np.int64)
        self._terms: list[list[Term]] = []
        for row, place in enumerate(places.tolist()):
            near, exact, text, tags, domains = (column[place] for column in columns)
            key = near or exact or (text, tuple(tags or ()), tuple(domains or ()))
            number = keys.setdefault(key, len(keys))
            if number == len(self._terms):
                self._terms.append(terms(text, tags, domains))
            self._document[row] = number

    @cached_property
    def _vocabulary(self) -> tuple[list[Term], Any]:
        """The terms that tell documents apart, and the documents as unit vectors of them."""
        from scipy.sparse import csr_array

        numbers: dict[Term, int] = {}
        columns = [numbers.setdefault(term, len(numbers)) for some in self._terms for term in some]
        rows = np.repeat(np.arange(len(self._terms)), [len(some) for some in self._terms])
        frequency = np.bincount(columns, minlength=len(numbers)) if columns else np.zeros(0, np.int64)
        most = COMMON * len(self._terms) if len(self._terms) >= 20 else len(self._terms)
        kept = np.flatnonzero((frequency >= 2) & (frequency <= most))
        place = np.full(len(numbers), -1)
        place[kept] = np.arange(len(kept))
        column = place[np.array(columns, np.int64)]
        used = column >= 0
        rarity = np.log(len(self._terms) / frequency[kept]) + 0.1
        shape = (len(self._terms), len(kept))
        matrix = csr_array((rarity[column[used]], (rows[used], column[used])), shape=shape)
        length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
        matrix = matrix.multiply((1 / np.maximum(length, 1e-12))[:, None]).tocsr()
        vocabulary = list(numbers)
        return [vocabulary[number] for number in kept.tolist()], matrix

    def narratives(self) -> tuple[list[Narrative], int]:
        """The largest clusters that are large enough, the one with most posts first; and how many there are."""
        if not self._terms:
            return [], 0
        label = self._labels()
        posts = label[self._document]
        kept = []
        for number in range(int(label.max(initial=-1)) + 1):
            rows = np.flatnonzero(posts == number)
            owners = self._group.owner[self._places[rows]]
            if len(rows) >= LEAST_POSTS and len(np.unique(owners)) >= LEAST_ACCOUNTS:
                kept.append((len(rows), number, rows))
        kept.sort(key=lambda one: (-one[0], one[2][0]))
        return [self._narrative(rows, label == number) for _, number, rows in kept[:KEPT]], len(kept)

    def _labels(self) -> Codes:
        """Cluster of each document, −1 for none; a sample is clustered, the others join what they are most like."""
        _, matrix = self._vocabulary
        if not matrix.shape[1]:
            # Nothing but whole texts that repeat: each is a narrative of its own.
            return np.arange(len(self._terms))
        chosen = np.arange(len(self._terms))
        if len(chosen) > DOCUMENTS:
            drawn = np.random.default_rng([self._group.seed, len(chosen)]).choice(chosen, DOCUMENTS, replace=False)
            chosen = np.sort(drawn)
        found = _communities(matrix[chosen], self._group.seed)
        label = np.full(len(self._terms), -1)
        label[chosen] = found
        if len(chosen) < len(label):
            label = _joined(matrix, label)
        return label

    def _narrative(self, rows: Codes, inside: npt.NDArray[np.bool_]) -> Narrative:
        vocabulary, matrix = self._vocabulary
        middle = np.asarray(matrix[np.flatnonzero(inside)].mean(axis=0)).ravel()
        return Narrative(
            self._places[rows], self._words(vocabulary, matrix, inside), self._examples(rows, matrix @ middle)
        )

    def _words(self, vocabulary: Sequence[Term], matrix: Any, inside: npt.NDArray[np.bool_]) -> tuple[Term, ...]:
        """Terms that stand in the cluster far more than elsewhere, those that say most first."""
        own = np.bincount(matrix[np.flatnonzero(inside)].indices, minlength=len(vocabulary))
        whole = np.bincount(matrix.indices, minlength=len(vocabulary))
        score = own / max(1, int(inside.sum())) * np.log((own + 0.5) / (whole * inside.mean() + 0.5))
        best = np.lexsort((np.arange(len(score)), -np.round(score, 9)))[:WORDS]
        columns = [place for place in best.tolist() if score[place] > 0]
        met = matrix[np.flatnonzero(inside)][:, columns] != 0
        words = tuple(chained([vocabulary[place] for place in columns], (met.T @ met.astype(int)).toarray()))
        # What stands in one document only is no term; a text that many post has nothing else.
        return words or tuple(self._terms[int(np.flatnonzero(inside)[0])][:WORDS])

    def _examples(self, rows: Codes, likeness: Reals) -> Codes:
        """Posts nearest to the middle, of different documents and accounts while there are any."""
        ranked = rows[np.lexsort((rows, -np.round(likeness[self._document[rows]], 9)))]
        taken: list[int] = []
        accounts: set[int] = set()
        documents: set[int] = set()
        for row in ranked.tolist():
            owner, document = int(self._group.owner[self._places[row]]), int(self._document[row])
            if owner not in accounts and document not in documents:
                taken.append(row)
                accounts.add(owner)
                documents.add(document)
            if len(taken) == EXAMPLES:
                break
        return self._places[np.array(taken, np.int64)]


def _communities(matrix: Any, seed: int) -> Codes:
    """Community of each row of unit vectors, numbered without gaps; a row like no other is alone."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    a, b, weight = _alike(matrix)
    size = matrix.shape[0]
    _, part = connected_components(coo_array((weight, (a, b)), shape=(size, size)), directed=False)
    return leiden(Pairs(a.astype(np.int32), b.astype(np.int32), weight), part, seed).astype(np.int64)


def _alike(matrix: Any) -> tuple[Codes, Codes, Reals]:
    """Pairs of rows of which one is among the most like of the other, the lesser first, in order."""
    size = matrix.shape[0]
    found = []
    for first in range(0, size, _ROWS):
        block = np.round((matrix[first : first + _ROWS] @ matrix.T).toarray(), 9)
        block[np.arange(len(block)), first + np.arange(len(block))] = 0.0
        order = np.argsort(-block, axis=1, kind="stable")[:, :NEAR]
        value = np.take_along_axis(block, order, axis=1)
        row, column = np.nonzero(value >= ALIKE)
        one, other = first + row, order[row, column]
        found.append(np.stack([np.minimum(one, other), np.maximum(one, other), value[row, column]], axis=1))
    pairs = np.unique(np.concatenate(found), axis=0) if found else np.empty((0, 3))
    return pairs[:, 0].astype(np.int64), pairs[:, 1].astype(np.int64), pairs[:, 2]


def _joined(matrix: Any, label: Codes) -> Codes:
    """Rows without a label join the cluster whose middle they are most like."""
    from scipy.sparse import csr_array

    known = np.flatnonzero(label >= 0)
    ones = csr_array((np.ones(len(known)), (label[known], known)), shape=(int(label.max()) + 1, len(label)))
    middles = ones @ matrix
    length = np.sqrt(np.asarray(middles.multiply(middles).sum(axis=1)).ravel())
    middles = middles.multiply((1 / np.maximum(length, 1e-12))[:, None]).tocsr()
    label = label.copy()
    waiting = np.flatnonzero(label < 0)
    for first in range(0, len(waiting), _ROWS):
        rows = waiting[first : first + _ROWS]
        like = (matrix[rows] @ middles.T).toarray()
        best = like.argmax(axis=1)
        label[rows] = np.where(like[np.arange(len(rows)), best] >= ALIKE, best, -1)
    return label
