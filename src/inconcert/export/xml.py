"""Well-formed XML written as a stream."""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from inconcert.export.graph import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator


class Writer:
    """Opens and closes elements; everything is escaped, signs XML cannot hold are replaced."""

    def __init__(self, file: IO[bytes]) -> None:
        self._out = XMLGenerator(file, encoding="utf-8", short_empty_elements=True)
        self._out.startDocument()

    @contextmanager
    def element(self, tag: str, **attributes: object) -> Iterator[None]:
        """An element with what is written inside the block; ``for_`` stands for the attribute ``for``."""
        named = {key.removesuffix("_"): xml_text(str(value)) for key, value in attributes.items()}
        self._out.startElement(tag, AttributesImpl(named))
        yield
        self._out.endElement(tag)
        self._out.ignorableWhitespace("\n")

    def leaf(self, tag: str, text: str = "", **attributes: object) -> None:
        """An element with text only."""
        with self.element(tag, **attributes):
            self._out.characters(xml_text(text))
