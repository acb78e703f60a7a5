"""What every exporter must keep to. Anyone who writes one can call :func:`check_exporter` in their own tests."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING, Any

from inconcert.errors import InconcertError, PluginError
from inconcert.profile.document import FindingSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from inconcert.export.base import Exporter

_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_ODD_TEXT = '=HYPERLINK("x") <b>&\x00\x1b\ufffe "quoted" شبكة \u202eback\u202c 网'
"""A formula, mark-up, signs XML cannot hold, quotes, two directions, two scripts."""


def check_exporter(exporter: Exporter, folder: Path) -> None:
    """Check an exporter on small findings with odd texts, writing to the empty ``folder``.

    Raises:
        PluginError: the exporter breaks the contract; the message lists everything that was found.
    """
    demand(f"the exporter '{exporter.name}'", faults(exporter, folder))


def faults(exporter: Exporter, folder: Path) -> Iterator[str]:
    """Everything in which an exporter breaks the contract, in words; nothing when it keeps to it."""
    words = list(_in_words(exporter))
    yield from words
    if words:
        return
    some, none = specimen(folder, [_network()]), specimen(folder, [])
    for kind, finding_set in (("findings", some), ("no findings", none)):
        yield from _in_writing(exporter, finding_set, folder / "ملف out", kind)
    yield from in_failure(partial(exporter.write, none), folder, exporter.suffix)


def specimen(folder: Path, networks: list[dict[str, Any]]) -> FindingSet:
    """Findings with these networks, and a file of ties between the members of :func:`_network`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from inconcert.model.tables import schema

    ties = folder / "specimen-ties.parquet"
    rows = [_tie("x:-1", "x:2", 1e-9), _tie("x:-1", "x:=3", 0.0), _tie("x:2", "x:=3", 1e-5), _tie("x:2", "x:9", 0.5)]
    # A lead has no q of its own.
    rows.append(_tie("x:-1", "x:9", 0.03) | {"q": None, "chance": 1e-4})
    pq.write_table(pa.Table.from_pylist(rows, schema=schema("ties")), ties)
    document = {
        "settings": {"fdr": 0.01},
        "receipts": [{"source": "aa", "file": _ODD_TEXT}],
        "control": {"shuffles": 19, "shuffled_networks": 0.0, "strengths": [0.0] * 19},
        "networks": networks,
    }
    return FindingSet(document, ties)


def _network() -> dict[str, Any]:
    members = [
        {"platform": "x", "account_id": account, "handle": handle, "ties": 2, "strength": 20.0, "joined": None}
        for account, handle in (("-1", _ODD_TEXT), ("2", None), ("=3", "@sum"))
    ]
    return {
        "id": "net-0000000000",
        "grade": "B",
        "alert": False,
        "p": 0.05,
        "q": 0.05,
        "size": 3,
        "strength": 13.3,
        "members": members,
        "signals": [{"name": "same_text", "family": "text", "noun": "text", "ties": 3, "objects": 2}],
        "axes": {"coordination": {"value": 13.3, "says": "…"}, "reach": {"value": None, "says": "…"}},
        "declared": False,
        "why": [_ODD_TEXT],
        "first_at": None,
        "last_at": None,
        "objects": [],
        "evidence": [],
        "pushes": [
            _place("web", "site", "spiegel.ltd", nats=9.1),
            _place("change.org", "petition", _ODD_TEXT, nats=0.4),
        ],
    }


def _place(platform: str, kind: str, name: str, nats: float) -> dict[str, Any]:
    """A place that two members link to, and for which one member and a stranger advertised."""
    return {
        "platform": platform,
        "kind": kind,
        "id": name,
        "posts": 5,
        "accounts": 2,
        "linkers": [{"asset": "x:-1", "posts": 3}, {"asset": "x:2", "posts": 2}],
        "other_posts": 1,
        "other_accounts": 1,
        "lift": 4.0,
        "nats": nats,
        "first_at": None,
        "last_at": None,
        "resembles": {"brand": "spiegel.de", "rule": "same name", "tier": "strong", "why": "…"},
        "family": None,
        "ads": {"ads": 2, "payers": [_ODD_TEXT], "advertisers": ["x:2", "x:77"], "spend": []},
        "hands": None,
    }


def _tie(a: str, b: str, p: float) -> dict[str, Any]:
    return {
        "a": a,
        "b": b,
        "signal": "same_text",
        "objects": 2,
        "coactions": 2,
        "expected": 0.01,
        "effect": 7.0,
        "window": None,
        "gap": 3.0,
        "p": p,
        "q": p,
        "first_at": 0,
        "last_at": 1,
        "shared": [_ODD_TEXT, "t"],
        "posts": ["x:1", "x:2", "x:3", "x:4"],
    }


def _in_words(exporter: Exporter) -> Iterator[str]:
    if not _NAME.fullmatch(exporter.name):
        yield "its name must be one lower-case word"
    yield from in_file_names(exporter.title, exporter.suffix, exporter.stem)


def in_file_names(title: str, suffix: str, stem: str) -> Iterator[str]:
    """What is wrong with the title of anything that writes one file, and with the parts of the file's name."""
    if not title.strip():
        yield "it has no title"
    if not re.fullmatch(r"(\.[a-z0-9]+)+", suffix):
        yield "its suffix must begin with a dot, in lower case"
    if not stem or "/" in stem:
        yield "its stem must be the name of a file"


def _in_writing(exporter: Exporter, finding_set: FindingSet, folder: Path, kind: str) -> Iterator[str]:
    """Write twice over; the second must replace the first with the same bytes."""
    folder.mkdir(exist_ok=True)
    target = folder / f"{exporter.stem}{exporter.suffix}"
    document, ties = deepcopy(finding_set.document), finding_set.ties.read_bytes()
    exporter.write(finding_set, target)
    if not target.is_file():
        yield f"it wrote no file for {kind}"
        return
    first = target.read_bytes()
    target.write_bytes(b"what was there before, and longer than what is to come" * 999)
    exporter.write(finding_set, target)
    if target.read_bytes() != first:
        yield f"it gives other bytes for the same {kind}, or does not replace what was there"
    if list(folder.iterdir()) != [target]:
        yield f"it leaves more than its file behind for {kind}"
    if json.dumps(document) != json.dumps(finding_set.document) or ties != finding_set.ties.read_bytes():
        yield f"it changes the {kind} it was given"
    target.unlink()


def in_failure(write: Callable[[Path], object], folder: Path, suffix: str) -> Iterator[str]:
    """A place that cannot be written must be told as one of our errors."""
    blocked = folder / "blocked"
    blocked.write_text("a file where a folder should be")
    try:
        write(blocked / f"out{suffix}")
    except InconcertError:
        return
    except OSError as error:
        yield f"a place that cannot be written gives {type(error).__name__} instead of one of inconcert.errors"
        return
    yield "it claims to have written where nothing can be written"


def demand(what: str, faults: Iterable[str]) -> None:
    """Nothing when there are no faults.

    Raises:
        PluginError: there are; the message lists them.
    """
    if listed := "\n".join(f"- {fault}" for fault in faults):
        raise PluginError(f"{what} breaks the contract:\n{listed}", todo="See docs/formats-out/index.md.")
