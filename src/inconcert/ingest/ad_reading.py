"""Settle how a file of ads is read: by a library's format, by a mapping, or by what its columns are named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from inconcert.errors import MappingError, UsageError
from inconcert.ingest import ad_columns, ad_words, detect
from inconcert.ingest.reading import Options, Reading
from inconcert.ingest.recipe import Recipe, given, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from inconcert.ingest.format import Format
    from inconcert.ingest.material import Material, Sample

_DAYS = ("ad.created", "ad.started", "ad.stopped")


def ad_options(*, mapping: str | Path | Mapping[str, str] | Recipe | None = None, **said: str | None) -> Options:
    """What a user says about files of ads; words of the mapping need no ``ad.`` before them.

    Raises:
        UsageError: the mapping cannot be read.
        MappingError: it has unknown words.
    """
    if isinstance(mapping, str) and "=" in mapping:
        mapping = parsed(mapping)
    made = given(_prefixed(mapping) if isinstance(mapping, dict) else mapping)
    return Options(recipe=made, **{name: value for name, value in said.items() if value})


def _prefixed(columns: Mapping[str, str]) -> dict[str, str]:
    made = {}
    for word, column in columns.items():
        word = ad_words.PLAIN_WORDS.get(word, word)
        made[f"ad.{word}" if word in ad_words.AD_WORDS else word] = column
    return made


def settle_ads(material: Material, options: Options) -> Reading:
    """How a file of ads is read.

    Raises:
        UnknownFormat: no library claims the file and its columns do not say who paid and what.
        MappingError: a mapped column is missing, or days can be read in two ways.
    """
    label, sample = material.source.label, material.sample()
    recipe = options.recipe or Recipe()
    recipe = recipe.changed(time_format=options.time_format, timezone=options.timezone, platform=options.platform)
    if options.format not in ("", "generic"):
        form = detect.named(options.format)
        if not form.ads:
            raise UsageError(f"the format '{form.name}' holds no ads.", todo="Leave --format out, or name another.")
        return Reading(_zoned(recipe.form(form)), ("the format was given",), options.recipe)
    if options.recipe is None and options.format != "generic":
        claimed = detect.recognised(sample, label, ads=True)
        if claimed is not None:
            return Reading(_zoned(recipe.form(claimed.form)), claimed.why)
    return _table(material, sample, recipe, given=options.recipe is not None)


def _table(material: Material, sample: Sample, recipe: Recipe, *, given: bool) -> Reading:
    label, why = material.source.label, tuple[str, ...](("the columns were given",))
    if given:
        recipe.check(sample.columns or {name for record in sample.records for name in record}, label)
        return Reading(_timed(material, sample, recipe), why, recipe)
    columns, why = ad_columns.suggested(sample, label)
    recipe = replace(recipe, columns={f"ad.{word}": name for word, name in columns.items()})
    try:
        return Reading(_timed(material, sample, recipe), why, recipe)
    except MappingError as error:
        # Sums need no days; only rates do, and they are not guessed.
        without = {word: name for word, name in recipe.columns.items() if word not in _DAYS}
        told = f"{ad_columns.UNDATED}: {error.what} {error.todo}"
        recipe = replace(recipe, columns=without)
        return Reading(_zoned(recipe.form()), (*why, told), recipe)


def _timed(material: Material, sample: Sample, recipe: Recipe) -> Format:
    """The format of a mapping, with the forms in which its days are written."""
    form = _zoned(recipe.form())
    if recipe.time_format:
        return form
    plain = {word.removeprefix("ad."): name for word, name in recipe.columns.items() if word.startswith("ad.")}
    forms = ad_columns.times(sample, plain, material.source.label, lambda name: _column(material, form, name))
    return replace(form, times=forms)


def _zoned(form: Format) -> Format:
    """Of an ad only the day counts: where no zone is known it is the day as it is written."""
    return form if form.timezone else replace(form, timezone="UTC")


def _column(material: Material, form: Format, name: str) -> Iterator[Any]:
    for line in material.lines(form):
        if isinstance(line.record, dict):
            yield line.record.get(name)
