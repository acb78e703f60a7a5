"""Templates: one helper for pages, and the few words that templates know."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from inconcert import __version__
from inconcert.errors import StoreError
from inconcert.report.defang import defang, defang_object, printable
from inconcert.watch.standing import name_of
from inconcert.web.asking import CSRF_FIELD, asker_of, may
from inconcert.web.here import Here
from inconcert.web.screens import wording
from inconcert.web.security import csrf_token
from inconcert.web.workbench import workbench_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

ROOT = Path(__file__).parent
STATIC = ROOT / "static"

NAVIGATION = (
    ("findings", "/findings", "Findings", "viewer"),
    ("search", "/search", "Search", "viewer"),
    ("cases", "/cases", "Cases", "viewer"),
    ("import", "/import", "Import", "investigator"),
    ("runs", "/runs", "Runs", "viewer"),
    ("watch", "/watch", "Watch", "viewer"),
)
"""Name, path, title and least role of the pages that every page leads to; a page says which it is by ``at``."""


def view(
    request: Request, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **data: Any
) -> HTMLResponse:
    """A page made of a template.

    Beside ``data`` a template knows ``request``, ``asker`` (actor or ``None``), ``here`` (``None`` outside of an
    investigation), ``url(path)``, ``may(role)``, ``navigation``, ``csrf`` (the token) and ``csrf_field`` (a hidden
    field with it).

    Args:
        request: What is answered.
        template: Name of the file under ``templates``.
        status: Status of the answer.
        headers: More headers.
        data: What the template shows: plain data, no objects that read or write.
    """
    page = environment().get_template(template).render({**_standing(request), **data})
    return HTMLResponse(page, status, headers)


def _standing(request: Request) -> dict[str, Any]:
    asker = asker_of(request) if hasattr(request.state, "asker") else None
    actor, place = asker.actor if asker else None, getattr(request.state, "here", None)
    bench = workbench_of(request.app)
    if place is None and actor is not None and len(bench.investigations) == 1:
        # Pages about everything keep the way back to the only investigation there is.
        place = Here(bench, next(iter(bench.investigations.values())), actor)
    token = csrf_token(asker.secret) if asker and asker.secret else ""
    return {
        "request": request,
        "asker": actor,
        "here": place,
        "team": bench.settings.team,
        "investigations": list(bench.investigations.values()) if actor else [],
        "url": place.url if place else lambda path="": path or "/",
        "may": lambda least: actor is not None and may(actor, least),
        "navigation": NAVIGATION if place else (),
        "alerts": _alerts(place) if place else 0,
        "csrf": token,
        "csrf_field": Markup('<input type="hidden" name="{}" value="{}">').format(CSRF_FIELD, token),
        "version": __version__,
    }


def _alerts(place: Here) -> int:
    """How many alerts are open; none while the casebook cannot be read, so that a page can still say that it cannot."""
    try:
        return len(place.desk.alerts(watch=name_of(place.opened.folder)))
    except StoreError:
        return 0


@cache
def environment() -> Environment:
    """The environment of all templates: everything is escaped, and nothing unknown is silently empty."""
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # else every use of a template asks the disk whether it has changed
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_inert,
    )
    made.globals.update(static=static, vendor=vendor, **wording.GLOBALS)
    made.filters.update(
        wording.FILTERS,
        defang=defang,
        defang_object=defang_object,
        number=number,
        when=when,
        share=share,
        bytes=size,
        plural=plural,
        ticks=ticks,
    )
    return made


def _inert(value: Any) -> Any:
    """Text of strangers without control characters; markup of our own as it is."""
    return printable(value) if type(value) is str else value


def static(name: str) -> str:
    """Address of a file under ``static``; it changes with the content, so that browsers may keep it."""
    return f"/static/{name}?{_stamp(STATIC / name)}"


@cache
def vendor(name: str) -> str | None:
    """Address of a bundled library, such as ``vendor("htmx")``, ``None`` when it is not there."""
    found = sorted((STATIC / "vendor").glob(f"{name}-[0-9]*.min.js"))
    return f"/static/vendor/{found[-1].name}" if found else None


@cache
def _stamp(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=6).hexdigest() if path.exists() else ""


def number(value: float | None, digits: int = 0) -> str:
    """``12,345``; what is missing is a dash, never zero."""
    return "–" if value is None else f"{value:,.{digits}f}"


def share(value: float | None, digits: int = 0) -> str:
    """A share as per cent; what is missing is a dash."""
    return "–" if value is None else f"{100 * value:.{digits}f} %"


def ticks(text: str) -> Markup:
    """Our own words with `code` between ticks as code."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if odd % 2 else part for odd, part in enumerate(parts)
    )


def size(value: float | None) -> str:
    """Bytes for people: ``3.4 MB``."""
    if value is None:
        return "–"
    for unit in ("bytes", "KB", "MB", "GB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "bytes" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"


def plural(count: int, noun: str, nouns: str | None = None) -> str:
    """``1 post``, ``2 posts``."""
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"


def when(value: datetime | date | str | float | None, *, seconds: bool = False) -> Markup | str:
    """An instant as a ``time`` element in UTC; text is read as ISO 8601, a number as seconds since 1970."""
    if value is None or value == "":
        return "–"
    if isinstance(value, str):
        try:
            return when(datetime.fromisoformat(value), seconds=seconds)
        except ValueError:
            return value
    if isinstance(value, (int, float)):
        value = datetime.fromtimestamp(value, UTC)
    if not isinstance(value, datetime):
        return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), f"{value:%-d %b %Y}")
    value = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    shown = f"{value:%-d %b %Y, %H:%M:%S}" if seconds else f"{value:%-d %b %Y, %H:%M}"
    return Markup('<time datetime="{}">{} UTC</time>').format(value.isoformat(timespec="seconds"), shown)
