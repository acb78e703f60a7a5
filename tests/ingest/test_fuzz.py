"""Whatever a file holds, reading it ends in rows, a refused row or an error of ours."""

import csv
import gzip
import io
import json
import tempfile
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from inconcert.errors import InconcertError
from inconcert.ingest import formats as built_in
from inconcert.ingest.format import Format
from inconcert.ingest.inputs import Input
from inconcert.ingest.mapping import Mapper
from inconcert.ingest.material import Material
from inconcert.ingest.tables import Refused

PLAIN = Format("plain", "Plain", (), posts={"post_id": "id", "account_id": "user", "posted_at": "at", "text": "text"})
FORMATS = [PLAIN, *built_in.formats()]

HEADS = [b"PAR1", b"PK\x03\x04", b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd", b"\xff\xfe", b"{", b"[", b"a,b\n"]

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.sampled_from(["2020-01-01T10:00:00Z", 1577872800]),
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
)
records = st.lists(st.dictionaries(st.sampled_from(["id", "user", "at", "text", "data", "x.y"]), values), min_size=1)
cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@pytest.fixture(scope="module")
def place():
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def read(place, content, form=PLAIN, name="fuzz"):
    """All rows of a file with this content; an error of ours gives ``None``."""
    path = place / name
    path.write_bytes(content)
    try:
        material = Material(Input(str(path), path), place)
        material.sample()
        return list(material.lines(form))
    except InconcertError as error:
        assert str(path) in str(error)
        return None


@given(st.binary())
@example(b"PAR1")
@example(b"PK\x03\x04")
@example(b"\x1f\x8b")
@example(b"\x28\xb5\x2f\xfd")
@example(b"{")
@example(b'[{"a":1}')
@example(b"\xff\xfe{")
@example(b'"\n"')
def test_any_bytes(place, content):
    read(place, content)


@given(st.sampled_from(HEADS), st.binary(max_size=300))
def test_any_bytes_behind_a_known_beginning(place, head, content):
    read(place, head + content)


@given(records, st.data())
def test_json_with_a_damaged_place(place, made, data):
    content = bytearray(json.dumps(made).encode())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    for line in read(place, bytes(content)) or ():
        assert isinstance(line.record, (dict, Refused))


@given(st.lists(st.lists(st.text(), min_size=1), min_size=1), st.binary(max_size=4), st.data())
def test_tables_with_a_damaged_place(place, rows, junk, data):
    sheet = io.StringIO()
    csv.writer(sheet).writerows(rows)
    content = sheet.getvalue().encode("utf-8", "surrogatepass")
    at = data.draw(st.integers(0, len(content)))
    for line in read(place, content[:at] + junk + content[at:]) or ():
        assert isinstance(line.record, (dict, Refused))


@given(st.lists(st.tuples(cells, cells, cells).filter(any), min_size=1))
def test_tables_come_back_as_they_were_written(place, rows):
    sheet = io.StringIO()
    csv.writer(sheet, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([("id", "user", "text"), *rows])
    lines = read(place, sheet.getvalue().encode("utf-8"))
    assert lines is not None
    assert [tuple(line.record.values()) for line in lines] == rows
    assert [line.row for line in lines] == list(range(2, len(rows) + 2))


@given(records)
def test_one_record_a_line_comes_back_as_it_was_written(place, made):
    plain = orjson.loads(json.dumps(_finite(made)).encode("utf-8").replace(b"\\ud", b"?").replace(b"\\u0000", b"?"))
    lines = read(place, b"\n".join(orjson.dumps(each) for each in plain) + b"\n" + b'{"id":"last"}', name="fuzz.ndjson")
    assert lines is not None
    assert [line.record for line in lines] == [*plain, {"id": "last"}]


@given(records)
def test_documents_and_lines_agree(place, made):
    plain = [{name: each[name] for name in each if isinstance(each[name], (str, int))} or {"id": 1} for each in made]
    document = read(place, json.dumps(plain).encode())
    lines = read(place, "\n".join(map(json.dumps, [*plain, {"id": 1}])).encode())
    assert [line.record for line in lines][:-1] == [line.record for line in document]


@given(st.sampled_from(FORMATS), records)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_no_record_breaks_a_format(form, made):
    mapper = Mapper(form, timezone="UTC")
    for record in made:
        for each in mapper.records(record):
            mapped = mapper.map(each)
            if mapped.post is not None:
                assert mapped.post["account_id"]
                assert mapped.post["post_id"]
                assert isinstance(mapped.post["posted_at"], int)
                assert mapped.skipped is None


@given(st.binary(min_size=1))
def test_packed_and_plain_are_the_same(place, content):
    plain, packed = read(place, b"a,b\n" + content), read(place, gzip.compress(b"a,b\n" + content))
    assert plain == packed


def _finite(value):
    if isinstance(value, float):
        return value if abs(value) < 1e300 else 0.5
    if isinstance(value, int) and not isinstance(value, bool):
        return value % 2**62
    if isinstance(value, list):
        return [_finite(each) for each in value]
    return {name: _finite(each) for name, each in value.items()} if isinstance(value, dict) else value
