"""Practice records: equal seeds give equal files, others do not."""

from __future__ import annotations

import numpy as np

from inconcert.simulate.records import jobs, write


def test_equal_seeds_give_equal_files(tmp_path):
    names = write(tmp_path / "a", 3)
    write(tmp_path / "b", 3)
    assert len(names) == len(set(names)) == 8
    one, other = ({name: (tmp_path / place / name).read_text("utf-8") for name in names} for place in "ab")
    assert one == other
    assert jobs(np.random.default_rng(3)) != jobs(np.random.default_rng(4))
    # The terms that are registered are those that are counted.
    terms, counts = (one[name].splitlines()[1:] for name in ("terms.csv", "counts.csv"))
    assert sorted(terms) == sorted({",".join(line.split(",")[:6]) for line in counts})
