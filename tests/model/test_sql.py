"""A path is read for itself, whatever signs its name has and whatever lies beside it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from inconcert.model import sql
from inconcert.store.folder import Folder


def test_paths_are_taken_as_they_are() -> None:
    assert sql.files([Path("a'b*.parquet")]) == "['a''b[*].parquet']"


@pytest.mark.parametrize(("name", "beside"), [("spring [2]", "spring 2"), ("all*", "all of it"), ("what?", "whats")])
def test_the_folder_beside_is_not_read(tmp_path: Path, name: str, beside: str) -> None:
    for place, value in ((name, 1), (beside, 2)):
        (tmp_path / place).mkdir()
        duckdb.sql(f"COPY (SELECT {value} AS x) TO {sql.text(tmp_path / place / 'f.parquet')}")
    wanted = tmp_path / name / "f.parquet"
    assert duckdb.sql(f"SELECT x FROM read_parquet({sql.files([wanted])})").fetchall() == [(1,)]
    assert duckdb.execute("SELECT x FROM read_parquet(?)", [sql.exact(wanted)]).fetchall() == [(1,)]


def test_an_investigation_reads_its_own_posts_only(tmp_path: Path) -> None:
    for name, posts in (("op [1]", 1), ("op 1", 3)):
        with (folder := Folder.create(tmp_path / name)).writer("00000000000000aa") as writer:
            writer.append("posts", [{"platform": "x", "post_id": f"{n}", "account_id": "a"} for n in range(posts)])
            writer.commit({"source": "00000000000000aa", "file": "f.csv", "order": 1})
        with folder.connect() as connection:
            assert connection.execute("SELECT count(*) FROM posts").fetchall() == [(posts,)]
