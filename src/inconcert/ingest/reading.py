"""Settle how a file is read before its first row is stored: format, columns, forms of time, zone, platform."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from inconcert.errors import MappingError, Place, ZoneNeeded
from inconcert.ingest import detect, suggest
from inconcert.ingest.recipe import Recipe
from inconcert.model.times import zone_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.ingest.format import Format
    from inconcert.ingest.material import Material, Sample


@dataclass(frozen=True)
class Options:
    """What the user says about the files; empty where the files are to say it themselves."""

    format: str = ""
    recipe: Recipe | None = None
    time_format: str = ""
    timezone: str = ""
    platform: str = ""


@dataclass(frozen=True)
class Reading:
    """How one file is read."""

    form: Format
    why: tuple[str, ...]
    recipe: Recipe | None = None
    """The column mapping, where one was given or worked out."""

    @property
    def ordered(self) -> bool:
        """Whether the order of day and month was concluded from the rows, so that a row may contradict it."""
        return self.form.times in (("dmy",), ("mdy",)) or bool({"dmy", "mdy"} & set(self.form.times))

    def source(self, digest: str) -> str:
        """Id of a file with this content when it is read in this way."""
        form = self.form
        tables = [sorted(table.items()) for table in (form.posts, form.accounts, form.metrics)] if self.recipe else []
        if self.recipe and form.ads:
            tables.append(sorted(self.recipe.columns.items()))
        how = [form.name, tables, form.times, form.timezone, form.platform, form.lists]
        parts = digest + json.dumps(how, default=str)
        return blake2b(parts.encode(), digest_size=8).hexdigest()


def settle(material: Material, options: Options) -> Reading:
    """How ``material`` is read.

    Raises:
        UnknownFormat: nothing claims the file, or several formats do equally.
        MappingError: a mapped column is missing, or times can be read in two ways.
    """
    label, sample = material.source.label, material.sample()
    if options.format not in ("", "generic"):
        base = replace(_chosen(options, detect.named(options.format)))
        return Reading(base, ("the format was given",), options.recipe)
    if options.recipe is None and options.format != "generic":
        claimed = detect.recognised(sample, label)
        if claimed is not None:
            return Reading(_chosen(options, claimed.form), claimed.why)
    return _table(material, sample, options)


def _chosen(options: Options, form: Format) -> Format:
    """A format with what the user said about it."""
    recipe = options.recipe or Recipe()
    return _recipe(options, recipe).form(form)


def _recipe(options: Options, recipe: Recipe) -> Recipe:
    said = {"time_format": options.time_format, "timezone": options.timezone, "platform": options.platform}
    return recipe.changed(**said)


def _table(material: Material, sample: Sample, options: Options) -> Reading:
    """A table that no format knows, by the mapping that was given or one that is worked out."""
    label = material.source.label
    why: tuple[str, ...] = ("the columns were given",)
    if options.recipe is None:
        found = suggest.suggest(sample, label)
        recipe, why = _recipe(options, found.recipe), found.why
    else:
        recipe = _recipe(options, options.recipe)
        recipe.check(sample.columns or {name for record in sample.records for name in record}, label)
        recipe = _with_platform(recipe, sample)
    ads_only = bool(recipe.columns) and all(word.startswith("ad.") for word in recipe.columns)
    if ads_only:
        return Reading(recipe.form(), why, recipe)
    if "time" not in recipe.columns or not {"account", "handle"} & set(recipe.columns):
        raise MappingError("a mapping needs at least a time and an account.", where=Place(label),
                           todo="Add time=… and account=… to --map.")  # fmt: skip
    form = recipe.form()
    if not recipe.time_format:
        form = replace(form, times=_times(material, sample, recipe, form))
    return Reading(form, why, recipe)


def _with_platform(recipe: Recipe, sample: Sample) -> Recipe:
    told = recipe.platform or "platform" in recipe.columns
    post, time = recipe.columns.get("id", ""), recipe.columns.get("time", "")
    return recipe if told or not suggest.is_x(sample.records, post, time) else replace(recipe, platform="x")


def _times(material: Material, sample: Sample, recipe: Recipe, form: Format) -> tuple[str, ...]:
    """Forms of all mapped instants; the one of the posts decides first."""
    forms: list[str] = []
    for word in ("time", "seen", "account.created"):
        name = recipe.columns.get(word)
        if name is None:
            continue
        column = [record.get(name) for record in sample.records]
        try:
            forms += suggest.time_forms(column, material.source.label, name, partial(_column, material, form, name))
        except MappingError:
            if word == "time":
                raise
    return tuple(dict.fromkeys(forms))


def _column(material: Material, form: Format, name: str) -> Iterator[Any]:
    for line in material.lines(form):
        if isinstance(line.record, dict):
            yield line.record.get(name)


def zone_needed(error: ZoneNeeded, material: Material, reading: Reading, row: int) -> ZoneNeeded:
    """The question for the zone, with its place, and with what the post ids say where they say something."""
    column = str(getattr(error, "column", "posted_at"))
    path = (reading.recipe.columns.get("time") if reading.recipe else None) or reading.form.posts.get(column, column)
    name = path if isinstance(path, str) else path[0]
    hint = "Say which with --timezone, for example --timezone UTC."
    offset = _offset_of_ids(material, reading)
    if offset is not None:
        hint = f"The post ids say that it is UTC{_signed(offset)}: --timezone={_signed(offset) or 'UTC'}."
    return ZoneNeeded("the times carry no zone.", where=Place(material.source.label, row, name), todo=hint)


def _offset_of_ids(material: Material, reading: Reading) -> int | None:
    if reading.recipe is None or "id" not in reading.recipe.columns:
        return None
    columns = reading.recipe.columns
    return suggest.x_offset(suggest.stamped(material.sample().records, columns["id"], columns["time"]))


def _signed(minutes: int) -> str:
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}" if minutes else ""


def zone_name(reading: Reading) -> str:
    """The zone of stamps without an offset, as it was given; checked.

    Raises:
        UsageError: there is no such zone.
    """
    if reading.form.timezone:
        zone_named(reading.form.timezone)
    return reading.form.timezone
