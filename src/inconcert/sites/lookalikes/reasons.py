"""Why a candidate looks like a brand, in a sentence's part an analyst can quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.sites.lookalikes.derived import KINDS
from inconcert.sites.lookalikes.tables import ending_kind
from inconcert.sites.names import split

if TYPE_CHECKING:
    from inconcert.sites.lookalikes.brands import Brand
    from inconcert.sites.lookalikes.likeness import Likeness
    from inconcert.sites.names import Name

_BY_SOUND = " written in another script, by its sound"
_KINDS = {
    "deceptive": ", which reads like the end of another address",
    "hosting": ", a platform that gives names away",
}


def reason(found: Likeness, brand: Brand, name: Name) -> str:
    """The likeness in words, without benign explanations."""
    what = _REASONS[found.rule].format(
        name=_name(found, brand),
        brand=brand.domain,
        edit=found.edit.told() if found.edit else "",
        words=_words(found.around),
        registered=name.registered,
        label=name.label,
        script=", in a longer label" * bool(found.around) if found.form.kind == "script" else _BY_SOUND,
    )
    if found.around and found.edit and found.rule == "brand_word":
        what += f", with {found.edit.told()}"
    if found.rule in ("subdomain", "subdomain_name"):
        return what
    return f"{what}, {_under(brand, name)}"


def _name(found: Likeness, brand: Brand) -> str:
    if found.form.kind == "label":
        return f"the label of {brand.domain}"
    if found.form.kind == "script":
        return f"the name '{found.form.written}' of {brand.domain}, as it is written in its own script"
    if found.form.kind == "full":
        return f"the whole address of {brand.domain} in one word"
    told = KINDS.get(found.form.kind, "the name '{written}' of {brand}")
    return told.format(written=found.form.written, brand=brand.domain)


def _words(around: tuple[str, ...]) -> str:
    return " and ".join(f"'{word}'" for word in around)


def _under(brand: Brand, name: Name) -> str:
    if name.ending == split(brand.domain).ending:
        return f"under .{name.ending} like the brand itself"
    if not name.suffix:
        return f"under .{name.ending}, which is not on the public suffix list"
    return f"under .{name.ending}{_KINDS.get(ending_kind(name.ending), '')}"


_REASONS = {
    "same_label": "{name}",
    "with_suffix": "{name}",
    "hyphen": "{name} with a hyphen moved, added or left out",
    "look_alike": "{name} written with letters that look like its own ('{label}')",
    "remade": "{name}",
    "one_edit": "{name} with one edit: {edit}",
    "brand_word": "{name} joined to {words}",
    "token": "{name} between hyphens among other words",
    "within": "{name} inside a longer label",
    "subdomain": "the address of {brand} as a subdomain of {registered}",
    "subdomain_name": "{name} as a subdomain of {registered}",
    "homoglyph": "{name} written with letters of other alphabets that look like its own",
    "accents": "{name} written with accents",
    "other_script": "{name}{script}",
}
"""Rules, and what each says."""

RULES = tuple(_REASONS)
