"""Links made comparable: the address of a page, without how a reader came to it. Nothing is ever fetched."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from contextlib import suppress
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from inconcert.normalise.text import LINK

if TYPE_CHECKING:
    from tldextract import TLDExtract

_HOST = re.compile(r"^(?:[\w\-]+\.)+[\w\-]{2,}\.?(?::\d+)?(?:[/?#]|$)")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_PLAIN = re.compile(
    r"https?://([A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)((?:/[\w\-.~!$&()*+,;=:@%/]*)?)"
    r"(?:\?([\w\-.~!$&()*+,;=:@%/?]*))?(?:#([\w\-.~!$&()*+,;=:@%/?]*))?",
    re.ASCII,
)
"""Addresses, as nearly all are, in which nothing needs repair: a regular expression reads them four times as fast."""
_AMP_CACHE = re.compile(r"^/(?:[a-z]/)?(?:s/)?(?=[^/]+\.)")
_AMP_GOOGLE = re.compile(r"^/amp/(?:s/)?(?=[^/]+\.)")
_AMP_PATH = re.compile(r"(?:/amp|\.amp|/amp\.html|/index\.amp)$")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_VIDEO = re.compile(r"^/(?:shorts|embed|live|v|e)/([\w\-]{6,})")
_STATUS = re.compile(r"^/(?:i/web|i|[^/]+)/status(?:es)?/(\d+)(/(?:photo|video)/\d+)?")
_SAFE_PATH = "/!$&'()*+,;=:@-._~"
_SAFE_QUERY = "!$'()*,;:@-._~/?"
COUNTRIES = 7
"""Endings of countries under which a label is a second level (``com.au``) from which it is one everywhere."""
_DEPTH = 4
"""Wrappers inside wrappers that are opened before an address is taken as it is."""


class Link(NamedTuple):
    """A canonical link, or why there is none."""

    url: str | None
    """``host/path?query`` without scheme; ``None`` when it is no use as an object."""
    domain: str | None
    """Registered domain; ``None`` for platforms, shorteners and links of no use."""
    dropped: str | None
    """Reason when ``url`` is ``None``."""


@cache
def _web() -> dict[str, Any]:
    """The tables of ``web.toml`` with sets where they are looked up."""
    raw = tomllib.loads(files(__package__).joinpath("web.toml").read_text("utf-8"))
    return {
        **{key: frozenset(raw[key]) for key in ("shorteners", "per_post", "platforms", "tracking")},
        "tracking_prefixes": tuple(raw["tracking_prefixes"]),
        "host_prefixes": tuple(raw["host_prefixes"]),
        "same_host": dict(raw["same_host"]),
        "redirectors": [tuple(entry) for entry in raw["redirectors"]],
        "only_parameters": {host: frozenset(names) for host, names in raw["only_parameters"].items()},
    }


def shorteners() -> frozenset[str]:
    """Hosts whose links stand for other links, those made per post included."""
    table = _web()
    return frozenset(table["shorteners"] | table["per_post"])


@cache
def _suffixes() -> TLDExtract:
    """The bundled snapshot of the public suffix list; nothing is fetched or cached on disk."""
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@lru_cache(maxsize=1 << 17)
def registered_domain(host: str) -> str:
    """Registered domain of a host, lower case; the host itself for addresses and bare suffixes.

    Under an ending that is not on the list the last two labels are taken; three where the one before the ending is of
    those under which names are registered in many countries, as in ``name.ltd.example``: else all of them would be one.

    Blogs on shared hosts (``name.blogspot.com``) are domains of their own, as the public suffix list says.
    """
    found = _suffixes().extract_str(host)
    if found.suffix or not host.rpartition(".")[2].isalpha():
        return found.top_domain_under_public_suffix or host
    labels = host.split(".")
    return ".".join(labels[-unlisted(labels) - 1 :])


def unlisted(labels: list[str]) -> int:
    """How many labels end a host whose ending is not on the list: two of ``name.ltd.example``, else one."""
    return 2 if len(labels) > 2 and labels[-2] in second_level() else 1


@cache
def second_level() -> frozenset[str]:
    """Labels such as ``com``, ``co``, ``ltd``: names are registered under them in :data:`COUNTRIES` or more."""
    parts = (rule.split(".") for rule in _suffixes().tlds)
    counts = Counter(rule[0] for rule in parts if len(rule) == 2 and len(rule[1]) == 2)
    return frozenset(label for label, countries in counts.items() if countries >= COUNTRIES and label.isalpha())


def known_suffix(host: str) -> bool:
    """Whether the ending of a host is on the public suffix list."""
    return bool(_suffixes().extract_str(host).suffix)


def from_text(text: str) -> list[str]:
    """Links written in a text, in order, without closing punctuation; those cut off by «…» are left out."""
    if "/" not in text and "www." not in text:
        return []
    found = []
    for hit in LINK.finditer(text):
        cut = text.startswith(("…", "..."), hit.end()) or hit[0].endswith("...")
        if not cut:
            found.append(_trim(hit[0]))
    return [link for link in found if "." in link]


def canonical_links(raw: list[str], expansions: dict[str, str] | None = None) -> tuple[list[str], list[str], list[str]]:
    """Canonical links and registered domains (distinct, in order) of raw links, and the reasons of those dropped.

    ``expansions`` maps a canonical short link to the address it leads to, as found in the data.
    """
    links: dict[str, None] = {}
    domains: dict[str, None] = {}
    dropped: list[str] = []
    for address in raw:
        link = canonical(address)
        if expansions and (target := expansions.get(short_key(address) or "")):
            link = canonical(target)
        if link.url is None:
            dropped.append(link.dropped or "")
            continue
        links[link.url] = None
        if link.domain is not None:
            domains[link.domain] = None
    return list(links), list(domains), dropped


@lru_cache(maxsize=1 << 16)
def canonical(address: str) -> Link:
    """The canonical form of one address.

    Scheme, ``www`` and mobile hosts, default ports, fragments (but routes ``#/…`` and ``#!…`` stay), tracking
    parameters, AMP forms, redirect wrappers, trailing slashes and spellings of percent-encoding are evened out;
    parameters are sorted.
    """
    return _canonical(address, _DEPTH)


@lru_cache(maxsize=1 << 16)
def short_key(address: str) -> str | None:
    """``host/path`` of a short link, by which its expansion is looked up; ``None`` for any other link."""
    host, path, _, _ = _parts(address) or ("", "", "", "")
    return f"{host}{path.rstrip('/')}" if host in shorteners() and path.strip("/") else None


def opened(address: str) -> tuple[str, str, str, str] | None:
    """Host (one spelling), path, query and fragment of what an address leads to: redirectors and AMP caches are opened.

    ``None`` when it is no web address.
    """
    parts = _parts(address)
    for _ in range(_DEPTH):
        inner = _wrapped(*parts[:3]) if parts else None
        if inner is None:
            break
        parts = _parts(inner)
    return parts


def _canonical(address: str, depth: int) -> Link:
    parts = _parts(address)
    if parts is None:
        return Link(None, None, "not a web address")
    host, path, query, fragment = parts
    table = _web()
    if host in table["per_post"]:
        return Link(None, None, f"{host} link that differs per post")
    inner = _wrapped(host, path, query)
    if inner is not None and depth:
        return _canonical(inner, depth - 1)
    if host == "x.com" and (status := _STATUS.match(path)) and status[2]:
        return Link(None, None, "picture or video of a post")
    host, path, query = _site(host, path, query)
    url = host + _path(path) + _query(host, query) + _route(fragment)
    domain = registered_domain(host)
    outlet = not ({host, domain} & (table["platforms"] | table["shorteners"]))
    return Link(url, domain if outlet else None, None)


@lru_cache(maxsize=1 << 10)
def _parts(address: str) -> tuple[str, str, str, str] | None:
    """Host (without www, one spelling), path, query and fragment; ``None`` when it is no web address."""
    if plain := _PLAIN.fullmatch(address):
        return _host(plain[1].lower()), plain[2], plain[3] or "", plain[4] or ""
    address = address.strip().strip("<>\"'“”").replace("\\", "/")
    if not _SCHEME.match(address) or _HOST.match(address):
        address = "http://" + address.lstrip("/")
    try:
        split = urlsplit(address)
        host, port = split.hostname or "", split.port
    except ValueError:
        return None
    if split.scheme not in ("http", "https") or "." not in host or " " in host:
        return None
    host = _host(host)
    return (f"{host}:{port}" if port not in (None, 80, 443) else host), split.path, split.query, split.fragment


@lru_cache(maxsize=1 << 16)
def _host(host: str) -> str:
    """One spelling of a host: punycode, no www, mobile or AMP prefix, merged hosts."""
    host = host.rstrip(".").lower()
    if not host.isascii():
        with suppress(UnicodeError):
            host = host.encode("idna").decode("ascii")
    table = _web()
    if host in table["per_post"] or host in table["shorteners"]:
        return str(table["same_host"].get(host, host))
    for prefix in table["host_prefixes"]:
        if host.startswith(prefix) and "." in host[len(prefix) :] and host != registered_domain(host):
            host = host[len(prefix) :]
    host = host.replace(".m.", ".", 1) if ".m." in host else host
    return str(table["same_host"].get(host, host))


def _wrapped(host: str, path: str, query: str) -> str | None:
    """The address inside a redirector or an AMP cache, if this is one."""
    if host.endswith(".cdn.ampproject.org") or host == "cdn.ampproject.org":
        return _AMP_CACHE.sub("", path) + (f"?{query}" if query else "")
    if host == "google.com" and (amp := _AMP_GOOGLE.match(path)):
        return path[amp.end() :]
    for known, prefix, name in _web()["redirectors"]:
        if host == known and (path or "/").startswith(prefix):
            values = [value for key, _, value in (pair.partition("=") for pair in query.split("&")) if key == name]
            if values and "." in values[0]:
                return unquote(values[0])
    return None


def _site(host: str, path: str, query: str) -> tuple[str, str, str]:
    """Several addresses of one thing on the largest platforms."""
    if host == "youtu.be":
        return "youtube.com", "/watch", f"v={path.strip('/').split('/')[0]}"
    if host == "youtube.com" and (video := _VIDEO.match(path)):
        return host, "/watch", f"v={video[1]}"
    if host == "youtube.com" and path == "/watch":
        return host, path, "&".join(pair for pair in query.split("&") if pair.startswith("v="))
    if host == "x.com" and (status := _STATUS.match(path)):
        return host, f"/i/status/{status[1]}", ""
    if host == "t.me" and path.startswith("/s/"):
        return host, path[2:], query
    return host, path, query


def _path(path: str) -> str:
    """Dot segments and double slashes resolved, one percent-encoding, no AMP ending, index page or trailing slash."""
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", "."):
            segments.append(segment)
    joined = "/" + "/".join(segments)
    if "%" in joined or not joined.isascii() or " " in joined:
        joined = _encoded(joined, _SAFE_PATH)
    return _INDEX.sub("", _AMP_PATH.sub("", joined)).rstrip("/")


def _query(host: str, query: str) -> str:
    """Parameters that tell pages apart, sorted, with their question mark; empty when none is left."""
    if not query:
        return ""
    table = _web()
    only = table["only_parameters"].get(host)
    kept = []
    for pair in query.replace("&amp;", "&").split("&"):
        key, _, value = pair.partition("=")
        name = key.lower()
        if only is not None and name not in only:
            continue
        if not key or name in table["tracking"] or name.startswith(table["tracking_prefixes"]):
            continue
        kept.append(_encoded(pair.replace("+", "%20"), _SAFE_QUERY + "=") if value else _encoded(key, _SAFE_QUERY))
    return "?" + "&".join(sorted(kept)) if kept else ""


def _route(fragment: str) -> str:
    """A fragment that is a route of a one-page application; any other says only where on the page to look."""
    return f"#{fragment}" if fragment.startswith(("/", "!")) and len(fragment) > 1 else ""


def _encoded(part: str, safe: str) -> str:
    """One spelling of percent-encoding: UTF-8, upper-case digits, unreserved characters plain, reserved ones kept."""
    if "%" in part:
        pieces = re.split(r"(%[0-9A-Fa-f]{2})", part)
        part = "".join(_unreserved(piece) if piece.startswith("%") and len(piece) == 3 else piece for piece in pieces)
    return quote(part, safe=safe + "%")


def _unreserved(triplet: str) -> str:
    """A percent triplet decoded when it stands for a letter, digit or one of ``-._~``, else in upper case."""
    char = unquote_to_bytes(triplet).decode("latin-1")
    return char if char.isascii() and (char.isalnum() or char in "-._~") else triplet.upper()


def _trim(link: str) -> str:
    """A link from running text without closing punctuation; closing brackets stay when they were opened inside."""
    while link and link[-1] in ".,;:!?'\"”’)]}*":
        if link[-1] == ")" and link.count("(") >= link.count(")"):
            break
        link = link[:-1]
    return link
