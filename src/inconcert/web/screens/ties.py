"""One tie laid open: where it starts, what each signal adds, what it comes to, and the posts side by side."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any

from inconcert.model.times import iso
from inconcert.networks import words
from inconcert.networks.evidence import Shown, fetched, side_by_side
from inconcert.networks.weights import CAP_NATS
from inconcert.profile.findings import installed_words
from inconcert.web.screens.material import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inconcert.web.screens.material import Material

    Row = dict[str, Any]

SHOWN = 12
"""Pairs of posts shown for each signal of a tie, rarest objects first; how many more there are is said."""

_OF_PAIR = """
SELECT t.a, t.b, t.signal, t.objects, t.coactions, t.expected, t.effect, t."window", t.gap, t.p, t.q, t.chance,
       t.first_at, t.last_at, t.shared[:$most] AS shared, t.posts[:2 * $most] AS posts
FROM ties t WHERE t.a = least($one, $other) AND t.b = greatest($one, $other) ORDER BY t.p, t.signal
"""
_TIED = "SELECT count(*) AS tied FROM (SELECT DISTINCT a, b FROM ties WHERE q <= $fdr)"
_MEDIA = """
SELECT platform || ':' || post_id AS ref, media FROM posts
WHERE len(media) > 0 AND platform || ':' || post_id IN (SELECT unnest($refs))
"""
_ACTIVE = "SELECT count(DISTINCT asset) AS accounts FROM features"


def tie(material: Material, one: str, other: str) -> Row | None:
    """A pair of accounts with everything that binds it, or ``None`` when nothing does.

    Args:
        material: the run.
        one: ``platform:account_id``.
        other: the same of the other account.

    Returns:
        ``a, b``; ``waterfall``, see :func:`waterfall`; ``signals``: for each its figures, a sentence ``rare`` and the
        posts in ``pairs`` with what differs marked (see ``evidence`` in ``findings.json``).
    """
    found = material.rows(_OF_PAIR, one=one, other=other, most=SHOWN)
    if not found:
        return None
    known = installed_words()
    for row in found:
        word = known.get(row["signal"])
        row |= {"family": word.family if word else row["signal"], "noun": word.noun if word else "object"}
    shown = [Shown(row, row["shared"] or [], row["posts"] or []) for row in found]
    with material.cursor() as con:
        posts = fetched(con, shown, material.files)
        for row in rows(con, _MEDIA, refs=list(posts)) if posts else ():
            posts[row["ref"]]["media"] = row["media"]
    signals = [_signal(row, side_by_side(one_shown, posts)) for row, one_shown in zip(found, shown, strict=True)]
    return {
        "a": found[0]["a"],
        "b": found[0]["b"],
        "signals": signals,
        "waterfall": waterfall(prior(material), signals),
        "first_at": iso(min(row["first_at"] for row in found)),
        "last_at": iso(max(row["last_at"] for row in found)),
    }


def _signal(row: Row, laid: Row) -> Row:
    # A lead counts by its chance; where the p of a tie is known, it is the stricter of the two.
    p = row["p"] if row["q"] is not None else row["chance"]
    keys = ("signal", "family", "noun", "objects", "coactions", "expected", "window", "gap", "p", "q")
    return {key: row[key] for key in keys} | {
        "nats": min(CAP_NATS, -log(max(p, 1e-300))),
        "capped": -log(max(p, 1e-300)) > CAP_NATS,
        "rare": rarity(p),
        "pairs": laid["pairs"],
        "more": laid["more"],
    }


def waterfall(start: Row, signals: Sequence[Row]) -> Row:
    """The evidence of a tie step by step, in nats.

    Of the signals of one family, which depend on each other, only the strongest adds something; the others stand there
    with nothing, so that nobody counts them twice.

    Args:
        start: see :func:`prior`.
        signals: rows with ``signal, family, nats, capped, rare``, the rarest first.

    Returns:
        ``steps`` of ``{label, kind, nats, from, to, says}``: the prior, each signal, the total; ``total`` and ``low``,
        ``high``, between which all of it lies.
    """
    steps = [_step("before looking", "prior", 0.0, start["nats"], start["says"])]
    at, heard = start["nats"], set()
    for row in signals:
        adds = 0.0 if row["family"] in heard else row["nats"]
        heard.add(row["family"])
        steps.append(_step(row["signal"], "signal", at, at + adds, _adds(row, adds)))
        at += adds
    steps.append(_step("in all", "total", 0.0, at, _total(at)))
    ends = [edge for step in steps for edge in (step["from"], step["to"])]
    return {"steps": steps, "total": at, "low": min(ends), "high": max(ends)}


def _step(label: str, kind: str, start: float, end: float, says: str) -> Row:
    nats = end if kind == "total" else end - start
    return {"label": label, "kind": kind, "nats": nats, "from": start, "to": end, "says": says}


def _adds(row: Row, adds: float) -> str:
    if not adds:
        return f"Counted already: a stronger signal of the family «{row['family']}» speaks for it. {row['rare']}"
    capped = f" Counted as {CAP_NATS:.0f} at most: the far tail of a model is not worth believing."
    return f"{row['rare']}{capped if row['capped'] else ''}"


def _total(nats: float) -> str:
    if nats > 0:
        return "Above zero: the evidence outweighs how rare tied pairs are. It says that they act together, not why."
    return "Below zero: alone it does not outweigh how rare tied pairs are; such a pair counts only within a group."


def prior(material: Material) -> Row:
    """How likely a pair is to be tied before anything is known of it, as log odds in nats, with a sentence."""
    return material.kept("prior", lambda: _prior(material))


def _prior(material: Material) -> Row:
    fdr = float(material.found.settings["fdr"])
    tied = material.rows(_TIED, fdr=fdr)[0]["tied"]
    accounts = material.rows(_ACTIVE)[0]["accounts"]
    possible = accounts * (accounts - 1) // 2
    # Half a pair is added to both sides: with no tied pair at all the odds are small, not nothing.
    nats = log((tied + 0.5) / (possible - tied + 0.5))
    share = 10_000 * tied / possible if possible else 0.0
    says = (
        f"{tied:,} of the {possible:,} pairs that {accounts:,} accounts make are tied in this run: "
        f"{words.number(share)} of 10,000."
    )
    return {"nats": nats, "tied": tied, "possible": possible, "says": says}


def rarity(p: float) -> str:
    """A probability as a share of random pairs: «3 of 10,000 random pairs do this»."""
    kind = "pairs of accounts as active, on objects as popular"
    if p >= 0.5 / 10_000:
        return f"{words.number(round(10_000 * p, 1))} of 10,000 random pairs do this ({kind})."
    return f"Fewer than 1 of 10,000 random pairs do this: 1 of {_large(1 / max(p, 1e-99))} ({kind})."


def _large(figure: float) -> str:
    """«34,000», «2 million», «10^28»."""
    for size, name in ((1e15, ""), (1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if figure >= size:
            return f"{words.number(figure / size)}{name}" if name else f"10{_raised(figure)}"
    return f"{float(f'{figure:.2g}'):,.0f}"


def _raised(figure: float) -> str:
    """The power of ten of a figure, as small raised digits."""
    return f"{figure:.0e}".split("e")[1].lstrip("+0").translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
