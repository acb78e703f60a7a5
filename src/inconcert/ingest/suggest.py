"""Suggest what the columns of an unknown table mean: by their names first, and always by what is in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from inconcert.errors import MappingError, Place, UnknownFormat
from inconcert.ingest import cells, detect
from inconcert.ingest.aliases import ALIASES, TIME_FORMS
from inconcert.ingest.paths import given
from inconcert.ingest.recipe import Recipe
from inconcert.model.ids import identifier, x_instant
from inconcert.model.times import HOUR, MINUTE, UnreadableError, order_of, reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from inconcert.ingest.format import Record
    from inconcert.ingest.material import Sample

SHARE = 0.8
"""A column means something only when at least this share of its filled cells can be read so."""

_COUNTS = ("metric.", "account.followers", "account.following", "account.posts")
_LINK = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True)
class Suggestion:
    """A mapping that was worked out."""

    recipe: Recipe
    why: tuple[str, ...]


def suggest(sample: Sample, where: str) -> Suggestion:
    """The likely meaning of the columns of a table, or of the fields of flat JSON records.

    Raises:
        UnknownFormat: no column can be the time, or none the account; near misses are named.
    """
    columns = _columns(sample.records)
    taken: dict[str, str] = {}
    for word in ALIASES:
        found = next((name for name in _named(word, columns) if _fits(word, columns[name], taken, columns)), None)
        if found is not None and found not in taken.values():
            taken[word] = found
    taken = _settled(taken, columns)
    if "time" not in taken or not {"account", "handle"} & set(taken):
        raise _unknown(sample, columns, taken, where)
    platform = "x" if "platform" not in taken and is_x(sample.records, taken.get("id", ""), taken["time"]) else ""
    why = ["no known source has these columns; their meaning was worked out from names and content: "
           + ", ".join(f"{word} ← {name}" for word, name in taken.items())]  # fmt: skip
    if platform:
        why.append("the post ids hold the very instants of the posts, as only X writes them")
    return Suggestion(Recipe(taken, platform=platform), tuple(why))


def time_forms(column: Iterable[Any], where: str, name: str, rest: Callable[[], Iterable[Any]]) -> tuple[str, ...]:
    """The forms in which a column writes times.

    Args:
        column: values of the first rows.
        where: the file, for messages.
        name: the column, for messages.
        rest: gives the values of the whole file; asked only when day and month cannot be told apart otherwise.

    Raises:
        MappingError: the order of day and month stays open or changes, or the form is unknown.
    """
    filled = [value for value in column if given(value) is not None]
    texts = [value for value in filled if isinstance(value, str)]
    if not texts:
        return ("unix", "iso")
    order = order_of(texts)
    if order == "open":
        order = _order_of_all(rest())
    if order in ("dmy", "mdy"):
        return (order,)
    place = Place(where, column=name)
    if order == "both":
        raise MappingError("dates are written day first and month first in one column.", where=place,
                           todo="Split the file, or write the dates in one way.")  # fmt: skip
    if order == "open":
        todo = f"Say which: --time-format '{day_first(texts[0])}' or '{month_first(texts[0])}'."
        raise MappingError(
            f"'{texts[0]}' can be read day first or month first, and no row settles it.", where=place, todo=todo
        )
    for form in ("iso", "unix", *TIME_FORMS):
        if readable((form,), texts) >= SHARE:
            return (form,)
    raise MappingError(f"'{_strange(texts)}' is not a time in a known form.", where=place,
                       todo="Describe it with --time-format, for example '%d-%m-%Y %H:%M'.")  # fmt: skip


def _strange(texts: list[str]) -> str:
    """The first text that the form which fits best cannot read."""
    best = max(("iso", "unix", *TIME_FORMS), key=lambda form: readable((form,), texts))
    return next(text for text in texts if not readable((best,), [text]))


def day_first(text: str) -> str:
    """The pattern of a date such as «03/04/2021 10:00», read day first."""
    found = re.fullmatch(r"\s*\d{1,2}(\D)\d{1,2}\1(\d{4}|\d{2})(.*)", text)
    year, rest = ("%Y" if len(found[2]) == 4 else "%y", found[3]) if found else ("%Y", " 10:00")
    half = re.search(r"[AP]M", rest, re.IGNORECASE)
    clock = re.sub(r"\d{1,2}:(\d\d)(:\d\d)?", lambda part: _clock(bool(half), bool(part[2])), rest)
    sign = found[1] if found else "/"
    return f"%d{sign}%m{sign}{year}{re.sub('[AP]M', '%p', clock, flags=re.IGNORECASE)}"


def month_first(text: str) -> str:
    """The same pattern, read month first."""
    return day_first(text).replace("%d", "%_").replace("%m", "%d").replace("%_", "%m")


def _clock(half: bool, seconds: bool) -> str:
    return ("%I" if half else "%H") + ":%M" + (":%S" if seconds else "")


def readable(forms: tuple[str, ...], values: Sequence[Any]) -> float:
    """Share of the values that are times in one of the forms, in a plausible year."""
    read, good = reader(forms, "UTC"), 0
    for value in values:
        try:
            good += 0 < read(value).at < 4_102_444_800_000_000
        except UnreadableError:
            continue
    return good / len(values) if values else 0.0


def x_offset(pairs: Iterable[tuple[str, int]]) -> int | None:
    """By how much stamps differ from the instants inside X post ids, if by the same everywhere.

    Args:
        pairs: post id, and its stamp in microseconds as if it were UTC.

    Returns:
        Minutes (stamp minus true instant), a multiple of 15, or ``None`` when the ids say nothing of the kind.
    """
    gaps = [at - inside for post, at in pairs if (inside := x_instant(post)) is not None]
    if len(gaps) < 20:
        return None
    quarter = 15 * MINUTE
    steps = sorted(round(gap / quarter) for gap in gaps)
    step = steps[len(steps) // 2]
    near = sum(abs(gap - step * quarter) <= 2 * MINUTE for gap in gaps)
    return step * 15 if near >= 0.95 * len(gaps) and abs(step * quarter) <= 14 * HOUR else None


def is_x(records: Sequence[Record], post: str, time: str) -> bool:
    """Whether the ids of a table are those of X: each holds the instant of its row, up to a zone."""
    return bool(post) and x_offset(stamped(records, post, time)) is not None


def stamped(records: Sequence[Record], post: str, time: str) -> list[tuple[str, int]]:
    """Ids and stamps of records, as if times without a zone were UTC; what cannot be read is left out."""
    texts = [record[time] for record in records if isinstance(record.get(time), str)]
    order = order_of(texts) if texts else ""
    read = reader((order if order in ("dmy", "mdy") else "iso", "unix", *TIME_FORMS), "UTC")
    found = []
    for record in records:
        key = identifier(record.get(post)).text
        try:
            if key is not None:
                found.append((key, read(record.get(time)).at))
        except UnreadableError:
            continue
    return found


def _columns(records: Sequence[Record]) -> dict[str, list[Any]]:
    """Filled cells by column; objects and lists of objects are no columns of a flat table."""
    found: dict[str, list[Any]] = {}
    for record in records:
        for name, value in record.items():
            if given(value) is not None and not isinstance(value, dict):
                found.setdefault(name, []).append(value)
    return found


def _named(word: str, columns: dict[str, list[Any]]) -> list[str]:
    plain = {name: re.sub(r"[^0-9a-z]", "", name.lower()) for name in columns}
    return [name for alias in ALIASES[word] for name in columns if plain[name] == alias]


def _fits(word: str, cells_: list[Any], taken: dict[str, str], columns: dict[str, list[Any]]) -> bool:
    """Whether the content of a column allows the meaning its name suggests."""
    if word in ("time", "account.created"):
        forms = ("iso", "unix", "dmy", "mdy", *TIME_FORMS)
        return readable(forms, cells_[:200]) >= SHARE
    if word.startswith(_COUNTS):
        return _share(cells_, _is_count) >= SHARE
    if word == "id":
        return _names_posts(cells_)
    if word == "urls":
        return _share(cells_, _is_link) >= SHARE and not _is_permalink(cells_, columns.get(taken.get("id", ""), []))
    if word == "platform":
        return _share(cells_, lambda cell: isinstance(cell, str) and cell.isalpha() and len(cell) < 20) >= SHARE
    if word in ("handle", "account"):
        return _share(cells_, lambda cell: not isinstance(cell, (list, bool)) and len(str(cell)) < 120) >= SHARE
    return True


def _settled(taken: dict[str, str], columns: dict[str, list[Any]]) -> dict[str, str]:
    """Leave out words that say nothing beside the others."""
    drop = {"object"} if {"text", "urls"} & set(taken) else set()
    ids = columns.get(taken.get("id", ""), [])
    shared = {"object"} & (set(taken) - drop)
    # One post on several rows, each with another shared object: rows are the acts, their ids would hide them.
    if shared and len(set(map(str, ids))) < len(ids):
        drop.add("id")
    return {word: name for word, name in taken.items() if word not in drop}


def _names_posts(ids: list[Any]) -> bool:
    """Ids tell posts apart; a plain count of rows (1, 2, 3 …) names nothing outside this file."""
    texts = [identifier(each) for each in ids]
    plain = [each.text for each in texts if each.text is not None]
    if len(plain) > 2 and all(text.isdecimal() for text in plain):
        steps = {int(after) - int(before) for before, after in pairwise(plain)}
        if steps == {1} and int(plain[0]) <= 1:
            return False
    return any(each.ruined for each in texts) or len(set(plain)) > 0.5 * len(plain)


def _is_permalink(links: list[Any], ids: list[Any]) -> bool:
    """Whether the links are the posts' own addresses, not something that is shared."""
    known = {identifier(each).text for each in ids}
    own = sum(any(part in known for part in re.split(r"[/?=&#]", str(link))) for link in links[:200])
    return own > 0.5 * len(links[:200])


def _is_link(value: Any) -> bool:
    parts = value if isinstance(value, list) else [value]
    return any(_LINK.search(str(part)) is not None for part in parts)


def _is_count(value: Any) -> bool:
    try:
        return cells.number(value) is not None
    except UnreadableError:
        return False


def _share(values: list[Any], test: Callable[[Any], bool]) -> float:
    some = values[:200]
    return sum(map(test, some)) / len(some) if some else 0.0


def _order_of_all(values: Iterable[Any]) -> str:
    found, batch = set[str](), []
    for value in values:
        if isinstance(value, str):
            batch.append(value)
        if len(batch) >= 4096:
            found.add(order_of(batch))
            batch = []
    found.add(order_of(batch) if batch else "open")
    settled = found & {"dmy", "mdy", "both"}
    return "both" if len(settled) > 1 else next(iter(settled), "open")


def _unknown(sample: Sample, columns: dict[str, Any], taken: dict[str, str], where: str) -> UnknownFormat:
    lacking = ["a time"] if "time" not in taken else []
    lacking += [] if {"account", "handle"} & set(taken) else ["an account"]
    near = detect.near_misses(sample)
    hint = f" Nearest: {'; '.join(near)}." if near else ""
    odd = _named("time", columns) if "time" not in taken else []
    hint += f" Column '{odd[0]}' is named like a time, but holds '{str(columns[odd[0]][0])[:40]}'." if odd else ""
    # Objects inside a record are no columns yet; naming them shows a reader why theirs is missing.
    nested = [f"{name} (an object)" for name, value in sample.records[0].items() if isinstance(value, dict)]
    names = ", ".join([*columns, *nested][:30])
    return UnknownFormat(
        f"no known source has this shape, and no column looks like {' or '.join(lacking)}.{hint}", where=Place(where),
        todo=f"Say what the columns are: --map account=…,time=…,text=…. The file has: {names}.",
    )  # fmt: skip
