"""What a document may not say: a linter over its sentences, which refuses and never mends.

Rules: likelihood and confidence stand in sentences of their own and rows of likelihood are not mixed (ICD 203);
every amount names its currency; the TLP and the caveat are there; nobody is named as an actor whom no judgement of
people names; no account outside the networks is named; no address can be clicked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from inconcert.casework.naming import names_an_actor
from inconcert.dossier.imprint import TLPS
from inconcert.dossier.words import CAVEAT
from inconcert.errors import InputError
from inconcert.publish.blocks import all_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from inconcert.dossier.parts import Dossier
    from inconcert.publish.blocks import Document, Line

ROWS = {
    "almost no chance": 0,
    "remote": 0,
    "very unlikely": 1,
    "highly improbable": 1,
    "unlikely": 2,
    "improbable": 2,
    "roughly even chance": 3,
    "roughly even odds": 3,
    "likely": 4,
    "probable": 4,
    "probably": 4,
    "very likely": 5,
    "highly probable": 5,
    "almost certain": 6,
    "nearly certain": 6,
    "almost certainly": 6,
}
"""Row of each word of likelihood, with its synonyms (Intelligence Community Directive 203, 2015)."""
_WORDS = re.compile(rf"\b({'|'.join(sorted(map(re.escape, ROWS), key=len, reverse=True))})\b", re.IGNORECASE)
_CONFIDENCE = re.compile(r"\bconfiden(?:ce|t)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])[»\"”']?\s+(?=[^a-z])")
_SIGN = re.compile(r"[$€£¥₽₴]\s?\d|\d\s?[$€£¥₽₴]")
_AMOUNT = re.compile(
    r"\b(?:spen[dt]\w*|paid|cost\w*|worth|budget)\b[^.]{0,60}?\b\d[\d,.]*(?:\s?(?:thousand|million|k|m))?\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b(?:19|20)\d\d\b")
_CURRENCY = re.compile(r"\b[A-Z]{3}\b")
_LIVE = re.compile(r"\b(?:https?|ftp)://|\bwww\.(?!\.)", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w.@\[])@[\w.]*\w")
_ORIGIN = re.compile(r"\b\w+-(?:origin|linked|backed|sponsored|aligned|state|based)\b", re.IGNORECASE)
_CLOCKS = re.compile(r"\b(?:public )?(?:holidays|clocks) of [^.;:]*|\bNorth America\b")
"""Calendars and zones by which hours are compared: they name no actor."""
_ASKED = re.compile(r"(?:^|\b(?:and|or),? |: )who (?:is|was|are|were) behind (?:it|this|them|these)\b", re.IGNORECASE)
"""The question itself, which names nobody."""
_COUNTRY = re.compile(
    r"^(?:Russia|China|Iran|Israel|Saudi Arabia|Turkey|Ukraine|America|United States|Britain|North Korea)$"
)
_BLAMES = re.compile(
    r"\b(?:from|by|behind|origin|originat\w+|tied to|linked to|link to|directed|sponsor\w*|back\w*|order\w*|"
    r"run|operat\w+|fund\w*|interests? of|on behalf)\b",
    re.IGNORECASE,
)


class Fault(NamedTuple):
    """A sentence that may not stand."""

    rule: str
    sentence: str
    todo: str

    def __str__(self) -> str:
        return f"{self.rule}: «{self.sentence}» {self.todo}"


def check(document: Document, dossier: Dossier, outsiders: Collection[str] = ()) -> None:
    """Let a document through that may be published.

    Args:
        document: The document.
        dossier: The redacted dossier that it was made from.
        outsiders: Handles and ids of accounts that may not be named.

    Raises:
        InputError: a sentence may not stand; the message says which, and why.
    """
    found = list(dict.fromkeys(faults(document, dossier, outsiders)))
    if found:
        more = f" And {len(found) - 5} more." if len(found) > 5 else ""
        raise InputError(f"the document may not be published as it is. {' '.join(map(str, found[:5]))}{more}")


def faults(document: Document, dossier: Dossier, outsiders: Collection[str] = ()) -> Iterator[Fault]:
    """Everything that speaks against a document."""
    if document.tlp not in TLPS:
        yield Fault("no TLP", document.title, "Say how far it may be passed on.")
    lines = list(all_lines(document))
    if not any(CAVEAT in whole(line) for line in lines):
        yield Fault("no caveat", document.title, "Say that sharing makes nobody part of it.")
    known = _judged(dossier)
    named = _named(dossier)
    shunned = {word.casefold() for word in outsiders}
    own = {dossier.imprint.url, dossier.imprint.contact}
    sites = _sites(dossier)
    for line in lines:
        said = tuple(span for span in line if span.text not in own)
        yield from _line(said, known, named, shunned)
        yield from (_live(span.text) for span in said if sites and sites.search(span.text))


def whole(line: Line) -> str:
    """The text of a line."""
    return "".join(span.text for span in line)


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [one for one in _SENTENCE.split(text) if one.strip()]


def _line(line: Line, known: str, named: Collection[str], shunned: Collection[str]) -> Iterator[Fault]:
    for text in (span.text for span in line):
        # Excerpts of data are looked through for names and addresses; they make no statement.
        if _LIVE.search(text):
            yield _live(text)
        yield from _outside(text, named, shunned)
    own = "".join(span.text for span in line if span.voice != "quoted" and not span.code)
    for sentence in sentences(own):
        yield from _estimates(sentence)
        yield from _money(sentence)
    for span in line:
        if span.voice in {"ours", "people"} and not span.code:
            yield from (fault for sentence in sentences(span.text) for fault in _actors(sentence, span.voice, known))


def _live(text: str) -> Fault:
    return Fault("a live address", text, "Write it so that it cannot be clicked, or give it as url of the imprint.")


def _sites(dossier: Dossier) -> re.Pattern[str] | None:
    """Finds the sites of the networks where they are written as they are."""
    found = {str(row["id"]) for chapter in dossier.chapters for row in chapter.finding.get("pushes", ())
             if row["platform"] == "web"}  # fmt: skip
    return (
        re.compile(rf"(?<![\w.-])(?:{'|'.join(sorted(map(re.escape, found)))})(?![\w-])", re.IGNORECASE)
        if found
        else None
    )


def _estimates(sentence: str) -> Iterator[Fault]:
    """ICD 203, D.6.e.2: no sentence speaks of likelihood and confidence at once, and none mixes rows."""
    rows = {ROWS[hit.casefold()] for hit in _WORDS.findall(sentence)}
    if rows and _CONFIDENCE.search(sentence):
        yield Fault("likelihood and confidence in one sentence", sentence, "Say them in two sentences.")
    if len(rows) > 1:
        yield Fault("words of two rows of likelihood in one sentence", sentence, "Choose one word of one row.")


def _money(sentence: str) -> Iterator[Fault]:
    undated = _DAY.sub("", sentence)
    if _SIGN.search(sentence) or (_AMOUNT.search(undated) and not _CURRENCY.search(sentence)):
        yield Fault("an amount without its currency", sentence, "Name it, such as 105,000 USD.")


def _actors(sentence: str, voice: str, known: str) -> Iterator[Fault]:
    """Who is behind it is named by judgements alone; a country may be named as a place where nobody is blamed."""
    plain = _CLOCKS.sub("", sentence)
    plain = _ASKED.sub("", plain) if plain.rstrip('»"”’ ').endswith("?") else plain
    joined = _ORIGIN.search(plain)
    words = joined[0] if joined else names_an_actor(plain)
    if not words or words.casefold() in known:
        return
    if voice == "people" and not joined and _COUNTRY.match(words) and not _BLAMES.search(sentence):
        return
    yield Fault(
        "an actor whom no judgement names",
        sentence,
        f"Judge it in the attribution of the case, or leave out '{words}'.",
    )


def _outside(text: str, named: Collection[str], shunned: Collection[str]) -> Iterator[Fault]:
    for hit in _MENTION.findall(text):
        if hit[1:].casefold() not in named:
            yield Fault(
                "a handle outside the networks", text, f"Leave out {hit}, or name it as affected in the imprint."
            )
            return
    if shunned:
        for word in re.findall(r"[\w.-]*\w", text):
            if word.casefold() in shunned and word.casefold() not in named:
                yield Fault("an account outside the networks", text, f"Leave out '{word}'.")
                return


def _judged(dossier: Dossier) -> str:
    """What judgements say, in small letters."""
    return " ".join(" ".join((*one.says, one.text)) for one in dossier.attribution.judgements).casefold()


def _named(dossier: Dossier) -> set[str]:
    """Handles that may be named: those of members where they are shown, and whom the imprint names."""
    shown = {
        str(word).removeprefix("@").casefold()
        for chapter in dossier.chapters
        for one in chapter.assets
        for word in (one.name, one.id)
        if word
    }
    return shown | {name.removeprefix("@").casefold() for name in dossier.imprint.affected}


def outsiders(dossier: Dossier) -> frozenset[str]:
    """Handles and ids in an unredacted dossier that may not be named: of outsiders, and of members held back.

    Words of plain letters, or of few signs, are left out: they may be ordinary words.
    """
    from inconcert.casework.persons import PLAIN, SHORTEST, Persons

    persons = Persons()
    for finding in dossier.case.findings:
        persons.gather(finding.frozen)
    held = {f"{one['platform']}:{one['target']}" for chapter in dossier.chapters for one in chapter.held}
    members = {
        f"{one['platform']}:{one['account_id']}" for chapter in dossier.chapters for one in chapter.finding["members"]
    }
    own = members - held
    return frozenset(_telling(persons.words, own, SHORTEST, PLAIN))


def _telling(words: dict[str, str], own: Collection[str], shortest: int, plain: int) -> Iterable[str]:
    for word, account in words.items():
        if account not in own and " " not in word and len(word) >= (plain if word.isalpha() else shortest):
            yield word
