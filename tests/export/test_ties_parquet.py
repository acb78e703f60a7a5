import pyarrow.parquet as pq

from inconcert.export.ties_parquet import TiesParquet
from inconcert.model.tables import schema


def test_all_ties_are_there_also_those_that_bind_nothing(small, tmp_path):
    TiesParquet().write(small, tmp_path / "out.parquet")
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.schema.equals(schema("ties"))
    assert sorted(table["q"].drop_null().to_pylist()) == [0.0, 1e-9, 1e-5, 0.5]
    assert table["chance"].drop_null().to_pylist() == [1e-4]
    assert table["q"].null_count == 1


def test_writing_onto_itself_keeps_it(small):
    before = small.ties.read_bytes()
    TiesParquet().write(small, small.ties)
    assert small.ties.read_bytes() == before
