"""``inconcert watch``: a standing run over files, folders, globs and streams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.cases.desks import at_desk, working
from inconcert.cli.common import FILES, FOLDER, chosen, note, output, progress, searching, standard
from inconcert.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.errors import InconcertError
    from inconcert.watch.standing import Ended, Stream

INCOMING = "incoming"
"""Folder in which the files of streams lie."""


@click.command()
@click.argument("folder", type=FOLDER)
@click.argument("sources", nargs=-1, required=True, type=FILES)
@click.option("--every", default="10m", show_default=True, metavar="TIME", help="Time from one look to the next.")
@click.option("--once", is_flag=True, help="Look once and end.")
@searching
@working
@standard
def command(
    folder: Path, sources: tuple[str, ...], every: str, once: bool, casebook: str | None, name: str | None,
    as_json: bool, quiet: bool, **options: Any,
) -> None:  # fmt: skip
    """Watch SOURCES for FOLDER: files, folders, globs, or the wss:// address of a Bluesky Jetstream or firehose.

    Each round adds the whole files that are new, looks for coordination in the last 30 days (--last), compares with the
    round before, and raises an alert for each network that is new, has grown, is gone, or may be the return of an
    operation in the casebook. Alerts stand in the casebook; people close them with a reason. Ctrl-C ends the watch;
    whatever ends it, the next start goes on where it was. Nothing is read from a network unless you name its address.
    """
    from inconcert.store.folder import Folder
    from inconcert.watch.standing import LAST, Watch, alone

    place = Folder.open(folder)
    files, streams = _parted(place.path, sources)
    last = options.pop("last") or (None if options["since"] else LAST)
    with at_desk(folder, casebook, name) as desk, alone(place), progress(quiet=quiet) as tell:
        watch = Watch(place, desk, files, streams, last=last, settings=chosen(**options), tell=tell)

        def say(ended: Ended) -> None:
            _say(ended, as_json=as_json, quiet=quiet)

        def late(error: InconcertError) -> None:
            note(f"Put off to the next look: {error}", quiet=quiet)

        try:
            watch.stand(_seconds(every), say, once=once, late=late)
        except KeyboardInterrupt:
            note("Stopped. The next start goes on from here.", quiet=quiet)


def _parted(folder: Path, sources: tuple[str, ...]) -> tuple[list[str], list[Stream]]:
    """Files to look for, and streams to read."""
    from inconcert.watch.bluesky import Bluesky, is_stream

    files = [word for word in sources if not is_stream(word)]
    if "-" in files:
        raise UsageError("standard input cannot be watched.", todo="Name a folder into which files are written.")
    streams = [Bluesky(word, folder / INCOMING / f"stream-{number}")
               for number, word in enumerate((word for word in sources if is_stream(word)), 1)]  # fmt: skip
    return files, list(streams)


def _seconds(every: str) -> float:
    from inconcert.model.durations import seconds

    try:
        return seconds(every)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _say(ended: Ended, *, as_json: bool, quiet: bool) -> None:
    """Write a round down: one JSON object a line, or sentences."""
    from inconcert.report.defang import still

    if as_json:
        import orjson

        click.echo(orjson.dumps(ended.to_dict(), default=str))
        return
    if not ended.new:
        note("Nothing new.", quiet=quiet)
        return
    for line in (*ended.refused, *ended.remarks):
        note(still(f"Left out: {line}"), quiet=quiet)
    head = (
        f"Round {ended.number}: {len(ended.added)} files added, {ended.networks} networks, {len(ended.alerts)} alerts."
    )
    lines = [head] + [f"  {alert.kind}: {still(alert.says[0])}" for alert in ended.alerts]
    output(None, "\n".join(lines), as_json=False, quiet=quiet)
