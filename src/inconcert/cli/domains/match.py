"""``inconcert domains match``: domains that look like a protected name, ranked, with the reason."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.common import FILES, Silent, output, progress, standard
from inconcert.errors import InputError, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from inconcert.sites.lookalikes.brands import Brand
    from inconcert.sites.lookalikes.candidates import Reading
    from inconcert.sites.lookalikes.hits import Hit
    from inconcert.sites.lookalikes.judge import Judge

SHOWN = 20
"""Hits that are written to the terminal when no file is named."""


@click.command("match", short_help="Find domains that look like a protected name.")
@click.option("--brands", type=FILES, help="Protected names, one 'domain,alias,alias' a line (the shipped list).")
@click.option("--candidates", type=FILES, multiple=True, required=True, help="Names to look at; '-' is standard input.")
@click.option("--honest", type=FILES, multiple=True, help="Domains known to be honest, one a line: they become leads.")
@click.option("--tier", type=click.Choice(["strong", "likely", "lead"]), default="lead", show_default=True,
              help="Weakest tier that is written; strong and likely are alerts.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Table to write (CSV).")
@click.option("--held-back", "held_to", type=click.Path(path_type=Path, dir_okay=False),
              help="Write look-alikes that were left out because a list calls them a brand's own (CSV).")  # fmt: skip
@standard
def command(
    brands: str | None, candidates: tuple[str, ...], honest: tuple[str, ...], tier: str, out: Path | None,
    held_to: Path | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Look for names that imitate a protected one.

    That is: the same name under another suffix, slips and tricks of spelling, letters that look alike, a name as a
    subdomain, joined to words, or written in another script.

    Candidates are plain lists, CSV with a column of domains, hosts or addresses, zone files, certificate logs as JSON,
    and defanged text, plain or packed (.gz, .zst). Domains of a brand and its owner are never reported; how many were
    held back so is told, and --held-back lists them with what the list says of each, so that a wrong fact can be seen.
    What has an honest explanation is at most a lead and says so. A name alone proves nothing.
    """
    from inconcert.sites.lookalikes.candidates import Reading, blocks
    from inconcert.sites.lookalikes.hits import TIERS, Held
    from inconcert.sites.lookalikes.judge import Judge
    from inconcert.sites.lookalikes.matching import match_blocks
    from inconcert.sites.lookalikes.ranked import ranked

    reading, wanted = Reading(), TIERS[: TIERS.index(tier) + 1]
    with progress(quiet=quiet) as tell, _table(held_to, Held._fields) as hold:
        reading.hold = hold or reading.hold
        judge = Judge(_brands(brands, reading), _honest(honest))
        found = match_blocks(judge, blocks(candidates, reading), reading, lambda done: tell("names", done, 0))
        summary = _write(ranked(hit for hit in found if hit.tier in wanted), out, keep=as_json)
        _tell(reading, tell, quiet=quiet)
    told = {"brands": len(judge.brands), "candidates": reading.lines, **summary, "held_back": _held(judge, reading),
            "oddities": reading.told()}  # fmt: skip
    output(told, _sentences(told, out, held_to), as_json=as_json, quiet=quiet)


def _held(judge: Judge, reading: Reading) -> dict[str, Any]:
    """How many candidates were held back, and under which domains that are no brand's first one."""
    first = {brand.domain for brand in judge.brands}
    others = {domain: count for domain, count in reading.held.most_common() if domain not in first}
    return {"candidates": reading.held.total(), "under_other_domains": others}


def _brands(path: str | None, reading: Reading) -> list[Brand]:
    from inconcert.sites.lookalikes.brands import read_brands, starter

    return read_brands(Path(path), reading.odd) if path else list(starter().values())


def _honest(paths: tuple[str, ...]) -> set[str]:
    from inconcert.sites.lookalikes.cleaning import cleaned

    found: set[str] = set()
    for path in paths:
        try:
            with Path(path).open(encoding="utf-8-sig", errors="replace") as lines:
                found.update(cleaned(line.partition(",")[0]) for line in lines)
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}.", where=Place(path)) from None
    return found - {""}


def _write(hits: Iterable[Hit], out: Path | None, *, keep: bool) -> dict[str, Any]:
    """Write the table; the counts of each tier, and the hits where they are asked for."""
    from inconcert.sites.lookalikes.hits import TIERS, Hit

    counts, shown = dict.fromkeys(TIERS, 0), list[dict[str, Any]]()
    with _table(out, Hit._fields) as table:
        for hit in hits:
            counts[hit.tier] += 1
            if table is not None:
                table(hit)
            if keep or len(shown) < SHOWN:
                shown.append(hit._asdict())
    return {**counts, "hits": shown}


@contextmanager
def _table(out: Path | None, columns: tuple[str, ...]) -> Iterator[Any]:
    if out is None:
        yield None
        return
    from inconcert.store.sheets import sheet

    with sheet(out, columns) as put:
        yield put


def _tell(reading: Reading, tell: Silent, *, quiet: bool) -> None:
    for sentence in reading.told():
        tell.note(sentence, quiet=quiet)


def _sentences(told: dict[str, Any], out: Path | None, held_to: Path | None) -> str:
    lines = [
        f"{told['candidates']:,} names against {told['brands']:,} brands: {told['strong']:,} strong, "
        f"{told['likely']:,} likely, {told['lead']:,} leads."
    ]
    if held := told["held_back"]["candidates"]:
        others = sum(told["held_back"]["under_other_domains"].values())
        where = f"they are in {held_to}" if held_to else "--held-back FILE lists them"
        lines.append(
            f"{held:,} that look like a brand were held back as its own or its group's, {others:,} of them under "
            f"domains other than the brand's first one, as the list has it: {where}."
        )
    if out is not None:
        return "\n".join([*lines, f"The look-alikes are in {out}."])
    return "\n".join(lines + [f"{hit['tier']:7} {_still(hit)}: {hit['why']}" for hit in told["hits"]])


def _still(hit: dict[str, Any]) -> str:
    return str(hit["candidate"]).replace(".", "[.]")
