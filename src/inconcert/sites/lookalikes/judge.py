"""One candidate against all brands: what it looks like, and why. Slow and exact; see ``matching`` for many."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from inconcert.sites.lookalikes.benign import Honest
from inconcert.sites.lookalikes.brands import Brand, known
from inconcert.sites.lookalikes.chance import LONG, distinct, edited_beside_words, numbered
from inconcert.sites.lookalikes.edits import cuts, one_edit
from inconcert.sites.lookalikes.forms import SHORT, Form, forms, letters
from inconcert.sites.lookalikes.hits import TIERS, Held, Hit
from inconcert.sites.lookalikes.likeness import Likeness
from inconcert.sites.lookalikes.parts import Piece, pieces, tokens, unhyphened
from inconcert.sites.lookalikes.readings import Reading, decoded, readings, sound
from inconcert.sites.lookalikes.reasons import reason
from inconcert.sites.lookalikes.subdomains import in_subdomain
from inconcert.sites.lookalikes.tables import a_word, ending_kind, folded, institutions_own, platforms, words
from inconcert.sites.lookalikes.verdicts import score, tier
from inconcert.sites.names import Name, split

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

CLOSE = 0.03
"""Brands whose score is at most this much below the best one's are named too."""


class Judge:
    """Knows the brands; says of one host which of them it looks like."""

    def __init__(self, brands: Sequence[Brand], honest: Collection[str] = ()) -> None:
        """Prepare the forms of all brands' names.

        Args:
            brands: the protected names; what the shipped list knows of them is added.
            honest: registered domains that are known to be honest.
        """
        self.brands = [known(brand) for brand in brands]
        self.forms = [form for place, brand in enumerate(self.brands) for form in forms(brand, place)]
        self.honest = Honest(self.brands, honest)
        self._exact: dict[str, list[Form]] = defaultdict(list)
        self._folded: dict[str, list[Form]] = defaultdict(list)
        self._cuts: dict[str, list[Form]] = defaultdict(list)
        self._sounds: dict[str, list[Form]] = defaultdict(list)
        self._scripts: dict[str, list[Form]] = defaultdict(list)
        for form in self.forms:
            self._learn(form)
        self._endings = [split(brand.domain).ending for brand in self.brands]
        self.countries = [_codes(brand) for brand in self.brands]

    def _learn(self, form: Form) -> None:
        if form.kind == "script":
            self._scripts[form.text].append(form)
            return
        self._exact[form.text].append(form)
        if form.kind == "full" or form.derived:
            return
        if len(form.text) > 2:
            self._folded[folded(form.text)].append(form)
            for cut in cuts(form.text):
                self._cuts[cut].append(form)
        if len(form.text) >= LONG - 3:
            self._sounds[sound(form.text)].append(form)

    def hits(self, host: str, year: int | None = None) -> list[Hit]:
        """What a host looks like: the best brand, and those hardly less like it; nothing for a brand's own.

        Args:
            host: as :func:`inconcert.sites.lookalikes.cleaning.cleaned` gives it.
            year: year in which it was registered, where known.

        Raises:
            UnicodeError: a label of the host is punycode that does not decode.
        """
        return self.judged(host, year)[0]

    def judged(self, host: str, year: int | None = None) -> tuple[list[Hit], Held | None]:
        """What :meth:`hits` says; of a host that is listed as a brand's own or its owner's what it would look like."""
        name = _hosted(split(host))
        if not name.label:
            return [], None
        if own := self.honest.own(name):
            return [], self._held(host, name, own)
        return self._best(host, name, year), None

    def _held(self, host: str, name: Name, own: str) -> Held | None:
        try:
            best = self._best(host, name, None)
        except UnicodeError:
            return None
        return Held(host, own, best[0].brand, best[0].tier, self.honest.whose(own)) if best else None

    def _best(self, host: str, name: Name, year: int | None) -> list[Hit]:
        best: dict[int, Hit] = {}
        for found in self._likenesses(name):
            hit = self._hit(found, host, name, year)
            place = found.form.brand
            if hit is not None and (place not in best or _order(hit) < _order(best[place])):
                best[place] = hit
        return _closest(list(best.values()))

    def _hit(self, found: Likeness, host: str, name: Name, year: int | None) -> Hit | None:
        its_tier = tier(found)
        if not its_tier:
            return None
        brand = self.brands[found.form.brand]
        benign = self.honest.why(name, brand, found, year)
        if benign:
            its_tier = TIERS[-1]
        why = reason(found, brand, name)
        told = f"{why}; but {benign}" if benign else why
        return Hit(host, brand.domain, found.rule, its_tier, score(found, its_tier), told, benign)

    def _likenesses(self, name: Name) -> Iterator[Likeness]:
        written = decoded(name.label)
        for reading in readings(written):
            yield from self._label(reading, name)
        if not written.isascii():
            yield from self._script(written, name)
        if name.subdomain:
            yield from in_subdomain(self, name)

    def _label(self, reading: Reading, name: Name) -> Iterator[Likeness]:
        foreign = reading.how != "plain"
        label = unhyphened(reading.text)
        for piece in pieces(label):
            whole = not piece.around
            for form, edit in self.like(piece.text, whole=whole):
                if form.kind == "www" and label.text != reading.text:
                    continue  # Set off by a hyphen, it is a word beside the name.
                rule = _rule(form, piece, label.text, reading, edited=edit is not None)
                bounded = piece.start in label.marks and piece.end in label.marks
                word = not foreign and piece.text != form.text and _word(piece.text, form.text)
                yield self.found(rule, form, name, edit=edit, around=piece.around, bounded=bounded, word=word)
        if reading.how == "sound":
            yield from (self.found("other_script", form, name) for form in self._sounds.get(sound(label.text), ()))
        if not foreign:
            yield from self._loose(reading.text, name)

    def found(self, rule: str, form: Form, name: Name, **more: object) -> Likeness:
        """A likeness of one form in a candidate, with the ground it stands on."""
        ground = self._ground(form, name, rule)
        own = name.ending == self._endings[form.brand]
        brand = {"country": self.countries[form.brand], "own": own, "service": self.brands[form.brand].service}
        return Likeness(rule, form, ground, name.ending, **brand, **more)  # type: ignore[arg-type]  # fields of Likeness, by name

    def _ground(self, form: Form, name: Name, rule: str) -> str:
        """The kind of ending as it bears on this brand.

        Its own is as good as any for a slip of its name; not for a longer name, nor where everybody has that ending.
        """
        kind = ending_kind(name.ending)
        own = name.ending == self._endings[form.brand] and rule not in _JOINED
        if kind in ("open", "deceptive") or (own and (kind != "common" or rule not in _SLIPS)):
            return "restricted" if institutions_own(name.registered) else "easy"
        bare_institution = (
            form.kind == "label" and len(form.text) > 3 and self.honest.institution(form.brand) and rule != "one_edit"
        )
        if kind == "national" and bare_institution:
            return "easy"
        return "restricted" if institutions_own(name.registered) else kind

    def like(self, text: str, *, whole: bool) -> Iterator[tuple[Form, object]]:
        """Forms that a stretch is, looks like (whole labels only) or is one edit away from, each with its edit."""
        seen = set[int]()
        exact = self._exact.get(text, [])
        for form in exact:
            seen.add(id(form))
            yield form, None
        for form in self._folded.get(folded(text), []) if whole and len(text) > 2 else ():
            if id(form) not in seen:
                seen.add(id(form))
                yield form, None
        if not whole and len(text) < LONG - 2:
            return
        for form in {id(form): form for cut in sorted(cuts(text)) for form in self._cuts.get(cut, ())}.values():
            if id(form) in seen or not (whole or edited_beside_words(form)):
                continue
            if edit := one_edit(form.text, text):
                yield form, edit

    def _script(self, written: str, name: Name) -> Iterator[Likeness]:
        """Names in their own script: whole, between hyphens, or at an end of the label."""
        whole = letters(written)
        for text in dict.fromkeys((whole, *map(letters, written.split("-")))):
            yield from (self.found("other_script", form, name) for form in self._scripts.get(text, ()))
        for cut in range(2, len(whole)):
            for text, rest in ((whole[:cut], whole[cut:]), (whole[cut:], whole[:cut])):
                for form in self._scripts.get(text, ()):
                    yield self.found("other_script", form, name, around=(rest,))

    def _loose(self, text: str, name: Name) -> Iterator[Likeness]:
        """Names between hyphens among unknown words, and long names at either end of a label."""
        label = unhyphened(text)
        for start, end in tokens(label):
            for form in self._exact.get(label.text[start:end], ()):
                yield self.found("token", form, name)
        size = len(label.text)
        for cut in range(SHORT if label.text[:1].isdigit() else LONG, size):
            for start, end in ((0, cut), (size - cut, size)):
                for form in self._exact.get(label.text[start:end], ()):
                    rest = label.text[:start] + label.text[end:]
                    yield self.found("within", form, name, around=(rest,))


def _rule(form: Form, piece: Piece, text: str, reading: Reading, *, edited: bool) -> str:
    if reading.how != "plain":
        return _FOREIGN[reading.how]
    if piece.text != text:
        return "brand_word"
    if edited:
        return "one_edit"
    if piece.text != form.text:
        return "look_alike"
    if form.kind == "full":
        return "with_suffix"
    if form.derived and form.kind != "core":
        return "remade"
    return "same_label" if form.kind != "label" or form.written == reading.text else "hyphen"


def _word(text: str, name: str) -> bool:
    """Whether a text is a word, perhaps with a number; not when a name begins with that number too."""
    bare = text.strip("0123456789") or text
    if numbered(name) and distinct(name) and _number(text) == _number(name):
        bare = text
    return any(word in words() or a_word(word) for word in (text, bare))


def _number(text: str) -> str:
    """The number that a text begins with."""
    return text[: len(text) - len(text.lstrip("0123456789"))]


_SLIPS = ("one_edit", "remade")
"""Rules of names that are nearly a brand's: under ``.com`` everybody is near one."""
_JOINED = frozenset(("brand_word", "token", "within", "subdomain_name"))
_FOREIGN = {"sound": "other_script", "looks": "homoglyph", "accents": "accents"}


def _codes(brand: Brand) -> str:
    """The brand's country and the parts of its suffix."""
    return " ".join({brand.country.lower(), *split(brand.domain).ending.split(".")} - {""})


def _hosted(name: Name) -> Name:
    """A name under a platform that the suffix list lacks, as if the platform were a suffix."""
    if name.registered not in platforms() or not name.subdomain:
        return name
    subdomain, _, label = name.subdomain.rpartition(".")
    return Name(name.host, subdomain, label, name.registered)


def _order(hit: Hit) -> tuple[int, float]:
    return TIERS.index(hit.tier), -hit.score


def _closest(found: list[Hit]) -> list[Hit]:
    if len(found) < 2:
        return found
    found.sort(key=lambda hit: (*_order(hit), hit.brand))
    return [hit for hit in found if hit.tier == found[0].tier and found[0].score - hit.score <= CLOSE]
