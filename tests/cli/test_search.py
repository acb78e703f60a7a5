import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from inconcert.cli.search import command
from inconcert.investigation import Investigation
from inconcert.model.tables import schema


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("search")
    rows = [{"platform": "x", "post_id": str(n), "account_id": "1", "handle": "ana", "kind": "post", "precision": 1.0,
             "posted_at": 1_700_000_000_000_000 + n, "text": text}
            for n, text in enumerate(["the old bridge", "a new bridge https://a.example/1"])]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(rows, schema=schema("posts")), place / "posts.parquet")
    Investigation.create(place / "inv").add(place / "posts.parquet")
    return place / "inv"


def run(*arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_json_has_the_rows_with_their_marks(folder):
    told = json.loads(run(folder, "bridge -old", "--json", "--kind", "post").output)
    assert told["total_at_least"] == 1
    (row,) = told["rows"]
    assert (row["kind"], row["id"], row["handle"], row["platform"]) == ("post", "x:1", "ana", "x")
    assert [row["snippet"][first:last] for first, last in row["marks"]] == ["bridge"]


def test_a_person_sees_the_rows(folder):
    shown = run(folder, "bridge").output
    assert "hxxps://a[.]example/1" in shown
    assert "2 hits" in shown


def test_a_wrong_query_is_refused_before_anything_is_made(tmp_path, folder):
    from inconcert.errors import UsageError

    result = run(tmp_path / "none", "foo:bar")
    assert isinstance(result.exception, UsageError)
    assert "no filter 'foo:'" in str(result.exception)
