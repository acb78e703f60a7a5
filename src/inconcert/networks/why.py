"""Why a network is a network, in plain sentences computed from its ties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.networks.choice import FLOOR
from inconcert.networks.words import POSTS, count, duration, listed, number, plural, short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from inconcert.networks.figures import SignalFigures
    from inconcert.networks.grades import GroupTest
    from inconcert.networks.joining import Joined
    from inconcert.networks.network import Words
    from inconcert.networks.shared import Shared


def signal_summary(words: Words, figures: SignalFigures, shared: Shared) -> dict[str, Any]:
    """What one signal gives a network: the figures of its sentence.

    Args:
        words: how to speak of the signal.
        figures: what its significant ties inside the network add up to.
        shared: members and distinct objects.
    """
    return {
        "name": words.name,
        "family": words.family,
        "noun": words.noun,
        "verb": words.verb,
        "question": words.question,
        "limits": words.limits,
        "reference": words.reference,
        "ties": figures.ties,
        "accounts": shared.accounts,
        "objects": shared.objects,
        "meetings": figures.meetings,
        "expected": figures.expected,
        "window": figures.window,
        "any_time": figures.any_time,
        "gap": figures.gap,
    }


def sentence(signal: Mapping[str, Any]) -> str:
    """«11 accounts posted the same links: 21 pairs of them met 94 times on 9 links …» for a :func:`signal_summary`."""
    things = count(signal["objects"], signal["noun"])
    said, expected = number(signal["expected"]), "such meeting"
    return (
        f"{count(signal['accounts'], 'account')} {signal['verb']} {plural(signal['noun'])}: "
        f"{count(signal['ties'], 'pair')} of them met {_times(signal['meetings'])} on {things} {_when(signal)}; "
        f"{said} {expected if said == '1' else plural(expected)} {'is' if said == '1' else 'are'} expected by chance."
    )


def _times(meetings: int) -> str:
    return {1: "once", 2: "twice"}.get(meetings, f"{meetings:,} times")


def _when(signal: Mapping[str, Any]) -> str:
    if signal["reference"] is not None:
        return "whatever the time between"
    if signal["window"] is None:
        return "that hardly anyone else touched, whatever the time between"
    within = f"within {duration(signal['window'])} of each other"
    return f"{within} or, where hardly anyone else touched them, at any distance" if signal["any_time"] else within


def gap_sentence(signals: Sequence[Mapping[str, Any]], precision: float) -> str:
    """How close in time the meetings lie, no finer than the clock (seconds)."""
    gap = min(signal["gap"] for signal in signals)
    quickest = next(signal for signal in signals if signal["gap"] == gap)
    if gap < precision:
        return f"On the same {quickest['noun']} they typically act at the same {_tick(precision)} of the clock."
    return f"On the same {quickest['noun']} they typically act {duration(gap)} apart."


def _tick(precision: float) -> str:
    return {60.0: "minute", 3600.0: "hour", 86400.0: "day"}.get(precision, "second" if precision <= 1 else "tick")


def density_sentence(size: int, pairs: int) -> str:
    """How much of the network is tied to each other directly."""
    possible = size * (size - 1) // 2
    if pairs == possible:
        return f"Every one of the {size} members is tied to every other."
    return f"{pairs:,} of the {possible:,} possible pairs among its {size:,} members are tied."


def grade_sentence(
    grade: str, test: GroupTest, kinds: Sequence[str], *, of_leads: bool = False, things: str = POSTS
) -> str:
    """Why the network has its grade; of a group of leads it does not say that its ties are significant."""
    named = [kind.replace("+", " and ") + f" on the same {things}" if "+" in kind else kind for kind in kinds]
    evidence = f"{count(len(kinds), 'independent kind')} of evidence ({listed(named)})"
    if grade == "C":
        ties = "no tie is claimed by itself, and" if of_leads else "the ties are significant, but"
        return f"Grade C, a lead: {ties} the group {_shortfall(test)}. {test.says()}"
    margin = "clearly" if test.clear else "narrowly"
    return f"Grade {grade}: {evidence}, and as a group {margin} beyond chance. {test.says()}"


def _shortfall(test: GroupTest) -> str:
    if not test.paid:
        left = number(max(test.worth, 0.0))
        return f"keeps {left} of its strength after what it cost to choose it among so many, where {FLOOR:g} are asked"
    if test.passed:
        return "stands only narrowly above chance and on one kind of signal"
    return "is not shown to be more than shuffles of the same data give" if test.shuffles else "was not tested"


def leads_sentence(alone: int, ties: int) -> str:
    """That the ties of a network would not all stand by themselves, and what was tested instead.

    Args:
        alone: ties that are not significant by themselves.
        ties: all ties that bind the network.
    """
    if not alone:
        return "Its ties were taken together: the group was set against the groups of such ties in shuffled data."
    which = "Its only tie" if ties == 1 else f"{alone:,} of its {ties:,} ties"
    return (
        f"{which} would not stand by {'itself' if alone == 1 else 'themselves'}; it is the group that was tested: "
        "shuffles of the same data were searched for groups of such ties in the same way."
    )


SOURCES = 3
"""Sources named in a sentence, at most."""


def sources_sentence(sources: Sequence[str]) -> str:
    """Who was set apart because the others came after it on what ties them."""
    named = [*sources[:SOURCES], *([f"{len(sources) - SOURCES:,} more"] if len(sources) > SOURCES else [])]
    one = len(sources) == 1
    are, they, what = ("is", "It is", "a source") if one else ("are", "They are", "sources")
    return (
        f"{listed(named)} {are} tied to the members too, but acted before them (what was done after one of them "
        f"would not hold {'it' if one else 'any'}): copied or leading, which times cannot tell. {they} set apart as "
        f"{what} and not counted as {'a member' if one else 'members'}."
    )


def joined_sentence(joined: Sequence[Joined]) -> str:
    """Who belongs by the network's objects without ties of its own."""
    objects, expected = (np.median([getattr(one, key) for one in joined]) for key in ("objects", "expected"))
    chance = f"where {number(float(expected))} are expected by chance"
    if len(joined) == 1:
        return f"1 more account touched {count(int(objects), 'object')} of the network after it, {chance}."
    return (
        f"{len(joined):,} more accounts touched objects of the network after it, "
        f"typically {number(float(objects))}, {chance}."
    )


LOOSE = 0.5
"""Confidence below which a member is loosely held."""
NAMED = 5
"""Loosely held members named in a sentence, at most."""


def stability_sentences(stability: Mapping[str, Any], size: int, loose: Sequence[str]) -> list[str]:
    """What is left without the signal and without the object that matter most, and how firmly the members are held.

    Args:
        stability: of the finding, see :func:`inconcert.networks.stability.told`.
        size: members with ties.
        loose: members whose confidence is below ``LOOSE``.
    """
    said, signals, lost = list[str](), stability["signals"], stability["object"]
    if len(signals) == 1:
        said.append(f"All its ties are of one signal, {signals[0]['signal']}; without it nothing is left.")
    elif signals:
        worst = min(signals, key=lambda one: one["members"] * one["strength"])
        said.append(f"Without {worst['signal']} {_left(worst, size)}.")
    if lost:
        among = (
            f" (of the {lost['looked_at']:,} most shared of {lost['of']:,})" if lost["looked_at"] < lost["of"] else ""
        )
        said.append(f"Without its strongest {short(lost['noun'])}{among} {_left(lost, size)}.")
    return [*said, _consensus(stability, loose)] if signals else said


def _left(some: Mapping[str, Any], size: int) -> str:
    """«48 of 49 members stay and its strength is 30.1, still clear of the shuffles»."""
    if not some["members"]:
        return f"none of its {size:,} members stay bound"
    against = {True: ", still clear of the shuffles", False: ", not clear of the shuffles", None: ""}[some["clear"]]
    stay = "stays" if some["members"] == 1 else "stay"
    return f"{some['members']:,} of {size:,} members {stay} and its strength is {number(some['strength'])}{against}"


def _consensus(stability: Mapping[str, Any], loose: Sequence[str]) -> str:
    share, seeds = stability["consensus"], stability["seeds"]
    if share is None:
        return "How firmly its members are held together over seeds of the search was not measured."
    # Rounded down: only what always stays together is all of it.
    together = f"Over {seeds} seeds of the search {int(share * 100)}% of its pairs of members stay together"
    if not loose:
        return f"{together}."
    named = [*loose[:NAMED], *([f"{len(loose) - NAMED:,} more"] if len(loose) > NAMED else [])]
    return f"{together}; loosely held {'is' if len(loose) == 1 else 'are'} {listed(named)}."
