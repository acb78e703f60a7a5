"""A case as its page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.casework import words
from inconcert.casework.labels import labels
from inconcert.web.screens import keeping

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from inconcert.casework.views import BlindCase, CaseView, Event

    Row = dict[str, Any]

LISTS = {
    "verdicts": words.VERDICTS,
    "levels": words.LEVELS,
    "sorts": words.SORTS,
    "accesses": words.ACCESSES,
    "marks": words.MARKS,
    "likelihoods": words.LIKELIHOODS,
    "confidences": words.CONFIDENCES,
    "reliability": words.RELIABILITY,
    "credibility": words.CREDIBILITY,
}
"""The words that the forms of a case offer."""
KEYS = {"confirmed": "accept", "benign coordination": "reject"}
"""Verdicts that have a key of their own."""
STEPS = frozenset({"takedown.begun", "takedown.done", "takedown.not done"})
"""Acts on single accounts, of which a takedown has hundreds; the journal of its plan lists them."""
PAIRS = 40
"""Pairs of posts that a blind review shows, the strongest ties first."""


def case(found: CaseView, history: Sequence[Event], people: Sequence[str], *, hidden: bool = False) -> Row:
    """Everything in a case as plain data; ``hidden`` where accounts stand under pseudonyms, which have no pages.

    Returns:
        The fields of the case with its ``findings`` and ``evidence`` as short rows, ``matrix``, ``history`` (newest
        first), ``steps`` (of takedowns, which are told by their plans), ``seen`` (its newest event), ``last`` (the
        newest event that can be undone), ``people`` and ``hidden``.
    """
    row = found.to_dict()
    events = (
        [event.to_dict() for event in reversed(history)] if _oldest_first(history) else [e.to_dict() for e in history]
    )
    told = [event for event in events if event["act"] not in STEPS]
    return row | {
        "findings": [finding(ref) for ref in row["findings"]],
        "evidence": [evidence(one) | ({"place": None} if hidden else {}) for one in row["evidence"]],
        "matrix": matrix(row["attribution"]),
        "history": told,
        "steps": len(events) - len(told),
        "seen": events[0]["id"] if events else "",
        "last": next((event for event in events if event["can_undo"] and not event["undone_by"]), None),
        "people": list(people),
        "keys": KEYS,
        "hidden": hidden,
    }


def _oldest_first(history: Sequence[Event]) -> bool:
    return len(history) > 1 and history[0].at <= history[-1].at


def finding(ref: Row) -> Row:
    """A finding of a case in a line; what is withheld or purged is not there."""
    frozen = ref["frozen"]
    keys = ("grade", "size", "posts", "first_at", "last_at", "alert")
    members = [m.get("handle") or m.get("account_id") for m in frozen.get("members", ())[:4]]
    return {key: frozen.get(key) for key in keys} | {
        "run": ref["run"],
        "id": ref["network_id"],
        "sha256": ref["sha256"],
        "purged": ref["purged"],
        "handles": [str(name) for name in members],
        "signals": [signal["name"] for signal in frozen.get("signals", ())],
    }


def evidence(one: Row) -> Row:
    """A piece of evidence in a line, with the page where it stands (``place``: path and parameters, or ``None``)."""
    ref, frozen = one["ref"], one["frozen"]
    told = {"says": keeping.says(ref, frozen), "place": keeping.place(ref, frozen), "text": frozen.get("text")}
    return {key: value for key, value in one.items() if key not in ("frozen", "ref")} | told


def since(history: Sequence[Event], seen: str) -> list[Row]:
    """What was done in a case after an event, newest first; when that one is not known, the newest only."""
    newest_first = list(reversed(history)) if _oldest_first(history) else list(history)
    place = next((at for at, event in enumerate(newest_first) if event.id == seen), 1)
    return [event.to_dict() for event in newest_first[:place]]


def beside(compared: Row, numbers: Mapping[int, str]) -> Row:
    """A comparison with earlier operations for the page; ``numbers`` leads from numbers of cases to their ids."""
    rows = [
        one
        | {"known": [(value, [(each, numbers.get(each)) for each in found]) for value, found in one["known"].items()]}
        for one in compared["dimensions"]
    ]
    return compared | {"dimensions": rows, "earlier": [(each, numbers.get(each)) for each in compared["earlier"]]}


def matrix(attribution: Row) -> Row:
    """Hypotheses in rows, evidence in columns, with what each says of the other.

    Returns:
        ``columns``: the evidence; ``rows``: each hypothesis with ``cells``, a mark or ``None`` for each column. Each
        has a ``label`` (E1, H1), counted in the order in which they were put up, as on the command line.
    """
    theories, proofs = attribution["hypotheses"], attribution["evidence"]
    called = labels((one["id"] for one in theories), (one["id"] for one in proofs))
    columns = [one | {"label": called[one["id"]]} for one in proofs]
    rows = [one | {"label": called[one["id"]], "cells": _cells(columns, one["id"])} for one in theories]
    return {"columns": columns, "rows": rows}


def _cells(columns: Sequence[Row], hypothesis: str) -> list[tuple[str, str | None]]:
    return [(each["id"], each["marks"].get(hypothesis)) for each in columns]


def blind(found: BlindCase) -> Row:
    """A blind review: the question and the proof.

    Returns:
        The fields of the blind case, its ``findings`` with ``members``, ``signals``, ``pairs`` (posts side by side),
        ``nouns`` and ``why`` left out, since sentences carry grade and strength.
    """
    row = found.to_dict()
    return row | {"findings": [finding(ref) | _proof(ref["frozen"]) for ref in row["findings"]], "keys": KEYS}


def _proof(frozen: Row) -> Row:
    pairs = [
        pair | {"signal": tie["signal"], "a": tie["a"], "b": tie["b"]}
        for tie in frozen.get("evidence", ())
        for pair in tie.get("pairs", ())[:1]
    ]
    return {
        "members": frozen.get("members", []),
        "bound_by": frozen.get("signals", []),
        "pairs": pairs[:PAIRS],
        "more": max(len(pairs) - PAIRS, 0),
        "nouns": {signal["name"]: signal.get("noun", "object") for signal in frozen.get("signals", ())},
        "languages": frozen.get("languages", {}),
        "platforms": frozen.get("platforms", {}),
    }
