"""What every signal must keep to. Anyone who writes one can call :func:`check_signal` in their own tests."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from inconcert.errors import PluginError
from inconcert.model.tables import schema, tables
from inconcert.signals.features import build
from inconcert.signals.material import sample_ads, sample_posts
from inconcert.signals.run import actions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa

    from inconcert.signals.base import Signal

VIEWPOINT = re.compile(
    r"\b(politic\w*|partisan|ideolog\w*|religio\w*|ethnic\w*|race|racial|gender|left-wing|right-wing|leftist\w*|"
    r"rightist\w*|liberals?|conservatives?|muslims?|christians?|jews?|jewish|hindus?)\b",
    re.IGNORECASE,
)
"""Words about what people believe or are: no signal asks for them."""
PARTS = ("What it asks", "How it fires", "How it fools you", "The clock it needs", "A worked example")
"""Headings of a signal's docs page."""
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_NAMES = ("asset", "original_account", "reply_account")


def check_signal(signal: Signal, docs: Path | None = None, posts: pa.Table | None = None) -> None:
    """Check a signal on posts (those of :func:`inconcert.signals.material.sample_posts` unless given).

    Args:
        signal: The signal.
        docs: Folder that holds its page ``<name>.md``; the page is not asked for when this is not given.
        posts: Posts of the noun ``posts`` on which the signal fires for at least two accounts.

    Raises:
        PluginError: the signal breaks the contract; the message lists everything that was found.
    """
    found = list(faults(signal, docs, posts))
    if found:
        listed = "\n".join(f"- {fault}" for fault in found)
        raise PluginError(
            f"the signal '{signal.name}' breaks the contract:\n{listed}", todo="See docs/signals/index.md."
        )


def faults(signal: Signal, docs: Path | None = None, posts: pa.Table | None = None) -> Iterator[str]:
    """Everything in which a signal breaks the contract, in words; nothing when it keeps to it."""
    words = [*_in_words(signal), *(in_docs(signal.name, docs, PARTS) if docs is not None else ())]
    yield from words
    try:
        yield from _in_rows(signal, _sample_features() if posts is None else _features(posts))
    except PluginError as error:
        yield str(error)


def _in_words(signal: Signal) -> Iterator[str]:
    """What a signal says about itself."""
    if not _NAME.fullmatch(signal.name):
        yield f"its name '{signal.name}' is not words joined by underscores"
    for field in ("family", "question", "limits", "noun", "verb"):
        value = getattr(signal, field)
        if not isinstance(value, str) or not value.strip():
            yield f"it says nothing as '{field}'"
        elif VIEWPOINT.search(value):
            yield f"'{field}' speaks of people's views or belonging: {value}"
    if signal.question and not signal.question.endswith("?"):
        yield "its question does not end in a question mark"
    if not signal.__class__.__doc__:
        yield "its class has no docstring"
    yield from _in_figures(signal)
    if VIEWPOINT.search(signal.query().sql):
        yield "its query reads people's views or belonging"


def _in_figures(signal: Signal) -> Iterator[str]:
    """What a signal says of clocks, windows and chance."""
    if not signal.finest > 0:
        yield "'finest' is not above zero"
    windows = signal.windows
    if windows is not None and (not windows or list(windows) != sorted(set(windows)) or windows[0] <= 0):
        yield "'windows' are not above zero and ascending"
    if signal.reference is not None and not 0 < signal.reference < 1:
        yield "'reference' is not a chance between zero and one"


def in_docs(name: str, docs: Path, parts: Sequence[str]) -> Iterator[str]:
    """What the page ``<name>.md`` in ``docs`` lacks of ``parts``, or says that no page may; of a signal or a trait."""
    page = docs / f"{name}.md"
    if not page.is_file():
        yield f"it has no page {page.name}"
        return
    text = page.read_text("utf-8")
    heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
    yield from (f"its page has no part '{part}'" for part in parts if part not in heads)
    if VIEWPOINT.search(text):
        yield "its page speaks of people's views or belonging"


def _in_rows(signal: Signal, features: pa.Table) -> Iterator[str]:
    """What its query does with features in any order, number and names."""
    acts = _acts(signal, features)
    objects: dict[str, set[str]] = {}
    for row in acts:
        objects.setdefault(row["object"], set()).add(row["asset"])
    if not any(len(assets) > 1 for assets in objects.values()) and not signal.lacks():
        yield "no two accounts meet on an object in the sample: give posts on which it fires"
    if _acts(signal, features.slice(0, 0)):
        yield "it finds actions in no posts"
    unfounded = list(_in_evidence(acts, features))
    yield from unfounded
    if unfounded:
        return
    for says, change, back in _CHANGES:
        changed, names = change(features)
        if _sorted(back(_acts(signal, changed), names)) != _sorted(acts):
            yield f"its actions change when {says}"


def _in_evidence(acts: list[dict[str, Any]], features: pa.Table) -> Iterator[str]:
    """Every action must be that of its post."""
    rows = {row["post"]: row for row in features.to_pylist()}
    for act in acts:
        row = rows.get(act["post"])
        if row is None:
            yield f"an action names the post {act['post']}, which does not exist"
        elif (act["asset"], act["at"], act["precision"]) != (row["asset"], row["at"], row["precision"]):
            yield f"an action of post {act['post']} has not its account, time and precision"
        else:
            continue
        return


_Names = dict[Any, Any]
_Change = tuple[
    str, "Callable[[Any], tuple[Any, _Names]]", "Callable[[list[dict[str, Any]], _Names], list[dict[str, Any]]]"
]


def _same(acts: list[dict[str, Any]], _: _Names) -> list[dict[str, Any]]:
    return acts


def _again(features: pa.Table) -> tuple[pa.Table, _Names]:
    return features, {}


def _reversed(features: pa.Table) -> tuple[pa.Table, _Names]:
    return features.take(list(range(features.num_rows))[::-1]), {}


def _doubled(features: pa.Table) -> tuple[pa.Table, _Names]:
    return features.take([at for at in range(features.num_rows) for _ in range(2)]), {}


def _renumbered(features: pa.Table) -> tuple[pa.Table, _Names]:
    import pyarrow as pa

    last = features.num_rows - 1
    names: _Names = {last - number: number for number in (row["post"] for row in features.to_pylist())}
    numbers = pa.array(names, pa.int64())
    return features.set_column(features.schema.get_field_index("post"), "post", numbers), names


def _posts_back(acts: list[dict[str, Any]], names: _Names) -> list[dict[str, Any]]:
    return [{**act, "post": names[act["post"]]} for act in acts]


def _renamed(features: pa.Table) -> tuple[pa.Table, _Names]:
    """Accounts exchange their names, wherever they stand."""
    import pyarrow as pa

    known = sorted({name for column in _NAMES for name in features.column(column).to_pylist() if name})
    there = dict(zip(known, known[::-1], strict=True))
    for column in _NAMES:
        values = pa.array([there.get(name) for name in features.column(column).to_pylist()], pa.string())
        features = features.set_column(features.schema.get_field_index(column), column, values)
    return features, {other: name for name, other in there.items()}


def _names_back(acts: list[dict[str, Any]], names: _Names) -> list[dict[str, Any]]:
    return [{**act, "asset": names[act["asset"]], "outlet": names.get(act["outlet"], act["outlet"])} for act in acts]


_CHANGES: tuple[_Change, ...] = (
    ("it is asked again", _again, _same),
    ("rows come in another order", _reversed, _same),
    ("rows come twice", _doubled, _same),
    ("posts are numbered otherwise", _renumbered, _posts_back),
    ("accounts exchange their names", _renamed, _names_back),
)


def _sorted(acts: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return sorted(tuple(act[name] for name in tables()["actions"].columns) for act in acts)


@cache
def _sample_features() -> pa.Table:
    return _features(sample_posts(), sample_ads())


def _features(posts: pa.Table, ads: pa.Table | None = None) -> pa.Table:
    """Features of posts and ads, as a run makes them."""
    import duckdb
    from pyarrow import parquet

    with TemporaryDirectory() as folder, duckdb.connect() as con:
        con.register("posts", posts)
        if ads is not None:
            con.register("ads", ads)
        build(con, Path(folder) / "features.parquet", ads=ads is not None)
        return parquet.read_table(Path(folder) / "features.parquet", schema=schema("features"))


def _acts(signal: Signal, features: pa.Table) -> list[dict[str, Any]]:
    """Actions of a signal, as a run writes them."""
    from pyarrow import parquet

    from inconcert.engines.duckdb import DuckDB

    with TemporaryDirectory() as folder:
        given, written = Path(folder) / "features.parquet", Path(folder) / "actions.parquet"
        parquet.write_table(features, given)
        with DuckDB().open({"features": [given]}) as session:
            actions(session, signal, written)
        rows: list[dict[str, Any]] = parquet.read_table(written).to_pylist()
        return rows
