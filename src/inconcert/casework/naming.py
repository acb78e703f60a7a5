"""The rule that nothing which speaks of coordination names who is behind it.

That accounts act together is measured. Who is behind them is judged by people, in one place: the attribution of a case.
So no sentence of a finding, and no key, may say or suggest it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = frozenset({
    "actor", "actors", "attribution", "attributed_to", "sponsor", "sponsors", "state", "government", "origin",
    "country", "culprit", "threat_actor", "perpetrator", "hypothesis", "likelihood",
})  # fmt: skip
"""Keys that no output on coordination may have."""

QUOTED = frozenset({
    "text", "handle", "account", "account_id", "file", "source", "example", "object", "objects", "urls", "id", "name",
    "a", "b", "brand", "payers", "advertisers", "words", "accounts", "members", "ref", "sources", "zones_like",
    "calendar", "receipts", "question",
})  # fmt: skip
"""Keys whose values are the material's own words, or names of files, zones and calendars: quoted, not said."""

_NAMING = re.compile(
    r"\b(?:attributed to|on behalf of|behind (?:it|this|these|the (?:network|accounts?))|(?:run|operated|directed|"
    r"sponsored|funded|ordered|controlled) by|responsible for|perpetrat\w+|culprits?|state[- ](?:sponsored|linked|"
    r"backed|aligned)|intelligence (?:service|agency)|troll (?:farm|factory)|threat actor|(?:originat\w+|located|based) "
    r"in [A-Z]\w+|(?:Russia|China|Chinese|Iran|Israel|Saudi|Turk|Ukrain|America|British|North Korea)\w*)\b"
)
_MEANT = ("who runs them", "a program runs them", "say openly who", " they are run by ")
"""Phrases that ask and do not answer, and the one that passes on what a public register says."""


def names_an_actor(sentence: str) -> str | None:
    """The words of a sentence that say or suggest who is behind something; ``None`` when none do."""
    for phrase in _MEANT:
        sentence = sentence.replace(phrase, "")
    found = _NAMING.search(sentence)
    return found[0] if found else None


def breaches(output: Any, place: str = "") -> Iterator[str]:
    """Where an output on coordination breaks the rule: place and words. What is quoted from the material is let be."""
    if isinstance(output, dict):
        for key, value in output.items():
            if key in KEYS:
                yield f"{place}.{key}"
            if key not in QUOTED:
                yield from breaches(value, f"{place}.{key}")
    elif isinstance(output, (list, tuple)):
        for number, one in enumerate(output):
            yield from breaches(one, f"{place}[{number}]")
    elif isinstance(output, str) and (words := names_an_actor(output)):
        yield f"{place}: {words}"
