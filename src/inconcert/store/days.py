"""What is made of the posts of one source, kept by UTC day: made once, read by every later run.

``days/<source>-<version>/<first>_<last>/`` holds the partitions of the days from ``first`` to ``last``. Such a folder
appears whole, and that it is there says that these days are done, also those without a post. Inside it, each file
holds one day, or several days with few posts, and is named after them.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from inconcert.ingest.disk import clear, guarded, publish

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

FOLDER = "days"
WORKSHOP = ".making"
_EPOCH = date(1970, 1, 1)
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?:_(\d{4}-\d\d-\d\d))?")


class Span(NamedTuple):
    """UTC days by their number since 1970, both inside."""

    first: int
    last: int

    @property
    def name(self) -> str:
        """``2024-03-01``, or ``2024-03-01_2024-03-07``."""
        first, last = ((_EPOCH + timedelta(days=day)).isoformat() for day in self)
        return first if first == last else f"{first}_{last}"

    @classmethod
    def named(cls, name: str) -> Span | None:
        """The span of such a name; ``None`` when it is none."""
        hit = _NAME.fullmatch(name)
        if hit is None:
            return None
        first, last = ((date.fromisoformat(day) - _EPOCH).days for day in (hit[1], hit[2] or hit[1]))
        return cls(first, last)

    def meets(self, other: Span) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


class Days:
    """The day partitions of one source.

    Args:
        folder: Folder of the investigation.
        source: Id of the source.
        version: Of everything but the source that the partitions depend on; others of this source are void.
    """

    def __init__(self, folder: Path, source: str, version: str) -> None:
        self.path = folder / FOLDER / f"{source}-{version}"

    def covered(self) -> list[Span]:
        """The stretches of days that are done, in order."""
        places = self.path.iterdir() if self.path.exists() else ()
        return sorted(span for place in places if (span := Span.named(place.name)) is not None)

    def missing(self, wanted: Span) -> Iterator[Span]:
        """The stretches of ``wanted`` that are not done, in order."""
        first = wanted.first
        for done in self.covered():
            if done.first > wanted.last:
                break
            if first < done.first:
                yield Span(first, done.first - 1)
            first = max(first, done.last + 1)
        if first <= wanted.last:
            yield Span(first, wanted.last)

    def partitions(self, wanted: Span) -> list[Path]:
        """The files that hold posts of the days ``wanted``, in their order; they may hold other days too."""
        found = []
        for done in self.covered():
            for file in (self.path / done.name).iterdir() if done.meets(wanted) else ():
                span = Span.named(file.stem)
                if span is not None and span.meets(wanted):
                    found.append((span, file))
        return [file for _, file in sorted(found)]

    def workshop(self, span: Span) -> Path:
        """A folder for what is made on the way to ``span``; it outlives a kill, so that the work goes on."""
        place = self.path / f"{WORKSHOP}-{span.name}"
        with guarded(f"writing to {self.path}"):
            place.mkdir(parents=True, exist_ok=True)
        return place

    def publish(self, aside: Path, span: Span) -> None:
        """Put a folder of finished partitions in its place, and clear the workshop."""
        with guarded(f"writing to {self.path}"):
            publish(aside, self.path / span.name)
        clear(self.path / f"{WORKSHOP}-{span.name}")


def sweep(folder: Path, valid: Collection[Days]) -> None:
    """Remove the partitions of sources that are gone and of earlier versions."""
    stay = {days.path for days in valid}
    for place in (folder / FOLDER).glob("*"):
        if place not in stay:
            clear(place)


def forget(folder: Path, source: str) -> None:
    """Remove the partitions of one source, of every version."""
    for place in (folder / FOLDER).glob(f"{source}-*"):
        clear(place)
