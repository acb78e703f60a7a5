"""Language of a post: the platform's label in one spelling, else inferred from the text, else «und»."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.normalise.text import carries

if TYPE_CHECKING:
    from collections.abc import Sequence

UNKNOWN = "und"
CERTAIN = 0.35
"""Least calibrated probability with which an inferred language is believed: right for 98 in 100 labelled posts."""


class _Codes(NamedTuple):
    """``languages.toml``."""

    inferred: frozenset[str]
    none: frozenset[str]
    same: dict[str, str]
    names: dict[str, str]


@cache
def _codes() -> _Codes:
    raw = tomllib.loads(files(__package__).joinpath("languages.toml").read_text("utf-8"))
    return _Codes(frozenset(raw["inferred"].split()), frozenset(raw["none"].split()), raw["same"], raw["names"])


@lru_cache(maxsize=1 << 12)
def label(stated: str | None) -> str | None:
    """A platform's label as a two- or three-letter code; ``None`` where it names no language.

    Regions are dropped (``en-GB`` is ``en``), old codes and English names of languages understood.
    """
    if not stated:
        return None
    word, codes = stated.strip().lower(), _codes()
    if word in codes.names:
        return codes.names[word]
    code = word.replace("_", "-").split("-", 1)[0]
    if code in codes.none or not (code.isascii() and code.isalpha() and 2 <= len(code) <= 3):
        return None
    return codes.same.get(code, code)


def readable(words: str) -> str | None:
    """Words that tell a language (no links, names, hashtags); ``None`` under three words or twelve letters."""
    return words if carries(words, 3, 12) else None


def infer(texts: Sequence[str | None]) -> list[str]:
    """Languages of many readable texts; «und» for ``None`` and for texts on which the model is unsure.

    Uses the model that ships with py3langid, restricted to the languages of ``languages.toml``, in a batch
    kernel with the same answers at about ten times the pace.
    """
    import numpy as np

    raw = [_bytes(text) for text in texts]
    ends = np.cumsum([len(part) for part in raw], dtype=np.int64)
    return infer_bytes(np.frombuffer(b"".join(raw), np.uint8), ends)


def infer_bytes(data: Any, ends: Any) -> list[str]:
    """As :func:`infer`, of texts given as UTF-8, one after the other, by where each ends."""
    if not len(ends) or not ends[-1]:
        return [UNKNOWN] * len(ends)
    from inconcert.normalise.tongues import classify

    model, labels = _model()
    best, sure = classify(data, ends, model)
    return [
        labels[index] if probability >= CERTAIN else UNKNOWN
        for index, probability in zip(best.tolist(), sure.tolist(), strict=True)
    ]


def _bytes(text: str | None) -> bytes:
    """A text as the model wants it: NFC, capitals lowered when there is nothing else."""
    if not text:
        return b""
    return unicodedata.normalize("NFC", text.lower() if text.isupper() else text).encode("utf-8", "replace")


@cache
def _model() -> tuple[Any, list[str]]:
    """The model of py3langid restricted to the languages of ``languages.toml``, and those."""
    import numpy as np
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    from inconcert.normalise.tongues import Model

    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    keep = [(index, code) for index, code in enumerate(whole.nb_classes) if code in _codes().inferred]
    columns = [index for index, _ in keep]
    model = Model(
        np.asarray(whole.tk_nextmove),
        np.asarray(whole.tk_row, dtype=np.int64) << 8,
        np.asarray(whole.tk_output, dtype=np.int32),
        np.ascontiguousarray(whole.nb_ptc[:, columns], dtype=np.float32),
        np.ascontiguousarray(whole.nb_pc[columns], dtype=np.float32),
    )
    return model, [code for _, code in keep]
