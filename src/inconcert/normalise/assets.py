"""What a link leads to, as an asset: platform, kind, and the platform's own name for it. The table is ``assets.toml``.

An address of a platform, whatever its country, device, share code or spelling, becomes one object. What no rule of the
table knows is a ``page`` or ``site`` of the ``web``. Nothing is fetched, so a short link stays one of its own until the
data says where it leads.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote

from inconcert.normalise.defanged import refang
from inconcert.normalise.urls import canonical, opened, registered_domain

WEB = "web"
"""Platform of everything that is on none."""
_NEUTRAL = re.compile(
    r"(?:[a-z]{2}(?:[-_][a-z]{2})?|m|mobile|www\d?|web|touch|mbasic|business|music|old|new|np|i|amp|free|lite|vm|player)?"
)
"""What may stand before a host and says only from where or on what it is read."""
_DEPTH = 3
"""Archives inside archives that are opened."""


class Asset(NamedTuple):
    """A thing somebody owns or made."""

    platform: str
    """Name of the platform, or ``web``."""
    kind: str
    """``account``, ``page``, ``group``, ``channel``, ``post``, ``video``, ``petition``, ``blog``, ``site``, …"""
    id: str
    """The platform's name for it, in one spelling."""
    aliases: tuple[str, ...] = ()
    """Other names of the same thing that the link gives; one that can change is never the id where there is another."""
    archived: bool = False
    """Whether the link led to a copy in an archive."""


class _Address(NamedTuple):
    host: str
    path: str
    query: dict[str, str]
    fragment: str


@lru_cache(maxsize=1 << 16)
def asset(link: str) -> Asset | None:
    """The asset a link leads to; ``None`` when the text is no web address. Defanged text is understood."""
    text = refang(link.strip().strip("\"'"))
    archived = False
    for _ in range(_DEPTH):
        inner = _inside(text)
        if inner is None:
            break
        text, archived = inner, True
    found = _found(text)
    return found._replace(archived=True) if found and archived else found


def _found(text: str) -> Asset | None:
    address = _address(text)
    if address is None:
        return None
    known = _on(address.host)
    for rule, before in known:
        found = _by(rule, address, before)
        if found is not None:
            return found
    if not known:
        for rule in _table()["shapes"]:
            found = _by(rule, address, "")
            if found is not None:
                return found
    return _plain(text, address)


def _plain(text: str, address: _Address) -> Asset | None:
    """A page or site of the open web."""
    url = canonical(text).url
    if url is None:
        return None
    if "/" in url or "?" in url:
        return Asset(WEB, "page", url)
    return Asset(WEB, "site", registered_domain(address.host), (url,) if url != registered_domain(address.host) else ())


def _address(text: str) -> _Address | None:
    parts = opened(text)
    if parts is None:
        return None
    host, path, query, fragment = parts
    pairs = dict(reversed(parse_qsl(query.replace("&amp;", "&"))))
    return _Address(host, re.sub(r"/{2,}", "/", unquote(path)).rstrip("/"), pairs, fragment)


@cache
def _table() -> dict[str, Any]:
    """Rules by the host they are on, shapes, and archives, with patterns compiled."""
    raw = tomllib.loads(files(__package__).joinpath("assets.toml").read_text("utf-8"))
    by_host: dict[str, list[dict[str, Any]]] = {}
    for rule in map(_compiled, raw["rule"]):
        for host in rule["on"]:
            by_host.setdefault(host, []).append(rule)
    wrappers: dict[str, list[dict[str, Any]]] = {}
    for rule in map(_compiled, raw["wrapper"]):
        wrappers.setdefault(rule["host"], []).append(rule)
    return {"rules": by_host, "shapes": [*map(_compiled, raw["shape"])], "wrappers": wrappers, "twins": raw["twins"]}


def _compiled(rule: dict[str, Any]) -> dict[str, Any]:
    out = {**rule, "path": re.compile(rule.get("path", ""))}
    if "sub" in rule:
        out["sub"] = re.compile(rule["sub"], re.IGNORECASE)
    return out


def _on(host: str) -> list[tuple[dict[str, Any], str]]:
    """Rules for a host, with what stands before the host they are on; those of the longest host come first."""
    rules = _table()["rules"]
    name = host.partition(":")[0]
    labels = name.split(".")
    return [(rule, ".".join(labels[:at])) for at in range(len(labels)) for rule in rules.get(".".join(labels[at:]), ())]


def _by(rule: dict[str, Any], address: _Address, before: str) -> Asset | None:
    """The asset when the rule fits."""
    groups = _groups(rule, address, before)
    if groups is None:
        return None
    name = _filled(rule.get("id", "{id}"), groups)
    if name is None:
        name = _filled(rule.get("id_else", "{id}"), groups)
    if name is None:
        return None
    aliases = [_even(rule, alias) for form in rule.get("alias", ()) if (alias := _filled(form, groups))]
    return Asset(rule["platform"], str(_filled(rule["kind"], groups)), _even(rule, name), tuple(aliases))


def _groups(rule: dict[str, Any], address: _Address, before: str) -> dict[str, str] | None:
    """What the patterns of a rule say of the address; ``None`` when one does not fit."""
    in_host = rule.get("sub", _NEUTRAL).fullmatch(before)
    in_path = rule["path"].fullmatch(address.path)
    if in_host is None or in_path is None or before in rule.get("not_sub", ()):
        return None
    named = {"host": address.host, **in_host.groupdict(), **in_path.groupdict()}
    groups = {key: value for key, value in named.items() if value}
    if "query" in rule and "id" not in groups:
        asked = rule["query"] if isinstance(rule["query"], list) else [rule["query"]]
        value = next((address.query[key] for key in asked if address.query.get(key)), "")
        if not value:
            return None
        groups["id"] = value.removeprefix(rule.get("strip", ""))
    if rule.get("fragment"):
        groups["id"] = address.fragment
    return None if _reserved(rule, groups) else groups


def _reserved(rule: dict[str, Any], groups: dict[str, str]) -> bool:
    return any(groups.get(group, "").lower() in rule.get(key, ()) for key, group in _RESERVED)


_RESERVED = (("not", "id"), ("not_name", "name"), ("not_user", "user"))


def _filled(form: str, groups: dict[str, str]) -> str | None:
    """A template with the groups put in; ``None`` when one is missing or empty."""
    try:
        return form.format_map(groups) or None
    except KeyError:
        return None


def _even(rule: dict[str, Any], name: str) -> str:
    """One spelling of an id, as far as the platform does not tell spellings apart."""
    name = name.strip("/ ")
    if rule.get("lower"):
        name = name.lower()
    fold = rule.get("fold", "")
    if fold == ".":
        return name.replace(".", "")
    return name.replace(fold[1], fold[0]) if fold else name


def _inside(text: str) -> str | None:
    """The address that an archive or a viewer shows, if this is one."""
    address = _address(text)
    if address is None:
        return None
    table = _table()
    for rule in table["wrappers"].get(table["twins"].get(address.host, address.host), ()):
        found = rule["path"].fullmatch(address.path)
        if found is None:
            continue
        inner = address.query.get(rule["query"], "") if "query" in rule else found["url"]
        inner = re.sub("^" + rule.get("strip", ""), "", inner)
        if "." in inner:
            return re.sub(r"^(https?):/(?!/)", r"\1://", inner) + _rest(text, rule)
    return None


def _rest(text: str, rule: dict[str, Any]) -> str:
    """The query of an address inside a path, which reads as the query of the whole."""
    return "" if "query" in rule or "?" not in text else "?" + text.partition("?")[2]
