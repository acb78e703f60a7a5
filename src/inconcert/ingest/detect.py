"""Recognise the source of a file, and say by what."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from inconcert.errors import Place, UnknownFormat, UsageError
from inconcert.ingest.paths import values
from inconcert.plugins import registered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from inconcert.ingest.format import Format, Record
    from inconcert.ingest.material import Sample

LOOKED_AT = 50
"""Records in which tells are looked for."""


@dataclass(frozen=True)
class Candidate:
    """A format that claims a file."""

    form: Format
    score: int
    """How many of its columns are in the file."""
    why: tuple[str, ...]
    """What it was recognised by, in words."""


def formats() -> dict[str, Format]:
    """All formats that are installed, by name."""
    return registered("formats")


def candidates(sample: Sample) -> list[Candidate]:
    """Formats that claim the file, the best first."""
    found = [made for form in formats().values() if (made := _claim(form, sample)) is not None]
    return sorted(found, key=lambda each: (-each.score, each.form.name))


def recognised(sample: Sample, where: str, *, ads: bool = False) -> Candidate | None:
    """The one format that claims the file best, or ``None`` when none does; with ``ads`` of those that hold ads.

    Raises:
        UnknownFormat: several claim it equally.
    """
    found = [each for each in candidates(sample) if each.form.ads or not ads]
    if not found:
        return None
    best = [each for each in found if each.score == found[0].score]
    if len(best) > 1:
        names = " or ".join(f"--format {each.form.name}" for each in best)
        titles = " and ".join(f"{each.form.title} ({each.form.name})" for each in best)
        raise UnknownFormat(f"the file could be {titles}.", where=Place(where), todo=f"Say which: {names}.")
    rivals = f"; {found[1].form.title} knows fewer ({found[1].score})" if len(found) > 1 else ""
    return Candidate(best[0].form, best[0].score, (*best[0].why[:-1], best[0].why[-1] + rivals))


def named(name: str) -> Format:
    """The format called ``name``.

    Raises:
        UsageError: there is none, with the nearest names.
    """
    known = formats()
    if name in known:
        return known[name]
    near = get_close_matches(name, [*known, "generic"], 3, 0.4)
    raise UsageError(f"there is no format '{name}'.", todo=f"Did you mean {' or '.join(near)}?" if near else
                     f"Known are {', '.join(sorted(known))}.")  # fmt: skip


def near_misses(sample: Sample) -> list[str]:
    """Formats of whose tells at least half are in the file, with what is missing."""
    found: list[tuple[float, str]] = []
    for form in formats().values():
        for tell in form.tells:
            missing = [path for path in tell if not any(_told(path, record) for record in _records(form, sample))]
            share = 1 - len(missing) / len(tell)
            if share >= 0.5:
                found.append((share, f"{form.title} ({form.name}) would have {', '.join(missing)}"))
    return [words for _, words in sorted(found, reverse=True)[:3]]


def _claim(form: Format, sample: Sample) -> Candidate | None:
    records = _records(form, sample)
    tell = next((tell for tell in form.tells if any(all(_told(path, each) for path in tell) for each in records)), None)
    if tell is None:
        return None
    known = _known(form)
    seen = [path for path in known if any(_told(path, record) for record in records)]
    what = "columns" if sample.columns else "fields"
    why = [f"it has the {what} {', '.join(tell)}, as {form.title} does"]
    if known:
        why.append(f"{len(seen)} of the {len(known)} {what} that {form.title} may have are there")
    return Candidate(form, len(seen), tuple(why))


def _records(form: Format, sample: Sample) -> list[Record]:
    """Records to look at: those of the sample, and those inside the document or its pages."""
    found: list[Any] = list(sample.records[:LOOKED_AT])
    around = [sample.sketch] if isinstance(sample.sketch, dict) else found[:3]
    for path in form.records_at:
        for page in around:
            found += (values(page, path + "[]") or [])[:LOOKED_AT]
    return [each for each in found if isinstance(each, dict)]


def _known(form: Format) -> Sequence[str]:
    tables = (form.posts, form.accounts, form.ads, form.sites, form.metrics)
    paths = [path for table in tables for given in table.values() for path in _each(given)]
    plain = [path for path in (*paths, *form.known) if not path.startswith(("=", "_"))]
    return list(dict.fromkeys(plain))


def _each(given: str | tuple[str, ...]) -> Iterable[str]:
    return (given,) if isinstance(given, str) else given


def _told(path: str, record: Record) -> bool:
    if path in record:
        return True
    plain, _, wanted = path.partition("=") if "[?" not in path else (path, "", "")
    found = values(record, plain)
    if wanted:
        return wanted in (found if isinstance(found, list) else [found])
    return found is not None
