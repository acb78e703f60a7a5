"""Names of hosts taken apart: subdomain, label and public suffix. Nothing is fetched."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from inconcert.normalise.urls import unlisted

_MARK = "// ===BEGIN PRIVATE DOMAINS==="


class Name(NamedTuple):
    """A host in its parts: ``subdomain.label.suffix``."""

    host: str
    """Lower case, without a closing dot; punycode stays punycode."""
    subdomain: str
    """What stands before the label; empty when nothing does."""
    label: str
    """What was registered under the suffix; empty for a bare suffix, an address of numbers and a word without dot."""
    suffix: str
    """Public suffix, those of hosting platforms included (``blogspot.com``); empty when the ending is not known.
    Then the label is the one before the last, as if the last were a suffix; or before the last two, where names are
    registered under the second in many countries (``name.ltd.example``)."""

    @property
    def ending(self) -> str:
        """The suffix, or what stands in its place where it is not known."""
        if self.suffix or not self.label:
            return self.suffix
        return self.host[len(self.subdomain) + bool(self.subdomain) + len(self.label) + 1 :]

    @property
    def registered(self) -> str:
        """``label.suffix``; empty where there is no label."""
        return f"{self.label}.{self.ending}" if self.label else ""


class Suffixes(NamedTuple):
    """The public suffix list as sets, in Unicode and in punycode."""

    plain: frozenset[str]
    wild: frozenset[str]
    """``ck`` stands for ``*.ck``."""
    excepted: frozenset[str]
    """``www.ck`` stands for ``!www.ck``."""
    private: frozenset[str]
    """Those of ``plain`` that companies gave out, such as ``co.com``."""


@cache
def suffixes() -> Suffixes:
    """The snapshot of the public suffix list (MPL-2.0) that comes with the package ``tldextract``."""
    text = files("tldextract").joinpath(".tld_set_snapshot").read_text("utf-8")
    official, _, private = text.partition(_MARK)
    rules = {rule for part in (official, private) for rule in _rules(part)}
    plain = {rule for rule in rules if rule[0] not in "!*"}
    return Suffixes(
        plain=frozenset(plain),
        wild=frozenset(rule[2:] for rule in rules if rule.startswith("*.")),
        excepted=frozenset(rule[1:] for rule in rules if rule[0] == "!"),
        private=frozenset(rule for rule in _rules(private) if rule in plain),
    )


def _rules(text: str) -> list[str]:
    lines = (line.strip() for line in text.splitlines())
    written = [line.split()[0] for line in lines if line and not line.startswith("//")]
    return [form for rule in written for form in {rule, _ascii(rule)}]


def _ascii(name: str) -> str:
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def split(host: str) -> Name:
    """One host in its parts.

    Args:
        host: the name of a host, without scheme, port or path; case and a closing dot do not matter.
    """
    host = host.strip().rstrip(".").lower()
    labels = host.split(".")
    if len(labels) < 2 or not all(labels) or _numbers(labels[-1]):
        return Name(host, "", "", host if host in suffixes().plain else "")
    start = _suffix_start(labels)
    suffix = ".".join(labels[start:])
    before = start if suffix else len(labels) - unlisted(labels)
    label = labels[before - 1] if before else ""
    return Name(host, ".".join(labels[: max(before - 1, 0)]), label, suffix)


def _suffix_start(labels: list[str]) -> int:
    """Where the longest suffix begins; the number of labels when none is known."""
    known = suffixes()
    for start in range(max(0, len(labels) - 6), len(labels)):
        name = ".".join(labels[start:])
        if name in known.excepted:
            return start + 1
        if name in known.plain or name.partition(".")[2] in known.wild:
            return start
    return len(labels)


def _numbers(last: str) -> bool:
    """Whether a host ends as addresses of numbers do: no suffix begins with a digit."""
    return last[:1].isdigit() or ":" in last
