from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from watched import settle

from inconcert.watch.files import Files

if TYPE_CHECKING:
    from pathlib import Path


def put(place: Path, text: str = '{"a": 1}\n', *, settled: bool = True) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")
    if settled:
        settle(place)
    return place


def test_a_file_is_told_once_until_it_changes(tmp_path: Path) -> None:
    file = put(tmp_path / "in" / "a.jsonl")
    files = Files([str(tmp_path / "in")])
    assert files.arrived() == ([str(file)], [])
    files.dealt_with(str(file))
    assert files.arrived() == ([], [])
    put(file, '{"a": 1}\n{"a": 2}\n')
    assert files.arrived() == ([str(file)], [])


@pytest.mark.parametrize(
    ("name", "text", "settled"),
    [
        ("a.jsonl", '{"a": 1}\n{"a"', True),
        ("a.csv", "a,b\n1,2\n", False),
        ("a.csv", "", True),
    ],
)
def test_a_file_that_is_being_written_is_left_for_the_next_look(
    tmp_path: Path, name: str, text: str, settled: bool
) -> None:
    file = put(tmp_path / name, text, settled=settled)
    files = Files([str(tmp_path)])
    assert files.arrived() == ([], [str(file)])
    put(file, '{"a": 1}\n')
    assert files.arrived() == ([str(file)], [])


def test_downloads_under_way_and_hidden_files_are_left(tmp_path: Path) -> None:
    put(tmp_path / "a.jsonl.partial")
    put(tmp_path / ".hidden" / "b.jsonl")
    put(tmp_path / "notes.txt")
    assert Files([str(tmp_path)]).arrived() == ([], [])


def test_what_is_named_may_come_later(tmp_path: Path) -> None:
    files = Files([str(tmp_path / "later.csv"), str(tmp_path / "day-*" / "*.jsonl")])
    assert files.arrived() == ([], [])
    one, two = put(tmp_path / "later.csv", "a\n1\n"), put(tmp_path / "day-1" / "x.jsonl")
    assert files.arrived() == ([str(one), str(two)], [])
