"""Counts of terms on two platforms, put side by side when they are of the same period."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from inconcert.audits.exposure.registering import Registration, Term, consistent, term_of
from inconcert.audits.rows import Form, Row
from inconcert.errors import InputError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from inconcert.audits.receipt import Receipt

ALL_TIME = ("", "all", "all-time", "all time", "ever")
HALF = 0.5
"""Added to both counts, so that a true zero has a ratio (Haldane 1956)."""


@dataclass(frozen=True)
class Counted:
    """One term with its counts on both platforms."""

    term: Term
    period: tuple[str, str]
    """First and last day; empty for all time."""
    of: int
    against: int

    @property
    def log_ratio(self) -> float:
        """Logarithm of the ratio of the two counts."""
        return log((self.of + HALF) / (self.against + HALF))


@dataclass
class Counts:
    """All terms that have both counts, in order."""

    terms: list[Counted]
    all_time: bool
    views: bool
    """Whether views stand beside the posts."""
    sources: int
    """Different sources of counts."""
    retrieved: tuple[str, str]
    """First and last day on which the counts were taken; empty when not said."""


def form(measure: str) -> Form:
    """The table of counts."""
    other = "views" if measure == "posts" else "posts"
    required = ("platform", "topic", "term", "role", "period_start", "period_end", measure)
    return Form("a table of counts", required, ("language", "country", "match", other, "source", "retrieved_at"))


def ratios_only(paths: Sequence[str | Path]) -> InputError | None:
    """The refusal of a table that holds published ratios; ``None`` when it is no such table."""
    from pathlib import Path

    from inconcert.ingest.inputs import found
    from inconcert.ingest.material import Material

    with TemporaryDirectory(prefix="inconcert-audit-") as work:
        for source in found(paths, Path(work))[0]:
            columns = Material(source, Path(work)).sample(1).columns
            ratio = next((name for name in columns if "_per_" in name.casefold() or "ratio" in name.casefold()), None)
            if ratio is not None:
                return InputError(
                    "the file holds ratios, no counts and no periods. Of published ratios it cannot be said how "
                    "uncertain they are, over which time they were counted, whether that time is the same on both "
                    "platforms, or whether the controls are alike.",
                    where=Place(source.label, 1, ratio),
                    todo="Get the counts behind them, by platform, term and period.",
                )
    return None


def count(rows: Sequence[Row], of: str, against: str, measure: str, both_since: str, receipt: Receipt) -> Counts:
    """Put the counts of both platforms side by side.

    Raises:
        InputError: a row does not fit; periods differ; a count is doubled, or of all time without a declaration.
    """
    sides: dict[Term, dict[str, tuple[Row, tuple[str, str], int | None]]] = {}
    for row in rows:
        platform = row.needed("platform").casefold()
        if platform not in (of, against):
            receipt.note(f"rows of other platforms than {of} and {against} were left out.")
            continue
        there = sides.setdefault(term_of(row), {})
        if platform in there:
            first = there[platform][0]
            twice = f"'{row.text('term')}' is counted twice on {platform}, first in row {first.number} of {first.file}."
            raise row.refuse("term", twice, "Keep one count for each term, platform and period.")
        there[platform] = (row, _period(row, both_since), row.whole(measure))
    made = list(_paired(sides, of, against, measure, receipt))
    if not made:
        raise InputError(f"no term has counts of the same period on {of} and on {against}.",
                         todo="Check the names of the platforms.")  # fmt: skip
    consistent([one.term for one in made])
    days = sorted(filter(None, (row.text("retrieved_at")[:10] for row in rows)))
    sources = len({row.text("source") for row in rows if row.text("source")})
    return Counts(made, any(not all(one.period) for one in made), any(row.text("views") for row in rows), sources,
                  (days[0], days[-1]) if days else ("", ""))  # fmt: skip


def _period(row: Row, both_since: str) -> tuple[str, str]:
    start, end = row.text("period_start").casefold(), row.text("period_end").casefold()
    if start in ALL_TIME or end in ALL_TIME:
        if not both_since:
            raise row.refuse(
                "period_start" if start in ALL_TIME else "period_end",
                "the count is of all time: a topic that was talked of before one platform was open looks rare there.",
                "Count a period, or declare since when both were open with --both-since.",
            )
        return "", ""
    first, last = row.day("period_start"), row.day("period_end")
    if last < first:
        raise row.refuse("period_end", "the period ends before it begins.")
    if both_since and first < both_since:
        raise row.refuse("period_start", f"the period begins before both platforms were open ({both_since}).")
    return first, last


def _paired(
    sides: dict[Term, dict[str, tuple[Row, tuple[str, str], int | None]]],
    of: str,
    against: str,
    measure: str,
    receipt: Receipt,
) -> Iterator[Counted]:
    for term, there in sorted(sides.items()):
        if len(there) < 2:
            receipt.note(f"'{term.term}' ({term.topic}) was left out: it is counted on {next(iter(there))} only.")
            continue
        (row, period, one), (_, other_period, other) = there[of], there[against]
        if period != other_period:
            raise row.refuse(
                "period_start",
                f"'{term.term}' is counted from {_said(period)} on {of} and from {_said(other_period)} on {against}.",
                "Count the same period on both.",
            )
        if one is None or other is None:
            receipt.note(f"'{term.term}' ({term.topic}) was left out: its {measure} are not known, which is not zero.")
            continue
        yield Counted(term, period, one, other)


def _said(period: tuple[str, str]) -> str:
    return f"{period[0]} to {period[1]}" if all(period) else "all time"


def registered(found: Counts, registration: Registration | None, receipt: Receipt) -> tuple[Term, ...]:
    """Registered terms that have no counts.

    Raises:
        InputError: a term that was counted was not registered.
    """
    if registration is None:
        return ()
    known = set(registration.terms)
    strange = [one.term for one in found.terms if one.term not in known]
    if strange:
        first = strange[0]
        raise InputError(
            f"{len(strange)} terms were not registered, first '{first.term}' of topic '{first.topic}' ({first.role}).",
            todo="Leave them out, or register a new list and count anew.",
        )
    missing = sorted(known - {one.term for one in found.terms})
    receipt.note(*(f"'{term.term}' ({term.topic}) was registered and has no counts." for term in missing))
    return tuple(missing)


def remarks(found: Counts, rows: Sequence[Row], registration: Registration | None) -> Iterator[str]:
    """What has to be said about the counts."""
    if registration is None:
        yield "The terms were not registered before they were counted: the result is exploratory."
    elif found.retrieved[0] and found.retrieved[0] < registration.registered_at[:10]:
        yield f"Counts were taken from {found.retrieved[0]} on, before the terms were registered."
    if len({one.period for one in found.terms}) > 1:
        yield "Terms are of different periods; each is compared within its own, topics across them."
    if sum(1 for row in rows if not row.text("retrieved_at")):
        yield "Some counts do not say when they were taken."
