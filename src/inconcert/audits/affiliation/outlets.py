"""A register of outlets: the State Media Matrix, or a table of one's own. It names organisations, never people."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inconcert.audits.rows import Form, fold, read
from inconcert.errors import InputError, MappingError, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from inconcert.audits.receipt import Receipt
    from inconcert.audits.rows import Row

MATRIX = Form("the State Media Matrix", ("Media company", "Main assets", "Country", "Typology"))
OWN = Form("a register of outlets", ("outlet_id", "names", "country", "model"), ("source", "valid_from", "valid_to"))

_BRACKETS = re.compile(r"\(([^()]*)\)?")
_KIND = re.compile(r"^(?:television|print(?: media)?|online|radio|news agency|websites?|tv)\s*:\s*", re.IGNORECASE)
_LEGAL = frozenset({
    "inc", "ltd", "llc", "plc", "co", "corp", "corporation", "company", "gmbh", "ag", "sa", "sarl", "srl", "spa", "bv",
    "oy", "ab", "limited",
})  # fmt: skip


@dataclass(frozen=True)
class Outlet:
    """One outlet and the names by which it is known."""

    id: str
    name: str
    country: str
    model: str
    """Class of its ownership and control, as the register words it."""
    names: tuple[str, ...]
    """Names in full."""
    aliases: tuple[str, ...]
    """Abbreviations and other names."""
    valid_from: str = ""
    valid_to: str = ""
    source: str = ""


@dataclass(frozen=True)
class Register:
    """Outlets by id, and where they are from."""

    outlets: tuple[Outlet, ...]
    receipt: Receipt
    form: str

    def limited(self, models: Sequence[str]) -> Register:
        """Only outlets of some models.

        Raises:
            InputError: none is.
        """
        if not models:
            return self
        wanted = {model.casefold() for model in models}
        kept = tuple(one for one in self.outlets if wanted & set(one.model.casefold().split("/")))
        if not kept:
            known = sorted({part for one in self.outlets for part in one.model.split("/") if part})
            raise InputError(f"no outlet is of model {', '.join(models)}.", todo=f"There are: {', '.join(known)}.")
        return Register(kept, self.receipt, self.form)


@dataclass
class _Made:
    names: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    models: set[str] = field(default_factory=set)


def outlets(path: str | Path) -> Register:
    """Read a register.

    Args:
        path: The State Media Matrix (Media company, Main assets, Country, Typology), or a table of one's own
            (outlet_id, names parted by ``|`` of which the first is the full one, country, model; source, valid_from,
            valid_to where known).

    Raises:
        MappingError: it is neither.
        InputError: a row does not fit.
    """
    try:
        rows, receipt = read([path], OWN)
    except MappingError:
        try:
            rows, receipt = read([path], MATRIX)
        except MappingError:
            todo = f"Its columns are {', '.join(OWN.required)}, or those of the State Media Matrix."
            raise MappingError("this is no register of outlets.", where=Place(str(path), 1), todo=todo) from None
        return Register(_matrix(rows), receipt, "State Media Matrix")
    return Register(_own(rows), receipt, "own")


def _own(rows: Iterable[Row]) -> tuple[Outlet, ...]:
    made: dict[str, Outlet] = {}
    for row in rows:
        name, *others = [part.strip() for part in row.needed("names").split("|") if part.strip()]
        one = Outlet(row.needed("outlet_id"), name, row.text("country"), row.text("model"), (name,), tuple(others),
                     row.day("valid_from"), row.day("valid_to"), row.text("source"))  # fmt: skip
        if one.id in made:
            raise row.refuse("outlet_id", f"outlet '{one.id}' stands there twice.", "Put its names into one row.")
        made[one.id] = one
    return tuple(made[name] for name in sorted(made))


def _matrix(rows: Iterable[Row]) -> tuple[Outlet, ...]:
    """Companies, each with its assets; a company that is listed for two countries is two outlets."""
    found: dict[tuple[str, str], _Made] = {}
    for row in rows:
        company, country = row.text("Media company") or row.text("Main assets"), row.text("Country")
        if not company:
            continue
        made = found.setdefault((country, company), _Made())
        for whole in (company, row.text("Main assets")):
            full, short = _named(whole)
            made.names |= full
            made.aliases |= short
        made.models |= {row.text("Typology").strip("? ")} - {""}
    return tuple(
        Outlet(fold(f"{country} {company}"), company, country, "/".join(sorted(made.models)), tuple(sorted(made.names)),
               tuple(sorted(made.aliases - made.names)), source="State Media Matrix")
        for (country, company), made in sorted(found.items())
    )  # fmt: skip


def _named(text: str) -> tuple[set[str], set[str]]:
    """The full name in a cell, and what stands in its brackets."""
    bare = _KIND.sub("", text).strip()
    full = " ".join(_BRACKETS.sub(" ", bare).split())
    return {full} - {""}, {inner.strip() for inner in _BRACKETS.findall(bare) if inner.strip()}


def plain(name: str) -> str:
    """A name as it is compared: small letters without accents, signs, articles in front and forms of companies."""
    taken = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    words = "".join(sign if sign.isalnum() else "" if unicodedata.combining(sign) or sign in "'’.`" else " "
                    for sign in taken).split()  # fmt: skip
    kept = [word for word in words if word not in _LEGAL] or words
    return " ".join(kept[1:] if kept[:1] == ["the"] and len(kept) > 1 else kept)
