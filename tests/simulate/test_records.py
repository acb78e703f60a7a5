"""Practice records: equal seeds give equal files, others do not."""

from __future__ import annotations

from inconcert.simulate.records import write


def test_equal_seeds_give_equal_files(tmp_path):
    names = write(tmp_path / "a", 3)
    write(tmp_path / "b", 3)
    write(tmp_path / "c", 4)
    assert len(names) == len(set(names)) == 8
    texts = [[(tmp_path / place / name).read_text("utf-8") for name in names] for place in "abc"]
    assert texts[0] == texts[1]
    assert texts[0] != texts[2]


def test_counts_and_terms_are_about_the_same(tmp_path):
    write(tmp_path, 3)
    terms, counts = ((tmp_path / name).read_text("utf-8").splitlines()[1:] for name in ("terms.csv", "counts.csv"))
    assert sorted(terms) == sorted({",".join(line.split(",")[:6]) for line in counts})
