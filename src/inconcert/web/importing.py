"""How staged files would be read: format with reasons, mapping, the first rows, and what looks wrong."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from inconcert.errors import InconcertError, MappingError, ZoneNeeded
from inconcert.ingest.add import Preview, options_of, preview
from inconcert.ingest.inputs import found
from inconcert.ingest.material import Material
from inconcert.ingest.recipe import Recipe
from inconcert.ingest.suggest import suggest
from inconcert.plugins import registered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from inconcert.ingest.material import Sample
    from inconcert.ingest.reading import Options
    from inconcert.web.staging import Looking, Staging

ROWS, LOOKED_AT = 20, 400
"""Posts that are shown, and posts that are looked at for what seems wrong."""
MICRO = 1_000_000
DAY = 86_400 * MICRO
SETTINGS = ("format", "time_format", "timezone", "platform", "recipe")
MAIN = ("account", "text", "time", "id", "handle", "url", "lang", "platform")
MORE = ("kind", "repost_of", "repost_of_account", "reply_to", "reply_to_account", "quote_of", "thread", "surface",
        "object", "hashtags", "mentions", "media", "media_hashes", "app", "seen")  # fmt: skip
MEANS = {
    "account": "who posted",
    "text": "what was said",
    "time": "when it was posted",
    "id": "id of the post",
    "handle": "name of the account",
    "url": "links in it, or its address",
    "lang": "language",
    "platform": "platform",
    "surface": "page, group or channel where it stands, when that is not who posted",
    "object": "what was shared, when the file says it in one column",
    "kind": "post, repost, reply, quote",
    "seen": "when it was collected",
}
"""What a word of the mapping means, for those that do not say it themselves."""


@dataclass(frozen=True)
class Chosen:
    """What somebody said about the files of a batch; empty where the files are to say it."""

    format: str = ""
    time_format: str = ""
    timezone: str = ""
    platform: str = ""
    recipe: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Word → column."""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Chosen:
        """From the fields of a form or an address: settings by name, columns as ``col.account``."""
        said = {name: given.get(name, "").strip() for name in SETTINGS}
        columns = {key.removeprefix("col."): value for key, value in given.items() if key.startswith("col.") and value}
        return cls(**said, columns=columns)

    def options(self) -> dict[str, Any]:
        """As :func:`inconcert.ingest.add.add` takes it."""
        said = {"time_format": self.time_format, "timezone": self.timezone, "platform": self.platform}
        made: dict[str, Any] = {name: value for name, value in said.items() if value}
        if self.format:
            made["format"] = self.format
        if self.columns:
            made["mapping"] = dict(self.columns)
        elif self.recipe:
            made["recipe"] = self.recipe
        return made


@dataclass(frozen=True)
class Seen:
    """A file as it would be read."""

    file: str
    format: str = ""
    title: str = ""
    why: tuple[str, ...] = ()
    recognised: bool = False
    """Whether a format claimed it, so that it needs no mapping."""
    columns: tuple[str, ...] = ()
    """Columns of the table, for the mapping."""
    examples: Mapping[str, str] = field(default_factory=dict)
    """A value of each column."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    timezone: str = ""
    rows: tuple[dict[str, Any], ...] = ()
    skipped: tuple[dict[str, Any], ...] = ()
    first: int | None = None
    last: int | None = None
    """Instants of the first and the last of the posts looked at, in microseconds."""
    looked_at: int = 0
    warnings: tuple[str, ...] = ()
    error: str = ""
    todo: str = ""
    wants: str = ""
    """The field that would mend it: ``timezone`` or ``columns``."""

    @property
    def usable(self) -> bool:
        """Whether it can be added as it stands."""
        return not self.error


def look(staging: Staging, batch: str, chosen: Chosen) -> list[Seen]:
    """How each file of a batch would be read; nothing is stored."""
    found_, files = list[Seen](), staging.files(batch)
    with staging.looking() as aside:
        for path in files:
            found_ += _look(aside, path, chosen)
    return found_


def parts(staging: Staging, batch: str, chosen: Chosen) -> list[dict[str, Any]]:
    """The files with what is said of each: a mapping goes to those that no format claims."""
    made, files = [], staging.files(batch)
    with staging.looking() as aside:
        for path in files:
            plain = _claimed(aside, path, chosen)
            options = (_settings_only(chosen) if plain else chosen).options()
            made.append({"files": [path.name], "inside": str(path.parent.resolve()), "options": options})
    return made


def _settings_only(chosen: Chosen) -> Chosen:
    return replace(chosen, columns={}, recipe="")


def _claimed(aside: Looking, path: Path, chosen: Chosen) -> bool:
    """Whether a format claims the file by itself, so that a mapping meant for its neighbours is not for it."""
    from inconcert.ingest.detect import recognised

    if chosen.format:
        return False
    try:
        inputs, _ = found([str(path)], aside.workspace())
        return all(recognised(Material(each, aside.workspace()).sample(), each.label) is not None for each in inputs)
    except InconcertError:
        return False


def _look(aside: Looking, path: Path, chosen: Chosen) -> list[Seen]:
    table = _Table()
    try:
        table = _table(aside, path)
        options = _options(aside, path, chosen)
        return [_seen(each, table) for each in preview(aside, [str(path)], options, LOOKED_AT)]
    except InconcertError as error:
        wants = "timezone" if isinstance(error, ZoneNeeded) else "columns" if table.columns else ""
        mapping = chosen.columns or table.suggested
        return [
            Seen(path.name, columns=table.columns, examples=table.examples, mapping=mapping, error=_said(error),
                 wants=wants, todo=_for_page(error, wants), timezone=chosen.timezone)
        ]  # fmt: skip


def _options(aside: Looking, path: Path, chosen: Chosen) -> Options:
    kept = _settings_only(chosen) if _claimed(aside, path, chosen) else chosen
    return options_of(aside.path, **kept.options())


@dataclass(frozen=True)
class _Table:
    """Columns of a file, a value of each, and what they are likely to mean."""

    columns: tuple[str, ...] = ()
    examples: Mapping[str, str] = field(default_factory=dict)
    suggested: Mapping[str, str] = field(default_factory=dict)


def _table(aside: Looking, path: Path) -> _Table:
    inputs, _ = found([str(path)], aside.workspace())
    if not inputs:
        return _Table()
    sample = Material(inputs[0], aside.workspace()).sample()
    examples: dict[str, str] = {}
    for record in sample.records[:50]:
        for column in sample.columns:
            value = record.get(column)
            if value not in (None, ""):
                examples.setdefault(column, str(value)[:60])
    return _Table(tuple(sample.columns), examples, _suggested(sample, path.name))


def _suggested(sample: Sample, label: str) -> Mapping[str, str]:
    try:
        return suggest(sample, label).recipe.columns
    except InconcertError:
        return {}


def _seen(made: Preview, table: _Table) -> Seen:
    form = registered("formats").get(made.format)
    times = sorted(int(row["posted_at"]) for row in made.rows if row.get("posted_at") is not None)
    bad = _nothing_usable(made)
    return Seen(
        _file(made.file), made.format, form.title if form else "Table with named columns", made.why,
        made.recipe is None or form is not None, table.columns, table.examples, made.mapping, made.timezone,
        made.rows[:ROWS], made.skipped, times[0] if times else None, times[-1] if times else None, len(made.rows),
        tuple(oddities(made, times)), error=bad, wants="columns" if bad else "",
        todo="Choose other columns below, or say how times are written." if bad else "",
    )  # fmt: skip


def _file(label: str) -> str:
    return re.split(r"/incoming/[0-9a-f]{16}/", label)[-1]


def _nothing_usable(made: Preview) -> str:
    if made.rows or not made.skipped:
        return ""
    worst = max(made.skipped, key=lambda each: int(each["count"]))
    example = next((each.get("value") for each in worst.get("examples", ()) if each.get("value")), None)
    column = made.mapping.get("time") if "time" in str(worst["reason"]) else None
    where = f" in the column '{column}'" if column else ""
    return f"No row can be used: {worst['reason']}{where}" + (f", for example '{example}'." if example else ".")


def oddities(made: Preview, times: list[int]) -> list[str]:
    """What looks wrong in rows that can be read: dates that cannot be those of posts, accounts that are all one."""
    told = []
    lost = sum(int(each["count"]) for each in made.skipped)
    if made.rows and lost > len(made.rows):
        told.append(f"more rows are left out ({lost:,}) than can be used ({len(made.rows):,}) among the first ones.")
    if len(times) > 5:
        told += _odd_times(times, made)
    accounts = {row.get("account_id") for row in made.rows}
    if len(made.rows) > 20 and len(accounts) == len(made.rows):
        told.append("every row has another account: is this column the id of the post?")
    if len(made.rows) > 20 and len(accounts) == 1:
        told.append("all rows are of one account.")
    return told


def _odd_times(times: list[int], made: Preview) -> list[str]:
    column = made.mapping.get("time", "the time")
    told = []
    if times[0] == times[-1]:
        told.append(f"all posts have the same time: is '{column}' the day of the export?")
    elif len(set(times)) * 4 < len(times):
        told.append(f"few times for many posts ({len(set(times))} for {len(times)}): '{column}' may be about accounts.")
    if all(each % DAY == 0 for each in times):
        told.append(f"'{column}' holds days without a time of day: nothing finer than a day can be found.")
    if times[-1] > (time.time() + 86_400) * MICRO:
        told.append("some times lie in the future: are day and month the other way round?")
    return told


def _said(error: InconcertError) -> str:
    """What is wrong, with the column where it is about one."""
    place = error.where
    column = f"Column '{place.column}': " if place is not None and place.column else ""
    return column + (error.what if column else error.what[:1].upper() + error.what[1:])


def _for_page(error: InconcertError, wants: str) -> str:
    """What to do, in the words of the page instead of those of the command line."""
    if wants == "timezone":
        return "Say above in which zone these times are; it is never guessed."
    if isinstance(error, MappingError) or wants == "columns":
        return "Choose the columns below."
    return error.todo


def recipe_of(chosen: Chosen, seen: list[Seen]) -> Recipe | None:
    """The mapping as a recipe that can be kept, ``None`` when the files need none."""
    columns = chosen.columns or next((each.mapping for each in seen if each.mapping and not each.recognised), {})
    if not columns:
        return None
    return Recipe(dict(columns), chosen.time_format, chosen.timezone, chosen.platform)
