"""Documents as one HTML page: nothing is loaded, no script, no style attribute, and it prints well."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

if TYPE_CHECKING:
    from inconcert.publish.blocks import Block, Document


def render(document: Document) -> str:
    """A document as an HTML page."""
    template = _environment().get_template("document.html")
    return template.render(document=document, numbers=document.numbers, style=_style())


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("inconcert.publish"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.globals |= {"kind_of": _kind, "drawn": _drawn, "pieces": _pieces}
    return made


def _kind(block: Block) -> str:
    return type(block).__name__


def _pieces(text: str) -> list[str]:
    """Parts of an id or address between which it may be broken."""
    from inconcert.publish.pdf import broken

    return broken(text).split("\u200b") if "/" in text else [text]


def _drawn(svg: str) -> Markup:
    """A chart that we drew, without what a strict page may not hold: its texts were escaped when it was drawn."""
    bare = re.sub(r"^<\?xml[^>]*\?>|<!DOCTYPE[^>]*>", "", svg)
    return Markup(bare)  # noqa: S704  # drawn here from figures; words of the material are escaped by the library


@cache
def _style() -> Markup:
    return Markup(files("inconcert.publish").joinpath("templates/document.css").read_text("utf-8"))  # noqa: S704  # our own file
