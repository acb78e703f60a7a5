"""Read JSON as a stream of records: one object a line, or documents whose arrays hold the records."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from inconcert.ingest import repair
from inconcert.ingest.paths import Context, values
from inconcert.ingest.streams import Pieces, lines
from inconcert.ingest.tables import Line, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from inconcert.ingest.format import Record
    from inconcert.ingest.inputs import guarded_reading
    from inconcert.ingest.streams import Stream
    from inconcert.ingest.tally import Repairs

SKELETON = 200_000
"""JSON events that are read to recognise a document."""
WIDTH = 50
"""Elements of an array that are kept for that."""

_CARRY = 2**20


def ndjson(stream: Stream, repairs: Repairs, guard: guarded_reading) -> Iterator[Line]:
    """One record a line; the row is the number of the line. Blank lines are passed over."""
    for row, line in enumerate(lines(stream), 1):
        guard.row = row
        if line is None:
            yield Line(row, Refused("the line is longer than 64 MB"))
        elif not line.isspace():
            made = parsed(line, repairs)
            repairs.settle(row)
            yield Line(row, made)


def parsed(line: bytes, repairs: Repairs) -> Record | Refused:
    """One JSON object; with repairs where the text is not clean, and all digits of long numbers."""
    import orjson

    if b"\0" in line or b"\\u0000" in line:
        made = _slowly(line, repairs)
    else:
        try:
            made = orjson.loads(line)
        except ValueError:
            made = _slowly(line, repairs)
    if isinstance(made, (dict, Refused)):
        return made
    return Refused("not a JSON object", line[:120].decode("utf-8", "replace").strip())


def _slowly(line: bytes, repairs: Repairs) -> Any:
    clean = repair.json_bytes(line)
    try:
        made = json.loads(clean, parse_constant=lambda _: None)
        return repair.settled(made, repairs) if repair.damaged(clean) else made
    except RecursionError:
        return Refused("JSON nested too deeply")
    except ValueError:
        return Refused("not valid JSON", line[:120].decode("utf-8", "replace").strip())


class Clean:
    """Opens a document as clean bytes, all repairs marked.

    Args:
        opened: gives the bytes from the beginning, each time it is called.
    """

    def __init__(self, opened: Callable[[], Stream]) -> None:
        self._opened = opened
        self.marked = False
        """Whether anything was repaired so far, so that records have to be looked through."""

    def open(self) -> Stream:
        """The bytes from the beginning."""
        stream = self._opened()
        return io.BufferedReader(Pieces(self._pieces(stream), stream.close))

    def _pieces(self, stream: Stream) -> Iterator[bytes]:
        rest = b""
        while chunk := stream.read1(2**16):
            rest += chunk
            cut = max(rest.rfind(b","), rest.rfind(b" "), rest.rfind(b"\n")) + 1
            if cut or len(rest) > _CARRY:
                cut = cut or _between(rest)
                yield self._repaired(rest[:cut])
                rest = rest[cut:]
        if rest:
            yield self._repaired(rest)

    def _repaired(self, chunk: bytes) -> bytes:
        clean = repair.json_bytes(chunk)
        self.marked = self.marked or repair.damaged(clean)
        return clean


def _between(chunk: bytes) -> int:
    """A place to cut a long word: after an ASCII character that is part of no escape."""
    for cut in range(len(chunk) - 12, 0, -1):
        if chunk[cut - 1] < 128 and b"\\" not in chunk[cut - 13 : cut]:
            return cut
    return len(chunk)


def broken() -> tuple[type[Exception], ...]:
    """What the JSON library raises on a document that is cut off or not JSON."""
    import ijson

    return (ijson.JSONError, RecursionError)


def skeleton(stream: Stream) -> Any:
    """The document with only the first elements of every array, as far as ``SKELETON`` events show it."""
    import ijson

    builder, depths, skipping = ijson.ObjectBuilder(), [0], 0
    try:
        for count, (event, value) in enumerate(ijson.basic_parse(stream)):
            if count > SKELETON:
                break
            skipping = _sketch(builder, depths, skipping, event, value)
    except broken():
        pass  # what was seen may be enough to recognise it; reading will tell where it is damaged
    return getattr(builder, "value", None)


def _sketch(builder: Any, depths: list[int], skipping: int, event: str, value: Any) -> int:
    """Give one event to ``builder`` unless it is inside an element that is left out; how deep we are in such a one."""
    opens, closes = event in ("start_map", "start_array"), event in ("end_map", "end_array")
    if skipping:
        return skipping + opens - closes
    if not closes and event != "map_key":
        depths[-1] += 1
        if depths[-1] > WIDTH and len(depths) > 1 and depths[-1] < 10**9:
            return int(opens)
    if opens:
        depths.append(10**9 if event == "start_map" else 0)
    elif closes:
        depths.pop()
    builder.event(event, value)
    return 0


def record_paths(sketch: Any, paths: Iterable[str]) -> list[str]:
    """Those of ``paths`` that hold records in this document; empty when the document is the records itself."""
    return [path for path in paths if isinstance(sketch, dict) and values(sketch, path + "[]") is not None]


def document(
    clean: Clean, at: list[str], context: tuple[str, ...], repairs: Repairs, guard: guarded_reading
) -> Iterator[Line]:
    """Records of a document, numbered from 1.

    Args:
        clean: the document.
        at: paths of the arrays of records; empty when the document is an array of records, or one record.
        context: paths that are collected in a first pass and given to every record.
        repairs: takes note of what was repaired.
        guard: knows the row that was reached.
    """
    import ijson

    row = 0
    try:
        for path in at or [""]:
            around = _Around(clean.open, path, context) if context and at else None
            for record in _items(ijson, clean.open(), path):
                row += 1
                guard.row = row
                if clean.marked:
                    record = repair.settled(record, repairs)
                    repairs.settle(row)
                yield Line(row, _around(record, row, around))
    except broken() as error:
        text = error.args[0] if error.args else error
        said = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        raise guard.broken("the JSON ends too early" if "EOF" in said else said.splitlines()[0]) from error


def _items(ijson: Any, stream: Stream, path: str) -> Iterator[Any]:
    if path:
        yield from ijson.items(stream, _prefix(path + "[]"))
        return
    is_array = stream.peek(64).lstrip()[:1] == b"["
    yield from ijson.items(stream, "item" if is_array else "")


def _around(record: Any, row: int, around: _Around | None) -> Record | Refused:
    if not isinstance(record, dict):
        return Refused("not a JSON object", str(record)[:120])
    made: Record = record
    if around is not None:
        made["_context"] = around.of(row)
    return made


def _prefix(path: str) -> str:
    """Our path in the words of the JSON library."""
    return path.replace("[]", ".item")


class _Around:
    """What a document says around its records: once for all, or once for each element that holds an array of them."""

    def __init__(self, opened: Callable[[], Stream], path: str, context: tuple[str, ...]) -> None:
        self._outer = path[: path.rfind("[]") + 2] if "[]" in path else ""
        wanted = {_prefix(each): self._key(each) for each in context}
        self._ends: list[int] = []
        self._found: list[Context] = [Context()]
        self._at = 0
        self._collect(opened(), wanted, _prefix(path + "[]"))

    def _key(self, path: str) -> str:
        return path.removeprefix(self._outer + ".") if self._outer else path

    def _collect(self, stream: Stream, wanted: dict[str, str], item: str) -> None:
        import ijson

        outer, count = _prefix(self._outer), 0
        builder: Any = None
        key, inside = "", 0
        for prefix, event, value in ijson.parse(stream):
            opens, closes = event in ("start_map", "start_array"), event in ("end_map", "end_array")
            if builder is not None:
                builder.event(event, value)
                inside += opens - closes
                if inside == 0:
                    self._found[-1][key], builder = builder.value, None
            elif prefix in wanted and event != "map_key" and not closes:
                key = wanted[prefix]
                if opens:
                    builder, inside = ijson.ObjectBuilder(), 1
                    builder.event(event, value)
                else:
                    self._found[-1][key] = value
            if prefix == item and not closes and event != "map_key":
                count += 1
            elif outer and prefix == outer and event == "end_map":
                self._ends.append(count)
                self._found.append(Context())
        self._ends.append(count)

    def of(self, row: int) -> Context:
        """The context of the record with this number; numbers must not fall."""
        while self._at < len(self._ends) - 1 and row > self._ends[self._at]:
            self._at += 1
        return self._found[self._at]
