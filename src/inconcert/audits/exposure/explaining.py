"""What else could explain a difference: asked every time, answered where the material can."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.audits.exposure.comparing import Comparison
    from inconcert.audits.exposure.counting import Counts


class Doubt(NamedTuple):
    """One other explanation."""

    question: str
    answer: str
    """What the material says; it begins with «Open» where it says nothing."""


def doubts(
    found: Counts, sensitive: Comparison, placebo: Comparison | None, *, measure: str, declared: bool
) -> Iterator[Doubt]:
    """All of them, in a fixed order."""
    yield Doubt("Was one platform not yet open when the topic was talked of?", _ages(found, declared=declared))
    yield Doubt(
        "Are the people on the two platforms of different age, taste or country?",
        "Open: controls speak to it as far as the same people care for both. It is not in the counts.",
    )
    countries = {one.term.country for one in found.terms}
    yield Doubt("Is a platform closed, or hardly used, where the topic is talked of?", (
        "Open: the counts name no country." if countries == {""} else
        f"Compared within countries ({', '.join(sorted(filter(None, countries)))}); whether it is open there is not in "
        "the counts."))  # fmt: skip
    languages = {one.term.language for one in found.terms}
    yield Doubt("Do people use other words or tags on the two platforms?", (
        "Open: " + ("the counts name no language." if languages == {""} else "compared within languages; ")
        + f" see how much a single term moves the result ({_moved(sensitive)})."))  # fmt: skip
    yield Doubt("Are fewer posts made, or are fewer shown?", (
        "Counted are posts, which is what people made and what stayed; what was shown is not in them." if
        measure == "posts" else "Counted are views. What was made is not in them."))  # fmt: skip
    yield Doubt("Are the controls alike in age, place and volume?", (
        "By the sets that you gave." if any(one.term.match for one in found.terms) else
        "Open: no matched sets were given (column match)."))  # fmt: skip
    yield Doubt("Do topics that others would mind differ as much?", _placebo(sensitive, placebo))
    yield Doubt("Were counts taken in the same way and at the same time?", _taken(found))
    yield Doubt(
        "Did people, rather than the platform, take posts down or never make them?",
        "Open: counts do not tell it. A policy, a log or the code of the platform would.",
    )


def _ages(found: Counts, *, declared: bool) -> str:
    if found.all_time:
        return "Open: some counts are of all time. That both were open is declared, not that the topic is as young."
    return "You declared since when both were open; all periods are later." if declared else (
        "Open: counts are of the same periods; since when both were open was not declared."
    )  # fmt: skip


def _moved(sensitive: Comparison) -> str:
    if sensitive.difference is None or len(sensitive.without) < 2:
        return "not enough terms to say"
    return f"without one term it lies between {sensitive.without[0].value:+.2f} and {sensitive.without[1].value:+.2f}"


def _placebo(sensitive: Comparison, placebo: Comparison | None) -> str:
    if placebo is None or placebo.difference is None:
        return "Open: there are no placebo topics."
    if sensitive.difference is None:
        return "Open: the topics in question could not be compared."
    return (
        f"Placebo topics: {placebo.difference.value:+.2f} ({placebo.says}); topics in question: "
        f"{sensitive.difference.value:+.2f} ({sensitive.says})."
    )


def _taken(found: Counts) -> str:
    days = f"from {found.retrieved[0]} to {found.retrieved[1]}" if found.retrieved[0] else "on days that are not said"
    return f"{found.sources or 'No'} named sources; taken {days}."
