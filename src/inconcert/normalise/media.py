"""Pictures and other media made comparable: hashes given by the source or computed from files, clustered."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

RADIUS = {"pdq": 31, "phash": 6}
"""Largest Hamming distance to the representative: of 256 bits for PDQ (its makers' figure), of 64 for pHash."""
LEAST_QUALITY = 50
"""PDQ hashes of flatter pictures than this (of 100) say nothing and are left out."""
MOST_BYTES = 50_000_000
_HASH = re.compile(r"^(pdq|phash|md5|sha1|sha256|tmk|dhash|ahash):([0-9a-f]+)$")
_BITS = {"pdq": 256, "phash": 64}
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff")


def available() -> tuple[str, ...]:
    """Kinds of hashes that can be computed from files with the libraries installed."""
    if not find_spec("PIL"):
        return ()
    return tuple(kind for kind, module in (("pdq", "pdqhash"), ("phash", "imagehash")) if find_spec(module))


def stated(hashes: Iterable[str | None]) -> list[str]:
    """Hashes given by a source as ``kind:hex`` in lower case, distinct, in order; unreadable or flat ones left out."""
    kept: dict[str, None] = {}
    for raw in hashes:
        text = (raw or "").strip().lower()
        if _HASH.match(text) and len(set(text.partition(":")[2])) > 1:
            kept[text] = None
    return list(kept)


@lru_cache(maxsize=1 << 16)
def address(raw: str) -> str | None:
    """Name of a medium known only by its address or key: ``key:host/path`` without query, or the key as it is."""
    raw = raw.strip()
    if not raw or raw.startswith("data:"):
        return None
    if "://" not in raw:
        return f"key:{raw}"
    try:
        split = urlsplit(raw)
    except ValueError:
        return None
    return f"key:{split.netloc.lower()}{split.path}" if len(split.path) > 1 else None


def find(raw: str, roots: Sequence[Path]) -> Path | None:
    """The picture file a relative media address means under one of ``roots``; never one outside of them."""
    if "://" in raw or not raw.lower().endswith(_PICTURES):
        return None
    for root in roots:
        base = root.resolve()
        path = (base / raw).resolve()
        if path.is_relative_to(base) and path.is_file():
            return path
    return None


@lru_cache(maxsize=1 << 16)
def of_file(path: Path) -> str | None:
    """Perceptual hash of a picture file, ``pdq:hex`` where pdqhash is installed, else ``phash:hex``.

    ``None`` when no library is installed, the file is no readable picture, or the picture is too flat to tell.
    """
    return _hashed(path) if available() and path.stat().st_size <= MOST_BYTES else None


def of_bytes(data: bytes) -> str | None:
    """As :func:`of_file`, of a picture in memory."""
    return _hashed(BytesIO(data)) if available() and len(data) <= MOST_BYTES else None


def _hashed(picture_file: Path | BytesIO) -> str | None:
    kinds = available()
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(picture_file) as opened:
            picture = opened.convert("RGB")
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
    if "pdq" in kinds:
        import numpy as np
        import pdqhash

        bits, quality = pdqhash.compute(np.asarray(picture))
        return f"pdq:{np.packbits(bits).tobytes().hex()}" if quality >= LEAST_QUALITY else None
    import imagehash

    return f"phash:{imagehash.phash(picture)}"


def clusters(hashes: Iterable[str]) -> dict[str, str]:
    """Representative of every perceptual hash that has a near one; hashes alone or of exact kinds are left out.

    Every hash lies within :data:`RADIUS` of its representative; clusters do not chain and depend on the set of hashes
    only. Candidates are found by 16-bit pieces with up to one bit flipped: complete up to 31 of 256 and 7 of 64 bits.
    """
    found: dict[str, str] = {}
    for kind, radius in RADIUS.items():
        prefix, size = f"{kind}:", _BITS[kind] // 4
        names = sorted({text for text in hashes if text.startswith(prefix) and len(text) == len(prefix) + size})
        found.update(_stars(names, len(prefix), radius) if len(names) > 1 else {})
    return found


def _stars(names: list[str], skip: int, radius: int) -> dict[str, str]:
    import numpy as np

    from inconcert.normalise.bits import balls

    raw = np.frombuffer(bytes.fromhex("".join(name[skip:] for name in names)), ">u2").reshape(len(names), -1)
    words = np.ascontiguousarray(raw.astype(np.uint16))
    ranks = balls(words, radius)
    return {name: names[rank] for name, rank in zip(names, ranks.tolist(), strict=True)}
