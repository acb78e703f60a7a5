"""Tables appear whole, alike and once."""

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inconcert.errors import StoreError
from inconcert.model.tables import schema
from inconcert.store import writer as module


def row(n, **changes):
    return {"source": "s", "row": n, "platform": "x", "post_id": str(n), "account_id": "a", "text": f"t{n}",
            "posted_at": 1_600_000_000_000_000 + n, "precision": 1.0, **changes}  # fmt: skip


def store(folder, source, rows, **receipt):
    with folder.lock(), folder.writer(source) as writer:
        writer.append("posts", rows)
        repeats = writer.repeats()
        writer.commit({"source": source, **receipt})
    return repeats


def ask(folder, sql):
    return folder.connect().execute(sql).fetchall()


def test_nothing_is_left_without_a_commit(folder):
    with folder.lock(), folder.writer("s") as writer:
        writer.append("posts", [row(1)])
    assert not folder.has("s")
    assert ask(folder, "SELECT count(*) FROM posts") == [(0,)]
    assert not list(folder.workspace().iterdir())


def test_rows_come_back_typed(folder):
    full = row(1, metrics={"like": 2.0, "view": 0.0}, hashtags=["a", None], utc_offset=-60, id_derived=True)
    store(folder, "s", [full, row(2)])
    assert pq.read_schema(folder.path / "sources/s/posts.parquet").equals(schema("posts"))
    found = ask(folder, "SELECT metrics, hashtags, utc_offset, epoch_us(posted_at), lang FROM posts ORDER BY post_id")
    assert found == [
        ({"like": 2.0, "view": 0.0}, ["a", None], -60, 1_600_000_000_000_001, None),
        (None, None, None, 1_600_000_000_000_002, None),
    ]


def test_every_noun_has_a_view_though_nothing_was_added(folder):
    for noun in ("posts", "accounts", "deletions", "ads", "sites"):
        described = ask(folder, f"DESCRIBE {noun}")
        assert [each[0] for each in described] == schema(noun).names
        assert ask(folder, f"SELECT count(*) FROM {noun}") == [(0,)]


def test_sources_keep_the_order_in_which_they_were_added(folder):
    for source in ("zz", "aa", "mm"):
        store(folder, source, [row(1, text=source)])
    assert [each["source"] for each in folder.sources()] == ["zz", "aa", "mm"]
    assert ask(folder, "SELECT text FROM posts") == [("zz",)]
    with pytest.raises(StoreError, match="added already"):
        store(folder, "aa", [row(1)])


def test_repeats_are_told_apart_by_content(folder):
    first = store(folder, "s", [row(1), row(2), row(1), row(2, text="other", row=9)])
    assert (first.count, first.different, first.rows) == (2, 1, ((9, "2"),))
    second = store(folder, "t", [row(3), row(2), row(3, platform="web")])
    assert (second.count, second.different) == (1, 0)
    assert ask(folder, "SELECT platform, post_id, text FROM posts ORDER BY ALL") == [
        ("web", "3", "t3"), ("x", "1", "t1"), ("x", "2", "t2"), ("x", "3", "t3"),
    ]  # fmt: skip


def test_a_prepared_table_keeps_each_object_of_a_post(folder):
    repeats = store(folder, "s", [row(1, shared_object="a"), row(1, shared_object="b"), row(1, shared_object="a")])
    assert repeats.count == 1
    assert ask(folder, "SELECT shared_object FROM posts ORDER BY 1") == [("a",), ("b",)]


def test_a_coarse_clock_found_late_is_written_to_all_rows(folder):
    with folder.lock(), folder.writer("s") as writer:
        writer.append("posts", [row(1), row(2, precision=86400.0)])
        writer.coarsen(60.0)
        writer.commit({"source": "s"})
    assert ask(folder, "SELECT precision FROM posts ORDER BY post_id") == [(60.0,), (86400.0,)]


def test_row_groups_do_not_depend_on_how_rows_arrive(folder, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 10)
    monkeypatch.setattr(module, "GROUP_ROWS", 50)
    rows = [row(n) for n in range(237)]
    for source, step in (("a", 237), ("b", 1), ("c", 30)):
        with folder.lock(), folder.writer(source) as writer:
            for start in range(0, 237, step):
                writer.append("posts", rows[start : start + step])
            writer.commit({"source": source})
    contents = {(folder.path / "sources" / source / "posts.parquet").read_bytes() for source in "abc"}
    groups = pq.ParquetFile(folder.path / "sources/a/posts.parquet").num_row_groups
    assert len(contents) == 1
    assert groups == 5


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10, deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), max_size=8), max_size=4))
def test_the_view_holds_each_post_once_and_the_first_wins(tmp_path, files):
    from tempfile import mkdtemp

    from inconcert.store.folder import Folder

    folder = Folder.create(mkdtemp(dir=tmp_path) + "/i")
    first = {}
    for number, file in enumerate(files):
        store(folder, f"s{number}", [row(post, text=str(text)) for post, text in file])
        for post, text in file:
            first.setdefault(str(post), str(text))
    assert dict(ask(folder, "SELECT post_id, text FROM posts")) == first
    assert ask(folder, "SELECT count(*) FROM posts") == [(len(first),)]
