"""Saved pages and records of sites as material of an investigation: the noun ``sites``, with a receipt."""

from __future__ import annotations

import hashlib
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inconcert.errors import InputError, Place
from inconcert.ingest.receipt import Receipt
from inconcert.pages.kinds import BESIDE, is_page
from inconcert.sites.clones.adding import Keeping, page_rows
from inconcert.sites.known import is_of_sites
from inconcert.sites.records.fact import Fact
from inconcert.sites.records.fact import Receipt as Read
from inconcert.sites.records.reading import read_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from inconcert.ingest.format import Row
    from inconcert.pages.page import Oddity, Page
    from inconcert.store.folder import Folder
    from inconcert.store.writer import SourceWriter

FORMAT, BRAND = "sites", "brand pages"
"""Formats in receipts."""
VERSION = 4
"""Raise it whenever the same files give other facts: they are then another source."""
MICROS = 1_000_000
_SOME = 200
"""Rows of pages that are written at once."""
_PAGES = "Save pages with their address, or put them in a folder named by the site."
_NOT_IDS = frozenset((
    "", "registered", "registrar", "nameservers", "address", "subnet", "asn", "template", "called", "theme", "author",
    "sells-for", "certificate-told",
))  # fmt: skip


def parted(words: Iterable[str | Path]) -> tuple[list[tuple[str, list[Path]]], list[str], list[str]]:
    """Files of sites by the word behind which they stand; the words that are left; and files that are neither.

    Of a folder that holds files of sites, the other tables are named one by one. What lies beside saved pages (styles,
    pictures) is passed over.
    """
    from inconcert.ingest.inputs import is_material

    sites, rest, left = list[tuple[str, list[Path]]](), list[str](), list[str]()
    for word in map(str, words):
        path = Path(word)
        if path.is_file() and is_of_sites(path):
            sites.append((word, [path]))
            continue
        inside = _inside(path) if path.is_dir() else []
        of_sites = [file for file in inside if is_of_sites(file)]
        if not of_sites:
            rest.append(word)
            continue
        sites.append((word, of_sites))
        others = [file for file in inside if file not in set(of_sites)]
        rest += [str(file) for file in others if is_material(file.name)]
        beside = any(map(is_page, of_sites))
        left += [str(file) for file in others
                 if not is_material(file.name) and not (beside and file.suffix.lower() in BESIDE)]  # fmt: skip
    return sites, rest, left


def _inside(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def add_sites(
    folder: Folder, word: str, files: Sequence[Path], tell: Callable[[str, int, int], None] | None = None
) -> Receipt:
    """Read files of sites and keep what they say as one source; the same files are not read again.

    Args:
        folder: The investigation.
        word: What the user called them.
        files: Pages, archives and records.
        tell: Told the word, the files read, and their number.

    Raises:
        InputError: nothing in them says anything of a site.
    """
    label = word if len(files) == 1 and str(files[0]) == word else f"{word} ({len(files):,} files of sites)"
    digest, size = _digest(files)
    source = hashlib.sha256(f"{FORMAT} {VERSION} {digest}".encode()).hexdigest()[:16]
    with folder.lock():
        if folder.has(source):
            return Receipt.from_dict(folder.receipt(source), already=True, file=label)
        read = Read()
        done = (lambda number: tell(label, number, len(files))) if tell else None
        with folder.writer(source) as writer:
            pages = _Sheets(writer, source)
            rows = _rows(read_facts(files, read, done, pages.take), source)
            if not rows:
                raise InputError("nothing in it says anything of a site.", where=Place(word), todo=_first(read))
            pages.write()
            writer.append("sites", rows)
            made = Receipt(
                source, label, FORMAT, tuple(f"{count:,} of {kind}" for kind, count in sorted(read.files.items())),
                len(rows), {"sites": len(rows)}, _skipped(read), _warnings(read), hash=digest, bytes=size,
            )  # fmt: skip
            writer.commit(made.to_dict())
        return Receipt.from_dict(folder.receipt(source))


def add_brand_pages(
    folder: Folder, words: Sequence[str | Path], tell: Callable[[str, int, int], None] | None = None
) -> list[Receipt]:
    """Keep saved pages of protected sites, with which a run compares the pages of sites that networks push.

    Args:
        folder: The investigation.
        words: Files, folders and archives; each becomes a source.
        tell: Told the word, the pages read, and nought.

    Raises:
        InputError: there is no such file, or it holds no page whose site is known.
    """
    return [_add_brand(folder, str(word), tell) for word in words]


def _add_brand(folder: Folder, word: str, tell: Callable[[str, int, int], None] | None) -> Receipt:
    path = Path(word)
    if not path.exists():
        raise InputError("there is no such file or folder.", where=Place(word), todo="Check the path.")
    digest, size = _digest(_inside(path) if path.is_dir() else [path])
    source = hashlib.sha256(f"{BRAND} {VERSION} {digest}".encode()).hexdigest()[:16]
    label = f"{word} (pages of protected sites)"
    with folder.lock():
        if folder.has(source):
            return Receipt.from_dict(folder.receipt(source), already=True, file=label)
        oddities: list[Oddity] = []
        done = (lambda number: tell(label, number, 0)) if tell else None
        with folder.writer(source) as writer:
            sites: Counter[str] = Counter()
            for some in _batches(page_rows([path], source, oddities, protected=True, tell=done)):
                writer.append("pages", some)
                sites.update(row["domain"] for row in some)
            if not sites:
                first = " ".join(str(one) for one in oddities[:3])
                raise InputError("it holds no page whose site is known.", where=Place(word), todo=first or _PAGES)
            kept = sites.total()
            made = Receipt(
                source, label, BRAND, (f"{kept:,} pages of {len(sites):,} sites",), kept, {"pages": kept}, (),
                tuple({"message": str(one), "count": 1, "examples": []} for one in oddities), hash=digest, bytes=size,
            )  # fmt: skip
            writer.commit(made.to_dict())
        return Receipt.from_dict(folder.receipt(source))


class _Sheets:
    """Writes what is kept of pages while their facts are read, some at a time: sheets are large."""

    def __init__(self, writer: SourceWriter, source: str) -> None:
        self._writer, self._kept = writer, Keeping(source, protected=False)
        self._held: list[Row] = []

    def take(self, page: Page) -> None:
        row = self._kept.row(page)
        if row is not None:
            self._held.append(row)
        if len(self._held) == _SOME:
            self.write()

    def write(self) -> None:
        if self._held:
            self._writer.append("pages", self._held)
        self._held = []


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows some at a time: sheets are large."""
    source = iter(rows)
    while some := list(islice(source, _SOME)):
        yield some


def _digest(files: Sequence[Path]) -> tuple[str, int]:
    """One hash of all files with their names, which may say whose page it is; and their bytes."""
    whole, size = hashlib.sha256(), 0
    for file in files:
        try:
            with file.open("rb") as content:
                found = hashlib.file_digest(content, "sha256").hexdigest()
        except OSError as error:
            raise InputError(f"cannot be opened: {error.strerror}.", where=Place(file)) from None
        size += file.stat().st_size
        whole.update(f"{file.parent.name}/{file.name} {found}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest(), size


def _first(read: Read) -> str:
    said = [*read.lines[:3], *(f"Not read: {count} {what}." for what, count in list(read.unread.items())[:3])]
    return " ".join(said) or "Give saved pages, or records with a column of domains."


def _skipped(read: Read) -> tuple[dict[str, Any], ...]:
    return tuple({"reason": reason, "count": count, "examples": []} for reason, count in read.unread.items())


def _warnings(read: Read) -> tuple[dict[str, Any], ...]:
    """One line for each page or file that was refused, cut, or is not what it says."""
    return tuple({"message": line, "count": count, "examples": []} for line, count in Counter(read.lines).items())


def _rows(facts: Iterable[Fact], source: str) -> list[Row]:
    """One row a site, with all that the files say of it, in the order in which they name it."""
    held: dict[str, dict[tuple[str, str], None]] = {}
    for fact in facts:
        held.setdefault(fact.site, {})[fact.kind, fact.value] = None
    return [_row(site, list(said), source, number) for number, (site, said) in enumerate(held.items(), 1)]


def _row(site: str, said: list[tuple[str, str]], source: str, number: int) -> Row:
    def values(kind: str) -> list[str]:
        return [value for one, value in said if one == kind]

    registered = min(
        (tuple(map(int, value.split())) for value in values("registered")), key=lambda it: it[1], default=()
    )
    return {
        "source": source,
        "row": number,
        "domain": site,
        "host": site,
        "registered_at": registered[0] * MICROS if registered else None,
        "registrar": next(iter(values("registrar")), None),
        "name_servers": sorted({name for value in values("nameservers") for name in value.split()}),
        "addresses": values("address"),
        "identifiers": [f"{kind}:{value}" for kind, value in said if _is_id(kind)],
        "facts": [f"{kind}:{value}" for kind, value in said if kind],
    }


def _is_id(kind: str) -> bool:
    return kind not in _NOT_IDS and not kind.startswith(("registrant-", "contact-", "certificate"))


def facts(rows: Iterable[Row]) -> Iterable[Fact]:
    """The facts of rows of the noun ``sites``, as they were read."""
    for row in rows:
        yield Fact(row["domain"], "", "", row["source"])
        for said in row["facts"] or ():
            kind, _, value = said.partition(":")
            yield Fact(row["domain"], kind, value, row["source"])
