"""Relative prevalence: whether topics in question are rarer or commoner on one platform than matched controls are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from inconcert.audits.exposure import counting, explaining
from inconcert.audits.exposure.comparing import compare
from inconcert.audits.rows import read
from inconcert.errors import InputError, MappingError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from inconcert.audits.exposure.comparing import Comparison
    from inconcert.audits.exposure.counting import Counted
    from inconcert.audits.exposure.explaining import Doubt
    from inconcert.audits.exposure.registering import Registration, Term
    from inconcert.audits.receipt import Receipt


@dataclass(frozen=True)
class Prevalence:
    """What the counts say, and what they do not."""

    of: str
    against: str
    measure: str
    """``posts`` or ``views``."""
    registration: Registration | None
    """``None``: the terms were not written down before they were counted."""
    missing: tuple[Term, ...]
    """Terms that were registered and are not among the counts."""
    terms: tuple[Counted, ...]
    sensitive: Comparison
    placebo: Comparison | None
    """The same for topics that others than the ones in question might mind; ``None`` without any."""
    doubts: tuple[Doubt, ...]
    """What else could explain a difference, and what the material says about it."""
    all_time: bool
    receipt: Receipt


def prevalence_of(
    paths: Sequence[str | Path],
    of: str,
    against: str,
    *,
    registration: Registration | None = None,
    both_since: str = "",
    measure: str = "posts",
    mapping: Mapping[str, str] | None = None,
    seed: int = 0,
) -> Prevalence:
    """Compare how common topics are on two platforms, with matched controls as the yardstick.

    Args:
        paths: Tables of counts: platform, topic, term, role (sensitive, control, placebo), period_start, period_end,
            posts; language, country, match, views, source, retrieved_at where known.
        of: Platform in question.
        against: Platform that it is compared with.
        registration: What was written down before counting; terms outside of it are refused.
        both_since: Day since which both platforms were open to the people in question. It is declared by you; counts
            of all time are refused without it.
        measure: ``posts`` or ``views``.
        mapping: Column of the file by column of the table.
        seed: Seed of the bootstrap.

    Raises:
        InputError: a row does not fit, periods differ between the platforms, a term was not registered, a count is of
            all time and nothing was declared, or the file holds ratios without counts.
        UsageError: the two platforms are the same.
    """
    of, against = of.strip().casefold(), against.strip().casefold()
    if of == against:
        raise UsageError("a platform cannot be compared with itself.", todo="Name two with --of and --against.")
    if registration is not None and (registration.of, registration.against) != (of, against):
        raise InputError(f"the registration is about {registration.of} against {registration.against}.",
                         todo="Name the same two, in the same order.")  # fmt: skip
    try:
        rows, receipt = read(paths, counting.form(measure), mapping)
    except MappingError as error:
        raise counting.ratios_only(paths) or error from None
    found = counting.count(rows, of, against, measure, both_since, receipt)
    missing = counting.registered(found, registration, receipt)
    receipt.note(*counting.remarks(found, rows, registration))
    sensitive = compare([one for one in found.terms if one.term.role != "placebo"], "sensitive", seed)
    has_placebo = any(one.term.role == "placebo" for one in found.terms)
    rest = [one for one in found.terms if one.term.role != "sensitive"]
    placebo = compare(rest, "placebo", seed) if has_placebo else None
    doubts = explaining.doubts(found, sensitive, placebo, measure=measure, declared=bool(both_since))
    return Prevalence(of, against, measure, registration, missing, tuple(found.terms), sensitive, placebo,
                      tuple(doubts), found.all_time, receipt)  # fmt: skip
