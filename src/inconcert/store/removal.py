"""Take added files out again, and put right what later files owe to them.

Which posts of a file came before is found when it is added, against the files added earlier. When one of those goes,
by :func:`remove` or because somebody deleted its folder, the files after it are compared anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.errors import UsageError, nearest
from inconcert.ingest.disk import clear, guarded, write_whole
from inconcert.ingest.remarks import renewed
from inconcert.store.days import forget
from inconcert.store.repeats import digest, find_repeats
from inconcert.store.writer import receipt_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from inconcert.store.folder import Folder

INDEX = "search"
"""Folder of the search index, see :mod:`inconcert.search.layout`."""


def named(folder: Folder, word: str) -> str:
    """The id of the source that ``word`` names: an id, its beginning, or the name of its file.

    Raises:
        UsageError: there is none, or there are several.
    """
    receipts = folder.sources()
    files = [str(each["source"]) for each in receipts if each["file"] == word]
    fits = files or [str(each["source"]) for each in receipts if word and str(each["source"]).startswith(word)]
    if len(fits) != 1:
        how = "several sources are called" if fits else "there is no source"
        todo = nearest(word, [str(each["file"]) for each in receipts]) or "See: inconcert receipts."
        raise UsageError(f"{how} '{word}' in {folder.path}.", todo=todo)
    return fits[0]


def remove(folder: Folder, sources: Iterable[str]) -> None:
    """Remove sources; a kill in the middle is made good by whoever takes the lock next.

    Raises:
        Locked: another process is writing.
        StoreError: the disk refuses.
    """
    with folder.lock():
        for source in sources:
            gone = folder.workspace() / f"removed-{source}"
            with guarded(f"removing the source {source}"):
                (folder.path / "sources" / source).rename(gone)
            clear(gone)
            forget(folder.path, source)
        # The search index holds texts of its own; it is made again when somebody searches.
        clear(folder.path / INDEX)
        mend(folder)


def stale(receipts: Iterable[Mapping[str, Any]]) -> list[tuple[dict[str, Any], list[str]]]:
    """The receipts of sources that were compared with other files than those now before them, and these files."""
    before: list[str] = []
    found = []
    for receipt in receipts:
        if receipt.get("after") != digest(before):
            found.append((dict(receipt), list(before)))
        before.append(str(receipt["source"]))
    return found


def mend(folder: Folder) -> None:
    """Compare anew what was compared with files that are gone; the lock must be held."""
    for receipt, before in stale(folder.sources()):
        place = folder.path / "sources" / str(receipt["source"])
        with guarded(f"comparing {receipt['file']} with the files before it"):
            found = find_repeats([folder.path / "sources" / source for source in before], place / "posts.parquet")
        warnings = renewed(receipt.get("warnings", []), found.count, found.different, found.rows)
        text = receipt_text({**receipt, "warnings": warnings, "after": digest(before)})
        # The receipt last: until it is written, the source counts as not compared.
        write_whole(place / "receipt.json", text)
