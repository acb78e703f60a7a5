"""Classes of degrees, of audiences and of labels: what is alike in them is worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def degree_classes(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Class of each degree: exact up to 32, then steps of about 4 %."""
    out = np.minimum(values, 32)
    large = np.flatnonzero(values > 32)
    out[large] += np.floor(np.log(values[large] / 32) / np.log(1.04)).astype(np.int64)
    return out


def audience_class(audience: NDArray[np.int64]) -> NDArray[np.int64]:
    """Class of each audience: powers of two."""
    return np.asarray(np.ceil(np.log2(np.maximum(audience, 1))).astype(np.int64))


def dense(labels: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number of each label among those that occur, in their order, and how often each of these does."""
    often = np.bincount(labels)
    return (np.cumsum(often > 0) - 1)[labels], often[often > 0]
