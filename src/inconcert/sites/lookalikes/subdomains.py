"""Brands that stand left of the registered name: ``spiegel.de.example.live``, ``spiegel-de.example.live``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from inconcert.sites.lookalikes.parts import pieces, unhyphened
from inconcert.sites.lookalikes.readings import decoded, readings
from inconcert.sites.lookalikes.tables import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from inconcert.sites.lookalikes.brands import Brand
    from inconcert.sites.lookalikes.forms import Form
    from inconcert.sites.lookalikes.likeness import Likeness
    from inconcert.sites.names import Name


class Knowing(Protocol):
    """What is asked of who knows the brands; :class:`inconcert.sites.lookalikes.judge.Judge` does."""

    @property
    def brands(self) -> Sequence[Brand]:
        """The protected names, by their place."""

    def like(self, text: str, *, whole: bool) -> Iterator[tuple[Form, object]]:
        """Forms that a stretch is or is like, each with its edit."""

    def found(self, rule: str, form: Form, name: Name, **more: object) -> Likeness:
        """A likeness of one form in a candidate."""


def in_subdomain(judge: Knowing, name: Name) -> Iterator[Likeness]:
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
    judge: Knowing, form: Form, edit: object, around: tuple[str, ...], after: list[str], name: Name
) -> Iterator[Likeness]:
    """What one form in one label of a subdomain says, with the labels that follow it."""
    spoofed = form.kind == "full" or (not around and _suffix_follows(judge, form, after))
    if spoofed:
        yield judge.found("subdomain", form, name, edit=edit)
    elif edit is None and not around:
        yield judge.found("subdomain_name", form, name)


def _suffix_follows(judge: Knowing, form: Form, after: list[str]) -> bool:
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
