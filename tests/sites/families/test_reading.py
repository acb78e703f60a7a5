from datetime import date

import pytest

from inconcert.errors import InputError
from inconcert.sites.families.reading import day, host, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Example.COM", "example.com"),
        ("https://www.example[.]com/path?x=1", "www.example.com"),
        ("*.example.com.", "example.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("example(.)org:8080", "example.org"),
        ("no host", ""),
        ("", ""),
        ("-", ""),
    ],
)
def test_hosts_as_lists_write_them(text, expected):
    assert host(text) == expected


@pytest.mark.parametrize(
    "text", ["2022-06-28", "06-28-2022", "6/28/2022", "28.06.2022", "20220628", "2022-06-28T10:00:00Z"]
)
def test_days_as_lists_write_them(text):
    assert day(text) == date(2022, 6, 28)


def test_a_plain_list(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("# remark\nexample.com\n\n  other.org \nnot a host\n", "utf-8")
    assert [one.host for one in read(path)] == ["example.com", "other.org", ""]


@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_a_table_with_days(tmp_path, sign):
    path = tmp_path / "list.csv"
    path.write_text(f"\ufeffDomain{sign}Registered\nexample.com{sign}2022-01-02\nother.org{sign}\n", "utf-8")
    assert [(one.written, one.day) for one in read(path)] == [("example.com", date(2022, 1, 2)), ("other.org", None)]


def test_a_table_without_headings(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("example.com,2022-01-02\nother.org,2022-01-03\n", "utf-8")
    assert [one.day for one in read(path)] == [date(2022, 1, 2), date(2022, 1, 3)]


def test_a_table_without_names_is_refused(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("colour,taste\nred,sweet\n", "utf-8")
    with pytest.raises(InputError, match="no column of names"):
        read(path)


def test_bytes_that_are_no_text_do_no_harm(tmp_path):
    path = tmp_path / "list.txt"
    path.write_bytes(b"example.com\n\xff\xfe\x00\x80\nother.org\n")
    assert [one.host for one in read(path)] == ["example.com", "", "other.org"]
