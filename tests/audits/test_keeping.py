"""Working papers go when their day is over, and nothing else does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from inconcert.audits.keeping import keep, overdue, purge
from inconcert.errors import InputError

DAY = date(2026, 3, 1)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "matches.csv").write_text("x")
    (tmp_path / "audit.md").write_text("page")
    keep(tmp_path, ["matches.csv"], DAY, 30)
    return tmp_path


def test_papers_stay_until_their_last_day_is_over(folder):
    assert purge(folder, DAY + timedelta(30)).kept == ("matches.csv",)
    assert (folder / "matches.csv").exists()
    assert purge(folder, DAY + timedelta(31)).gone == ("matches.csv",)
    assert not (folder / "matches.csv").exists()
    assert (folder / "audit.md").read_text() == "page"


def test_they_go_at_once_when_asked(folder):
    assert purge(folder, DAY, now=True).gone == ("matches.csv",)
    assert purge(folder, DAY, now=True).gone == ()


def test_a_folder_that_no_audit_wrote_is_left_alone(tmp_path):
    (tmp_path / "matches.csv").write_text("mine")
    with pytest.raises(InputError):
        purge(tmp_path, DAY, now=True)
    assert overdue(tmp_path, DAY) is None
    assert (tmp_path / "matches.csv").exists()


def test_nothing_outside_of_the_folder_is_deleted(folder):
    outside = folder.parent / "outside.txt"
    outside.write_text("stays")
    keep(folder, ["../outside.txt"], DAY, 1)
    purge(folder, DAY, now=True)
    assert outside.exists()
