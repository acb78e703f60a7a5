"""The compiled loops of the engine: arrays in, arrays out, exact; no text, files or settings.

Compiled by Numba at first use, cached beside the module, and run without the interpreter lock.
"""

from __future__ import annotations

import sys
from importlib import import_module
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
BLAS = "scipy.linalg.cython_blas"
"""What Numba tries to import as it starts, only to choose how its correlations are summed."""


def start() -> None:
    """Import the part of Numba that looks for SciPy's linear algebra, without loading it: a quarter of a second.

    Whatever needs linear algebra in compiled code imports it when it is compiled, as before.
    """
    if BLAS in sys.modules:
        return
    sys.modules[BLAS] = None  # type: ignore[assignment]  # how Python marks a module that is not to be found
    try:
        import_module("numba.np.arraymath")
    finally:
        del sys.modules[BLAS]


start()


def compiled(function: Function) -> Function:
    """Compile on first use, cache beside the module, release the interpreter lock while running."""
    return cast("Function", njit(cache=True, nogil=True)(function))


def dividing(function: Function) -> Function:
    """The same for loops that divide: by zero as NumPy does, so that nothing branches and the loop becomes vectors."""
    return cast("Function", njit(cache=True, nogil=True, error_model="numpy")(function))
