"""The forms in which a brand's name can stand in a label."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from inconcert.sites.lookalikes.derived import KINDS, derived
from inconcert.sites.lookalikes.readings import decoded, own_script, readings
from inconcert.sites.lookalikes.tables import a_word, ending_kind, everyday
from inconcert.sites.names import Name, split

if TYPE_CHECKING:
    from inconcert.sites.lookalikes.brands import Brand

ARTICLES = ("the", "le", "la", "les", "el", "los", "il", "lo", "der", "die", "das", "de", "het", "al")
SHORT = 5
"""Letters up to which a name is short: one edit of it is often another name."""


class Form(NamedTuple):
    """One way to write a brand's name."""

    text: str
    """Letters a-z and digits, without hyphens; of the kind ``script`` its own letters."""
    written: str
    """As the brand writes it."""
    brand: int
    """Place of the brand in the list."""
    kind: str
    """``label``, ``alias``, ``full`` (label and suffix in one: ``spiegelde``), ``script`` (an alias in letters that
    Latin ones stand for badly, compared as it is written), ``core`` (without its article), or another of
    :data:`inconcert.sites.lookalikes.derived.KINDS`."""
    rare: int
    """0 for an everyday word or name and for one of two letters, 1 for others of at most five, 2 for the rest, also for
    five letters and digits mixed."""

    @property
    def derived(self) -> bool:
        """Whether it is not a name of the brand, but what others make of one."""
        return self.kind in KINDS


def forms(brand: Brand, place: int) -> list[Form]:
    """All forms of one brand, each text once, the nearest to the domain first."""
    name = split(brand.domain)
    written = _labels(name)
    written += [("alias", text) for alias in brand.aliases if not own_script(alias) for text in _alias(alias)]
    written += [("full", text) for text in _full(name)]
    named = [text for kind, text in written if kind != "full"]
    written += [("core", text) for own in named for text in _core(own)]
    found: dict[str, Form] = {}
    for kind, text in written:
        for plain in _plain(text):
            rare = 2 if kind == "full" and len(plain) >= SHORT else rarity(plain)
            found.setdefault(plain, Form(plain, text, place, kind, rare))
    for own in named:
        for kind, text in derived(own):
            found.setdefault(text, Form(text, own, place, kind, rarity(own if kind == "www" else text)))
    return [form for form in (*found.values(), *_scripts(brand, place)) if len(form.text) > 1]


def _scripts(brand: Brand, place: int) -> list[Form]:
    """Aliases in scripts of their own."""
    written = {letters(alias): alias for alias in brand.aliases if own_script(alias)}
    return [Form(text, alias, place, "script", 2) for text, alias in written.items()]


def letters(text: str) -> str:
    """Letters and digits of a name in any script, without what stands between them."""
    return "".join(letter for letter in unicodedata.normalize("NFC", text) if letter.isalnum())


def _labels(name: Name) -> list[tuple[str, str]]:
    """The label that is the brand: of a brand on a host of another (``abcnews.go.com``) the host's, first of all."""
    label = name.label or name.suffix.partition(".")[0]
    if not name.subdomain:
        return [("label", label)]
    host = ("label", name.subdomain.rpartition(".")[2])
    return [host, ("alias", label)] if rarity(label) else [host]


def _alias(alias: str) -> list[str]:
    """The label of a domain, or the alias as it is, also with its words joined."""
    if "." in alias and " " not in alias:
        return [split(alias).label or alias.partition(".")[0]]
    return [alias.replace(" ", "").replace(".", "").replace("'", "")]


def _full(name: Name) -> list[str]:
    """Label and suffix in one, whole and with the country alone; an institution's also without the country."""
    parts = [part for part in (name.label, *name.ending.split(".")) if part]
    found = [parts, [parts[0], parts[-1]]]
    if len(parts) > 2 and ending_kind(name.ending) == "restricted":
        found.append(parts[:-1])
    return ["".join(text) for text in found if len("".join(text)) > len(parts[0]) + 1]


def _core(text: str) -> list[str]:
    """The name without its article, where enough of it is left, and with one where it has none."""
    bare = text.replace("-", "")
    cut = [bare[len(article) :] for article in ARTICLES if bare.startswith(article) and len(bare) - len(article) > 4]
    return cut or (["the" + bare] if len(bare) > SHORT else [])


def _plain(text: str) -> list[str]:
    try:
        texts = [reading.text for reading in readings(decoded(text.lower()))]
    except UnicodeError:
        texts = []
    joined = ("".join(letter for letter in text if letter.isalnum()) for text in texts)
    return [text for text in joined if text]


def rarity(text: str) -> int:
    """How rarely a name is somebody else's: see :attr:`Form.rare`."""
    if len(text) < 3 or everyday(text) or (len(text) < SHORT and a_word(text)):
        return 0
    mixed = len(text) == SHORT and text[0].isdigit() and not text.isdigit()
    return 1 if len(text) <= SHORT and not mixed else 2
