"""The forms for MISP: one event, and a feed of static files that any MISP can fetch."""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import TYPE_CHECKING, Any

from inconcert.dossier.form import replacing
from inconcert.exchange.base import Exchange, write_json
from inconcert.exchange.misp.event import event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from inconcert.dossier.parts import Dossier

    Row = dict[str, Any]

LIVE = "Attributes of MISP hold whole values, so that events correlate."
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""Time of all files in the archive, so that the same feed is the same bytes."""


class MispEvent(Exchange):
    """One event with objects for accounts, groups, sites, imitations, narratives and judgements."""

    name, title, suffix, stem, live = "misp", "MISP event", ".json", "misp-event", LIVE

    def write(self, dossier: Dossier, target: Path) -> None:
        """Write the event; a receiver looks at it before publishing it."""
        write_json(target, event(dossier))


class MispFeed(Exchange):
    """``manifest.json``, ``hashes.csv`` and ``<uuid>.json`` in a ZIP archive, to be unpacked where a server serves."""

    name, title, suffix, stem, live = "misp-feed", "MISP feed (static files, zipped)", ".zip", "misp-feed", LIVE

    def write(self, dossier: Dossier, target: Path) -> None:
        """Write the archive."""
        with replacing(target) as partial, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in feed(dossier).items():
                archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), content, zipfile.ZIP_DEFLATED)


def feed(dossier: Dossier) -> dict[str, str]:
    """The files of a feed by name."""
    whole = event(dossier, published=True)
    made = whole["Event"]
    about = {key: made[key] for key in ("Orgc", "Tag", "info", "date", "analysis", "threat_level_id", "timestamp")}
    hashes = "".join(f"{digest},{made['uuid']}\n" for digest in _hashes(made))
    files = {"manifest.json": {made["uuid"]: about}, f"{made['uuid']}.json": whole}
    told = {name: json.dumps(content, ensure_ascii=False, indent=1) + "\n" for name, content in files.items()}
    return {**told, "hashes.csv": hashes}


def _hashes(made: Row) -> Iterator[str]:
    """MD5 of every value, as MISP compares them before it fetches an event."""
    rows = [*made["Attribute"], *(one for each in made["Object"] for one in each["Attribute"])]
    for row in rows:
        yield hashlib.md5(row["value"].encode(), usedforsecurity=False).hexdigest()
