"""Brands that stand left of the registered name: ``spiegel.de.example.live``, ``spiegel-de.example.live``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.sites.lookalikes.parts import pieces, unhyphened
from inconcert.sites.lookalikes.readings import decoded, readings
from inconcert.sites.lookalikes.tables import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.sites.lookalikes.forms import Form
    from inconcert.sites.lookalikes.judge import Judge
    from inconcert.sites.lookalikes.likeness import Likeness
    from inconcert.sites.names import Name


def in_subdomain(judge: Judge, name: Name) -> Iterator[Likeness]:
    """Likenesses of the labels of a subdomain.

    ``subdomain`` is a name with its own suffix after it, in one label or over several, the last of which may go on with
    a hyphen (``usatoday.com-news.example``); ``subdomain_name`` a distinctive name alone.
    """
    labels = name.subdomain.split(".")
    following = [*labels, name.label]
    for place, written in enumerate(labels):
        for reading in readings(decoded(written)):
            for piece in pieces(unhyphened(reading.text)):
                for form, edit in judge.like(piece.text, whole=not piece.around):
                    # «online» is a word, not «t-online» with a letter dropped.
                    if edit is None or piece.text not in words():
                        yield from _found(judge, form, edit, piece.around, following[place + 1 :], name)


def _found(
    judge: Judge, form: Form, edit: object, around: tuple[str, ...], after: list[str], name: Name
) -> Iterator[Likeness]:
    """What one form in one label of a subdomain says, with the labels that follow it."""
    spoofed = form.kind == "full" or (not around and _suffix_follows(judge, form, after))
    if spoofed:
        yield judge.found("subdomain", form, name, edit=edit)
    elif edit is None and not around:
        yield judge.found("subdomain_name", form, name)


def _suffix_follows(judge: Judge, form: Form, after: list[str]) -> bool:
    """Whether the brand's own suffix comes next, or ``com``, before the registered label or as its beginning."""
    own = judge.brands[form.brand].domain.split(".")[1:]
    return any(_begins(after, suffix) for suffix in (own, ["com"]))


def _begins(after: list[str], suffix: list[str]) -> bool:
    if not suffix or len(after) < len(suffix):
        return False
    *first, last = suffix
    reached = after[len(first)]
    whole = len(after) > len(suffix) and reached == last
    return after[: len(first)] == first and (whole or reached.startswith(last + "-"))
