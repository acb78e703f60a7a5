"""The compiled loops of the engine: arrays in, arrays out, exact; no text, files or settings.

Compiled by Numba at first use, cached beside the module, and run without the interpreter lock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from numba import njit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]
    Places = NDArray[np.uint32]
    Reals = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Ticks = NDArray[Any]
    """Times: int32 where the span of the material allows it, else int64."""

Function = TypeVar("Function")


def compiled(function: Function) -> Function:
    """Compile on first use, cache beside the module, release the interpreter lock while running."""
    return cast("Function", njit(cache=True, nogil=True)(function))
