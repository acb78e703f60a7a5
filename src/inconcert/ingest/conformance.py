"""What every input format must keep to. Anyone who writes one can call :func:`check_format` in their own tests."""

from __future__ import annotations

import csv
import io
import json
import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from inconcert.errors import PluginError, ZoneNeeded
from inconcert.ingest.mapping import Mapped, Mapper
from inconcert.ingest.paths import getter, values
from inconcert.model.tables import tables
from inconcert.model.times import EARLIEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from inconcert.ingest.format import Format, Paths, Record

VIEWPOINT = re.compile(
    r"gender|\bsex\b|religio|ethnic|\brace\b|ideolog|politic|partisan|\bparty\b|leaning|account_category|account_type",
    re.IGNORECASE,
)
"""Names of fields about what people believe or are: no format reads them."""
_NOUNS = ("posts", "accounts", "ads", "sites")
_ODD: tuple[Any, ...] = (None, "", 7, -1.5, True, "word", [], {}, [None], [[]], ["word"], {"a": {}}, float("nan"))
"""What is put in the place of a value to see that a format reports it and never falls over."""


def check_format(form: Format, samples: Sequence[Record]) -> None:
    """Check a format with raw records of its source (as JSON objects, or table rows whose values are text).

    Raises:
        PluginError: the format breaks the contract; the message lists everything that was found.
    """
    found = list(faults(form, samples))
    if found:
        listed = "\n".join(f"- {fault}" for fault in found)
        raise PluginError(f"the format '{form.name}' breaks the contract:\n{listed}", todo="See docs/formats/index.md.")


def faults(form: Format, samples: Sequence[Record]) -> Iterator[str]:
    """Everything in which a format breaks the contract, in words; nothing when it keeps to it."""
    words = list(_in_words(form))
    yield from words
    if not samples:
        yield "there are no sample records to check it with"
    if words or not samples:
        return
    if form.tells and not claims(form, samples):
        yield "no tell is wholly present in its own samples"
    for check in (_in_rows, _in_metrics, _in_round_trips, _in_damage):
        yield from dict.fromkeys(check(form, samples))


def claims(form: Format, records: Iterable[Record]) -> bool:
    """Whether one set of the format's tells is wholly present in one of the records."""
    known = list(records)
    return any(all(_told(path, record) for path in tell) for tell in form.tells for record in known)


def _told(path: str, record: Record) -> bool:
    path, _, wanted = path.partition("=")
    if wanted:
        found = values(record, path)
        return wanted in (found if isinstance(found, list) else [found])
    return path in record or values(record, path) is not None


def _in_words(form: Format) -> Iterator[str]:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", form.name):
        yield f"the name '{form.name}' is not one lower-case word"
    if not form.title.strip():
        yield "it has no title"
    if form.precision <= 0:
        yield "its clock has no precision"
    for noun in _NOUNS:
        columns = set(tables()[noun].columns)
        for column, paths in getattr(form, noun).items():
            if column not in columns:
                yield f"{noun} has no column '{column}'"
            yield from _in_paths(f"{noun}.{column}", paths)
    for name, paths in form.metrics.items():
        yield from _in_paths(f"metrics.{name}", paths)


def _in_paths(where: str, paths: Paths) -> Iterator[str]:
    for path in (paths,) if isinstance(paths, str) else paths:
        try:
            getter(path)
        except PluginError as error:
            yield f"{where}: {error}"
        if VIEWPOINT.search(path):
            yield f"{where} reads '{path}': what people believe or are is not read"


def _mapped(form: Format, record: Record) -> list[Mapped]:
    mapper = Mapper(form, source="0" * 16)
    return [mapper.map(each, row=2) for each in mapper.records(deepcopy(record))]


def _in_rows(form: Format, samples: Sequence[Record]) -> Iterator[str]:
    rows = 0
    for record in samples:
        handed = deepcopy(record)
        mapper = Mapper(form, source="0" * 16)
        try:
            first = [mapper.map(each, row=2) for each in mapper.records(handed)]
        except Exception as error:  # noqa: BLE001  # whatever a stranger's format raises is what is reported
            yield f"a sample raises {type(error).__name__}: {error}"
            continue
        if handed != record:
            yield "mapping changes the raw record"
        if _mapped(form, record) != first:
            yield "mapping the same record twice gives different rows"
        for one in first:
            rows += any((one.post, one.ad, one.site, one.deletion, one.follow, one.account if not form.posts else None))
            yield from _in_values(form, one)
    if not rows:
        yield "no sample gives a post, an ad, a site, a deletion or a follow" + (
            "" if form.posts else ", or an account"
        )


def _in_values(form: Format, one: Mapped) -> Iterator[str]:
    for noun, row in (("posts", one.post), ("accounts", one.account), ("ads", one.ad), ("sites", one.site),
                      ("deletions", one.deletion), ("follows", one.follow)):  # fmt: skip
        for field in tables()[noun].fields if row is not None else ():
            value = row.get(field.name) if row is not None else None
            if value is not None and not _fits(field.type, value):
                yield f"{noun}.{field.name} is {value!r}, not {field.type}"
            if field.type == "instant" and isinstance(value, int) and value < EARLIEST:
                yield f"{noun}.{field.name} lies before 1990: is it in microseconds?"
    if one.post is not None:
        if one.post["precision"] < form.precision:
            yield "a post claims a finer clock than the format"
        if any(tag.startswith(("#", "＃")) for tag in one.post.get("hashtags") or ()):
            yield "a hashtag keeps its sign"


_FITS: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str) and value != "",
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "instant": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "real": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "bool": lambda value: isinstance(value, bool),
    "list<text>": lambda value: isinstance(value, list) and all(isinstance(one, str) and one for one in value),
    "map<text,real>": lambda value: isinstance(value, dict) and all(isinstance(one, float) for one in value.values()),
}


def _fits(kind: str, value: Any) -> bool:
    return _FITS.get(kind, lambda _: True)(value)


def _in_metrics(form: Format, samples: Sequence[Record]) -> Iterator[str]:
    """A count that the source leaves out is absent, not zero."""
    paths = {name: (given,) if isinstance(given, str) else given for name, given in form.metrics.items()}
    for record in samples:
        for name, alternatives in paths.items():
            for empty in (None, ""):
                emptied = _emptied(record, {path.rsplit(".", 1)[-1] for path in alternatives}, empty)
                counts = [(one.post or {}).get("metrics") or {} for one in _quietly(form, emptied)]
                if any(name in each for each in counts):
                    yield f"the count '{name}' is there although the source gives {empty!r}"


def _emptied(value: Any, names: set[str], empty: Any) -> Any:
    if isinstance(value, dict):
        return {key: empty if str(key).rsplit(".", 1)[-1] in names else _emptied(inner, names, empty)
                for key, inner in value.items()}  # fmt: skip
    return [_emptied(one, names, empty) for one in value] if isinstance(value, list) else value


def _quietly(form: Format, record: Record) -> list[Mapped]:
    """What a record gives, nothing where it raises: that is another check's business."""
    try:
        return _mapped(form, record)
    except Exception:  # noqa: BLE001  # whatever a stranger's format raises
        return []


def _in_round_trips(form: Format, samples: Sequence[Record]) -> Iterator[str]:
    for record in samples:
        if _quietly(form, json.loads(json.dumps(record))) != _quietly(form, record):
            yield "a sample written as JSON and read again maps differently"
        if all(isinstance(value, str) for value in record.values()):
            again = _through_csv(record)
            if _quietly(form, again) != _quietly(form, record):
                yield "a sample written as CSV and read again maps differently"


def _through_csv(record: Record) -> Record:
    sheet = io.StringIO(newline="")
    writer = csv.DictWriter(sheet, list(record))
    writer.writeheader()
    writer.writerow(record)
    sheet.seek(0)
    return next(csv.DictReader(sheet))


def _in_damage(form: Format, samples: Sequence[Record]) -> Iterator[str]:
    """Whatever is missing or odd is reported with the row, never raised; a missing zone is the one exception."""
    raised: dict[str, str] = {}
    for record in samples:
        for what, damaged in _damaged(record):
            try:
                _mapped(form, damaged)
            except ZoneNeeded:
                continue
            except Exception as error:  # noqa: BLE001  # whatever a stranger's format raises is what is reported
                raised.setdefault(what, f"{type(error).__name__}: {error}")
    for what, message in raised.items():
        yield f"with {what} it raises {message}"


def _damaged(record: Record) -> Iterator[tuple[str, Record]]:
    yield "an empty record", {}
    for place in _places(record):
        name = ".".join(str(step) for step in place)
        yield f"'{name}' removed", _with(record, place, remove=True)
        for odd in _ODD:
            yield f"'{name}' = {odd!r}", _with(record, place, odd)


def _places(value: Any, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    inner: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = list(enumerate(value))[:2]
    for key, one in inner:
        yield (*above, key)
        yield from _places(one, (*above, key))


def _with(record: Record, place: tuple[str | int, ...], value: Any = None, *, remove: bool = False) -> Record:
    made = deepcopy(record)
    inside: Any = made
    for step in place[:-1]:
        inside = inside[step]
    if remove:
        del inside[place[-1]]
    else:
        inside[place[-1]] = value
    return made
