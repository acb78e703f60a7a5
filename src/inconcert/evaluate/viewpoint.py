"""Whether findings depend on a side: labels and words of two sides are swapped, and everything must come out the same.

Only the evaluation knows these words. An investigation reads no side and has no field for one.
"""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from inconcert.evaluate.base import EvaluationSet, Scored
from inconcert.evaluate.measures import CHANGED, IDENTICAL, SAME, Sheet
from inconcert.evaluate.operations import IRA
from inconcert.evaluate.simulated import placed, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from inconcert.evaluate.bench import Bench
    from inconcert.evaluate.measures import Figure
    from inconcert.found import Found

    Swap = Callable[[str], str]

TIES = "ties identical"
WORDS = (
    ("left", "right"),
    ("liberal", "conservative"),
    ("liberals", "conservatives"),
    ("democrat", "republican"),
    ("democrats", "republicans"),
    ("dems", "gop"),
    ("obama", "trump"),
    ("blue", "red"),
)
"""Words of two sides, in the real operation."""
CATEGORIES = (("lefttroll", "righttroll"),)
SIDED = re.compile(r"(?<=[^\W\d_])[AB]\b|(?<=forum-)[ab]")
"""What names a side in a made-up world: the last letter of its own hashtags, the letter in its own sites."""
DIGITS = 9
"""Significant digits that are compared. Sums are made in the order of the names of things, and names are swapped; that
moves the last of sixteen digits."""
COMPARED = ("grade", "alert", "p", "q", "strength", "size", "families", "declared", "precision", "posts", "axes")


def replacer(other: Mapping[str, str]) -> Swap:
    """Replaces words wherever they stand alone, in the writing that they have there."""
    either = re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(other, key=len, reverse=True))})(?![^\W_])", re.IGNORECASE)

    def replaced(found: re.Match[str]) -> str:
        word = found.group()
        new = other[word.lower()]
        return new.upper() if word.isupper() else new.capitalize() if word[0].isupper() else new

    return lambda text: either.sub(replaced, text)


def swapper(pairs: Iterable[tuple[str, str]]) -> Swap:
    """Swaps the words of each pair."""
    return replacer({one: another for pair in pairs for one, another in (pair, pair[::-1])})


def evened(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs with the shorter word as long as the longer one: its last letter is repeated.

    A search for texts that are long enough, or nearly alike, sees how long a word is. That is no viewpoint, and is
    taken out of the comparison.
    """
    return [(one.ljust(len(other), one[-1]), other.ljust(len(one), other[-1])) for one, other in pairs]


def sided(text: str) -> str:
    """Swaps the two sides of a made-up world."""
    return SIDED.sub(lambda found: "BAba"["ABab".index(found.group())], text)


def swap_columns(table: pa.Table, columns: Iterable[str], swap: Swap) -> pa.Table:
    """The table with every text, and every text of a list, swapped in some columns."""
    for name in columns:
        place, kind = table.column_names.index(name), table.schema.field(name).type
        values = [
            value if value is None else swap(value) if isinstance(value, str) else [swap(one) for one in value]
            for value in table[name].to_pylist()
        ]
        table = table.set_column(place, name, pa.array(values, kind))
    return table


def findings(found: Found) -> dict[str, str]:
    """Each network by its members, with everything about it that does not quote what was written."""
    told = {}
    for network in found.networks:
        signals = [
            {key: value for key, value in signal.items() if isinstance(value, (int, float, str)) and key != "object"}
            for signal in network.data["signals"]
        ]
        kept = {key: network.data.get(key) for key in COMPARED} | {"axes": _axes(network.data["axes"])}
        told[" ".join(sorted(network.members))] = _rounded([kept, signals])
    return told


def _axes(axes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The axes without the names of the posts that are shown for a trait.

    Where a source gives no ids, a post is named by a hash of what it says. Swapped words give other names, and of posts
    of the same minute others are then shown first.
    """
    return {
        name: {
            **axis,
            "traits": [
                {key: value for key, value in trait.items() if key != "posts"} for trait in axis.get("traits", [])
            ],
        }
        for name, axis in axes.items()
    }


def _rounded(data: Any) -> str:
    """Plain data as text, numbers to so many digits."""
    short = json.loads(json.dumps(data, default=str), parse_float=lambda text: float(f"{float(text):.{DIGITS}g}"))
    return json.dumps(short, sort_keys=True)


def ties(found: Found) -> set[str]:
    """Ties with their figures, without the objects."""
    columns = "a, b, signal, objects, coactions, expected, p, q"
    return {_rounded(row) for row in found.connection.execute(f"SELECT {columns} FROM ties").fetchall()}


def answer(found: Found) -> set[tuple[str, str, bool]]:
    """What a reader acts on: who, how well supported, whether an alert."""
    return {(" ".join(sorted(network.members)), network.grade, network.alert) for network in found.networks}


def _common(ours: set[Any], theirs: set[Any]) -> float:
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 1.0


def compared(sheet: Sheet, pairs: list[tuple[Found, Found]]) -> list[Figure]:
    """How much two runs of each pair have in common."""
    values: dict[str, dict[int, float | None]] = {IDENTICAL: {}, TIES: {}, SAME: {}, CHANGED: {}}
    for seed, (one, other) in enumerate(pairs):
        ours, theirs = set(findings(one).items()), set(findings(other).items())
        values[IDENTICAL][seed] = _common(ours, theirs)
        values[TIES][seed] = _common(ties(one), ties(other))
        values[SAME][seed] = _common(answer(one), answer(other))
        values[CHANGED][seed] = len(ours ^ theirs)
    return [sheet.over_seeds(measure, each) for measure, each in values.items()]


def _world(name: str, bench: Bench) -> Scored:
    pairs = []
    for seed in range(bench.seeds):
        folder, made = placed(bench, name, seed)
        swapped = bench.folder(f"{name}-swapped-{seed}", f"{name} {seed} {bench.posts}")
        posts = pq.read_table(made / "posts.parquet")
        pq.write_table(swap_columns(posts, ("text", "urls", "hashtags"), sided), swapped / "posts.parquet")
        others = tables(made)[1:]
        pairs.append((bench.found(folder, *tables(made)), bench.found(swapped, swapped / "posts.parquet", *others)))
    return Scored(compared(Sheet(f"{name}-swapped", "viewpoint"), pairs))


def _even(bench: Bench) -> Scored:
    """Both sides in words of one length, against the same with the sides swapped."""
    pairs = evened(WORDS)
    even = replacer(
        dict(zip((word for pair in WORDS for word in pair), (w for pair in pairs for w in pair), strict=True))
    )
    swap = swapper(pairs)
    one, other = (
        _found(bench, f"ira_2015-{name}", how)
        for name, how in (("even", even), ("even-swapped", lambda t: swap(even(t))))
    )
    return Scored(compared(Sheet("ira_2015-swapped", "viewpoint"), [(one, other)]))


def _written(bench: Bench) -> Scored:
    """The operation as it is, against the same with the words of its sides swapped as they are."""
    one = bench.found(bench.place("ira_2015", IRA), bench.file(IRA))
    other = _found(bench, "ira_2015-words-swapped", swapper(WORDS))
    figures = compared(Sheet("ira_2015-words-swapped", "viewpoint"), [(one, other)])
    return Scored([figure for figure in figures if figure.measure == SAME])


def _found(bench: Bench, name: str, swap: Swap) -> Found:
    folder = bench.place(name, IRA)
    posts = swap_columns(pq.read_table(bench.file(IRA)), ("content",), swap)
    pq.write_table(swap_columns(posts, ("account_category",), swapper(CATEGORIES)), folder / "posts.parquet")
    return bench.found(folder, folder / "posts.parquet")


VIEWPOINT = (
    EvaluationSet(
        "small-slow-swapped",
        "viewpoint",
        "The made-up operation on both sides, hashtags and sites of the sides swapped",
        partial(_world, "small-slow"),
    ),
    EvaluationSet(
        "ira_2015-swapped",
        "viewpoint",
        "The operation of 2015, categories permuted, words of two sides swapped, those of a pair made equally long",
        _even,
        (IRA,),
    ),
    EvaluationSet(
        "ira_2015-words-swapped",
        "viewpoint",
        "The operation of 2015, categories permuted and words of two sides swapped as they are written",
        _written,
        (IRA,),
    ),
)
