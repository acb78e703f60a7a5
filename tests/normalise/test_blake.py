"""The compiled BLAKE2b is BLAKE2b."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from inconcert.normalise.blake import BLOCK, blake


@given(st.binary(max_size=5 * BLOCK), st.integers(0, 9))
@example(b"", 0)
@example(b"x" * BLOCK, 3)
@example(b"x" * (BLOCK + 1), 0)
@example(b"x" * 2 * BLOCK, 1)
def test_the_same_as_the_library(data: bytes, before: int) -> None:
    around = np.frombuffer(b"?" * before + data + b"!", np.uint8)
    found = int(blake(around, before, before + len(data)))
    assert found.to_bytes(8, "little") == blake2b(data, digest_size=8).digest()
