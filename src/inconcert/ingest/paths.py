"""Evaluate the paths of a format on a raw record. The grammar is documented at :data:`inconcert.ingest.format.Paths`.

Paths are compiled once to closures; evaluating one costs little more than the look-ups it stands for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.errors import PluginError

if TYPE_CHECKING:
    from inconcert.ingest.format import Paths, Record

Getter = Callable[[Any], Any]
"""Takes a record (or a value inside one), gives the value found there or ``None``."""

_TOKEN = re.compile(r"^(?P<name>[^\[\]]*)(?P<each>\[(?:\?(?P<key>[^=\[\]]+)=(?P<value>[^\[\]]*))?\])?$")
_DOT = re.compile(r"\.(?![^\[\]]*\])")


class _Step(NamedTuple):
    name: str
    each: bool
    key: str
    value: str


class Context(dict[str, Any]):
    """What a JSON document says once for all its records, by path; given to records as ``_context``."""

    def find(self, path: str, key: str, value: Any) -> Any:
        """The first element of the list at ``path`` whose ``key`` is ``value``, or ``None``; indexed on first use."""
        store = self.__dict__.setdefault("index", {})
        index = store.get((path, key))
        if index is None:
            index = store[path, key] = self._index(path, key)
        return index.get(str(value))

    def _index(self, path: str, key: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        elements = self.get(path)
        for element in elements if isinstance(elements, list) else []:
            if isinstance(element, dict) and element.get(key) is not None:
                found.setdefault(str(element[key]), element)
        return found


def values(record: Record, paths: Paths) -> Any:
    """What ``paths`` give on ``record``: the first alternative with a value; ``None`` when all are missing or empty.

    Raises:
        PluginError: a path is not written in the grammar.
    """
    return getter(paths)(record)


@cache
def getter(paths: Paths) -> Getter:
    """The compiled form of ``paths``.

    Raises:
        PluginError: a path is not written in the grammar.
    """
    if isinstance(paths, str):
        return _compiled(paths)
    gets = tuple(_compiled(path) for path in paths)
    return gets[0] if len(gets) == 1 else _first(gets)


def given(value: Any) -> Any:
    """``value``, or ``None`` when it is an empty text, list or object: the source said nothing."""
    return value if value or value == 0 else None


def from_text(value: Any) -> Any:
    """A cell that holds JSON, as data; anything else unchanged."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _first(gets: tuple[Getter, ...]) -> Getter:
    def get(record: Any) -> Any:
        for one in gets:
            found = one(record)
            if found is not None:
                return found
        return None

    return get


def literal(name: str) -> str:
    """A path that looks up a column by its name, whatever signs are in it."""
    return "\0" + name if name[:1] == "=" or any(sign in name for sign in "[].") else name


def _compiled(path: str) -> Getter:
    if path.startswith("\0"):
        return _flat(path[1:])
    if path.startswith("="):
        constant = path[1:]
        return lambda _record: constant
    steps = _steps(path)
    if len(steps) == 1 and not steps[0].each:
        return _flat(steps[0].name)
    walk = _walk(steps)
    return lambda record: given(walk(record))


def _flat(name: str) -> Getter:
    def get(record: Any) -> Any:
        value = record.get(name)
        return value if value or value == 0 else None  # as `given`, without the price of a call

    return get


def _steps(path: str) -> tuple[_Step, ...]:
    steps = []
    for token in _DOT.split(path):
        match = _TOKEN.match(token)
        if match is None or not (match["name"] or match["each"]):
            raise PluginError(f"the path '{path}' cannot be read.", todo="Write a.b, a[].b, a[?key=value].b or =text.")
        steps.append(_Step(match["name"], match["each"] is not None, match["key"] or "", match["value"] or ""))
    return tuple(steps)


def _walk(steps: tuple[_Step, ...]) -> Getter:
    """A getter over all ways to read the dots: the longest literal key first, then a walk."""
    if not steps:
        return lambda value: value
    if steps[0].name == "":
        return _each(steps[0], _walk(steps[1:]))
    ways = _ways(steps)
    if len(ways) == 1 and len(steps) == 1 and not steps[0].each:
        return _leaf(steps[0].name)

    def get(value: Any) -> Any:
        if type(value) is not dict:
            value = from_text(value)
            if not isinstance(value, dict):
                return None
        for key, rest in ways:
            inner = value.get(key)
            if inner is not None:
                found = inner if rest is None else rest(inner)
                if found is not None:
                    return found
        return None

    return get


def _leaf(name: str) -> Getter:
    def get(value: Any) -> Any:
        if type(value) is not dict:
            value = from_text(value)
        return value.get(name) if isinstance(value, dict) else None

    return get


def _ways(steps: tuple[_Step, ...]) -> list[tuple[str, Getter | None]]:
    """Keys to try, the longest first, and what to do with what they hold; ``None``: take it as it is."""
    ways: list[tuple[str, Getter | None]] = []
    for count in range(1, len(steps) + 1):
        last = steps[count - 1]
        key = ".".join(step.name for step in steps[:count])
        if last.each:
            ways.append((key, _each(last, _walk(steps[count:]))))
        else:
            ways.append((key, _walk(steps[count:]) if count < len(steps) else None))
        if last.each:
            break
    return ways[::-1]


def _each(step: _Step, rest: Getter) -> Getter:
    wanted = getter(step.key) if step.key else None

    def get(value: Any) -> Any:
        found: list[Any] = []
        for element in _elements(value):
            if wanted is not None and not (isinstance(element, dict) and str(wanted(element)) == step.value):
                continue
            inner = rest(element)
            if isinstance(inner, list):
                found.extend(inner)
            elif inner is not None:
                found.append(inner)
        return found or None

    return get


def _elements(value: Any) -> list[Any]:
    value = from_text(value)
    return value if isinstance(value, list) else [value]
