"""How much a likeness says: tier and score from the rule, the name, the ending and the words around it.

The rules were fixed from the description of what look-alikes are before any list of them was measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.sites.lookalikes.chance import (
    LONG,
    borrowed,
    cores,
    counts_when_joined,
    near_a_word,
    shared_title,
    titled,
)
from inconcert.sites.lookalikes.forms import SHORT
from inconcert.sites.lookalikes.tables import a_word, settled, titles, word_kind, words

if TYPE_CHECKING:
    from inconcert.sites.lookalikes.likeness import Likeness


def tier(found: Likeness) -> str:
    """``strong``, ``likely``, ``lead``, or an empty text when it says nothing."""
    return _TIERS[found.rule](found)


def _remade(found: Likeness) -> str:
    return _OTHERS.get(found.form.kind, _same)(found)


def _same(found: Likeness) -> str:
    if found.form.derived and found.rare == 0:
        return ""
    if found.ground == "restricted":
        return "lead"
    if found.form.kind == "full":
        return "likely" if found.ground in ("national", "hosting") else "strong"
    if found.ground == "easy":
        return _same_easy(found)
    if found.rare == 2 and found.common and found.form.derived:
        return "lead"
    if found.rare == 2 and found.common:
        away = found.size >= LONG and found.ground == "national" and a_word(found.form.text)
        away = away or (found.distinct and found.ground == "national")
        return "likely" if away or (found.ground == "common" and found.ending != "com") else "lead"
    if found.rare == 2 and found.ground == "common":
        return "strong" if not found.form.derived else "likely"
    if found.rare == 2 and found.ground == "national":
        return "likely" if found.size >= LONG or found.distinct else "lead"
    if found.rare == 2:
        return "likely"
    return "likely" if found.rare == 1 and found.size == SHORT and found.ground == "common" else "lead"


def _after_www(found: Likeness) -> str:
    """``www`` run into a name is a slip of who types an address: nobody's name begins so."""
    return "lead" if found.ground == "restricted" else "likely"


def _turned(found: Likeness) -> str:
    """Two parts that changed places are often another's title, unless the ending is one to throw away."""
    return "likely" if found.ground == "easy" and not (found.own and settled(found.ending)) else "lead"


def _stem(_: Likeness) -> str:
    """A name without its word of news is another's as likely."""
    return "lead"


_OTHERS = {"www": _after_www, "turned": _turned, "stem": _stem}
"""Kinds of derived forms that are judged in their own way as a whole label."""


def _same_easy(found: Likeness) -> str:
    common = found.rare == 0 or found.size < 4
    if common and settled(found.ending) and not found.own:
        return "lead"
    if found.form.derived:
        return "lead" if found.plain else "likely"
    return "likely" if common else "strong"


def _hyphen(found: Likeness) -> str:
    return "lead" if found.size < 3 else _same(found)


def _alike(found: Likeness) -> str:
    if found.word or found.size < 4:
        return "lead"
    if found.size < SHORT and found.ground != "easy":
        return "lead"
    if found.rare == 2 and found.ground == "common" and not found.form.derived:
        return "strong"
    return _same(found)


def _one_edit(found: Likeness) -> str:
    care = found.edit.care if found.edit else 0
    if found.form.kind == "full" or found.form.derived or found.size < 3 or found.ground == "restricted":
        return ""
    if found.size <= SHORT:
        return _short_edit(found, care)
    if found.word:
        return "lead" if care > 1 else ""
    least = {"easy": 1, "common": 3, "national": 4}
    if found.weight >= LONG + 2 and found.rare == 2:
        least = {"easy": 1, "common": 1, "national": 2}
    elif found.size >= LONG and found.rare == 2:
        least = {"easy": 1, "common": 2, "national": 4}
    elif found.size == SHORT + 1:
        least = {"easy": 2, "common": 4, "national": 4}
    elif found.edit and found.edit.place == 0:
        least["easy"] = 2
    elif found.edit and found.edit.kind == "swapped" and (found.rare == 2 or found.size >= LONG):
        least["common"] = 2
    return "likely" if care >= least.get(found.ground, 4) else "lead" if care > 0 else ""


def _short_edit(found: Likeness, care: int) -> str:
    if care == 3 and (found.size > 3 or (found.edit and found.edit.kind == "doubled")):
        cheap = found.ground == "easy" and (found.own or not settled(found.ending))
        return "likely" if cheap and not found.word else "lead"
    return "lead" if care == 2 and not found.word and found.size == SHORT and found.ground == "easy" else ""


def _brand_word(found: Likeness) -> str:
    if found.ground == "restricted" or found.word or not (found.bounded or counts_when_joined(found.form)):
        return ""
    if found.form.kind in _OTHERS:
        return _derived_word(found)
    if found.edit:
        return _edited_word(found)
    if (
        found.service
        and found.form.kind in ("label", "alias")
        and found.offered
        and found.ground in _FREE[: 2 + (found.rare == 2)]
    ):
        return "likely"
    if found.form.derived and found.rare < 2:
        return "likely" if found.reporting and found.bounded and found.ground == "easy" else ""
    if words().get(found.form.text, "ending") != "ending":
        return ""
    if not found.bounded and a_word(found.form.text[1:]):
        return "lead"
    return (_everyday_word, _short_word, _rare_word)[found.rare](found)


def _derived_word(found: Likeness) -> str:
    """What others make of a name, beside words: it counts where words of news take the place of its own."""
    if found.rare < 2 or found.form.kind != "stem" or not found.reporting:
        return ""
    joined = found.bounded or found.published
    return "likely" if found.ground == "easy" and joined else "lead"


_FREE = ("easy", "common", "hosting")
"""Grounds on which anybody can have a name: endings that are sold to all, and platforms."""


def _edited_word(found: Likeness) -> str:
    if found.size < LONG - 1 or not found.edit or found.edit.care < 1:
        return ""
    if found.plain or titled(found.form.text):
        return "lead"
    sure = found.distinct and found.size > LONG and found.telling and found.set_off
    if sure and len(found.around) == 1 and found.ground == "common":
        return "likely"
    return "likely" if found.telling and found.bounded and found.ground == "easy" else "lead"


def _rare_word(found: Likeness) -> str:
    if found.ground == "common" and not found.bounded and found.retitled and titled(found.form.text):
        return "lead"
    if found.distinct and found.set_off:
        least = {"easy": LONG - 2, "common": LONG}.get(found.ground, found.weight + 1)
        return "likely" if found.weight >= least or found.telling else "lead"
    if found.trading and not found.telling:
        return "lead"
    if found.ground == "easy":
        return "likely" if found.bounded or found.telling else "lead"
    if found.ground == "common":
        own = found.form.kind == "label" or not shared_title(found.form.text)
        return "likely" if own and found.telling and (found.bounded or _known_joined(found)) else "lead"
    return "likely" if found.telling and found.bounded and found.ground == "national" and not found.trading else "lead"


def _known_joined(found: Likeness) -> bool:
    """Whether a name that runs into the words beside it is no chance meeting of words."""
    if not found.plain:
        return True
    if found.published and found.form.kind == "label" and found.size > SHORT + 1 and not borrowed(found.form.text):
        return True
    one_place = len(found.around) == 1 and word_kind(found.around[0]) != "place"
    return found.form.kind == "label" and one_place and not any(map(a_word, cores(found.form.text)))


def _short_word(found: Likeness) -> str:
    if found.articled and found.size > 3 and found.ground == "easy":
        return "likely"
    if not found.telling or found.trading:
        return "lead" if found.bounded and not found.trading else ""
    if found.ground == "easy":
        joined = len(found.around) == 1 and (found.size > 3 or found.published)
        return "likely" if found.bounded or joined else "lead"
    told = found.published and len(found.around) == 1
    if found.bounded:
        told = found.size > 3 or found.published
    elif found.size < SHORT or a_word(found.form.text):
        told = False
    return "likely" if found.ground == "common" and told else "lead"


def _everyday_word(found: Likeness) -> str:
    if not found.telling or found.trading or not (found.bounded or (found.size > SHORT and len(found.around) == 1)):
        return ""
    if found.size < 3 and not found.reporting:
        return ""
    if found.ground == "easy":
        return "likely" if found.bounded or found.published else "lead"
    own = found.form.kind == "label" and found.size > SHORT + 1 and found.form.text not in titles()
    return "likely" if own and found.ground == "common" and found.bounded and found.published else "lead"


def _token(found: Likeness) -> str:
    if found.rare < 2 or found.form.derived or found.ground == "restricted":
        return ""
    if found.ground in ("easy", "common") and not found.common:
        return "likely"
    return "lead"


def _within(found: Likeness) -> str:
    if found.rare < 2 or found.weight < LONG or found.form.kind not in ("label", "alias"):
        return ""
    ground = "easy" if found.own else found.ground
    least = {"easy": LONG, "common": LONG + 2 * found.common}.get(ground, found.weight + 1)
    sure = (
        found.distinct
        and not near_a_word(found.form.text)
        and (found.ground == "easy" or not titled(found.form.text))
        and len(found.around[0]) > 2
    )
    return "likely" if sure and found.weight >= least else "lead"


def _subdomain(found: Likeness) -> str:
    if found.edit and (found.edit.care < 1 or (found.size <= SHORT and found.edit.care < 3)):
        return ""
    return "likely" if found.edit or found.ground == "restricted" else "strong"


def _subdomain_name(found: Likeness) -> str:
    if found.rare < 2 or found.form.derived or found.ground == "restricted":
        return ""
    return "likely" if found.ground == "easy" and found.size > SHORT else "lead"


def _homoglyph(found: Likeness) -> str:
    if found.edit or found.around:
        return "likely" if found.rare == 2 else "lead"
    return "strong" if found.rare > 0 or found.size > 3 else "likely"


def _marks(found: Likeness) -> str:
    return "lead" if found.around or found.rare == 0 or found.ground == "national" else "likely"


def _other_script(found: Likeness) -> str:
    least = 3 if found.form.kind == "script" else SHORT + 1
    return "likely" if found.rare == 2 and not found.around and found.size >= least else "lead"


_TIERS = {
    "same_label": _same,
    "with_suffix": _same,
    "hyphen": _hyphen,
    "look_alike": _alike,
    "one_edit": _one_edit,
    "remade": _remade,
    "brand_word": _brand_word,
    "token": _token,
    "within": _within,
    "subdomain": _subdomain,
    "subdomain_name": _subdomain_name,
    "homoglyph": _homoglyph,
    "accents": _marks,
    "other_script": _other_script,
}

_BASE = {"strong": 0.80, "likely": 0.50, "lead": 0.10}
_ROOM = {"strong": 0.19, "likely": 0.28, "lead": 0.38}
_RANK = {
    "same_label": 1.0,
    "subdomain": 1.0,
    "homoglyph": 0.95,
    "with_suffix": 0.95,
    "hyphen": 0.9,
    "look_alike": 0.85,
    "accents": 0.7,
    "one_edit": 0.6,
    "remade": 0.6,
    "other_script": 0.5,
    "brand_word": 0.5,
    "token": 0.3,
    "subdomain_name": 0.3,
    "within": 0.1,
}
_GROUND = {"easy": 1.0, "common": 0.6, "hosting": 0.5, "national": 0.3, "restricted": 0.0}


def score(found: Likeness, its_tier: str) -> float:
    """0 to 1, within the band of the tier: half of it by the rule, the rest by name, ending, edit and words."""
    care = found.edit.care / 3 if found.edit else 1.0
    words = 1 / (1 + len(found.around))
    mean = (
        0.5 * _RANK[found.rule]
        + 0.15 * found.rare / 2
        + 0.15 * _GROUND[found.ground]
        + 0.1 * care
        + 0.05 * words
        + 0.05 * (found.form.kind in ("label", "alias"))
    )
    return round(_BASE[its_tier] + _ROOM[its_tier] * mean, 3)
